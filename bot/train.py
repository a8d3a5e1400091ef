"""Trains the dialogue model if it is older than what it is made from.

`python -m bot.train` trains only when needed; `--force` trains anyway.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.knowledge.path import read_path
from bot.knowledge.topics import read_topics
from bot.nlu.cache import ROOT, fingerprint_of

CONFIG = ROOT / "config.yml"
MODEL = ROOT / "models" / "signpost.tar.gz"
STAMP = MODEL.with_suffix("").with_suffix(".made-from")
ENGLISH = ROOT / "var" / "english"
LOG = ROOT / "var" / "log" / "train.log"
SILENT = {"RASA_TELEMETRY_ENABLED": "false"}  # else Rasa tells its makers of every mistake in our data
TELL_EVERY = 15.0  # seconds
PARTS = {
    "": "reading the examples",  # which takes their names and numbers out
    "Tidier": "working out what the examples mean",
    "TopicClassifier": "learning to tell the topics apart",
    "TopicRules": "learning the rules of a dialogue",
}
MADE_FROM = (  # not the answers: they are read when they are said
    "config.yml", "uv.lock", "data/topics/*/*.examples.yml", "data/safety/**/*.yml",
    "data/understanding/*.yml",
    "bot/domain.yml", "bot/rules.yml", "bot/importer.py", "bot/path.py", "bot/nlu/*.py", "bot/screening/*.py",
)


def made_from() -> str:
    """What the model depends on, in one line: files, what each topic answers, what the path asks."""
    topics = {topic.id: (topic.ask, topic.kind) for topic in read_topics().values()}
    asked = json.dumps([topics, list(read_path().questions)])
    return f"{fingerprint_of(*MADE_FROM)} {hashlib.sha256(asked.encode()).hexdigest()}"


def needed() -> bool:
    """Whether the model is missing or was made from something else than what is here now."""
    return not (MODEL.exists() and STAMP.exists() and STAMP.read_text() == made_from())


def make_english() -> None:
    """The spaCy pipeline the engine reads with: tokens and sentences, nothing to download."""
    import spacy

    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    english.to_disk(ENGLISH)


def train() -> None:
    """Train and check. Raises RuntimeError, and leaves no model, if a topic is missing from it."""
    now = made_from()
    STAMP.unlink(missing_ok=True)
    make_english()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    failed = run(
        [
            str(Path(sys.executable).with_name("rasa")), "train", "--config", str(CONFIG),
            "--domain", "bot/domain.yml", "--data", "bot/rules.yml",
            "--skip-validation",  # it would read all examples once more; the content checks look deeper
            "--out", str(MODEL.parent), "--fixed-model-name", "signpost",
        ]
    )
    if failed:
        raise RuntimeError(f"training failed; {LOG} ends with:\n{LOG.read_text()[-2000:]}")
    # Rasa exits 0 with a model that knows nothing if the importer could not be loaded.
    if missing := set(read_topics()) - _intents():
        MODEL.unlink()
        raise RuntimeError(f"the trained model does not know: {', '.join(sorted(missing))}")
    STAMP.write_text(now)


def run(command: Sequence[str]) -> int:
    """Runs it to its end, its words in the log; says every TELL_EVERY seconds how far it is."""
    begun = time.monotonic()
    with LOG.open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **SILENT}, stdout=log, stderr=subprocess.STDOUT
        )
    with process:
        while True:
            try:
                return process.wait(TELL_EVERY)
            except subprocess.TimeoutExpired:
                waited = time.monotonic() - begun
                print(f"Training: {_doing()}, {waited:.0f} s so far ...", flush=True)


def _doing() -> str:
    """By the part that Rasa's log named last."""
    named = re.findall(r"component '(\w+)'", LOG.read_text(errors="replace"))
    return PARTS.get(named[-1], PARTS[""]) if named else PARTS[""]


def _intents() -> set[str]:
    """The intents in the trained model's domain."""
    with tarfile.open(MODEL) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("domain.yml"))
        intents = yaml.safe_load(archive.extractfile(member))["intents"]
    return {next(iter(i)) if isinstance(i, dict) else i for i in intents}


def main() -> None:
    if not needed() and "--force" not in sys.argv:
        print("Training: the model is up to date.")
        return
    begun = time.monotonic()
    print("Training the model: about five minutes the first time, one after a change ...", flush=True)
    try:
        train()
    except RuntimeError as error:
        sys.exit(f"Training: {error}")
    print(f"Training: done in {time.monotonic() - begun:.0f} s.")


if __name__ == "__main__":
    main()
