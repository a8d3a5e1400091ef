"""What is counted of the conversations: that they were, never whose or about what."""

from __future__ import annotations

import pytest
from flask import Flask

from web.store.events import Events


@pytest.fixture
def events(app: Flask) -> Events:
    events = app.extensions["signpost"].records.events
    events.take()
    return events


def test_a_conversation_counts_once(send, events: Events) -> None:
    key = send(text="topic:law.orders").get_json()["conversation"]
    send(text="topic:law.orders", conversation=key)
    assert events.take() == {"conversations": 1}


def test_answers_about_the_scheme_are_counted(send, events: Events) -> None:
    send(text="topic:scheme.what")
    assert events.take() == {"conversations": 1, "csods_enquiries": 1}


def test_safety_topics_are_not_told_apart(send, events: Events) -> None:
    send(text="help now")
    send(text="child told")
    assert events.take() == {"conversations": 2}
