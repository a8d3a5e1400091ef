"""Any process of several is killed: the others go on with every conversation, and nobody hears nonsense."""

from __future__ import annotations

import time

import pytest

from tests.dialogue.test_guided_path import STRAIGHT, answer, is_handed_over, question_of
from tests.scale.conftest import all_ready
from tests.scale.people import crowd
from tests.servers import RedisServer
from tests.service import Conversation, Service

pytestmark = [pytest.mark.slow, pytest.mark.alone]
A_FEW = 4  # as many as talk: none of them is turned away twice
WEBSITES = 2


@pytest.mark.parametrize("number", [0, 1])
def test_a_guided_path_goes_on_when_an_engine_is_killed(service: Service, number: int) -> None:
    person = Conversation(service)
    person.choose("scheme.start")
    answer(person, *STRAIGHT[:2])
    service.child("engine", number).kill()
    for chosen in STRAIGHT[2:]:
        assert question_of(person) == chosen.split(".")[0]
        answer(person, chosen)
    assert is_handed_over(person)


@pytest.mark.parametrize("number", [0, 1])
def test_the_path_ends_well_when_an_action_server_is_killed_before_its_last_step(service, number) -> None:
    person = Conversation(service)
    person.choose("scheme.start")
    *before, last = STRAIGHT
    answer(person, *before)
    service.child("actions", number).kill()
    answer(person, last)
    assert is_handed_over(person)


def test_engines_are_killed_while_people_talk(service: Service, redis: RedisServer) -> None:
    with crowd(service, redis=redis) as talking:
        for number in (0, 1):
            time.sleep(2)
            service.kill("engine", number)
            all_ready(service)
        time.sleep(1)
    assert talking.heard["cut off"] == 0
    assert talking.heard["told"] <= A_FEW < talking.heard["answered"]


def test_engines_stand_still_while_people_talk(service: Service, redis: RedisServer) -> None:
    """Longer than a lock lives, as in a pause of the machine: no answer is lost or kept twice."""
    with crowd(service, redis=redis) as talking:
        for number in (0, 1):
            engine = service.child("engine", number)
            time.sleep(1)
            engine.suspend()
            time.sleep(2.5)
            engine.resume()
        time.sleep(1)
    assert talking.heard["answered"] > talking.heard["told"]


def test_a_website_is_killed_while_people_talk(service: Service) -> None:
    """Who was being answered by it is told by the page; everybody else notices nothing."""
    with crowd(service) as talking:
        time.sleep(1)
        service.child("web").kill()
        assert service.wait_for(200, "/") < 1  # the other; what the dead one held is cut off
        time.sleep(1)
    assert talking.heard["cut off"] <= 4
    assert talking.heard["answered"] > 10 * talking.heard["told"]


def test_each_website_is_watched(service: Service) -> None:
    port = service.ports["web"]
    before = {website.pid for website in service.listening(port)}
    for number in (0, 0):  # the one that is left is then the first
        service.kill("web", number)
    service.wait_until(lambda: len(service.listening(port)) == 2)
    service.wait_for(200)
    assert not before & {website.pid for website in service.listening(port)}


def test_every_process_is_replaced_while_people_talk(service: Service, redis: RedisServer) -> None:
    before = {process.pid for process in service.processes()}
    with crowd(service, redis=redis) as talking:
        time.sleep(1)
        restarted = service.command("restart")
    assert (restarted.returncode, restarted.stdout) == (0, "Every process was replaced.\n"), restarted.stderr
    assert not before & {process.pid for process in service.processes()}
    # A website that goes answers what was begun; who writes to it in that moment is cut off, once by each.
    assert talking.heard["told"] <= A_FEW and talking.heard["cut off"] <= WEBSITES * A_FEW
    assert talking.heard["answered"] > WEBSITES * A_FEW
