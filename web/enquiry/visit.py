"""The one cookie, and the draft it opens. The cookie holds the draft's key and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from flask import Response, g, request

from web.enquiry.form import Answers
from web.enquiry.words import Words
from web.services import services

if TYPE_CHECKING:
    from web.store.drafts import Draft
    from web.store.enquiries import Confirmation
    from web.store.records import Records

SHOWN_FOR = timedelta(minutes=60)


class NoDraft(Exception):
    """Nothing is open: it was never begun, has ended, was erased or was sent."""


@dataclass(frozen=True)
class Visit:
    """The enquiry that this browser has open."""

    key: str
    draft: Draft
    words: Words


def key() -> str | None:
    """The key in the cookie, if there is one."""
    return request.cookies.get(cookie_name())


def current() -> Visit:
    """The page is then in the language that the enquiry was begun in.

    Raises NoDraft, or Unavailable as everything here that asks the store.
    """
    mine = key()
    draft = services().records.drafts.read(mine) if mine else None
    if mine is None or draft is None:
        raise NoDraft
    g.language = draft.language
    return Visit(mine, draft, Words(services().library, draft.language))


def begin(handover_id: str | None, language: str, triage: dict[str, str]) -> str:
    """Start a draft and forget the one before it; gives its key. Raises Unavailable."""
    erase()
    begun = services().records.drafts.begin(handover_id, language, triage)
    services().records.events.count("form_started")
    return begun


def unread() -> Visit:
    """The enquiry of this browser while the store is away: its key, and no answers. Raises NoDraft."""
    from web.store.drafts import Draft

    if not (mine := key()):
        raise NoDraft
    now = datetime.now(timezone.utc)
    draft = Draft("", None, g.language, created_at=now, touched_at=now)
    return Visit(mine, draft, Words(services().library, g.language))


def keep(
    open_visit: Visit, change: Callable[[Answers], Answers], triage: dict[str, str] | None = None
) -> Answers:
    """Keep what `change` makes of the answers, as another page may have left them since; gives them.

    Raises Unavailable, or NoDraft if it has ended since.
    """
    kept = services().records.drafts.write(open_visit.key, change, triage)
    if kept is None:
        raise NoDraft
    return kept


def confirmation() -> Confirmation | None:
    """What is confirmed to this browser: for an hour, the way back ends here."""
    mine = key()
    found = services().records.enquiries.confirmation(mine) if mine else None
    return found if found and datetime.now(timezone.utc) - found.submitted_at < SHOWN_FOR else None


def erase() -> None:
    """Forget what this browser has open, if it has anything. Raises Unavailable."""
    if mine := key():
        forget(services().records, mine)


def forget(records: Records, mine: str) -> None:
    """The draft that this key opens, and the confirmation of what was sent. Raises Unavailable."""
    records.drafts.erase(mine)
    records.enquiries.forget(mine)


def cookie_name() -> str:
    """Browsers take a __Host- cookie over HTTPS alone, and from no other host than ours."""
    return "__Host-enquiry" if request.is_secure else "enquiry"


def give_cookie(response: Response, value: str) -> Response:
    """It goes with the browser, to this host alone, and no script can read it."""
    response.set_cookie(cookie_name(), value, **_terms())
    return response


def take_cookie(response: Response) -> Response:
    """Nothing is said of a cookie to a browser that has none."""
    if key() is not None:
        response.delete_cookie(cookie_name(), **_terms())
    return response


def _terms() -> dict[str, object]:
    return {"path": "/", "secure": request.is_secure, "httponly": True, "samesite": "Strict"}
