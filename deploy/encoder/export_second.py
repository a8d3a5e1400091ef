"""Writes the second reader as int8 ONNX: what bot/nlu/second_reader.py gives it and reads from it."""

import json
import random

import torch
from int8 import smooth, write_int8
from torch.nn.functional import normalize
from transformers import AutoModel, AutoTokenizer
from tune import HERE, LONGEST, ROOT, SCALE, Lines

TARGET = ROOT / "bot" / "nlu" / "signpost-mpnet-int8.onnx"
KEPT = HERE / "second"
FOR_RANGES = 300  # lines that show how wide each channel is


class Logits(torch.nn.Module):
    """Word pieces of one text, shape (1, tokens), to one logit a topic, shape (1, topics)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(KEPT, attn_implementation="eager").eval()
        self.directions = normalize(torch.load(KEPT / "head.pt"), dim=-1).T

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        tokens = self.encoder(input_ids, torch.ones_like(input_ids)).last_hidden_state
        return SCALE * normalize(tokens.mean(1), dim=-1) @ self.directions


torch.onnx.export(
    Logits(),
    (torch.arange(1000, 1020).unsqueeze(0),),
    str(HERE / "second.onnx"),
    input_names=["input_ids"],
    output_names=["logits"],
    dynamic_axes={"input_ids": {1: "tokens"}},
    opset_version=17,
    dynamo=False,
)
lines = Lines()
tokenizer = AutoTokenizer.from_pretrained(KEPT)
random.seed(1)
shown = [
    tokenizer(text, truncation=True, max_length=LONGEST, return_tensors="np")["input_ids"]
    for text in random.sample(lines.texts, FOR_RANGES)
]
smooth(HERE / "second.onnx", HERE / "smooth.onnx", [{"input_ids": ids} for ids in shown])
print(write_int8(HERE / "smooth.onnx", TARGET, {"topics": json.dumps(lines.topics)}))
