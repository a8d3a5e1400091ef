"""Writes all example utterances, masked as at the door, with their topics."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.knowledge.topics import read_examples, read_topics  # noqa: E402
from bot.nlu.masked import masked_examples  # noqa: E402

pairs = [
    (line, topic) for topic in read_topics() for line in masked_examples(read_examples(topic))
]
target = ROOT / "var" / "encoder" / "examples.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(pairs))
print(f"{len(pairs)} lines in {target}")
