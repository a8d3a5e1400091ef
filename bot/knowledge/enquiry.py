"""The guided path and its hand-over in the words of data/strings: questions, buttons, the way on."""

from __future__ import annotations

from bot.knowledge.library import Library
from bot.knowledge.path import PREFIX
from bot.knowledge.reply import ReplyLink


def question_text(library: Library, question: str, language: str = "en") -> str:
    """A question of the path: its lead, the line that nothing has been sent yet, the question itself."""
    *lead, asked = library.text("path", question, language).split("\n\n")
    return "\n\n".join([*lead, _notice(library, language), asked])


def choice_label(library: Library, choice: str, language: str = "en") -> str:
    """What stands on the button of a choice of the path."""
    return _fill(library, library.text("path", choice.removeprefix(PREFIX), language), language)


def handover_text(library: Library, language: str = "en") -> str:
    """How this force takes an enquiry, and that nothing has been sent yet."""
    text = library.text("handover", library.force.handoff.mode, language)
    return f"{_notice(library, language)}\n\n{text}"


def way_on(library: Library, language: str = "en") -> ReplyLink | None:
    """Our form, or the page before the force's own; None where there are contacts alone.

    The token of our form is made by web when the reply is shown.
    """
    handoff = library.force.handoff
    if handoff.mode == "none":
        return None
    label = _fill(library, library.text("handover", f"{handoff.mode}_label", language), language)
    if handoff.mode == "embedded":
        return ReplyLink(href="/enquiry/start", label=label, method="post")
    return ReplyLink(href=f"/leave/{handoff.url_id}", label=label, method="get")


def shortcut(library: Library, language: str = "en") -> ReplyLink | None:
    """From the first question of the path straight to our form, which asks by itself what it needs."""
    if library.force.handoff.mode != "embedded":
        return None
    label = library.text("handover", "embedded_shortcut", language)
    return ReplyLink(href="/enquiry/start", label=label, method="post")


def _notice(library: Library, language: str) -> str:
    return library.text("page", "notice_not_applied", language)


def _fill(library: Library, text: str, language: str) -> str:
    return text.format_map(library.placeholders(language))
