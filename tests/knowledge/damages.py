"""One of each fault that `make check-content` is there for, to be put into a copy of data/."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.knowledge.reading import DATA, read_yaml

Mend = Callable[[str], str]


class Damage(NamedTuple):
    """`change` spoils a file of data/; the fault has `message` and stands at the first line with `at`."""

    file: str
    change: Mend
    message: str
    at: str


def put(old: str, new: str) -> Mend:
    """`new` in place of the first `old`, which has to be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def first(statement: str) -> Mend:
    """`statement` as the first words of the answer."""
    return put("answer:\n- text: >-\n", f"answer:\n- text: >-\n    {statement}\n")


def add(text: str) -> Mend:
    return lambda content: f"{content.rstrip()}\n{text}\n"


WORDS = "the child can go to a safe adult who will be kind. " * 9

DAMAGES = {
    "no source": Damage(
        "topics/scheme/cost.yml", put("from: [norfolk-form, durham]", "from: []"),
        "rests on no source", "It is free. You",
    ),
    "passage not reached": Damage(
        "sources/leaflet-2007.yml",
        add("  - {id: stray.1, section: Intro, text: Nobody answers this., status: historic, now: null}"),
        "passage stray.1 is reached by no topic", "id: stray.1",
    ),
    "stale as current": Damage(
        "topics/law/controls.yml", first("Courts make SOPOs."),
        "says 'SOPOs' as current", "Courts make SOPOs",
    ),
    "old sentence word for word": Damage(
        "topics/info/why_not_public.yml",
        first(
            "Therefore, unless you or your family are at direct risk from a child sex offender, the police "
            "will not give you specific details about a child sex offender."
        ),
        "repeats leaflet-2007:specific.12 (superseded) word for word", "Therefore, unless",
    ),
    "number with a wrong digit": Damage(
        "topics/help/nspcc.yml", put("is 0808 800 5000", "is 0808 800 5001"),
        "number '0808 800 5001' is not in contacts.yml", "The NSPCC Helpline is",
    ),
    "number with a digit missing": Damage(
        "topics/help/childline.yml", put("Call 0800 1111", "Call 0800 111"),
        "number '0800 111' is not in contacts.yml", "Childline is free",
    ),
    "short number": Damage(
        "topics/help/police_101.yml", first("You can call 112 too."), "number '112'", "You can call 112",
    ),
    "number in a fixed string": Damage(
        "strings/en/page.yml", put("0808 2000 247", "0808 2000 248"),
        "number '0808 2000 248'", "In danger now, call 999",
    ),
    "number in a translation": Damage(
        "translations/cy/safety/child_self.yml", put("0800 1111", "0800 1112"),
        "number '0800 1112'", "Rydyn ni'n dy gredu di",
    ),
    "number in a drawing": Damage(
        "figures/agencies.svg", put("These three lead", "Call 0808 800 5002"), "number '0808 800 5002'",
        "Call 0808 800 5002",
    ),
    "number of another service": Damage(
        "topics/safety/child_self.yml", put("0800 1111", "0808 1000 900"),
        "number '0808 1000 900' is not that of Childline", "We believe you. It is",
    ),
    "number of another service in a safety card": Damage(
        "topics/safety/own_thoughts.yml", put("0808 1000 900", "0800 555 111"),
        "number '0800 555 111' is not that of Stop It Now", "Thank you for saying",
    ),
    "number of another service in a translation": Damage(
        "translations/cy/safety/survivor.yml", put("0808 801 0331", "116 123"),
        "number '116 123' is not that of NAPAC", "Rydym yn eich credu",
    ),
    "number of no contact of the topic": Damage(
        "topics/law/register.yml", first("You can call 0800 555 111."),
        "number '0800 555 111' is of no contact of this topic", "You can call 0800",
    ),
    "101 where there is danger": Damage(
        "topics/safety/survivor.yml", put("or 999 if", "or 101 if"),
        "speaks of danger without 999", "We believe you. It was",
    ),
    "unknown publisher": Damage(
        "contacts.yml", put("https://napac.org.uk/", "https://napac.example.org/"),
        "https://napac.example.org/ is not on the list of known publishers", "https://napac.example.org/",
    ),
    "no https": Damage(
        "contacts.yml", put("https://www.iwf.org.uk/", "http://www.iwf.org.uk/"),
        "is not an https address", "http://www.iwf.org.uk/",
    ),
    "dead address of a service": Damage(
        "contacts.yml", put("https://www.ceop.police.uk/Safety-Centre/", "https://www.ceop.gov.uk/wanted"),
        "https://www.ceop.gov.uk/wanted is a dead address of 2007", "https://www.ceop.gov.uk/wanted",
    ),
    "dead address of a source": Damage(
        "sources/public.yml",
        put("url: https://www.samaritans.org/how", "url: https://www.thinkuknow.co.uk/how"),
        "is a dead address of 2007", "https://www.thinkuknow.co.uk/how",
    ),
    "dead address of a force": Damage(
        "forces/example-shire.yml",
        put("https://www.exampleshire-police.example/report", "https://www.direct.gov.uk/report"),
        "https://www.direct.gov.uk/report is a dead address of 2007", "https://www.direct.gov.uk/report",
    ),
    "dead address in a text": Damage(
        "topics/help/ceop.yml", first("Old leaflets say ceop.gov.uk here."),
        "names ceop.gov.uk", "Old leaflets say",
    ),
    "answer past its review": Damage(
        "topics/info/most_wanted.yml", lambda text: re.sub(r"review_by: .*", "review_by: 2026-11-21", text),
        "is past its review date, 2026-11-21", "review_by:",
    ),
    "contact past its review": Damage(
        "contacts.yml",
        lambda text: re.sub(r"(- id: shout\n.*?review_by: )\S+", r"\g<1>2026-11-21", text, flags=re.S),
        "shout is past its review date, 2026-11-21", "- id: shout",
    ),
    "safety contact reviewed too late": Damage(
        "contacts.yml",
        lambda text: re.sub(r"(- id: sarc\n.*?review_by: )\S+", r"\g<1>2027-02-21", text, flags=re.S),
        "sarc is in data/safety/routes.yml: review_by may be 2027-02-20", "- id: sarc",
    ),
    "hours of another time": Damage(
        "contacts.yml",
        lambda text: re.sub(r"(- id: nhs_111\n.*?hours_on: )\S+", r"\g<1>2020-04-23", text, flags=re.S),
        "hours of nhs_111: is past its review date", "- id: nhs_111",
    ),
    "hours of no day": Damage(
        "contacts.yml",
        lambda text: re.sub(r"(- id: samaritans\n.*?)  hours_on: \S+\n", r"\g<1>", text, flags=re.S),
        "hours of samaritans: has no hours_on", "- id: samaritans",
    ),
    "shared example": Damage(
        "topics/scheme/what.examples.yml",
        add(f"- {read_yaml(DATA / 'topics/scheme/cost.examples.yml')[3].upper()!r}"),
        "shares an example with scheme.cost", read_yaml(DATA / "topics/scheme/cost.examples.yml")[3].upper(),
    ),
    "too few examples": Damage(
        "topics/mappa/levels.examples.yml", lambda text: "- what are the levels of mappa then\n",
        "has only 1 example utterances", "- what are",
    ),
    "answer too long": Damage(
        "topics/prevent/online.yml", first(WORDS), "words, at most 120", "ask: ",
    ),
    "safety card too long": Damage(
        "topics/safety/vigilante.yml", first("Please call the police now. " * 3),
        "words, at most 42", "ask: ",
    ),
    "sentence too long": Damage(
        "topics/mappa/visor.yml",
        first("It is one that " + "goes on and " * 8 + "never ends."),
        "a sentence of 3", "It is one that",
    ),
    "hard to read": Damage(
        "topics/about/sources.yml",
        first("Institutional accountability necessitates comprehensive documentary verification. " * 5),
        "group about reads at grade", "ask: ",
    ),
    "blame": Damage(
        "topics/concern/accused.yml", first("You should have said so before."),
        "says 'You should have': blame", "You should have",
    ),
    "promise of outcome": Damage(
        "topics/scheme/who_is_told.yml", first("We can guarantee that they tell you."),
        "a promise of outcome", "We can guarantee",
    ),
    "promise of secrecy": Damage(
        "topics/scheme/will_he_know.yml", first("It is completely confidential."),
        "says 'completely confidential'", "It is completely confidential",
    ),
    "promise of no trace": Damage(
        "topics/chat/exit_safely.yml", first("This leaves no trace."),
        "says 'no trace'", "This leaves no trace",
    ),
    "private person": Damage(
        "topics/scheme/case_studies.yml", first("Karen Example asked about a friend."),
        "names a person: Karen", "Karen Example asked",
    ),
    "private person by title": Damage(
        "topics/mappa/oversight.yml", first("Write to Mrs Example about it."),
        "names a person: Mrs Example", "Write to Mrs",
    ),
    "private person by a title with a point": Damage(
        "topics/mappa/agencies.yml", first("Write to Mr. Example about it."),
        "names a person: Mr. Example", "Write to Mr.",
    ),
    "figure that the force is not asked for": Damage(
        "topics/prevent/talk_to_child.yml", first("About 12% of parents ask this."),
        "states a figure", "About 12% of",
    ),
}
