"""Rasa's default pipeline (DIET) on the same questions. By hand, when the machine is quiet:
`nice -n 15 python -m tests.evaluation.diet 10`, how many examples a topic; 5 take a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from tests.evaluation.kept import keep, kept
from tests.evaluation.peers import figures_of
from tests.evaluation.teaching import Question, examples, questions

LONGEST = 10_000  # seconds of training
PIPELINE = [  # as `rasa init` writes it, less what finds entities and picks among responses
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "entity_recognition": False, "random_seed": 0},
]


def main() -> None:
    each = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, each)
        begun = time.monotonic()
        model = _train(folder)
        took = round((time.monotonic() - begun) / 60)
        asked = questions()
        first, among = figures_of(asyncio.run(_ranked(model, asked)), asked)
    found = {"first": str(first), "among three": str(among), "minutes of training": str(took)}
    print(found)
    keep("diet", {**kept("diet"), str(each): found})


def _write(folder: Path, each: int) -> None:
    taught = examples().at_most(each)
    lines: dict[str, list[str]] = {}
    for text, topic in zip(taught.texts, taught.topics):
        lines.setdefault(topic, []).append(f"- {_plain(text)}\n")
    nlu = [{"intent": topic, "examples": "".join(texts)} for topic, texts in lines.items()]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    config = {"recipe": "default.v1", "assistant_id": "diet", "language": "en", "pipeline": PIPELINE}
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False))


def _train(folder: Path) -> Path:
    """The trained model; subprocess.TimeoutExpired after LONGEST seconds."""
    rasa = Path(sys.executable).with_name("rasa")
    subprocess.run(
        [str(rasa), "train", "nlu", "--nlu", "nlu.yml", "--config", "config.yml", "--out", "models"],
        cwd=folder, check=True, timeout=LONGEST,
    )
    return next((folder / "models").glob("*.tar.gz"))


async def _ranked(model: Path, asked: list[Question]) -> list[list[str]]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    parsed = [await agent.parse_message(_plain(question.text)) for question in asked]
    return [[entry["name"] for entry in result["intent_ranking"]] for result in parsed]


def _plain(text: str) -> str:
    """Without square brackets, which mark entities in Rasa's training format."""
    return text.replace("[", "(").replace("]", ")")


if __name__ == "__main__":
    main()
