"""An importer for a training that does all that ours does, in little time."""

from __future__ import annotations

from typing import Optional

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.importer import TopicImporter
from bot.knowledge.topics import read_topics


class ShortTraining(TopicImporter):
    """Of the examples of each topic only the question it is named by."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        topics = read_topics().values()
        return TrainingData([Message.build(text=topic.ask, intent=topic.id) for topic in topics])


class BrokenTraining(TopicImporter):
    """One with a mistake in it, in the place where Rasa reports mistakes to its makers."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        raise LookupError("broken")
