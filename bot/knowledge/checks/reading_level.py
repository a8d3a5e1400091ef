"""Checks that the words are plain: short sentences, short answers, a low reading grade."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.reading import DATA
from bot.knowledge.topics import Paragraph

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'])|\n+")


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(text.strip()) if sentence]


def sentences_are_short(subject: Checked) -> Iterator[Fault]:
    longest = subject.limits["words_in_a_sentence"]
    for topic in subject.library.topics.values():
        for text in filter(None, [*(p.text for p in topic.paragraphs), topic.repeat]):
            for sentence in sentences(text):
                if (words := len(sentence.split())) > longest:
                    yield subject.fault(topic, f"a sentence of {words} words: {sentence!r}", text)


def answers_are_short(subject: Checked) -> Iterator[Fault]:
    for topic in subject.library.topics.values():
        card = topic.is_safety
        most = subject.limits["words_in_a_safety_card" if card else "words_in_an_answer"]
        for name, words in (
            ("answer", _words(topic.answer)),
            ("repeat", len((topic.repeat or "").split()) if card else 0),
        ):
            if words > most:
                yield subject.fault(topic, f"{name} has {words} words, at most {most}")
        if (words := _words(topic.steps)) > subject.limits["words_in_an_answer"]:
            yield subject.fault(topic, f"steps have {words} words")


def groups_read_easily(subject: Checked) -> Iterator[Fault]:
    for group, grade, most in grades(subject):
        if grade > most:
            yield Fault(
                DATA / "topics" / group, 1,
                f"group {group} reads at grade {grade:.1f}, at most {most}",
            )


def grades(subject: Checked) -> Iterator[tuple[str, float, float]]:
    """Each group's pooled Flesch-Kincaid grade and its limit; names and numbers left out."""
    from textstat import textstat

    pooled: dict[str, list[str]] = defaultdict(list)
    for topic in subject.library.topics.values():
        pooled[topic.id.split(".")[0]] += [_plain(subject, p.text) for p in topic.paragraphs]
    limits = {"safety": subject.limits["grade_of_safety"], "pro": subject.limits["grade_of_professional"]}
    for group, parts in pooled.items():
        grade = textstat.flesch_kincaid_grade("\n".join(parts))
        yield group, grade, limits.get(group, subject.limits["grade_of_a_group"])


def _plain(subject: Checked, text: str) -> str:
    for name in sorted(subject.limits["names"], key=len, reverse=True):
        text = text.replace(name, "it")
    return re.sub(r"\+?\d[\d ]{2,}\d", "it", re.sub(r"\{\w+\}", "it", text))


def _words(paragraphs: list[Paragraph]) -> int:
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


CHECKS = (sentences_are_short, answers_are_short, groups_read_easily)
