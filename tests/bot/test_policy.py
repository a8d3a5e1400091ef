"""TopicRules decides what Rasa's RulePolicy decides, on the rules of this service."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.importer import TopicImporter
from bot.path import CHOOSE, FORM
from bot.policy import TopicRules

INTENTS = ["scheme.start", CHOOSE, "safety.immediate_danger", "scheme.cost", "chat.greeting"]
MOST_ACTIONS = 6  # in a turn


@pytest.fixture(scope="module")
def domain() -> Domain:
    return _importer().get_domain()


@pytest.fixture(scope="module")
def policies(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> tuple[RulePolicy, TopicRules]:
    """Both with the same rules, trained once."""
    config = {**RulePolicy.get_default_config(), "enable_fallback_prediction": False,
              "check_for_contradictions": False}  # which takes most of the time
    folder: Path = tmp_path_factory.mktemp("model")
    given = LocalModelStorage(folder), Resource("rules"), ExecutionContext(GraphSchema({}))
    theirs = RulePolicy({**config}, *given)
    theirs.train(TrainingDataGenerator(_importer().get_stories(), domain).generate(), domain)
    return theirs, TopicRules({**config}, *given, featurizer=theirs.featurizer, lookup=theirs.lookup)


def _importer() -> TopicImporter:
    return TopicImporter("config.yml", "bot/domain.yml", ["bot/rules.yml"])


@pytest.mark.parametrize("seed", range(12))
def test_it_decides_what_rasa_decides(seed: int, domain: Domain, policies) -> None:
    theirs, ours = policies
    for tracker in _conversation(Random(seed), domain, theirs):
        expected = theirs.predict_action_probabilities(tracker, domain)
        found = ours.predict_action_probabilities(tracker, domain)
        assert (found.probabilities, found.events) == (expected.probabilities, expected.events)
        assert found.hide_rule_turn == expected.hide_rule_turn


def test_it_tries_few_rules(domain: Domain, policies, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ours = policies
    tried: list[int] = []
    whole = RulePolicy._get_possible_keys
    monkeypatch.setattr(
        RulePolicy, "_get_possible_keys",
        lambda self, lookup, states: tried.append(len(lookup)) or whole(self, lookup, states),
    )
    tracker = _begun(domain)
    _say(tracker, "scheme.cost")
    ours.predict_action_probabilities(tracker, domain)
    assert tried and max(tried) < len(ours.lookup["rules"]) / 10


def _conversation(
    chance: Random, domain: Domain, policy: RulePolicy, turns: int = 12
) -> Iterator[DialogueStateTracker]:
    """The tracker before each action of a conversation that goes as `policy` says."""
    tracker = _begun(domain)
    for _ in range(turns):
        _say(tracker, chance.choice(INTENTS))
        for _ in range(MOST_ACTIONS):
            yield tracker
            prediction = policy.predict_action_probabilities(tracker, domain)
            likeliest = prediction.probabilities.index(prediction.max_confidence)
            action = domain.action_names_or_texts[likeliest]
            if action == FORM and _is_interrupted(tracker):
                tracker.update(ActionExecutionRejected(FORM))
                continue
            tracker.update_with_events(prediction.events, domain)
            tracker.update(ActionExecuted(action))
            if action == "action_listen":
                break
            for event in _outcome(action, tracker, chance):
                tracker.update(event)


def _begun(domain: Domain) -> DialogueStateTracker:
    tracker = DialogueStateTracker("ann", domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    return tracker


def _say(tracker: DialogueStateTracker, intent: str) -> None:
    understood = {"name": intent, "confidence": 1.0}
    tracker.update(UserUttered("", understood, parse_data={"intent": understood, "entities": []}))


def _is_interrupted(tracker: DialogueStateTracker) -> bool:
    """A form that is open takes answers of its own alone."""
    asked = tracker.latest_message.intent["name"] != CHOOSE
    return tracker.active_loop_name == FORM and asked and tracker.latest_action_name == "action_listen"


def _outcome(action: str, tracker: DialogueStateTracker, chance: Random) -> list[ActiveLoop]:
    """What actions do to the form."""
    if action == "action_deactivate_loop":
        return [ActiveLoop(None)]
    if action != FORM:
        return []
    if tracker.active_loop_name is None:
        return [ActiveLoop(FORM)]
    return [ActiveLoop(None)] if chance.random() < 0.3 else []
