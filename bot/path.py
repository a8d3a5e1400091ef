"""The guided path as Rasa knows it: a form, its slots, what a choice means. Nothing typed fills a slot."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.path import AGAIN, GO_ON, PREFIX, TOPIC, GuidedPath

FORM = "enquiry_form"
CHOOSE = "enquiry.choose"  # the intent of every answer; it has no examples, so no words ever mean it
ASK = "utter_ask_"
PINNED = "pinned"

Entities = List[Dict[str, Any]]


def domain_of(path: GuidedPath) -> Dict[str, Any]:
    """The form with a slot for each question, filled by its choices alone."""
    return {
        "intents": [{CHOOSE: {"use_entities": []}}],
        "entities": [*path.questions, PINNED],
        "slots": {
            name: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{"type": "from_entity", "entity": name, "intent": CHOOSE}],
            }
            for name in path.questions
        },
        "actions": [f"{ASK}{name}" for name in path.questions],
        "forms": {FORM: {"required_slots": list(path.questions)}},
    }


def ends_the_path(topic: str) -> Dict[str, Any]:
    """The rule that a safety reply ends the path; what was answered stays."""
    return {
        "rule": f"{topic} ends the path",
        "condition": [{"active_loop": FORM}],
        "steps": [
            {"intent": topic},
            {"action": "utter_answer"},
            {"action": "action_deactivate_loop"},
            {"active_loop": None},
        ],
    }


def meaning(path: GuidedPath, choice: str) -> Optional[Tuple[str, Entities]]:
    """The intent and entities of a choice of the path; None for any other choice."""
    if choice not in path.choices:
        return None
    if choice == GO_ON:
        return TOPIC, []
    if choice == AGAIN:
        return CHOOSE, [_entity(name, None) for name in path.questions]
    name, _, answer = choice[len(PREFIX):].partition(".")
    way_out = path.way_out(choice)
    danger = way_out and way_out.topic.startswith("safety.")
    return CHOOSE, [_entity(name, answer), *([_entity(PINNED, way_out.topic)] if danger else [])]


def _entity(name: str, value: Optional[str]) -> Dict[str, Any]:
    return {"entity": name, "value": value}


def is_open(tracker: DialogueStateTracker) -> bool:
    """Whether a question of the path waits for its answer."""
    return tracker.active_loop_name == FORM
