"""Trackers without playing all events again: a turn costs the same however long the conversation is."""

from __future__ import annotations

import json
from copy import copy
from typing import Any, Dict

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.earlier import Earlier, turns_of

LATEST = 8  # turns kept as Rasa knows them: more than a rule reads, or the guided path has questions
KINDS = {kind.type_name: kind for kind in reversed(all_subclasses(Event))}  # of two, Rasa takes the first


class Conversation(DialogueStateTracker):
    """Rasa's tracker, copied by its state. Rasa makes a copy before each action."""

    def copy(self) -> Conversation:
        return duplicate(self)


def duplicate(tracker: DialogueStateTracker) -> Conversation:
    """A tracker of its own in the same state. The events are shared: none changes once it is logged."""
    twin = Conversation.__new__(Conversation)
    vars(twin).update(vars(tracker))
    twin.events = tracker.events.copy()
    twin.slots = copy(tracker.slots)
    twin.slots.update({name: copy(slot) for name, slot in tracker.slots.items()})
    twin.active_loop = copy(tracker.active_loop)
    return twin


def shortened(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The conversation with all but its latest turns as one event, and the state that those left: what slots
    hold, and the form that is open (not which message opened it). Itself where it is short."""
    events = list(tracker.events)
    begun = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(begun) <= LATEST:
        return tracker
    cut = begun[-LATEST] - 1  # the conversation waits there for the message
    before, slots, form = events[:cut], {}, None
    for event in before:
        if isinstance(event, SlotSet):
            slots[event.key] = event
        elif isinstance(event, ActiveLoop):
            form = event
    opened = [form, ActionExecuted(form.name, timestamp=form.timestamp)] if form and form.name else []
    earlier = Earlier(turns_of(before), before[-1].timestamp)
    twin = duplicate(tracker)
    twin.events.clear()
    twin.events.extend([earlier, *slots.values(), *opened, *events[cut:]])
    return twin


def written(tracker: DialogueStateTracker) -> str:
    """The conversation as JSON for revived(), without what no later turn reads: which model it was, what an
    event does not have, and what else a message may have meant, but for the last: the next may correct it."""
    last = tracker.latest_message
    events = [_written(event.as_dict(), ranking=event is last) for event in tracker.events]
    return json.dumps({"events": events}, separators=(",", ":"))


def _written(event: Dict[str, Any], ranking: bool) -> Dict[str, Any]:
    kept = {name: value for name, value in event.items() if value is not None and name != "metadata"}
    if "parse_data" in kept and not ranking:
        kept["parse_data"] = {k: value for k, value in kept["parse_data"].items() if k != "intent_ranking"}
    if "data" in kept:
        kept["data"] = {name: value for name, value in kept["data"].items() if value is not None}
    return kept


def revived(tracker: DialogueStateTracker, kept: str) -> Conversation:
    """The conversation that is `kept` as JSON, by us or by Rasa, played once upon the new `tracker`.

    Rasa looks through all kinds of events for the kind of each one, and plays all of them three times.
    """
    events = [KINDS[event["event"]]._from_parameters(event) for event in json.loads(kept)["events"]]
    tracker.recreate_from_dialogue(Dialogue(tracker.sender_id, events))
    return duplicate(tracker)


def lately(tracker: DialogueStateTracker, states: int) -> DialogueStateTracker:
    """A tracker whose latest `states` states are those of `tracker`, with few of its events.

    It begins where the conversation waited for a message outside of any form: Rasa leaves out the turns
    that a form takes, so no form may be cut in two.
    """
    events = list(tracker.events)
    actions, inside = 0, tracker.active_loop_name is not None
    for place in range(len(events) - 1, 0, -1):
        event = events[place]
        if isinstance(event, ActiveLoop):
            inside = event.name is None
        elif isinstance(event, ActionExecuted) and not inside:
            actions += 1
            if actions > states and event.action_name == ACTION_LISTEN_NAME:
                break
    else:
        return tracker
    late = tracker.init_copy()
    for event in [*(e for e in events[:place] if isinstance(e, SlotSet)), *events[place:]]:
        late.update(event)
    return late
