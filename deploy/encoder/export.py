"""Writes the tuned encoder as int8 ONNX with the inputs and output that bot/nlu/minilm.py reads."""

from pathlib import Path

import torch
from int8 import write_int8
from transformers import AutoModel

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "var" / "encoder"
TARGET = ROOT / "bot" / "nlu" / "signpost-minilm-int8.onnx"
NAMES = ["input_ids", "attention_mask", "token_type_ids"]


class Tokens(torch.nn.Module):
    """The encoder's last layer alone: shape (batch, tokens, 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(HERE / "tuned", attn_implementation="eager").eval()

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.encoder(input_ids, attention_mask, token_type_ids).last_hidden_state


example = torch.ones(1, 12, dtype=torch.long)
free = {0: "batch", 1: "tokens"}
torch.onnx.export(
    Tokens(),
    (example, example, torch.zeros_like(example)),
    str(HERE / "float.onnx"),
    input_names=NAMES,
    output_names=["last_hidden_state"],
    dynamic_axes={name: free for name in [*NAMES, "last_hidden_state"]},
    opset_version=17,
    dynamo=False,
)
print(write_int8(HERE / "float.onnx", TARGET))
