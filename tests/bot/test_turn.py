"""What a turn may be, and what was said to it before."""

import asyncio
from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import BooleanSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import offered, said_to, signs_of_age
from bot.turn import NotOffered, TurnRequest, Turns, sender_id
from bot.young import UNDER_18, YOUNG


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "hello", "choice": "scheme.start"},
        {"decided": "safety.survivor", "choice": "scheme.start"},
        {"text": "hello", "language": "xx"},
    ],
)
def test_a_turn_is_something_typed_or_a_choice(asked):
    with pytest.raises(ValidationError):
        TurnRequest(**asked)


def test_a_newer_website_may_say_more_than_this_engine_knows():
    assert TurnRequest(text="hello", tide="high").dict() == TurnRequest(text="hello").dict()


def test_what_the_screen_is_sure_of_may_come_with_its_text_or_without():
    assert TurnRequest(decided="safety.survivor", text="hello").text == "hello"
    assert TurnRequest(decided="safety.survivor").text is None


def test_rasa_never_sees_the_key_of_a_conversation():
    assert "secret-key" not in sender_id("secret-key")
    assert sender_id("secret-key") == sender_id("secret-key") != sender_id("other-key")


def said(topic: str, choices: list[str]) -> BotUttered:
    replies = [{"kind": "answer", "topic": topic, "part": "answer", "choices": choices}]
    return BotUttered(data={"custom": {"replies": replies, "pinned": None}})


@pytest.fixture
def tracker() -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "ann",
        [
            ActionExecuted("action_listen"),
            UserUttered(text="", message_id="first"), said("scheme.cost", ["scheme.start"]),
            UserUttered(text="", message_id="second"), said("scheme.what", ["scheme.grounds"]),
        ],
    )


def test_a_message_already_answered_gets_the_same_again(tracker):
    assert said_to(tracker, "first")[0]["replies"][0]["topic"] == "scheme.cost"
    assert said_to(tracker, "second")[0]["replies"][0]["topic"] == "scheme.what"
    assert said_to(tracker, "third") == []


def test_every_choice_of_the_conversation_stays_open_and_no_other(tracker):
    open_now = offered(tracker)
    assert {"scheme.start", "scheme.grounds", "safety.child_self"} <= open_now
    assert "scheme.identity" not in open_now


def under_18(known: bool) -> DialogueStateTracker:
    """A conversation of somebody of whom it is `known`."""
    return DialogueStateTracker.from_events(
        "ann", [SlotSet(UNDER_18, known)], slots=[BooleanSlot(UNDER_18, mappings=[{}])]
    )


def test_a_child_who_was_heard_stays_a_child():
    assert signs_of_age(None) == signs_of_age(under_18(False)) == []
    assert signs_of_age(under_18(True)) == [UNDER_18]


def said_no_age() -> DialogueStateTracker:
    """A conversation in which nothing was said of it."""
    return DialogueStateTracker.from_events("ann", [], slots=[BooleanSlot(UNDER_18, mappings=[{}])])


class Reader:
    """Takes every text to be about its topic, and keeps the signs that came with it."""

    domain = SimpleNamespace(intents=["safety.own_thoughts", "safety.young_person_thoughts", "scheme.cost"])

    def __init__(self, topic: str = "safety.online_abuse", also: tuple = ()) -> None:
        self.topic, self.also = topic, [*also]

    @property
    def processor(self) -> "Reader":
        return self

    async def parse_message(self, message: UserMessage, _: object) -> dict:
        self.signs = message.metadata["signs"]
        return {"intent": {"name": self.topic}, "also": self.also, "by_name": False}


def thought_young(*cards: str, told: bool = False) -> DialogueStateTracker:
    """A conversation in which a card made us think so, or in which an age was `told`."""
    age = [{"entity": UNDER_18, "value": True}] if told else []
    events = [UserUttered(text="", intent={"name": cards[0]}, entities=age), SlotSet(UNDER_18, True)]
    return DialogueStateTracker.from_events(
        "ann", [*events, *(said(card, []) for card in cards)], slots=[BooleanSlot(UNDER_18, mappings=[{}])]
    )


def parsed(tracker: DialogueStateTracker, **asked) -> dict:
    return asyncio.run(Turns(Reader())._parse(TurnRequest(**asked), tracker, "ann"))


def test_who_says_to_be_under_18_is_kept_to_be_so():
    told = parsed(under_18(False), text="hello", signs=[YOUNG, UNDER_18])
    assert told["entities"] == [{"entity": UNDER_18, "value": True}]
    assert parsed(under_18(False), decided="safety.own_thoughts", signs=[UNDER_18])["entities"]
    assert not parsed(under_18(False), text="hello", signs=[YOUNG])["entities"]


def test_what_is_known_of_the_age_counts_for_what_is_typed_later():
    turns = Turns(reader := Reader())
    asyncio.run(turns._parse(TurnRequest(text="hello"), under_18(True), "ann"))
    assert reader.signs == [UNDER_18]


@pytest.mark.parametrize("asked", [{"choice": "safety.own_thoughts"}, {"decided": "safety.own_thoughts"}])
def test_no_choice_leads_the_young_to_what_is_for_adults(asked):
    assert parsed(under_18(True), **asked)["intent"]["name"] == "safety.young_person_thoughts"
    assert parsed(under_18(False), **asked)["intent"]["name"] == "safety.own_thoughts"
    with pytest.raises(NotOffered):
        parsed(under_18(True), choice="scheme.cost")


@pytest.mark.parametrize(("reader", "decided", "set_aside"), [
    (Reader("scheme.cost"), "safety.own_thoughts", True),
    (Reader("scheme.cost", ("safety.own_thoughts",)), "safety.own_thoughts", False),
    (Reader("safety.suspect_abuse"), "safety.own_thoughts", False),
    (Reader("scheme.cost"), None, False),
])
def test_it_says_where_danger_was_weighed_and_does_not_stand(reader, decided, set_aside):
    asked = TurnRequest(text="hello", decided=decided)
    data = asyncio.run(Turns(reader)._parse(asked, under_18(False), "ann"))
    assert data["set_aside"] is set_aside


def test_danger_without_its_words_cannot_be_set_aside():
    assert not parsed(under_18(False), decided="safety.own_thoughts").get("set_aside")


def test_a_choice_names_what_it_opens_and_words_may_not():
    assert parsed(under_18(True), choice="safety.own_thoughts")["by_name"]
    assert not parsed(under_18(True), text="how long does that take")["by_name"]


CHILD, YOUNG_THOUGHTS = "safety.child_self", "safety.young_person_thoughts"
TAKEN_BACK = [{"entity": UNDER_18, "value": False}]


def read_after(tracker: DialogueStateTracker, text: str, about: str = "scheme.cost", signs: tuple = ()):
    """What a text means, and the signs that went with it."""
    reader = Reader(about)
    asked = TurnRequest(text=text, signs=[*signs])
    return asyncio.run(Turns(reader)._parse(asked, tracker, "ann"))["entities"], reader.signs


@pytest.mark.parametrize("text", ["i am 38", "im not a child im her mum"])
def test_what_a_card_alone_made_us_think_of_the_age_is_taken_back(text):
    assert read_after(thought_young(CHILD), text) == (TAKEN_BACK, [])


@pytest.mark.parametrize("text", ["how do i apply", "im not a child", "im 38 weeks pregnant"])
def test_nothing_else_takes_it_back(text):
    assert read_after(thought_young(CHILD), text) == ([], [UNDER_18])


def test_an_age_that_was_told_is_not_taken_back():
    assert read_after(thought_young(CHILD, told=True), "i am 38") == ([], [UNDER_18])
    now = read_after(thought_young(CHILD), "im her mum and im 15", signs=(UNDER_18,))
    assert now[0] == [{"entity": UNDER_18, "value": True}]


def test_a_conversation_that_never_heard_of_the_age_takes_the_pages_word():
    """It was told while the engine was away; where the conversation has settled it, the page is older."""
    turns = Turns(reader := Reader())
    carried = TurnRequest(text="i am 38", under_18=True)
    for before, told in ((None, True), (said_no_age(), True), (under_18(False), False),
                         (under_18(True), False)):
        heard = asyncio.run(turns._parse(carried, before, "ann"))["entities"]
        assert (heard == [{"entity": UNDER_18, "value": True}]) is told
    assert reader.signs == []  # the last said to be grown up, and only a card had made us think otherwise


def test_the_form_stays_away_from_whoever_told_of_such_thoughts():
    """With it the age does, unless the thoughts are what is told of now: that topic keeps the form away."""
    assert read_after(thought_young(YOUNG_THOUGHTS), "i am 38")[0] == []
    assert read_after(thought_young(YOUNG_THOUGHTS), "i am 38", "safety.own_thoughts")[0] == TAKEN_BACK
