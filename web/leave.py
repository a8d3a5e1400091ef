"""The way out: ends the conversation, clears what the browser holds of us, and leads elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Semaphore
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from bot.knowledge.forces import Force
from web.enquiry import visit
from web.problems import EngineDown
from web.services import services
from web.settings import Settings
from web.store.errors import Unavailable

routes = Blueprint("leave", __name__)

log = logging.getLogger(__name__)

# Nobody waits longer than this to get away; erasing goes on behind their back.
SECONDS_TO_WAIT = 0.3
PAUSES = (0, 1, 5)  # seconds before each attempt
MOST_WAITING = 300  # with an engine that hangs, the last of them waits as long as a conversation lives


class Erasers:
    """Threads that erase one kind of thing, so that none waits because another kind cannot be erased."""

    def __init__(self, kind: str) -> None:
        self._threads = ThreadPoolExecutor(4, thread_name_prefix=f"leave-{kind}")
        self._room = Semaphore(MOST_WAITING)

    def erase(self, erase: Callable[[], None]) -> None:
        """As soon as can be; nobody waits for more than a moment of it. What finds no room is left to its
        time limit."""
        if self._room.acquire(blocking=False):
            wait([self._threads.submit(self._try, erase)], timeout=SECONDS_TO_WAIT)

    def _try(self, erase: Callable[[], None]) -> None:
        try:
            for pause in PAUSES:
                time.sleep(pause)
                with suppress(EngineDown, Unavailable):
                    return erase()
            log.warning("what was left could not be erased; it ends by its time limit")
        finally:
            self._room.release()


_conversations, _drafts = Erasers("conversation"), Erasers("draft")


@routes.route("/exit", methods=["GET", "POST"])
def exit_page() -> ResponseReturnValue:
    """By link or by form; only a form carries a conversation's key, since addresses are remembered."""
    if conversation := request.form.get("conversation"):
        end_conversation(conversation)
    if draft := visit.key():
        records = services().records
        _drafts.erase(lambda: visit.forget(records, draft))
    response = redirect(neutral_site(services().settings, services().library.force), code=303)
    response.set_data(b"")  # the usual text names the address of this service
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return visit.take_cookie(response)


def end_conversation(conversation: str) -> None:
    """Erase a conversation, waiting only a moment for it."""
    engine = services().engine
    _conversations.erase(lambda: engine.end(conversation))


def neutral_site(settings: Settings, force: Force) -> str:
    """Where leaving leads. Raises ValueError for a site that is not on the list."""
    site = settings.neutral_exit or force.neutral_exit
    if origin_of(site) not in [origin_of(allowed) for allowed in settings.neutral_sites.split()]:
        raise ValueError(f"{site} is not among SIGNPOST_NEUTRAL_SITES")
    return site


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
