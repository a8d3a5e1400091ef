"""Topic files become Rasa's training data: an intent, its examples and a rule each."""

import pytest
from rasa.shared.core.training_data.structures import RuleStep

from bot.importer import NO_FORM, TopicImporter
from bot.knowledge.path import read_path
from bot.knowledge.topics import read_topics
from bot.path import CHOOSE, FORM
from bot.young import FOR_THE_YOUNG, UNDER_18

pytestmark = pytest.mark.slow  # importing rasa and masking every example takes a while


@pytest.fixture(scope="module")
def importer() -> TopicImporter:
    return TopicImporter("config.yml", "bot/domain.yml", ["bot/rules.yml"])


def test_every_topic_is_an_intent(importer):
    assert set(read_topics()) <= set(importer.get_domain().intents)


def test_every_topic_has_examples(importer):
    assert set(importer.get_nlu_data().intents) == set(read_topics())


def intents_of(importer, inside_the_path: bool) -> list[str]:
    """The intents that have a rule for any time, or one for when a question of the path is open."""
    steps = importer.get_stories().story_steps
    assert all(isinstance(step, RuleStep) for step in steps)
    chosen = [s for s in steps if any(map(opens_the_path, s.get_rules_condition())) == inside_the_path]
    return sorted(e.intent_name for s in chosen for e in s.events if getattr(e, "intent_name", None))


def opens_the_path(event) -> bool:
    return getattr(event, "name", None) == FORM


def test_every_intent_has_exactly_one_rule(importer):
    intents = intents_of(importer, inside_the_path=False)
    assert intents == sorted([*read_topics(), CHOOSE])
    assert set(intents) <= set(importer.get_domain().intents)


def test_a_safety_reply_ends_the_path_and_asking_to_start_goes_on_with_it(importer):
    """Everything else is answered by its own rule, and the form asks again by itself."""
    safety = [name for name, topic in read_topics().items() if topic.is_safety]
    assert intents_of(importer, inside_the_path=True) == sorted([*safety, "scheme.start"])


def test_the_path_asks_its_questions_in_order(importer):
    domain = importer.get_domain()
    questions = list(read_path().questions)
    assert domain.required_slots_for_form(FORM) == questions
    assert {f"utter_ask_{question}" for question in questions} <= set(domain.action_names_or_texts)


def test_nothing_typed_fills_a_question_of_the_path(importer):
    """Only a choice has entities: no component of the pipeline finds any, and CHOOSE has no examples."""
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    for question in read_path().questions:
        assert slots[question].mappings == [{"type": "from_entity", "entity": question, "intent": CHOOSE}]
        assert not slots[question].influence_conversation
    assert CHOOSE not in importer.get_nlu_data().intents


def test_a_safety_topic_pins_its_card(importer):
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    pinned = [mapping["intent"] for mapping in slots["pinned"].mappings]
    safety = [name for name, topic in read_topics().items() if topic.is_safety]
    assert sorted(pinned) == sorted([*safety, CHOOSE])


def test_a_child_or_own_thoughts_keep_the_form_away(importer):
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    assert {mapping["intent"] for mapping in slots["no_form"].mappings[:-1]} == set(NO_FORM)


def test_who_says_to_be_under_18_or_gets_what_is_for_the_young_is_known_to_be_so(importer):
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    by_topic, by_sign = slots[UNDER_18].mappings[:-1], slots[UNDER_18].mappings[-1]
    assert {mapping["intent"] for mapping in by_topic} == set(FOR_THE_YOUNG) < set(NO_FORM)
    assert by_sign == slots["no_form"].mappings[-1] == {"type": "from_entity", "entity": UNDER_18}


def test_no_slot_shapes_the_dialogue_or_holds_words(importer):
    """What fills one is an intent, or an entity that nothing typed can be."""
    ours = [slot for slot in importer.get_domain().slots if slot.name in ("pinned", UNDER_18, "no_form")]
    assert len(ours) == 3 and not any(slot.influence_conversation for slot in ours)
    for mapping in (mapping for slot in ours for mapping in slot.mappings):
        assert mapping["type"] == ("from_entity" if "entity" in mapping else "from_intent")
    assert not importer.get_nlu_data().entities
