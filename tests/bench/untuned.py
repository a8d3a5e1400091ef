"""The same content the way Rasa's documentation would have it: shipped parts, answers by HTTP action."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa_sdk import Action
from rasa_sdk.events import EventType

from bot.importer import TopicImporter
from bot.knowledge import load
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render
from tests.service import ROOT, free_port

CONFIG = """
recipe: default.v1
assistant_id: untuned
language: en
importers:
- name: tests.bench.untuned.UntunedImporter
pipeline:
- {name: SpacyNLP, model: var/english, case_sensitive: true}
- name: SpacyTokenizer
- name: bot.nlu.encoder.SentenceEncoder
- name: LogisticRegressionClassifier
policies:
- name: MemoizationPolicy
- name: RulePolicy
"""
ENDPOINTS = "action_endpoint: {{url: 'http://127.0.0.1:{port}/webhook'}}\n"


class UntunedImporter(TopicImporter):
    """Every topic's rule leads to a custom action."""

    def get_domain(self) -> Domain:
        return super().get_domain().merge(Domain.from_dict({"actions": ["action_answer"]}))

    def get_stories(self, exclusion_percentage: int | None = None) -> Any:
        stories = super().get_stories(exclusion_percentage)
        for step in stories.story_steps:
            for event in step.events:
                if getattr(event, "action_name", None) in ("utter_answer", "action_start_enquiry"):
                    event.action_name = "action_answer"
        return stories


class AnswerAction(Action):
    """Looks the answer up and says it."""

    def __init__(self) -> None:
        self._library = load()

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[EventType]:
        topic = self._library.topics[tracker.latest_message["intent"]["name"]]
        reply = render(self._library, ReplyRef(kind=topic.kind, topic=topic.id))
        dispatcher.utter_message(json_message={"topic": topic.id, "text": reply.text})
        return []


@contextmanager
def untuned_service(folder: Path) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """A trained and running untuned bot: its address, and its processes by name."""
    web, actions = free_port(), free_port()
    (folder / "config.yml").write_text(CONFIG)
    (folder / "endpoints.yml").write_text(ENDPOINTS.format(port=actions))
    (folder / "credentials.yml").write_text("rest:\n")
    rasa = str(Path(sys.executable).with_name("rasa"))
    environment = {**os.environ, "SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(_without_our_pin(folder))}
    quiet = {"cwd": ROOT, "env": environment, "stdout": (folder / "log").open("w"), "stderr": -2}
    subprocess.run(
        [rasa, "train", "--config", str(folder / "config.yml"), "--domain", "bot/domain.yml",
         "--data", "bot/rules.yml", "--out", str(folder), "--fixed-model-name", "untuned"],
        check=True, **quiet,
    )
    processes = {
        "engine": subprocess.Popen(
            [rasa, "run", "--model", str(folder / "untuned.tar.gz"), "-i", "127.0.0.1",
             "--endpoints", str(folder / "endpoints.yml"), "--port", str(web),
             "--credentials", str(folder / "credentials.yml")], **quiet,
        ),
        "actions": subprocess.Popen(
            [sys.executable, "-m", "rasa_sdk", "--actions", "tests.bench.untuned",
             "--port", str(actions)], **quiet,
        ),
    }
    try:
        yield f"http://127.0.0.1:{web}", processes
    finally:
        for process in processes.values():
            process.terminate()
            process.wait(20)


def _without_our_pin(folder: Path) -> Path:
    """The jsonschema that installing Rasa 3.6.21 brings; our lock holds an older one, which is faster."""
    places = os.pathsep.join([os.environ["PATH"], str(ROOT / "var/uv/bin")])
    uv = shutil.which("uv", path=places) or "uv"
    target = folder / "as-installed"
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable,
         "--target", str(target), "jsonschema==4.17.3"],
        check=True,
    )
    return target
