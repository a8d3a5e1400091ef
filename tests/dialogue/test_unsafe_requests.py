"""Who asks for help to do harm gets the card made for them and nothing else, and none is offered the form."""

import pytest

from bot.knowledge.path import TOPIC
from tests.screening.test_unsafe_requests import ASKED
from tests.service import Service

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ASKED)
def test_a_way_to_do_harm_is_not_told(service: Service, name: str) -> None:
    for line in ASKED[name]["lines"]:
        turn = service.send(text=line).json()
        topics = {reply["topic"] for reply in turn["replies"]}
        assert turn["replies"][0]["topic"] in ASKED[name]["right"], line
        assert not [topic for topic in topics if topic.startswith(("offenders.", "prevent."))], line
        assert TOPIC not in {choice["id"] for reply in turn["replies"] for choice in reply["choices"]}, line
