"""Tunes the second reader: all-mpnet-base-v2 on the example utterances, its last layer the topics.

`python deploy/encoder/tune_second.py FOLDER`, where FOLDER holds the weights (README.md here).
"""

import sys
from pathlib import Path

import torch
from tune import HERE, TopicModel, begin, fit

LEFT_ALONE = 4  # of twelve layers, those next to the words


def main(base: Path) -> None:
    lines = begin()
    model = TopicModel(base, len(lines.topics))
    model.begin_at_means(lines)
    model.encoder.embeddings.requires_grad_(False)
    model.encoder.encoder.layer[:LEFT_ALONE].requires_grad_(False)
    fit(model, lines, passes=1, rates=[5e-5, 5e-4])
    model.encoder.save_pretrained(HERE / "second")
    model.tokenizer.save_pretrained(HERE / "second")
    torch.save(model.head.weight.detach(), HERE / "second" / "head.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
