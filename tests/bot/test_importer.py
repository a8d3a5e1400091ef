"""Topic files become Rasa's training data: an intent, its examples and a rule each."""

import pytest
from rasa.shared.core.training_data.structures import RuleStep

from bot.importer import NO_FORM, TopicImporter
from bot.knowledge.topics import read_topics

pytestmark = pytest.mark.slow  # importing rasa and masking every example takes a while


@pytest.fixture(scope="module")
def importer() -> TopicImporter:
    return TopicImporter("config.yml", "bot/domain.yml", ["bot/rules.yml"])


def test_every_topic_is_an_intent(importer):
    assert set(read_topics()) <= set(importer.get_domain().intents)


def test_every_topic_has_examples(importer):
    assert set(importer.get_nlu_data().intents) == set(read_topics())


def test_every_topic_has_exactly_one_rule(importer):
    steps = importer.get_stories().story_steps
    assert all(isinstance(step, RuleStep) for step in steps)
    intents = [e.intent_name for s in steps for e in s.events if hasattr(e, "intent_name")]
    assert sorted(intents) == sorted(read_topics())


def test_a_safety_topic_pins_its_card(importer):
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    pinned = {mapping["intent"] for mapping in slots["pinned"].mappings}
    assert pinned == {name for name, topic in read_topics().items() if topic.is_safety}


def test_a_child_or_own_thoughts_keep_the_form_away(importer):
    slots = {slot.name: slot for slot in importer.get_domain().slots}
    assert {mapping["intent"] for mapping in slots["no_form"].mappings} == set(NO_FORM)


def test_no_slot_shapes_the_dialogue_or_holds_words(importer):
    ours = [slot for slot in importer.get_domain().slots if slot.name in ("pinned", "no_form")]
    assert not any(slot.influence_conversation for slot in ours)
    for slot in ours:
        assert {mapping["type"] for mapping in slot.mappings} == {"from_intent"}
