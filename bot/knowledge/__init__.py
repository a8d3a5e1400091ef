"""The one door to data/: everything the service knows, checked as it is read."""

from bot.knowledge.library import Library, load
from bot.knowledge.reading import ContentError

__all__ = ["ContentError", "Library", "load"]
