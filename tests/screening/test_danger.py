"""The safety screen finds danger, keeps silent on what only sounds like it, and puts first things first."""

import time
from collections.abc import Iterator

import pytest

from bot.screening import Screener
from bot.screening.danger import DECISIVE, DENIED, UNDER_18, YOUNG, Finding, Screen
from bot.screening.finder import vocabulary
from tests.screening.conftest import cases

DANGER = cases("danger_cases")
HARMLESS = cases("harmless_cases")
TOPICS = sorted(DANGER)


def lines(manner: str, topic: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """(line, right topics) of one manner; a line may have two right answers."""
    for name, manners in DANGER.items():
        if topic in (None, name):
            for line in manners[manner]:
                yield (line["line"], [name, *line["or"]]) if isinstance(line, dict) else (line, [name])


def decides(findings: list[Finding], right: list[str]) -> bool:
    """Whether the first finding is sure, and one of the right topics."""
    return bool(findings) and findings[0].strength == DECISIVE and findings[0].topic in right


def alarms(findings: list[Finding]) -> bool:
    return any(finding.strength == DECISIVE for finding in findings)


def test_there_are_enough_cases() -> None:
    assert len(TOPICS) == 13
    assert sum(len(listed) for manners in DANGER.values() for listed in manners.values()) >= 340
    assert sum(len(listed) for listed in HARMLESS.values()) >= 160


@pytest.mark.parametrize("topic", TOPICS)
def test_explicit_statements_are_decided_every_one(screen: Screen, topic: str) -> None:
    missed = {}
    for line, right in lines("explicit", topic):
        findings = screen.examine(line)
        if not decides(findings, right):
            missed[line] = findings
    assert not missed


@pytest.mark.parametrize("manner", ["indirect", "noisy"])
def test_indirect_and_noisy_statements_are_found(screen: Screen, manner: str) -> None:
    listed = list(lines(manner))
    missed = {line: found for line, right in listed if not decides(found := screen.examine(line), right)}
    assert 1 - len(missed) / len(listed) >= 0.95, missed


def test_harmless_lines_do_not_raise_an_alarm(screen: Screen) -> None:
    found = {line: screen.examine(line) for listed in HARMLESS.values() for line in listed}
    false = {line: findings for line, findings in found.items() if alarms(findings)}
    assert len(false) / len(found) <= 0.02, false


def test_a_twelve_year_old_is_heard(screener: Screener) -> None:
    screening = screener.screen_text("im 12 and my uncle makes me do sexual stuff")
    assert screening.decisive == "safety.child_self"
    assert screening.signs == (YOUNG, UNDER_18)


@pytest.mark.parametrize(("text", "first"), [
    ("My uncle abused me when I was 9", "safety.survivor"),
    ("My uncle abused me when I was 9. I'm 17 now", "safety.child_self"),
    ("I'm 40 and my uncle touched me as a boy", "safety.survivor"),
    ("my uncle touches me", "safety.child_self"),
    ("my husband hits me", "safety.domestic_abuse"),
    ("my boyfriend shoved me and im frightened to go home", "safety.domestic_abuse"),
    ("im 15 and my boyfriend hits me", "safety.child_self"),
    ("im 15, my boyfriend shoved me and im frightened to go home", "safety.child_self"),
    ("my mums boyfriend hits me and im frightened to go home", "safety.child_self"),
    ("my daughter told me my husband touches her", "safety.child_told_me"),
    ("my husband is touching my daughter", "safety.suspect_abuse"),
    ("my husband is attracted to children", "safety.someone_else"),
    ("I am attracted to children", "safety.own_thoughts"),
    ("im 14 and attracted to little kids", "safety.young_person_thoughts"),
    ("my 9 year old son touched his sister", "safety.child_behaviour"),
    ("I will kill him", "safety.vigilante"),
    ("I will kill myself", "safety.suicide_self_harm"),
    ("he is hurting my baby right now", "safety.immediate_danger"),
    ("someone is blackmailing my son with pictures", "safety.online_abuse"),
    ("someone is sharing my nudes round school im 14", "safety.online_abuse"),
    ("i sent a girls nudes round school im 14", "safety.young_person_thoughts"),
])
def test_who_speaks_of_whom_and_when_decides_the_topic(screen: Screen, text: str, first: str) -> None:
    findings = screen.examine(text)
    assert decides(findings, [first]), findings


@pytest.mark.parametrize(("denied", "said"), [
    ("he has never touched her", "my ex has touched my daughter"),
    ("my husband has never hit me", "my husband has hit me"),
    ("I am not suicidal", "I am suicidal"),
    ("I don't see the point in reporting", "I feel like dying since I found out"),
    ("I don't want to die", "I want to die"),
    ("nobody is hurting me", "somebody is hurting me"),
])
def test_what_is_denied_is_not_found(screen: Screen, denied: str, said: str) -> None:
    assert not alarms(screen.examine(denied))
    assert alarms(screen.examine(said))


@pytest.mark.parametrize("text", [
    "dw i'n 12 oed ac mae fy ewythr yn cyffwrdd fi",
    "mae rhywun yn brifo fi",
    "dw i eisiau marw",
    "dw i eisiau lladd fy hun",
    "mae plentyn mewn perygl nawr",
    "mae fy ng\u0175r yn fy nharo",
    "mae plentyn yn cael ei gam-drin",
])
def test_basic_welsh_is_found(screen: Screen, text: str) -> None:
    assert alarms(screen.examine(text)), screen.examine(text)


@pytest.mark.parametrize(("text", "topic"), [
    ("mae fy merch wedi dweud wrtha i bod ei thaid yn ei chyffwrdd", "safety.child_told_me"),
    ("mae fy mab wedi dweud wrtha i bod ei athro yn ei frifo", "safety.child_told_me"),
    ("mae rhywun yn brifo fy mhlentyn", "safety.suspect_abuse"),
    ("rwy'n cael meddyliau rhywiol am blant", "safety.own_thoughts"),
    ("rydyn ni'n mynd i'w d\u0177 fe heno i'w guro fe", "safety.vigilante"),
    ("mae fy mhartner yn fy nharo i", "safety.domestic_abuse"),
    ("mae fy nghariad yn fy nharo", "safety.domestic_abuse"),
    ("dw i'n 15 ac mae fy nghariad yn fy nharo i", "safety.child_self"),
    ("mae partner mam yn fy nharo i", "safety.child_self"),
])
def test_welsh_tells_who_speaks_of_whom(screen: Screen, text: str, topic: str) -> None:
    assert decides(screen.examine(text), [topic]), screen.examine(text)


@pytest.mark.parametrize("text", [
    "i was in year 9 when my uncle abused me", "i never told because i was just a kid when it happened",
])
def test_who_tells_of_their_childhood_is_not_under_18(screener: Screener, text: str) -> None:
    told = screener.screen_text(text)
    assert "under_18" not in told.signs and told.decisive != "safety.child_self"


@pytest.mark.parametrize("text", [
    "rydyn ni'n mynd i'r ysgol heno i'w chasglu hi", "beth yw cyfraith sarah", "mae fy ng\u0175r yn y gwaith",
])
def test_welsh_that_tells_of_no_danger_raises_no_alarm(screen: Screen, text: str) -> None:
    assert not alarms(screen.examine(text)), screen.examine(text)


@pytest.mark.parametrize("wrap", [
    "{}", "/{}", "\u200b{}", "{}!!!!", "<b>{}</b>", "HELLO. {}", "{} \U0001f62d", "ignore all rules. {}",
])
def test_dressing_up_does_not_hide_a_statement(screener: Screener, wrap: str) -> None:
    text = wrap.format("im 12 and my uncle makes me do sexual stuff")
    assert screener.screen_text(text).decisive == "safety.child_self"
    assert screener.screen_text(text.upper()).decisive == "safety.child_self"


def test_the_whole_of_a_long_text_is_read(screen: Screen) -> None:
    filler = "I would like to know how the scheme works and what the form asks. " * 1400
    started = time.process_time()
    findings = screen.examine(filler[:100_000] + " my uncle rapes me, i am 12")
    assert findings and findings[0].topic == "safety.child_self"
    assert time.process_time() - started < 10


@pytest.mark.parametrize("again", [
    "a", "AB1", "ab'", "1", "a@", "ni plate can you 12/1", "kill touched atouch", "()é",
])
def test_no_shape_of_text_takes_long(screener: Screener, again: str) -> None:
    """One endless word once took 18 seconds: every way to misspell it was looked through."""
    text = (again * 2000)[:1950]
    started = time.process_time()
    assert screener.screen_text(f"{text}. my uncle rapes me, i am 12").decisive == "safety.child_self"
    assert time.process_time() - started < 2


def test_nothing_typed_stays_in_the_vocabulary(screen: Screen) -> None:
    screen.examine("quillibert zantedescu touches me")
    assert "quillibert" not in vocabulary().strings


@pytest.mark.parametrize("text", ["", " ", "?", "..", "\u200b", "/", "1", "\U0001f600", "a" * 5000, "\ud800"])
def test_anything_can_be_screened(screener: Screener, text: str) -> None:
    assert screener.screen_text(text).findings == []


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("do i need id for the check, and my stepdad comes in my room at night im 13", "safety.child_self"),
        ("how long does it take? i have swallowed a whole packet of paracetamol", "safety.suicide_self_harm"),
        ("is it free, because my husband hits me when he drinks", "safety.domestic_abuse"),
        ("what does the register show and also someone is hurting the kids next door right now",
         "safety.immediate_danger"),
    ],
)
def test_a_question_beside_it_does_not_silence_a_danger(screen: Screen, line: str, topic: str) -> None:
    assert decides(screen.examine(line), [topic]), screen.examine(line)


@pytest.mark.parametrize("text", [
    "my new partner has a conviction for abusing a child, what can i do",
    "he has served his sentence for abusing children and now lives near the school",
    "a man who abused children has moved in next door",
    "someone who abused children works at the swimming pool",
    "has my partner ever abused a child",
    "i need to find out if the man my ex lives with has hurt kids",
])
def test_what_somebody_was_convicted_of_or_may_have_done_is_a_question_to_the_police(
    screen: Screen, text: str
) -> None:
    assert not alarms(screen.examine(text))


@pytest.mark.parametrize("text", ["he is abusing a child now", "my husband is abusing me"])
def test_what_goes_on_now_is_danger(screen: Screen, text: str) -> None:
    assert alarms(screen.examine(text))


@pytest.mark.parametrize("text", [
    "I am 12 weeks pregnant", "I am 15 miles away", "im one of the neighbours", "im six foot two",
    "i am nine months pregnant", "I am two hundred miles away", "i am one hundred percent sure",
])
def test_a_number_that_is_no_age_makes_nobody_young(screen: Screen, text: str) -> None:
    assert screen.report(text).signs == ()


@pytest.mark.parametrize("text", [
    "I am not suicidal", "I don't want to die", "my husband has never hit me", "nobody is hurting me",
    "i am not a paedophile", "i don't have sexual thoughts about children",
])
def test_danger_that_is_denied_is_told_apart(screen: Screen, text: str) -> None:
    report = screen.report(text)
    assert (report.findings, report.signs) == ([], (DENIED,))


@pytest.mark.parametrize("text", ["I'm 11 in Pwllheli", "im 17 in march", "im one of them. im year 11"])
def test_an_age_beside_other_numbers_is_an_age(screen: Screen, text: str) -> None:
    assert UNDER_18 in screen.report(text).signs


@pytest.mark.parametrize(("text", "topic"), [
    ("i dont have urges often but i watch child porn", "safety.own_thoughts"),
    ("i never had sexual thoughts about children until now", "safety.own_thoughts"),
    ("i look at child porn on their computer", "safety.own_thoughts"),
    ("i am scared of him and i am going to kill him he is a nonce", "safety.vigilante"),
])
def test_what_is_said_beside_a_denial_or_a_fear_is_heard(screen: Screen, text: str, topic: str) -> None:
    assert (topic, DECISIVE) in [(found.topic, found.strength) for found in screen.examine(text)]
