"""Turns the topic files of data/ into Rasa's training data: intents, examples, slots and rules."""

from __future__ import annotations

from typing import Any, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.knowledge.path import GuidedPath, read_path
from bot.knowledge.topics import Topic, read_examples, read_topics
from bot.nlu.masked import masked_examples
from bot.path import CHOOSE, PINNED, domain_of, ends_the_path
from bot.young import FOR_THE_YOUNG, UNDER_18

# Once one of these was recognised, no reply offers the form unless the person asks for it by name.
NO_FORM = (*FOR_THE_YOUNG, "safety.own_thoughts", "scheme.under_18")


class TopicImporter(RasaFileImporter):
    """Rasa's own files, and one intent with its examples and one rule for each topic."""

    @cached_method
    def _topics(self) -> dict[str, Topic]:
        return read_topics()

    @cached_method
    def _path(self) -> GuidedPath:
        return read_path()

    @cached_method
    def get_domain(self) -> Domain:
        topics = self._topics()
        answers = Domain.from_dict({
            "intents": list(topics),
            "entities": [{UNDER_18: {"influence_conversation": False}}],
            "slots": safety_slots(topics),
        })
        return super().get_domain().merge(answers).merge(Domain.from_dict(domain_of(self._path())))

    @cached_method
    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        examples = [
            Message.build(text=text, intent=topic)
            for topic, content in self._topics().items()
            for text in masked_examples([content.ask, *read_examples(topic)])
        ]
        return super().get_nlu_data(language).merge(TrainingData(examples))

    @cached_method
    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        written = super().get_stories(exclusion_percentage)
        spoken_for = {
            event.intent_name
            for step in written.story_steps
            for event in step.events
            if hasattr(event, "intent_name")
        }
        topics = self._topics().values()
        rules = [answer_rule(topic.id) for topic in topics if topic.id not in spoken_for]
        rules += [ends_the_path(topic.id) for topic in topics if topic.is_safety]
        steps = YAMLStoryReader(self.get_domain()).read_from_parsed_yaml({"rules": rules})
        return written.merge(StoryGraph(steps))


def answer_rule(topic: str) -> dict[str, Any]:
    """A question gets its answer, whatever else is going on."""
    return {
        "rule": f"answer {topic}",
        "steps": [{"intent": topic}, {"action": "utter_answer"}],
    }


def safety_slots(topics: dict[str, Topic]) -> dict[str, Any]:
    """Slots filled by what was recognised: the card to keep within reach, who is under 18, the form kept
    away.

    A card is kept, too, where an answer of the guided path leads to it; what was said of the writer's age
    comes as an entity.
    """
    from_choice = {"type": "from_entity", "entity": PINNED, "intent": CHOOSE}
    from_age = {"type": "from_entity", "entity": UNDER_18}

    def slot(kind: str, values: dict[str, Any], *more: dict[str, Any]) -> dict[str, Any]:
        mappings = [
            {"type": "from_intent", "intent": intent, "value": value}
            for intent, value in values.items()
        ]
        return {"type": kind, "influence_conversation": False, "mappings": [*mappings, *more]}

    return {
        PINNED: slot("text", {t.id: t.id for t in topics.values() if t.is_safety}, from_choice),
        UNDER_18: slot("bool", {name: True for name in FOR_THE_YOUNG}, from_age),
        "no_form": slot("bool", {name: True for name in NO_FORM}, from_age),
    }
