"""Results kept on disk by the content they were made from, so that a change costs only itself."""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "cache"
Value = TypeVar("Value")


class Cache:
    """A table of results in var/cache; `version` names everything else the results depend on."""

    def __init__(self, name: str, version: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._path, self._version = FOLDER / f"{name}.sqlite", version

    def fill(self, texts: list[str], make: Callable[[str], Value]) -> list[Value]:
        """The result for each text, in order; `make` is asked only for texts not seen before, in one process
        a processor: threads would wait for each other's Python."""
        from joblib import Parallel, delayed  # the service never comes here

        keys = {text: self._key(text) for text in texts}
        with sqlite3.connect(self._path, timeout=60) as table:
            table.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value BLOB)")
            known = {text for text, key in keys.items() if self._row(table, key)}
            new = [text for text in keys if text not in known]
            made = Parallel(n_jobs=-1, return_as="generator")(delayed(make)(text) for text in new)
            for value, text in zip(made, new):
                row = [keys[text], pickle.dumps(value)]
                table.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", row)
            return [pickle.loads(self._row(table, keys[text])[0]) for text in texts]

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._version}\0{text}".encode()).hexdigest()

    @staticmethod
    def _row(table: sqlite3.Connection, key: str) -> Any:
        return table.execute("SELECT value FROM results WHERE key = ?", [key]).fetchone()


def fingerprint_of(*patterns: str) -> str:
    """A hash of the names and contents of all files that match, from the repository's root."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in patterns for file in ROOT.glob(pattern)):
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
