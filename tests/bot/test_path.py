"""What a choice of the guided path means to the dialogue engine."""

import pytest

from bot.knowledge.path import AGAIN, GO_ON, TOPIC, read_path
from bot.path import CHOOSE, meaning

PATH = read_path()


def test_an_answer_fills_its_question():
    entities = [{"entity": "area", "value": "this_force"}]
    assert meaning(PATH, "enquiry.area.this_force") == (CHOOSE, entities)
    assert PATH.chosen(entities) == "enquiry.area.this_force"


def test_an_answer_that_tells_of_danger_keeps_the_card_within_reach():
    _, entities = meaning(PATH, "enquiry.immediate_danger.yes")
    assert {"entity": "pinned", "value": "safety.immediate_danger"} in entities
    assert PATH.chosen(entities) == "enquiry.immediate_danger.yes"


def test_going_on_is_asking_to_start():
    assert meaning(PATH, GO_ON) == (TOPIC, [])


def test_answering_again_empties_every_question():
    intent, entities = meaning(PATH, AGAIN)
    assert intent == CHOOSE
    assert entities == [{"entity": question, "value": None} for question in PATH.questions]
    assert PATH.chosen(entities) is None


@pytest.mark.parametrize(
    "choice", ["scheme.start", "enquiry.choose", "enquiry.area", "enquiry.area.mars", "enquiry.name.ann", ""]
)
def test_any_other_id_is_no_choice_of_the_path(choice):
    assert meaning(PATH, choice) is None
