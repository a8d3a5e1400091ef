"""Checks that the words are plain: short sentences, short answers, a low reading grade."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.topics import Paragraph, Topic

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
    """Each group of topics, taken together, stays within its Flesch-Kincaid grade."""
    groups: dict[str, list[Topic]] = defaultdict(list)
    for topic in subject.library.topics.values():
        groups[topic.folder].append(topic)
    limits = {"safety": subject.limits["grade_of_safety"], "pro": subject.limits["grade_of_professional"]}
    for group, topics in groups.items():
        most = limits.get(group, subject.limits["grade_of_a_group"])
        if (grade := grade_of(subject, topics)) > most:
            hardest = max(topics, key=lambda topic: grade_of(subject, [topic]))
            message = f"group {group} reads at grade {grade:.1f}, at most {most}; this topic is the hardest"
            yield subject.fault(hardest, message)


def grade_of(subject: Checked, topics: list[Topic]) -> float:
    """The pooled Flesch-Kincaid grade of some topics; names and numbers left out."""
    from textstat import textstat

    texts = [_plain(subject, paragraph.text) for topic in topics for paragraph in topic.paragraphs]
    return textstat.flesch_kincaid_grade("\n".join(texts))


def _plain(subject: Checked, text: str) -> str:
    for name in sorted(subject.limits["names"], key=len, reverse=True):
        text = text.replace(name, "it")
    return re.sub(r"\+?\d[\d ]{2,}\d", "it", re.sub(r"\{\w+\}", "it", text))


def _words(paragraphs: list[Paragraph]) -> int:
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


CHECKS = (sentences_are_short, answers_are_short, groups_read_easily)
