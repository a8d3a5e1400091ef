"""Settings that are dangerous together or as they are, each as a sentence that says what to set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from bot.knowledge.forces import read_force
from bot.knowledge.library import DEFAULT_FORCE
from bot.screening.reviews import not_reviewed
from web.processes.children import SEVERAL_IN_ONE
from web.settings import Settings, is_here

Process = Literal["website", "engine"]
SHORTEST_SECRET = 32  # characters
WELL_KNOWN = {"guest", "postgres", "rabbitmq", "redis", "admin", "password", "secret", "signpost"}
TALKATIVE = ("LOG_LEVEL", "LOG_LEVEL_LIBRARIES", "LOG_LEVEL_RABBITMQ", "RASA_LOG_LEVEL")


def unsafe(settings: Settings, *processes: Process) -> Iterator[str]:
    """Nothing where those processes may start. What another process alone knows is not looked at."""
    yield from _of_secrets(settings)
    yield from _of_logs(settings)
    if "website" in processes:
        yield from _of_the_proxy(settings)
        yield from _of_counting(settings)
        yield from _of_enquiries(settings)
        yield from _of_private_keys(settings)
        yield from _of_signing_keys(settings)
    if "engine" in processes:
        yield from _of_conversations(settings)
    yield from _of_the_inner_network(settings)


def risky(settings: Settings) -> Iterator[str]:
    """What may start and could be safer, each as a sentence that says how."""
    if settings.delivery == "here" and _website_could_open_enquiries(settings):
        yield (
            "SIGNPOST_DELIVERY=here: website and delivery are one user, so who takes over the website can "
            "open every enquiry. Let another user run delivery: deploy/systemd/signpost-delivery.service"
        )
    if settings.is_production and (unread := not_reviewed()):
        yield (
            f"data/safety: {len(unread)} of the files that decide who is told to call 999 were reviewed by "
            f"nobody ({unread[0]} is the first): let the owners named in them read them (README.md there)"
        )


def _of_secrets(settings: Settings) -> Iterator[str]:
    """In production no secret is short, and no password is one that everybody knows."""
    if not settings.is_production:
        return
    if 0 < len(settings.engine_secret.get_secret_value()) < SHORTEST_SECRET:
        yield f"SIGNPOST_ENGINE_SECRET: give it {SHORTEST_SECRET} characters or more: openssl rand -hex 32"
    for name in ("conversations", "rate_limit_store", "events", "database"):
        address = getattr(settings, name).get_secret_value()
        parts = urlsplit(address)
        needs_one = parts.scheme.startswith(("redis", "amqp")) and not is_here(address)
        if (parts.password or "").lower() in (WELL_KNOWN | {""} if needs_one else WELL_KNOWN):
            yield f"SIGNPOST_{name.upper()}: give it a password of its own, not none and not a common one"


def _of_logs(settings: Settings) -> Iterator[str]:
    """A debug log holds what people said."""
    for name in TALKATIVE:
        if settings.is_production and os.environ.get(name, "").upper() == "DEBUG":
            yield f"{name}: set it to INFO or unset it; at DEBUG the log holds what people said"


def _of_the_proxy(settings: Settings) -> Iterator[str]:
    """Our server speaks no TLS: in production a proxy does, and tells us who asks."""
    if settings.is_production and not settings.trusted_proxies:
        yield (
            "SIGNPOST_TRUSTED_PROXIES: say how many proxies are in front (1 for deploy/proxy/): without that "
            "all visitors count as one, and the form's cookie is not kept to HTTPS"
        )


def _of_counting(settings: Settings) -> Iterator[str]:
    is_shared = not settings.rate_limit_store.get_secret_value().startswith("memory")
    if not is_shared and (settings.workers > 1 or _is_one_of_several(settings)):
        yield (
            "SIGNPOST_RATE_LIMIT_STORE: several websites (SIGNPOST_WORKERS, or SIGNPOST_ENGINE elsewhere) "
            "must count visitors, and remember which forms were sent, in one place: set redis://..."
        )
    if is_shared and not settings.engine_secret.get_secret_value():
        yield (
            "SIGNPOST_ENGINE_SECRET: websites that count together (SIGNPOST_RATE_LIMIT_STORE) "
            "must know visitors by the same hash: give all of them the same secret"
        )


def _of_enquiries(settings: Settings) -> Iterator[str]:
    """A preview looks like the police and is not. Every website must see the same drafts and enquiries."""
    if not _takes_enquiries(settings):
        return
    if not settings.is_production and not is_here(f"http://{settings.host}"):
        yield (
            "SIGNPOST_HOST: a preview with our form is for this machine alone: unset it, "
            "or set SIGNPOST_ENV=production"
        )
    counts_in = settings.rate_limit_store.get_secret_value()
    counts_elsewhere = counts_in.startswith("redis") and not is_here(counts_in)
    if counts_elsewhere and settings.database_url.startswith("sqlite"):
        yield (
            "SIGNPOST_DATABASE: websites on several machines (SIGNPOST_RATE_LIMIT_STORE is on another) "
            "need one database for forms and enquiries: set postgresql://..."
        )


def _of_private_keys(settings: Settings) -> Iterator[str]:
    """Where delivery is apart, the website's user has no way to the keys that open enquiries."""
    if settings.delivery == "apart" and _website_could_open_enquiries(settings):
        yield (
            "SIGNPOST_PRIVATE_KEYS: the website's user can read the private keys: give their folder to the "
            "user of delivery, mode 0700"
        )


def _of_signing_keys(settings: Settings) -> Iterator[str]:
    """Nor the key that signs: who has it can send the force enquiries that nobody made."""
    if settings.is_production and settings.delivery == "apart" and settings.webhook_keys.get_secret_value():
        yield (
            "SIGNPOST_WEBHOOK_KEYS: the website can read the key that signs, and delivery is apart: give it "
            "to delivery alone (with systemd in /etc/credstore/delivery.SIGNPOST_WEBHOOK_KEYS)"
        )


def _of_conversations(settings: Settings) -> Iterator[str]:
    """An engine that others reach may be one of several behind one name, which it cannot know."""
    is_shared = settings.conversations.get_secret_value().startswith("redis")
    is_reached = settings.is_production and not is_here(f"http://{settings.inner_host}")
    if not is_shared and (len(settings.engine_addresses) > 1 or is_reached):
        yield (
            "SIGNPOST_CONVERSATIONS: several engines (SIGNPOST_ENGINES, SIGNPOST_ENGINE, or others behind "
            "its name where SIGNPOST_INNER_HOST is set) need conversations and locks in one place: set redis://..."
        )
    if os.environ.get(SEVERAL_IN_ONE, "1") != "1":
        yield (
            f"{SEVERAL_IN_ONE}: unset it; it splits an engine into processes that know nothing of each "
            "other's conversations. More engines are SIGNPOST_ENGINES"
        )


def _is_one_of_several(settings: Settings) -> bool:
    """Whether other websites may share the engine: in production one that is elsewhere is for all of them."""
    return settings.is_production and not all(map(is_here, settings.engine_addresses))


def _takes_enquiries(settings: Settings) -> bool:
    return read_force(settings.force or DEFAULT_FORCE).handoff.mode == "embedded"


def _website_could_open_enquiries(settings: Settings) -> bool:
    """Whether, in production, this process can read a private key."""
    from web.store.seals import Keys

    if not settings.is_production or not _takes_enquiries(settings):
        return False
    return any(os.access(file, os.R_OK) for file in Keys.configured(settings).private.glob("*.private"))


def _of_the_inner_network(settings: Settings) -> Iterator[str]:
    """Engine and action server are for our own website; beyond this machine a secret says so."""
    secret = settings.engine_secret.get_secret_value()
    if not is_here(f"http://{settings.inner_host}") and len(secret) < SHORTEST_SECRET:
        yield (
            f"SIGNPOST_INNER_HOST={settings.inner_host} lets other machines reach the engine: "
            f"give SIGNPOST_ENGINE_SECRET {SHORTEST_SECRET} characters or more, or unset it"
        )
    elif not secret and not all(map(is_here, settings.engine_addresses)):
        yield (
            "SIGNPOST_ENGINE_SECRET: an engine on another machine (SIGNPOST_ENGINE) answers only those who "
            "know its secret: give the same to all"
        )
