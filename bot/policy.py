"""Rasa's rules, looked up by intent and in the latest turns alone: a rule reads no further back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, Dict, List, Optional, Set, Tuple

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT

from bot.tracker import lately

INDEXED = (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)
ANY = None  # in place of an intent: the rule asks for none


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class TopicRules(RulePolicy):
    """Decides what RulePolicy decides. Rasa tries each of its rules on the whole conversation, four times
    a turn; two of the four ask for rules about a text, and no text ever reaches our tracker."""

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Optional[TrackerFeaturizer] = None,
        lookup: Optional[Dict] = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer, lookup)
        trained = {name: rules for name, rules in (lookup or {}).items() if name in INDEXED}
        self._by_intent = {name: _by_intent(rules) for name, rules in trained.items()}
        lengths = (len(json.loads(rule)) for rules in trained.values() for rule in rules)
        self._longest = max(lengths, default=0)  # in states; 0 in training

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Tuple[Optional[str], Optional[str], bool]:
        if use_text_for_last_user_input:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _prediction_states(
        self, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any
    ) -> List[State]:
        """As many of the latest states as the longest rule has."""
        if not self._longest:
            return super()._prediction_states(tracker, domain, *args, **kwargs)
        late = lately(tracker, self._longest)
        return super()._prediction_states(late, domain, *args, **kwargs)[-self._longest :]

    def _get_possible_keys(self, lookup: Dict[str, str], states: List[State]) -> Set[str]:
        for name, rules in self._by_intent.items():
            if lookup is self.lookup[name]:
                intent = states[-1].get(USER, {}).get(INTENT, ANY)
                apply = {*rules.get(ANY, ()), *rules.get(intent, ())}
                return super()._get_possible_keys({rule: lookup[rule] for rule in apply}, states)
        return super()._get_possible_keys(lookup, states)


def _by_intent(rules: Dict[str, str]) -> Dict[Optional[str], List[str]]:
    """The rules by the intent that their last state asks for."""
    found: Dict[Optional[str], List[str]] = defaultdict(list)
    for rule in rules:
        found[json.loads(rule)[-1].get(USER, {}).get(INTENT, ANY)].append(rule)
    return found
