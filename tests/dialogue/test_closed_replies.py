"""Whatever is typed, what is said stands in data/: nothing is carried out, repeated or given away."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
import requests

from bot.knowledge import load
from bot.turn import MOST_TURNS
from tests.dialogue.attacks import MARK, attacks
from tests.dialogue.closed import Closed
from tests.dialogue.test_guided_path import question_of, walk_to
from tests.service import Conversation, Service

pytestmark = pytest.mark.slow

INSIDE = re.compile(
    r"Traceback|\.py\b|/(?:work|tmp|home|usr|etc|var)/|site-packages|root:|"
    r"\b(?:rasa|sanic|werkzeug|flask|waitress|jinja2?|sqlalchemy|sqlite|redis|python)\b",
    re.IGNORECASE,
)
WRITTEN_OUT = ("injections", "xss", "markup", "orders")
FEW = 3  # of the rest, which is made of these
CARD = "safety.own_thoughts"  # pinned from the start, and it keeps the form away


class Trap:
    """A file that no one should make and a port that no one should call."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "made"
        self.called = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.called += 1

    def fill(self, text: str) -> str:
        return text.replace("MARK", MARK).replace("FILE", str(self.file)).replace("PORT", str(self.port))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    trap = Trap(tmp_path_factory.mktemp("trap"))
    yield trap
    trap.close()


@pytest.fixture(scope="module")
def hostile(trap: Trap) -> dict[str, list[str]]:
    return attacks(trap.fill)


@pytest.fixture(scope="module")
def closed() -> Closed:
    return Closed(load("example"))


KINDS_OF_ATTACK = list(attacks(str))


def test_there_are_over_800_of_them(hostile: dict[str, list[str]]) -> None:
    assert len({text for texts in hostile.values() for text in texts}) > 800


def test_what_does_not_stand_in_data_would_be_noticed(service: Service, closed: Closed) -> None:
    def turn() -> dict[str, Any]:
        return service.send(choice=CARD).json()

    assert not closed.strange(turn())
    for part, changed in (("text", "Call 07700 900123."), ("contacts", []), ("topic", "chat.greeting")):
        told = turn()
        told["replies"][0][part] = changed
        assert closed.strange(told), part
    told = turn()
    told["replies"][-1]["choices"][0]["label"] = "Tell us who"
    assert closed.strange(told)


def assert_nothing_got_through(text: str, told: str, trap: Trap) -> None:
    """Nothing of the text in what was told, nothing of the inside of the service, nothing carried out."""
    assert not INSIDE.search(told), (text, INSIDE.search(told))
    told = told.lower()
    assert MARK not in told and MARK[::-1] not in told, text
    assert f":{trap.port}" not in told, text
    assert len(text) < 20 or json.dumps(text)[1:-1].lower() not in told, text
    assert not trap.file.exists(), text
    assert not trap.called, text


class Hostile(Conversation):
    """A conversation with a card pinned and the form kept away, begun anew before it is too long to go on."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.begin()

    def begin(self) -> None:
        self.key, self.turns = None, 0
        self.cards = {self.choose(CARD)["pinned"]["topic"]}

    def send(self, text: str) -> requests.Response:
        if self.turns == MOST_TURNS - 10:
            self.begin()
        self.turns += 1
        return self.service.send(conversation=self.key, text=text)


@pytest.mark.parametrize("kind", KINDS_OF_ATTACK)
def test_every_reply_stands_in_data(service: Service, hostile, trap, closed, kind: str) -> None:
    person = Hostile(service)
    for text in hostile[kind]:
        response = person.send(text)
        assert_nothing_got_through(text, response.text, trap)
        assert "Server" not in response.headers
        answered = response.json()
        assert not closed.strange(answered), text
        assert answered["conversation"] == person.key, text
        if response.status_code != 200:
            assert response.status_code in (400, 413), text
            continue
        # Like any words these may be about danger: that is answered, and nothing else pins a card.
        person.cards |= {reply["topic"] for reply in answered["replies"] if reply["kind"] == "safety"}
        assert answered["pinned"]["topic"] in person.cards, text
        assert answered["notice"] in ("preview", "not_applied"), text  # never "expired"


@pytest.mark.parametrize("kind", KINDS_OF_ATTACK)
def test_so_does_every_word_on_the_page(service: Service, hostile, trap, closed, kind: str) -> None:
    for text in hostile[kind] if kind in WRITTEN_OUT else hostile[kind][:FEW]:
        response = service.http.post(service.address, data={"text": text}, timeout=10)
        assert response.status_code == 200, text
        page = html5lib.parse(response.text, namespaceHTMLElements=False)
        for box in page.iter("textarea"):  # where no answer came, the words are kept to be sent again
            box.text = ""
        assert_nothing_got_through(text, html5lib.serialize(page), trap)
        said = [line for part in page.findall(".//*[@class='sp-answer__text']") for line in part]
        assert {"".join(line.itertext()) for line in said} <= closed.paragraphs, text


@pytest.mark.parametrize("kind", [kind for kind in KINDS_OF_ATTACK if kind.startswith("commands")])
def test_no_command_answers_a_question_of_the_guided_path(service, hostile, kind: str) -> None:
    person = Conversation(service)
    walk_to(person, "area")
    for text in hostile[kind]:
        replies = person.say(text)["replies"]
        assert question_of(person) == "area" or replies[0]["kind"] == "safety", text
        if replies[0]["kind"] == "safety":
            person.choose("scheme.start")


def test_a_slash_before_the_name_of_a_topic_means_no_more_than_the_name(service: Service) -> None:
    """Else the name fires the intent, and one text would differ from the other."""
    named, ordered = [], []
    for topic in load("example").topics:
        for text, found in ((topic, named), (f"/{topic}", ordered)):
            found.append(service.send(text=text).json()["replies"][0]["topic"])
    assert ordered == named
    assert named != [*load("example").topics]


@pytest.mark.parametrize("field", ["choice", "conversation", "message_id", "language"])
def test_the_other_fields_take_no_orders_either(service: Service, hostile, trap, closed, field: str) -> None:
    texts = [text for kind in ("orders", "injections", "xss", "commands, plain") for text in hostile[kind]]
    for text in texts:
        sent = {"text": "hello", field: text}
        if field == "choice":
            del sent["text"]
        response = service.send(**sent)
        answered = response.json()
        if field == "conversation":  # some key, but nobody's
            assert (response.status_code, answered["notice"]) == (200, "expired"), text
        elif field == "message_id":  # an id that is none is left out, since it may come with a danger
            assert response.status_code == 200, text
        else:
            assert response.status_code in (400, 409), text
        assert_nothing_got_through(text, response.text, trap)
        assert not closed.strange(answered), text
