"""What differs from one police force to the next. One file each in data/forces/."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Optional

from pydantic import validator

from bot.knowledge.reading import DATA, Content, ContentError, build, read_yaml


class Confirmable(Content):
    """A fact of the force's own: our evidence for it, and the force's word once it is given."""

    text: str
    source: str
    evidence_date: date
    confirmed_on: Optional[date]
    confirmed_by: Optional[str]


class Times(Content):
    """How long the stages of a request take, in words ("24 hours")."""

    first_checks: Confirmable
    interview: Confirmable
    overall: Confirmable


class Colours(Content):
    brand: str
    brand_text: str


class Link(Content):
    url: Optional[str]


class Privacy(Link):
    version: str


class Handoff(Content):
    """How an enquiry starts: our form, a link to the force's own, or contacts alone."""

    mode: Literal["none", "link", "embedded"]
    url: Optional[str]
    url_id: Optional[str]
    verified_on: Optional[date]

    @validator("url", always=True)
    def _a_link_has_an_address(cls, url: Optional[str], values: dict) -> Optional[str]:
        if values.get("mode") == "link" and not url:
            raise ValueError("mode link needs the address of the force's form")
        return url


class Force(Content):
    """The profile of one force."""

    id: str
    name: str
    name_cy: Optional[str]
    nation: Literal["england", "wales"]
    languages: list[Literal["en", "cy"]]
    colours: Colours
    logo: Optional[str]
    online_report: Link
    front_counter: Link
    press_office: Link
    foi: Link
    complaints: Link
    handoff: Handoff
    times: Times
    scheme_status: Confirmable
    privacy: Privacy
    neutral_exit: str

    def placeholders(self, language: str) -> dict[str, str]:
        """The words that stand for {force}, {first_checks} and so on in a reply."""
        name = self.name_cy if language == "cy" and self.name_cy else self.name
        times = {stage: getattr(self.times, stage).text for stage in self.times.__fields__}
        return {"force": name, "scheme_status": self.scheme_status.text, **times}


def read_force(force: str, data: Path = DATA) -> Force:
    """The profile named `force`; an unknown name is an error that lists the known ones."""
    known = sorted(path.stem for path in (data / "forces").glob("*.yml"))
    if force not in known:
        raise ContentError(f"SIGNPOST_FORCE is {force!r}; data/forces/ has: {', '.join(known)}")
    path = data / "forces" / f"{force}.yml"
    return build(Force, read_yaml(path), path)
