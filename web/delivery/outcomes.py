"""What a receiver says, and what is done then: the table of the delivery policy."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """`state` comes next. `alert`: an operator is told at once."""

    name: str
    state: str
    alert: bool = False


ACCEPTED = Outcome("accepted", "accepted")
UNCONFIRMED = Outcome("success_without_accepted", "needs_attention", alert=True)  # a proxy's page?
TRANSIENT = Outcome("transient", "retry_wait")
NOT_LET_IN = Outcome("not_let_in", "destination_paused", alert=True)
REFUSED = Outcome("refused", "needs_attention", alert=True)
REDIRECT = Outcome("redirect", "needs_attention", alert=True)  # never followed
UNKNOWN = Outcome("unknown_reply", "needs_attention", alert=True)
UNREADABLE = Outcome("cannot_be_opened", "needs_attention", alert=True)
FAILED = Outcome("failed_again_and_again", "needs_attention", alert=True)  # by an error of our own

BY_STATUS: dict[int, Outcome] = {
    **dict.fromkeys((408, 425, 429), TRANSIENT),
    **dict.fromkeys((401, 403), NOT_LET_IN),
    **dict.fromkeys((400, 404, 409, 410, 422), REFUSED),
}
CAN_ACCEPT = (200, 201, 202)
LONGEST_REFERENCE = 200
SAME_TIME = 120  # seconds: clocks that differ by less are right enough for any signature


@dataclass(frozen=True)
class Reply:
    """What came back: a status, the body, and Retry-After in seconds where there was one.

    Where nothing came back the status is 0, and `error` is the name of what went wrong. `ahead` is by how
    many seconds our clock is before the receiver's: who refuses a signature may have found it too old.
    """

    status: int
    body: bytes = b""
    retry_after: float = 0.0
    error: str = ""
    ahead: float = 0.0

    def __str__(self) -> str:
        said = self.error or str(self.status)
        if BY_STATUS.get(self.status) is not NOT_LET_IN or abs(self.ahead) < SAME_TIME:
            return said
        where = "ahead of" if self.ahead > 0 else "behind"
        return f"{said}: our clock is {abs(self.ahead) / 60:.0f} minutes {where} the receiver's"


def outcome_of(reply: Reply) -> tuple[Outcome, str | None]:
    """What a reply means, and the force's reference where it gives one."""
    if not reply.status or reply.status >= 500:
        return TRANSIENT, None
    if 200 <= reply.status < 300:
        said = _said(reply.body) if reply.status in CAN_ACCEPT else {}
        if said.get("status") != "accepted":
            return UNCONFIRMED, None
        return ACCEPTED, storable(said.get("force_reference"))
    if 300 <= reply.status < 400:
        return REDIRECT, None
    return BY_STATUS.get(reply.status, UNKNOWN), None


def storable(reference: object) -> str | None:
    """A force's reference as it can be kept and shown: half of an emoji, say, no database takes."""
    if not isinstance(reference, str):
        return None
    return "".join(filter(str.isprintable, reference))[:LONGEST_REFERENCE] or None


def _said(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
