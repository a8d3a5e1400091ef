"""A part of the service is killed, frozen or broken: the person is answered within three seconds."""

import signal
import time
from collections.abc import Iterator

import pytest

from tests.dialogue.test_guided_path import STRAIGHT
from tests.service import Conversation, Service, running

pytestmark = [pytest.mark.slow, pytest.mark.alone]
DANGER = "im 12 and my uncle makes me do sexual stuff"
LIMIT = 3.0  # seconds


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A service of its own: these tests break it."""
    with running() as service:
        yield service


def timed(service: Service, **request):
    begun = time.monotonic()
    response = service.send(**request)
    assert time.monotonic() - begun < LIMIT
    return response


def assert_danger_is_answered(service: Service) -> None:
    answered = timed(service, text=DANGER)
    assert answered.status_code == 200
    reply = answered.json()["replies"][0]
    assert (reply["kind"], reply["topic"]) == ("safety", "safety.child_self")
    assert [contact["id"] for contact in reply["contacts"]][:2] == ["emergency_999", "childline"]


def assert_an_ordinary_question_gets_the_emergency_contacts(service: Service) -> None:
    refused = timed(service, text="how long does it take")
    assert refused.status_code == 503
    assert "emergency_999" in [contact["id"] for contact in refused.json()["contacts"]]
    assert refused.json()["replies"]
    assert "Traceback" not in refused.text


def test_a_frozen_engine(service):
    engine = service.child("engine")
    engine.suspend()
    try:
        assert_an_ordinary_question_gets_the_emergency_contacts(service)
        assert_danger_is_answered(service)
    finally:
        engine.resume()
    service.wait_for(200)


def at_the_last_question(service: Service) -> dict[str, str]:
    """A conversation and the choice that is handed over to the action server."""
    person = Conversation(service)
    person.choose("scheme.start")
    *before, last = STRAIGHT
    for chosen in before:
        person.choose(f"enquiry.{chosen}")
    return {"conversation": person.key, "choice": f"enquiry.{last}"}


def test_a_frozen_action_server(service):
    last = at_the_last_question(service)
    actions = service.child("actions")
    actions.suspend()
    try:
        refused = timed(service, **last)
        assert refused.status_code == 503
        assert refused.json()["contacts"]
        assert_danger_is_answered(service)
        assert timed(service, text="what is childline").status_code == 200
        assert timed(service, choice="scheme.start").json()["replies"][0]["kind"] == "question"
    finally:
        actions.resume()


def test_a_killed_action_server_is_missed_and_comes_back(service):
    last = at_the_last_question(service)
    service.child("actions").kill()
    assert timed(service, **last).status_code == 503
    for _ in range(100):
        if service.send(**last).status_code == 200:
            return
        time.sleep(0.2)
    raise AssertionError("the action server did not come back")


def test_a_killed_engine_is_missed_and_comes_back(service):
    service.child("engine").kill()
    assert_an_ordinary_question_gets_the_emergency_contacts(service)
    assert_danger_is_answered(service)
    page = service.http.get(service.address)
    assert page.status_code == 200 and "999" in page.text
    service.wait_for(503)
    service.wait_for(200)
    assert service.send(text="what is childline").status_code == 200


def test_stopping_stops_every_process(service):
    children = [service.child(part) for part in ("web", "engine", "actions")]
    service.process.send_signal(signal.SIGTERM)
    service.process.wait(20)
    assert not any(child.is_running() for child in children)
