"""An enquiry as it is sent to the force: one model that refuses what it does not know."""

from web.submission.compose import compose
from web.submission.envelope import SCHEMA_VERSION, ShownAnswer, Submission
from web.submission.parts import Answers

__all__ = ["SCHEMA_VERSION", "Answers", "ShownAnswer", "Submission", "compose"]
