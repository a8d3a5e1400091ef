"""What the force has not confirmed yet. A preview says so on each page; production does not start."""

from __future__ import annotations

from bot.knowledge.contacts import Contact
from bot.knowledge.forces import Confirmable
from bot.knowledge.library import Library
from bot.knowledge.topics import Topic


def unconfirmed(library: Library) -> list[str]:
    """Each number, time and figure that is shown and lacks the force's word, with its place in data/."""
    force = library.force
    profile = f"data/forces/{force.id}.yml"
    facts: dict[str, Contact | Confirmable | Topic] = {
        **{f"data/contacts.yml: {contact.id}": contact for contact in library.contacts.values()},
        **{f"{profile}: times.{stage}": getattr(force.times, stage) for stage in force.times.__fields__},
        f"{profile}: scheme_status": force.scheme_status,
        **{
            f"data/topics/{topic.id.replace('.', '/', 1)}.yml": topic
            for topic in library.topics.values() if topic.has_figures
        },
    }
    return [place for place, fact in facts.items() if not (fact.confirmed_on and fact.confirmed_by)]
