"""Writes all example utterances, masked as at the door, with their topics."""

import json
from pathlib import Path

from bot.knowledge.topics import read_examples, read_topics
from bot.nlu.masked import masked_examples

ROOT = Path(__file__).resolve().parents[2]

pairs = [
    (line, topic)
    for topic, content in read_topics().items()
    for line in masked_examples([content.ask, *read_examples(topic)])
]
target = ROOT / "var" / "encoder" / "examples.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(pairs))
print(f"{len(pairs)} lines in {target}")
