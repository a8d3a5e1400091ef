"""What is still missing before the service may start, each as a sentence that says what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bot.knowledge import Library
from bot.knowledge.confirmation import unconfirmed
from bot.knowledge.forces import Force
from web.settings import Settings

# Set by the force itself before anyone is served, even where our own value would do.
DECIDED_BY_THE_FORCE = {
    "destination": "say where enquiries go: inbox or webhook",
    "alert": "say who is told of an enquiry that waits: a command, or an address that takes JSON",
    "retention_days": "say how many days a received enquiry is kept here",
}


def missing(settings: Settings, library: Library, delivers: bool = True) -> Iterator[str]:
    """Nothing where the service may start. A preview needs little, production everything.

    The key that signs is kept from a website, which does not deliver.
    """
    force = library.force
    if force.handoff.mode == "embedded":
        yield from _of_delivery(settings, delivers)
        if settings.is_production:
            yield from _of_enquiries(settings, force)
    if settings.is_production:
        yield from _of_content(library)
        yield from _of_languages(library)


def _of_delivery(settings: Settings, delivers: bool) -> Iterator[str]:
    if settings.destination == "webhook" and not settings.webhook:
        yield "SIGNPOST_WEBHOOK: give the address of the force's receiver"
    signs = delivers and (settings.webhook or settings.second_webhook)
    if signs and not settings.webhook_keys.get_secret_value():
        yield "SIGNPOST_WEBHOOK_KEYS: give the key that signs what is sent, as id:secret"
    for name in ("webhook_ca", "webhook_certificate"):
        file = getattr(settings, name)
        if signs and file and not os.access(file, os.R_OK):
            yield f"SIGNPOST_{name.upper()}: {file} cannot be read"


def _of_enquiries(settings: Settings, force: Force) -> Iterator[str]:
    from web.store.seals import Keys

    for name, what in DECIDED_BY_THE_FORCE.items():
        if name not in settings.__fields_set__ or getattr(settings, name) == "":
            yield f"SIGNPOST_{name.upper()}: {what}"
    if settings.delivery == "apart" and settings.database_url.startswith("sqlite"):
        yield (
            "SIGNPOST_DATABASE: website and delivery apart (SIGNPOST_DELIVERY) need one database, else "
            "nobody delivers what the website confirms: set postgresql://... for both"
        )
    keys = Keys.configured(settings)
    if not keys.are_there:
        yield f"SIGNPOST_KEYS: there are no keys in {keys.folder}. Make them: signpost keys make"
    if not force.privacy.version.strip() or not force.privacy.url:
        yield f"data/forces/{force.id}.yml: privacy needs the notice's address and version"
    if _keeps_tests(settings):
        yield (
            "SIGNPOST_DATABASE: tests of a preview are in this store, and the force must not get them: "
            "erase them with signpost enquiries drop-tests, or set another store"
        )


def _keeps_tests(settings: Settings) -> bool:
    """As far as can be seen now: a database that is away is waited for later."""
    from web.store.engine import Store
    from web.store.errors import Unavailable
    from web.store.retention import tests_are_kept

    scheme, _, file = settings.database_url.partition(":///")
    if scheme == "sqlite" and not os.path.exists(file):
        return False
    try:
        store = Store(settings.database_url)
        try:
            with store.session() as session:
                return tests_are_kept(session)
        finally:
            store.close()
    except Unavailable:
        return False


def _of_content(library: Library) -> Iterator[str]:
    """Numbers, times and figures that the force has not confirmed."""
    for place in unconfirmed(library):
        yield f"{place} is not confirmed (confirmed_on, confirmed_by)"
    force = library.force
    if force.handoff.mode == "link" and not force.handoff.verified_on:
        yield f"data/forces/{force.id}.yml: handoff.verified_on is empty: follow the link, then give the day"


def _of_languages(library: Library) -> Iterator[str]:
    """Words that no named translator answers for."""
    for language in library.force.languages:
        translations = library.translations.get(language)
        if language != "en" and not (translations and translations.is_signed):
            yield f"data/translations/{language}/language.yml: no translator has signed (signed_by)"
