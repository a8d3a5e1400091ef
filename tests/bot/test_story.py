"""A long message: what its surest sentence asks, and the danger that one sentence tells of."""

import numpy as np
import pytest

from bot.nlu.arbiter import Arbiter
from bot.nlu.ranker import Ranker
from bot.nlu.story import SHORTEST, read_story
from bot.nlu.vectors import vector_of

ASKED = {
    "scheme.cost": ["is it free", "how much does it cost", "do i have to pay", "what does it cost to apply"],
    "chat.privacy": ["is this chat private", "who reads this", "do you keep what i type", "is it secret"],
    "safety.domestic_abuse": ["my husband hits me", "he hits me when he drinks", "i am scared of my partner"],
    "chat.unclear": ["the bus was late again", "it rained all week", "my sister is painting the fence",
                     "we had fish and chips on friday", "the washing machine leaks", "he works nights"],
}
TALK = ("The bus was late again this morning. My sister is painting the fence. It rained all week. "
        "We had fish and chips on Friday. The washing machine leaks. He works nights. ")
arbiter = Arbiter(Arbiter.get_default_config())


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    pairs = [(text, topic) for topic, texts in ASKED.items() for text in texts]
    texts, topics = [text for text, _ in pairs], [topic for _, topic in pairs]
    return Ranker.fit(texts, np.vstack([vector_of([text]) for text in texts]), topics, C=20.0, max_iter=60)


def test_what_is_short_is_no_story(ranker: Ranker) -> None:
    assert read_story("How much does it cost?", vector_of(["How much does it cost?"]), ranker) is None


@pytest.mark.parametrize("talk", [TALK * 2, TALK * 6])
def test_a_question_among_everyday_talk_is_what_the_story_is_told_for(ranker: Ranker, talk: str) -> None:
    text = f"{talk}How much does it cost to apply? {talk}"
    assert len(text.split()) > SHORTEST
    story = read_story(text, vector_of([text]), ranker)
    assert story.ranking[0][0] == "scheme.cost"


def test_a_story_is_told_for_what_it_asks_rather_than_for_what_it_says_by_the_way(ranker: Ranker) -> None:
    said, asked = "The application was free and it cost nothing.", "Is this chat private?"
    text = f"{TALK} {said} {TALK} {asked} {TALK}"
    assert read_story(text, vector_of([text]), ranker).ranking[0][0] == "chat.privacy"
    text = f"{TALK} {said} {TALK * 2}"
    assert read_story(text, vector_of([text]), ranker).ranking[0][0] == "scheme.cost"


def test_the_sentence_that_tells_of_danger_is_found_whatever_stands_around_it(ranker: Ranker) -> None:
    plain, told = (read_story(text, vector_of([text]), ranker).danger
                   for text in (TALK * 3, f"{TALK * 2}He hits me when he drinks. {TALK}"))
    assert told[0] == "safety.domestic_abuse"
    assert told[1] > plain[1]


@pytest.mark.parametrize(
    ("why", "first", "surest", "chance", "hinted", "topics"),
    [
        ("hardly a danger", "scheme.cost", 0.9, 0.6, False, ["scheme.cost"]),
        ("likely a danger, but a clear question", "scheme.cost", 0.9, 0.92, False,
         ["scheme.cost", "safety.survivor"]),
        ("surely a danger", "scheme.cost", 0.9, 0.97, False, ["safety.survivor", "scheme.cost"]),
        ("a danger that the screen thinks possible, too", "scheme.cost", 0.9, 0.7, True,
         ["safety.survivor", "scheme.cost"]),
        ("a danger, and nothing is asked", "chat.unclear", 0.2, 0.92, False, ["safety.survivor"]),
        ("nothing of either", "chat.unclear", 0.2, 0.6, False, ["chat.unclear"]),
        ("what the screen is sure of, and the question beside it", "safety.vigilante", 0.9, 0.1, True,
         ["safety.vigilante", "scheme.cost"]),
    ],
)
def test_a_question_and_a_danger_in_one_story(why, first, surest, chance, hinted, topics):
    ranking = [{"name": "scheme.cost", "confidence": surest}]
    assert arbiter.of_a_story(first, ranking, "safety.survivor", chance, hinted) == topics, why
