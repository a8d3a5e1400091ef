"""The blueprint of the form: who may see it, and what is shown when there is nothing to show."""

from __future__ import annotations

from datetime import datetime, timezone
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.enquiry import visit
from web.enquiry.form import token_of
from web.enquiry.steps import asked
from web.enquiry.visit import NoDraft, Visit
from web.enquiry.words import Words
from web.problems import Problem
from web.services import services
from web.store.errors import Unavailable

routes = Blueprint("enquiry", __name__, url_prefix="/enquiry")

# Minutes after which the store ends a draft (web/store/drafts.py), idle and at all; and when to warn of it.
IDLE, WARN = 60, 55
MOST, WARN_MOST = 240, 230
LOOPBACK_NAMES = ("localhost",)


@routes.url_defaults
def _keep_language(_: str, values: dict[str, Any]) -> None:
    """The addresses of the form name its language, so that it stays when nothing is open any more."""
    if g.language != "en":
        values.setdefault("language", g.language)


@routes.before_request
def _choose_language() -> None:
    if "language" in request.args:
        g.language = services().language(request.args["language"])


@routes.before_request
def _only_where_there_is_a_form() -> ResponseReturnValue | None:
    """A force that takes enquiries by our form; in preview, nobody but who sits at this machine."""
    if services().library.force.handoff.mode != "embedded":
        raise Problem("not_found")
    if not services().settings.is_production and not is_at_this_machine():
        return page("enquiry/not_here.html"), 403
    return None


def is_at_this_machine() -> bool:
    """Asked from here, for a name of here: a proxy in front of us would pass on another name."""
    host = request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host
    return _is_loopback(request.remote_addr or "") and _is_loopback(host.strip("[]"))


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name in LOOPBACK_NAMES


@routes.errorhandler(NoDraft)
def _nothing_open(_: NoDraft) -> ResponseReturnValue:
    """An enquiry that was sent is confirmed again; of any other there is nothing to show."""
    try:
        shown = "enquiry.sent" if visit.confirmation() else "enquiry.ended"
    except Unavailable as error:  # nobody handles what a handler raises
        return _cannot_keep(error)
    return redirect(url_for(shown), code=303)


@routes.errorhandler(Unavailable)
def _cannot_keep(_: Unavailable) -> ResponseReturnValue:
    return page("enquiry/cannot_keep.html"), 503


def page(template: str, open_visit: Visit | None = None, **variables: Any) -> Response:
    """A page of the form."""
    words = open_visit.words if open_visit else Words(services().library, g.language)
    known: dict[str, Any] = {"words": words, "page_count": len(asked(words)), "token": None}
    if open_visit:
        known |= {"token": token_of(open_visit.key), "limits": limits(open_visit)}
    return make_response(render_template(template, **{**known, **variables}))


def limits(open_visit: Visit) -> dict[str, int]:
    """Minutes from now, for the script."""
    age = datetime.now(timezone.utc) - open_visit.draft.created_at
    gone = int(age.total_seconds() // 60)
    return {"idle": IDLE, "warn": WARN, "most": MOST - gone, "warn_most": WARN_MOST - gone}
