"""Each question of the catalogue gets its answer, with its source, contacts and what to ask next."""

import pytest

from bot.knowledge import load

pytestmark = pytest.mark.slow
library = load()
RIGHT_TOO = {
    "info.would_i_be_told": "scheme.right_to_know",
    "scheme.right_to_know": "info.would_i_be_told",
}
KINDS = {"scheme.start": "question", "chat.unclear": "clarify"}  # the rest as their files say


@pytest.mark.parametrize("topic", library.topics)
def test_the_question_of_the_catalogue_gets_its_answer(person, topic):
    reply = person.say(library.topics[topic].ask)["replies"][0]
    assert reply["topic"] in (topic, RIGHT_TOO.get(topic))
    assert reply["kind"] == KINDS.get(topic, library.topics[topic].kind)
    if any(paragraph.rests_on for paragraph in library.topics[topic].answer):
        assert reply["sources"]


def test_the_same_words_get_the_same_reply(service):
    words = "can i find out about my ex's new boyfriend"
    replies = [service.send(text=words).json()["replies"] for _ in range(5)]
    assert all(reply == replies[0] for reply in replies)


def test_a_worried_relative_has_the_way_to_ask_within_two_turns(person):
    person.say("my nans new bloke gives me the creeps hes always round when my lad is here")
    assert person.topic in ("concern.individual", "safety.someone_else", "safety.suspect_abuse")
    assert {"emergency_999", "police_101", "nspcc"} & set(person.contacts)
    person.choose("scheme.start")
    assert person.last["notice"] == "not_applied"
