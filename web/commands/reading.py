"""An enquiry as an operator reads it: how to handle it first, then each question and answer."""

from __future__ import annotations

import json
from typing import Any


def readable(payload: bytes) -> str:
    """The text of an enquiry, without characters that would steer a terminal."""
    sent = json.loads(payload)
    meta, handling, contact = sent["meta"], sent["handling"], sent["data"]["contact"]
    lines = [
        f"Reference {meta['submission_reference']}",
        f"First checks due {meta['initial_checks_due_at']}",
        *(["THIS IS A TEST, made in a preview"] if meta["is_preview"] else []),
        *(["SAYS THAT A CHILD MAY BE IN DANGER NOW"] if handling["safety_flags"] else []),
        *(["Says that something will happen soon"] if handling["time_sensitive"] else []),
        *_how_to_reach(contact),
        "What follows is what the applicant says; nothing of it is verified.",
        "",
    ]
    for answer in sent["answers"]:
        lines += [answer["question_text"], f"    {answer['answer_text'] or '-'}"]
    return "\n".join(_harmless(line) for line in lines)


def _how_to_reach(contact: dict[str, Any]) -> list[str]:
    """What must be known before anyone calls, writes or visits."""
    ways = ", ".join(contact["methods_allowed"]).replace("_", " ")
    return [
        f"Safe ways of contact: {ways}",
        f"Leave a message: {_only_yes(contact['voicemail_safe'])}. "
        f"Send a text: {_only_yes(contact['text_safe'])}. "
        f"Say it is the police: {_yes_no(contact['announce_police'])}. "
        f"Visit or write unannounced: {_yes_no(contact['visit_allowed'])}.",
        f"The person asked about can see their phone, post or messages: {contact['subject_can_see'] or '?'}",
    ]


def _only_yes(answer: str | None) -> str:
    return "yes" if answer == "yes" else "NO"


def _yes_no(answer: bool) -> str:
    return "yes" if answer else "NO"


def _harmless(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line.replace("\n", " / "))
