"""The states of an enquiry on its way to the force, and which may follow which."""

from __future__ import annotations

MOVES: dict[str, tuple[str, ...]] = {
    "queued": (
        "delivering",
        "queued",  # by the second route
        "manual_handover",  # also: read in the inbox
    ),
    "delivering": (
        "accepted",
        "queued",  # the lease ended: its worker died
        "retry_wait",
        "destination_paused",
        "needs_attention",
        "dead_letter",
    ),
    "retry_wait": ("delivering", "queued", "manual_handover"),
    "destination_paused": ("queued", "manual_handover"),
    "needs_attention": ("queued", "manual_handover"),
    "dead_letter": ("manual_handover",),
    "manual_handover": ("accepted", "needs_attention"),
    "accepted": (),  # erased after the days of retention, and nothing else
}

SENDABLE = ("queued", "retry_wait")
STUCK = ("destination_paused", "needs_attention", "dead_letter")  # nothing happens without a person
RETRIABLE = (*STUCK, "queued", "retry_wait")  # at once, where a person asks for it
REROUTABLE = ("queued", "retry_wait", "destination_paused", "needs_attention")
SHOWN = {"accepted": "received by force"}  # no enquiry is ever called accepted


class NotAllowed(Exception):
    """The state machine has no such move, or another process was quicker."""


def shown(state: str) -> str:
    """A state as an operator reads it."""
    return SHOWN.get(state, state.replace("_", " "))
