"""The page before a force's own website: what changes there, and the button that goes there."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bot.knowledge.forces import Force
from web.leave import origin_of
from web.problems import Problem
from web.services import services

routes = Blueprint("own_form", __name__, url_prefix="/leave")

WORDS = ("title", "text", "button", "back")


@routes.route("/<url_id>", methods=["GET", "POST"])
def leave(url_id: str) -> ResponseReturnValue:
    """Shown when asked for, also by a form that keeps the chat; any other form goes there, and is counted."""
    address = _address(url_id)
    if request.method == "GET" or "read" in request.form:
        return render_template("own_form.html", words=_words(urlsplit(address).netloc), url_id=url_id)
    services().records.events.count("handoff_link_followed")
    response = redirect(address, code=303)
    response.set_data(b"")  # the usual text names an address that may stay in a cache
    return response


def origins(force: Force) -> list[str]:
    """Where the button leads, as a browser compares it; empty for a force without a form of its own."""
    return [origin_of(force.handoff.url)] if force.handoff.mode == "link" and force.handoff.url else []


def _words(site: str) -> dict[str, str]:
    library = services().library
    known = {**library.force.placeholders(g.language), "site": site}
    return {
        name: library.text("handover", f"leave_{name}", g.language).format_map(known) for name in WORDS
    }


def _address(url_id: str) -> str:
    """The configured address of that name. Raises Problem for any other name."""
    handoff = services().library.force.handoff
    if handoff.mode != "link" or handoff.url is None or url_id != handoff.url_id:
        raise Problem("not_found")
    return handoff.url
