"""A check that nobody is named but people of public record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.checks.said import said
from bot.knowledge.reading import read_yaml

TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|PC|DC|Sergeant|Inspector)\.? [A-Z][a-z]+")
CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
WELSH = ("strings/cy/", "translations/cy/")  # where Beth is "what" and Allan is "out"


def people_are_of_public_record(subject: Checked) -> Iterator[Fault]:
    """A title with a name, or a first name of data/safety/first-names.yml, is on the list of people."""
    first_names = read_yaml(subject.data / "safety" / "first-names.yml")["names"]
    known = {name for line in first_names for name in line.split()}
    allowed = re.compile("|".join(map(re.escape, subject.wording["people"])))
    for file, text in said(subject):
        rest = allowed.sub(" ", text)
        words = [] if file.startswith(WELSH) else CAPITALISED.findall(rest)
        names = [word for word in words if word.lower() in known]
        for found in (*TITLED.findall(rest), *names):
            yield subject.fault_in(file, f"names a person: {found}", text)


CHECKS = (people_are_of_public_record,)
