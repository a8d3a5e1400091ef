"""Topics ranked by meaning and wording, parts of a message, and the answer before: on a small model."""

import numpy as np
import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.topics import read_topics
from bot.nlu.context import Context
from bot.nlu.parts import topics_of_parts
from bot.nlu.ranker import Ranker
from bot.nlu.vectors import vector_of

ASKED = {
    "scheme.cost": ["is it free", "how much does it cost", "do i have to pay", "what does it cost to apply"],
    "scheme.how_long": ["how long does it take", "when will i hear back", "how many weeks", "is it quick"],
    "law.register": ["what is the register", "the sex offenders register", "what must people on it do"],
    "law.register_length": ["how long are they on the register", "is it for life", "years on the register"],
    "safety.domestic_abuse": ["my husband hits me", "he hits me when he drinks", "i am scared of my partner"],
    "chat.out_of_scope": ["i lost my wallet", "what is the weather", "my bike was stolen"],
}


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    pairs = [(text, topic) for topic, texts in ASKED.items() for text in texts]
    texts, topics = [text for text, _ in pairs], [topic for _, topic in pairs]
    return Ranker.fit(texts, np.vstack([vector_of([text]) for text in texts]), topics, C=20.0, max_iter=60)


def likeliest(ranker: Ranker, text: str) -> str:
    return ranker.topics[ranker.chances(text).argmax()]


def test_probabilities_of_all_topics_come_to_one(ranker):
    chances = ranker.chances("is it free")
    assert chances.shape == (len(ASKED),)
    assert chances.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["is it free", "IS IT FREE", "is it free?", "iss it freee"])
def test_another_hand_gets_the_same_topic(ranker, text):
    assert likeliest(ranker, text) == "scheme.cost"


def test_a_saved_ranker_gives_the_same_chances(ranker, tmp_path):
    ranker.save(tmp_path)
    again = Ranker.load(tmp_path)
    assert again.topics == ranker.topics
    assert np.allclose(again.chances("my bike"), ranker.chances("my bike"))


def test_a_ranker_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        Ranker.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("how much does it cost and how long does it take", {"scheme.cost", "scheme.how_long"}),
        ("do i have to pay? he hits me when he drinks", {"scheme.cost", "safety.domestic_abuse"}),
        ("how much does it cost and do i have to pay", set()),
        ("is it free", set()),
        ("im 13. my husband hits me", set()),
        ("how long does it take, im 13 years old", set()),
        ("hi im thirteen and my bike was stolen", set()),
    ],
)
def test_a_message_is_cut_where_it_turns_to_something_else(ranker, text, topics):
    assert {topic for topic, _ in topics_of_parts(text, ranker)} == topics


def test_of_a_story_the_surest_sentence_is_read(ranker):
    story = "We went to the seaside. " * 12 + "He hits me when he drinks. " + "The weather was fine. " * 3
    assert [topic for topic, _ in topics_of_parts(story, ranker)] == ["safety.domestic_abuse"]


def after(topic: str) -> DialogueStateTracker:
    ranking = [{"name": name, "confidence": 0.1} for name in (topic, "scheme.cost", "law.register")]
    said = [{"kind": "answer", "topic": topic, "part": "answer", "choices": []}]
    return DialogueStateTracker.from_events(
        "ann",
        [
            UserUttered(text="", intent={"name": topic}, parse_data={"intent_ranking": ranking}),
            BotUttered(data={"custom": {"replies": said}}),
        ],
    )


@pytest.fixture(scope="module")
def context(ranker) -> Context:
    return Context(ranker, read_topics())


def first(context: Context, text: str, tracker=None) -> str:
    return context.ranking(text, vector_of([text]), tracker)[0][0]


def test_a_follow_up_is_about_what_was_just_answered(context):
    assert first(context, "and how long for?", after("law.register")) == "law.register_length"


def test_the_same_words_alone_and_after_another_answer_are_about_something_else(context):
    assert first(context, "and how long does it take?") == "scheme.how_long"
    assert first(context, "and how long does it take?", after("scheme.cost")) == "scheme.how_long"


def test_danger_is_heard_whatever_was_answered_before(context):
    assert first(context, "and he hits me", after("scheme.cost")) == "safety.domestic_abuse"


def test_what_was_not_meant_is_not_said_again(context):
    assert first(context, "no i meant the register", after("law.register_length")) == "law.register"


def test_a_bare_correction_leaves_what_was_next_with_nothing_to_speak_for_it(context):
    ranked = context.ranking("no, the other one", vector_of(["x"]), after("scheme.how_long"))
    assert ranked == [("scheme.cost", 0.0), ("law.register", 0.0)]
