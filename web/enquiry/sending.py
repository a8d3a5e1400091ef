"""Checking the answers, declaring, sending once, and what is shown after."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from web.enquiry import advice, shown, steps, visit
from web.enquiry.form import Page, token_of
from web.enquiry.pages import Declarations
from web.enquiry.questions import address_of
from web.enquiry.views import page, routes
from web.enquiry.visit import Visit
from web.services import services
from web.store.errors import NotSent, Unavailable
from web.submission import compose

if TYPE_CHECKING:
    from web.store.enquiries import Confirmation

log = logging.getLogger(__name__)

FORM_ID, FORM_VERSION = "csods_default", "1"


@routes.get("/check")
def check() -> ResponseReturnValue:
    """Every answer, each with a way to change it. Nothing is sent here."""
    open_visit = visit.current()
    answers = open_visit.draft.answers
    if missing := steps.first_incomplete(open_visit.words, answers):
        return redirect(address_of(missing), code=303)
    parts = list(shown.parts(open_visit.words, answers))
    return page(
        "enquiry/check.html",
        open_visit,
        parts=parts,
        children=len(answers["children"]),
        back=address_of(parts[-1].place),
    )


@routes.get("/send")
def declare() -> ResponseReturnValue:
    """What is declared; then the one button that sends."""
    open_visit = visit.current()
    if missing := steps.first_incomplete(open_visit.words, open_visit.draft.answers):
        return redirect(address_of(missing), code=303)
    return page("enquiry/send.html", open_visit, form=Declarations(open_visit.words, key=open_visit.key))


@routes.post("/send")
def send() -> ResponseReturnValue:
    """Send it. A second time changes nothing: the draft is gone and the confirmation is shown."""
    try:
        open_visit = visit.current()
    except Unavailable:
        open_visit = visit.unread()
        return _not_sent(open_visit, Declarations(open_visit.words, request.form, None, open_visit.key))
    if missing := steps.first_incomplete(open_visit.words, open_visit.draft.answers):
        return redirect(address_of(missing), code=303)
    form = Declarations(open_visit.words, request.form, None, open_visit.key)
    if not form.validate():
        return page("enquiry/send.html", open_visit, form=form)
    try:
        _submit(open_visit, form)
    except NotSent as error:
        log.error("an enquiry was not sent", extra={"reason": str(error)})
        return _not_sent(open_visit, form)
    return redirect(url_for("enquiry.sent"), code=303)


@routes.get("/sent")
def sent() -> ResponseReturnValue:
    """The confirmation: a reference and what comes next, and nothing that was answered.

    What is not sent yet is shown to be checked.
    """
    mine, confirmed = visit.key(), visit.confirmation()
    if mine is None or confirmed is None:
        visit.current()  # with nothing open, there is nothing to send either
        return redirect(url_for("enquiry.check"), code=303)
    # Browsers hold pages for their Back button, with the answers on them. Without the script
    # nothing but a cookie that comes anew ends those.
    shown_until = {"confirmed": confirmed, "limits": limits_of(confirmed), "idle_token": token_of(mine)}
    return visit.give_cookie(page("enquiry/sent.html", **shown_until), mine)


def limits_of(confirmed: Confirmation) -> dict[str, int]:
    """Minutes from now after which a confirmation is closed, for the script: sooner than a form."""
    gone = int((datetime.now(timezone.utc) - confirmed.submitted_at).total_seconds() // 60)
    most = int(visit.SHOWN_FOR.total_seconds() // 60) - gone
    return {"idle": 20, "warn": 15, "most": most, "warn_most": most - 5}


def _not_sent(open_visit: Visit, form: Page) -> ResponseReturnValue:
    """It is said that nobody has it, and that every answer is still there."""
    return page("enquiry/send.html", open_visit, form=form, not_sent=True), 503


def _submit(open_visit: Visit, form: Page) -> None:
    words, draft = open_visit.words, open_visit.draft
    declared = {
        **form.answers(),
        "accepted_at": datetime.now(timezone.utc).isoformat(),
        "text_version": words["declaration.text_version"],
    }
    given = steps.as_asked(words, draft.answers)
    answers = {**given, "declaration": declared}
    flags = advice.safety_flags(services().door, words, given, draft.triage)
    whole = replace(draft, answers={**answers, "safety_flags": flags})
    definition = {"form_id": FORM_ID, "form_version": FORM_VERSION, "form_definition_sha256": words.digest}
    try:
        submission = compose(
            whole,
            shown.shown_answers(words, answers, draft.triage),
            definition,
            services().settings,
            services().library.force,
        )
        services().records.enquiries.submit(open_visit.key, submission)
    except ValidationError as error:  # its words hold answers: only the places are told
        places = [fault["loc"] for fault in error.errors()]
        raise NotSent(f"it does not fit its schema at {places}") from None
