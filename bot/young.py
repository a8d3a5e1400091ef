"""Somebody under 18: how that is known, and what follows from it. Both stand here and nowhere else.

Known for the rest of the conversation (the slot UNDER_18) once they say so outright, which the screen
tells by a sign, or once they were answered by a topic for the young alone; that answer's word is taken
back where the writer says to be grown up and never told an age below (bot.turn). From then on
- what is made for adults gives way to what is made for the young, as an answer and as a choice;
- Childline stands second on every safety card that does not begin with it;
- the form is kept away (the slot `no_form` of bot.importer).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

UNDER_18 = "under_18"  # a sign, and the slot: they say so outright
YOUNG = "young"  # a sign alone: they say so, or write as the young do, and so may their parents ("at school")

# Not scheme.under_18: adults ask about the age limit, too.
FOR_THE_YOUNG = ("safety.child_self", "safety.young_person_thoughts")
INSTEAD = {
    "safety.own_thoughts": "safety.young_person_thoughts",
    "safety.domestic_abuse": "safety.child_self",
    "safety.online_abuse": "safety.child_self",
    "safety.survivor": "safety.child_self",
}
OF_THE_WRITER = ("safety.own_thoughts", "safety.domestic_abuse")  # no parent tells of a child in these words
CHILDLINE = "childline"


def for_the_age(topic: str, signs: Collection[str]) -> str:
    """The topic, or its like for the young: nobody under 18 is sent to services for adults alone."""
    is_young = UNDER_18 in signs or (YOUNG in signs and topic in OF_THE_WRITER)
    return INSTEAD.get(topic, topic) if is_young else topic


def with_childline(contacts: Iterable[str]) -> list[str]:
    """The contacts of a safety card in the order for somebody under 18."""
    first, *others = contacts
    if first == CHILDLINE:
        return [first, *others]
    return [first, CHILDLINE, *(contact for contact in others if contact != CHILDLINE)]
