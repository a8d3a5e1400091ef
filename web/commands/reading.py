"""An enquiry as an operator reads it: how to handle it first, then each question and answer."""

from __future__ import annotations

import json
from typing import Any

FLAGS = {
    "present_danger": "SAYS THAT A CHILD MAY BE IN DANGER NOW",
    "safety_concern": "Says something else about safety: read all of it before anyone gets in touch",
}


def readable(payload: bytes) -> str:
    """The text of an enquiry, without characters that would steer a terminal."""
    sent = json.loads(payload)
    meta, handling, contact = sent["meta"], sent["handling"], sent["data"]["contact"]
    lines = [
        f"Reference {meta['submission_reference']}",
        f"First checks due {meta['initial_checks_due_at']}",
        *(["THIS IS A TEST, made in a preview"] if meta["is_preview"] else []),
        *(line for flag, line in FLAGS.items() if flag in handling["safety_flags"]),
        *(["Says that something will happen soon"] if handling["time_sensitive"] else []),
        *_how_to_reach(contact),
        "What follows is what the applicant says; nothing of it is verified.",
        "",
    ]
    for answer in sent["answers"]:
        lines += [answer["question_text"], f"    {answer['answer_text'] or '-'}"]
    return "\n".join(harmless(line) for line in lines)


def _how_to_reach(contact: dict[str, Any]) -> list[str]:
    """What must be known before anyone calls, writes or visits."""
    ways = ", ".join(contact["methods_allowed"]).replace("_", " ")
    return [
        f"Safe ways of contact: {ways}",
        f"Leave a message: {_only_yes(contact['voicemail_safe'])}. "
        f"Send a text: {_only_yes(contact['text_safe'])}. "
        f"Say it is the police: {_yes_no(contact['announce_police'])}. "
        f"Visit unannounced: {_yes_no(contact['visit_allowed'])}. "
        f"Write a letter: {_yes_no('letter' in contact['methods_allowed'])}.",
        f"The person asked about can see their phone, post or messages: {contact['subject_can_see'] or '?'}",
    ]


def _only_yes(answer: str | None) -> str:
    return "yes" if answer == "yes" else "NO"


def _yes_no(answer: bool) -> str:
    return "yes" if answer else "NO"


def harmless(line: str) -> str:
    """A line without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in line.replace("\n", " / "))
