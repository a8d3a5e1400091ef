"""Every figure of docs/model-card.md by name, from the blind lines."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.screening import Screener, clean
from bot.screening.masking import Masker
from tests.evaluation import cases
from tests.evaluation.blind_sets import BlindSet
from tests.evaluation.cases import GIBBERISH, Case
from tests.evaluation.long_messages import LENGTHS, at_length
from tests.evaluation.measures import (
    Pair,
    Share,
    by,
    is_right,
    is_top_three,
    is_turned_away,
    is_within_reach,
    share,
    turned_away_at,
)
from tests.evaluation.safety_cases import MaskingCase, contrasts, harmless, masking, statements
from tests.evaluation.slips import VARIATIONS, varied
from tests.evaluation.understanding import Understanding, Understood

CONVERSATIONS = yaml.safe_load(Path(__file__).with_name("conversations.yml").read_text(encoding="utf-8"))
ONE_IN = 5  # of the questions, for the variations
ONE_IN_LONG = 10  # of what is told among everyday sentences
Figures = dict[str, Share]


@lru_cache(maxsize=1)
def understanding() -> Understanding:
    """The trained model, loaded once."""
    return Understanding()


def understood(asked: list[Case]) -> list[Pair]:
    return list(zip(asked, understanding().understand_all(case.text for case in asked)))


@lru_cache(maxsize=1)
def first_set() -> list[Pair]:
    return understood(cases.all_cases())


@lru_cache
def asked_of(blind: BlindSet) -> list[Pair]:
    """The questions of a later set."""
    return understood(blind.all_cases())


def of_questions(pairs: list[Pair]) -> Figures:
    asked = [pair for pair in pairs if pair[0].in_scope]
    gibberish = [pair for pair in pairs if pair[0].topic == GIBBERISH]
    foreign = [pair for pair in pairs if not pair[0].in_scope and pair[0].topic != GIBBERISH]
    return {
        "right topic first": share(asked, is_right),
        "among the ranking's first 3": share(asked, is_top_three),
        "right or offered with reply": share(asked, is_within_reach),
        "out of scope turned away": share(foreign, is_turned_away),
        "out of scope, where 95 % of ours pass": turned_away_at(asked, foreign, 0.95),
        "out of scope, where 98 % of ours pass": turned_away_at(asked, foreign, 0.98),
        "gibberish turned away": share(gibberish, is_turned_away),
        "one question taken for two": share(asked, _is_for_two),
    }


def of_conversation() -> Figures:
    """Follow-ups alone and in the light of the answer before; corrections; two questions in one."""
    lines = CONVERSATIONS["follow_ups"]
    alone = understood([_follow_up(line) for line in lines])
    after = _after(lines)
    by_another_hand = _after(CONVERSATIONS["follow_ups_by_another_hand"])
    twice = _two_of("two_questions")
    return {
        "follow-ups, read alone": share(alone, is_right),
        "follow-ups, after the answer": share(after, is_right),
        "follow-ups, right or offered": share(after, is_within_reach),
        "follow-ups by another hand, after the answer": share(by_another_hand, is_right),
        "follow-ups by another hand, right or offered": share(by_another_hand, is_within_reach),
        "corrections": share(_after(CONVERSATIONS["corrections"]), is_right),
        "follow-ups and corrections in other words": share(_after(CONVERSATIONS["in_other_words"]), is_right),
        "two questions, both answered": share(twice, _has_both),
        "two questions by another hand, both answered": share(
            _two_of("two_questions_by_another_hand"), _has_both
        ),
        "one question in two clauses, taken for two": share(_two_of("one_question", "right"), _is_for_two),
        "danger and a question, danger first": share(
            [pair for pair in twice if pair[0].topic.startswith("safety.")], _is_safety
        ),
    }


def _has_both(case: Case, reply: Understood) -> bool:
    return set(case.right) <= set(reply.topics)


def _follow_up(line: dict) -> Case:
    return Case(line["says"], tuple(line["right"]), line["after"])


def _two_of(kind: str, topics: str = "both") -> list[Pair]:
    return understood([Case(line["says"], tuple(line[topics]), kind) for line in CONVERSATIONS[kind]])


def _is_for_two(_: Case, reply: Understood) -> bool:
    return len(reply.topics) > 1


def _after(lines: list[dict]) -> list[Pair]:
    said = [(line["after"], line["says"]) for line in lines]
    return list(zip(map(_follow_up, lines), understanding().understand_after(said)))


def of_variations() -> Figures:
    """How often another hand's way of typing gets the same reply: one question in five, each way."""
    plain = [pair for pair in first_set() if pair[0].in_scope][::ONE_IN]
    kept = {}
    for kind in VARIATIONS:
        replies = understanding().understand_all(varied(case.text, kind) for case, _ in plain)
        same = [reply.topic == before.topic for reply, (_, before) in zip(replies, plain)]
        kept[f"{kind}: the same reply"] = Share(sum(same), len(same))
    return kept


def of_lengths() -> Figures:
    """Questions and danger told among everyday sentences, where the questions alone are answered right."""
    in_scope = [(case, reply) for case, reply in first_set() if case.in_scope][::ONE_IN_LONG]
    asked = [case for case, reply in in_scope if is_right(case, reply)]
    told = statements()[::ONE_IN_LONG]
    figures = {}
    for length in LENGTHS:
        kinds = (("right topic first", asked, is_right), ("danger gets a card", told, shows_a_card))
        for kind, lines, holds in kinds:
            replies = understanding().understand_all(at_length(lines, length))
            figures[f"{length:,} characters: {kind}"] = share(list(zip(lines, replies)), holds)
    return figures


def of_safety() -> Figures:
    return {
        **_of_statements(understood(statements())),
        **{f"{name}: false alarms": share(understood(harmless(name)), shows_a_card)
           for name in ("alarming", "ordinary")},
    }


def of_contrasts() -> Figures:
    """Pairs near in words and far in meaning."""
    harmless_ones, dangers = contrasts()
    return {
        "ordinary: false alarms": share(understood(harmless_ones), shows_a_card),
        "danger: a safety reply": share(understood(dangers), shows_a_card),
    }


def of_safety_by_topic() -> Figures:
    """How often danger of each kind gets a safety reply, however it is told."""
    told = by(understood(statements()), lambda case: case.topic)
    return {topic: share(pairs, _is_safety) for topic, pairs in told.items()}


def of_safety_in(blind: BlindSet) -> Figures:
    return {
        **_of_statements(understood(blind.statements())),
        "alarming: false alarms": share(understood(blind.alarming()), shows_a_card),
    }


def _of_statements(pairs: list[Pair]) -> Figures:
    figures = {}
    for manner, told in by(pairs, lambda case: case.style).items():
        figures[f"{manner}: a safety reply"] = share(told, _is_safety)
        figures[f"{manner}: the right one"] = share(told, is_right)
    return figures


def of_patterns(told: list[Case]) -> Figures:
    """Danger that gets a card from the website alone, while no engine answers: whatever the patterns find."""
    by_manner = by([(case, patterns().screen_text(case.text)) for case in told], lambda case: case.style)
    return {
        f"{manner}: a safety reply": Share(sum(bool(screened.findings) for _, screened in heard), len(heard))
        for manner, heard in by_manner.items()
    }


@lru_cache(maxsize=1)
def patterns() -> Screener:
    """The screen as the website has it from its first moment."""
    return Screener.load(names=False)


def of_masking(lines: list[MaskingCase] | None = None) -> Figures:
    """Shares of strings hidden and of strings kept."""
    masker = Masker(names=True)
    hidden: dict[bool, list[bool]] = {True: [], False: []}
    kept = []
    for case in masking() if lines is None else lines:
        masked = masker.mask(clean(case.text)).text
        hidden[case.is_structured] += [text not in masked for text in case.hide]
        kept += [clean(text) in masked for text in case.keep]
    return {
        "structured data hidden": Share(sum(hidden[True]), len(hidden[True])),
        "names hidden": Share(sum(hidden[False]), len(hidden[False])),
        "words that must stay kept": Share(sum(kept), len(kept)),
    }


def _is_safety(_: Case, reply: Understood) -> bool:
    return reply.topic.startswith("safety.")


def shows_a_card(_: Case, reply: Understood) -> bool:
    """First, or second after the answer."""
    return any(topic.startswith("safety.") for topic in reply.topics)
