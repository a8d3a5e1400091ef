"""How a long message is read: in stretches of whole sentences, since the encoder reads 256 pieces."""

from __future__ import annotations

from spacy.tokens import Doc

WORDS = 80  # a stretch; about 110 word pieces


def parts_of(doc: Doc) -> list[str]:
    """The text in stretches of at most about 80 words, cut between sentences where it can be."""
    parts: list[str] = []
    words = 0
    for sentence in doc.sents:
        for start in range(0, len(sentence), WORDS):
            piece = sentence[start : start + WORDS]
            if not parts or words + len(piece) > WORDS:
                parts.append(piece.text)
                words = len(piece)
            else:
                parts[-1] += f" {piece.text}"
                words += len(piece)
    return parts or [doc.text]
