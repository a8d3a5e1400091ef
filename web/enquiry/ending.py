"""How the form ends without being sent: time runs out, or the person leaves."""

from __future__ import annotations

from contextlib import suppress

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from web.enquiry import visit
from web.enquiry.form import Confirm
from web.enquiry.views import page, routes
from web.enquiry.visit import NoDraft
from web.enquiry.words import Words
from web.problems import Problem
from web.services import services
from web.store.errors import Unavailable


@routes.get("/ended")
def ended() -> ResponseReturnValue:
    """Erases what is still open, and says calmly that nothing is."""
    with suppress(Unavailable):  # it then ends by its time limit
        visit.erase()
    return visit.take_cookie(page("enquiry/ended.html"))


@routes.post("/stay")
def stay() -> ResponseReturnValue:
    """The script says that somebody is still there. Looking at a draft begins its idle time anew."""
    try:
        visit.current()
    except NoDraft:
        if visit.confirmation() is None:
            raise Problem("gone") from None
    words = Words(services().library, g.language)
    if not Confirm(words, request.form, None, visit.key()).validate():
        raise Problem("malformed")
    return Response(status=204)
