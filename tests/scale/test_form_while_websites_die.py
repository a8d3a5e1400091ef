"""The form is filled in and sent over HTTP to two websites on PostgreSQL, which are killed and replaced."""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests
from sqlalchemy import select

from tests.delivery.visitor import Visitor
from tests.scale.conftest import all_ready
from tests.service import Service
from web.settings import Settings
from web.store.engine import Store
from web.store.seals import Keys
from web.store.tables import enquiries

pytestmark = [pytest.mark.slow, pytest.mark.alone]

PEOPLE = 4
FORMS = 3  # that each of them sends at least
TRIES = 60  # of sending one


def test_each_enquiry_is_kept_once_under_the_reference_that_was_told(service: Service) -> None:
    over = Event()
    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(send_forms, service, number, over) for number in range(PEOPLE)]
        try:
            for _ in range(2):
                time.sleep(random.uniform(0.5, 2))
                service.child("web", random.randrange(2)).kill()
                all_ready(service)
            restarted = service.command("restart")
            assert restarted.returncode == 0, restarted.stderr
        finally:
            over.set()
        told = {worry: reference for person in people for worry, reference in person.result().items()}
    assert len(told) >= PEOPLE * FORMS
    kept = kept_by(service)
    assert sorted(worry for worry, _ in kept) == sorted(told)  # each once
    assert dict(kept) == told


def send_forms(service: Service, number: int, over: Event) -> dict[str, str]:
    """What one person sent, and the reference that each was told. Whoever is cut off tries again."""
    told: dict[str, str] = {}
    while len(told) < FORMS or not over.is_set():
        visitor, worry = fill_in(service, f"worry {number}.{len(told)}")
        told[worry] = send(visitor)
    return told


def fill_in(service: Service, worry: str) -> tuple[Visitor, str]:
    """From the beginning again where a page was cut off: what was not sent is nobody's enquiry."""
    for _ in range(TRIES):
        visitor = Visitor(service.address)
        try:
            visitor.fill_in(worry)
            return visitor, worry
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError("the form could not be filled in")


def send(visitor: Visitor) -> str:
    for _ in range(TRIES):
        try:
            if reference := visitor.send():
                return reference
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise AssertionError("the form could not be sent")


def kept_by(service: Service) -> list[tuple[str, str]]:
    """The worry and the reference of each enquiry of ours that is in the store."""
    var = Path(service.folder.name)
    keys = Keys.configured(Settings(var=var))
    store = Store(service.setting("SIGNPOST_DATABASE"))
    with store.session() as session:
        sealed = session.execute(select(enquiries.c.key_id, enquiries.c.sealed)).all()
    store.close()
    opened = [json.loads(keys.open(key_id, content)) for key_id, content in sealed]
    pairs = [(one["data"]["concern"]["reason"], one["meta"]["submission_reference"]) for one in opened]
    return [pair for pair in pairs if pair[0].startswith("worry ")]
