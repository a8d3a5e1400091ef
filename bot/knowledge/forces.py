"""What differs from one police force to the next. One file each in data/forces/."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal, Optional

from pydantic import Field, validator

from bot.knowledge.reading import DATA, Content, ContentError, build, read_yaml
from bot.knowledge.switches import Switches

HEX = r"^#[0-9a-fA-F]{6}$"
PLAIN_ADDRESS = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


class Confirmable(Content):
    """A fact of the force's own: our evidence for it, and the force's word once it is given."""

    text: str
    text_cy: Optional[str]
    source: str
    evidence_date: date
    confirmed_on: Optional[date]
    confirmed_by: Optional[str]

    def said_in(self, language: str) -> str:
        return self.text_cy if language == "cy" and self.text_cy else self.text


class Times(Content):
    """How long the stages of a request take, in words ("24 hours")."""

    first_checks: Confirmable
    interview: Confirmable
    overall: Confirmable


class Colours(Content):
    """Two colours as #rrggbb, far enough apart to be read one on the other."""

    brand: str = Field(regex=HEX)
    brand_text: str = Field(regex=HEX)

    @validator("brand_text")
    def _can_be_read_on_the_brand(cls, text: str, values: dict) -> str:
        if "brand" in values and (ratio := contrast(values["brand"], text)) < LEAST_CONTRAST:
            raise ValueError(f"has a contrast of {ratio:.1f} to brand; {LEAST_CONTRAST} are needed")
        return text


class Link(Content):
    url: Optional[str]


class Privacy(Link):
    version: str


class Handoff(Content):
    """How an enquiry starts: our form, a link to the force's own, or contacts alone."""

    mode: Literal["none", "link", "embedded"]
    url: Optional[str]
    url_id: Optional[str] = Field(regex=r"^[a-z0-9_]+$")
    verified_on: Optional[date]

    @validator("url", always=True)
    def _a_link_has_an_address(cls, url: Optional[str], values: dict) -> Optional[str]:
        if values.get("mode") == "link" and not url:
            raise ValueError("mode link needs the address of the force's form")
        if url and not PLAIN_ADDRESS.fullmatch(url):
            raise ValueError("must be https without ? or #: nothing may go along with who follows it")
        return url

    @validator("url_id", always=True)
    def _a_link_has_a_name(cls, url_id: Optional[str], values: dict) -> Optional[str]:
        if values.get("mode") == "link" and not url_id:
            raise ValueError("mode link needs a name for the address, of a-z, 0-9 and _")
        return url_id


class Force(Content):
    """The profile of one force."""

    id: str
    name: str
    name_cy: Optional[str]
    nation: Literal["england", "wales"]
    languages: list[Literal["en", "cy"]]
    colours: Colours
    logo: Optional[str] = Field(regex=r"^[a-z0-9-]+\.(svg|png)$")  # a file in data/forces/logos/
    online_report: Link
    front_counter: Link
    press_office: Link
    foi: Link
    complaints: Link
    handoff: Handoff
    form: Switches = Switches()
    times: Times
    scheme_status: Confirmable
    privacy: Privacy
    neutral_exit: str

    @validator("times")
    def _times_are_in_each_language(cls, times: Times, values: dict) -> Times:
        stages = [getattr(times, stage) for stage in times.__fields__]
        if "cy" in values.get("languages", ()) and not all(stage.text_cy for stage in stages):
            raise ValueError("need text_cy each, since the force has Welsh")
        return times

    def placeholders(self, language: str) -> dict[str, str]:
        """The words that stand for {force}, {first_checks} and so on in a reply."""
        name = self.name_cy if language == "cy" and self.name_cy else self.name
        times = {stage: getattr(self.times, stage).said_in(language) for stage in self.times.__fields__}
        return {"force": name, "scheme_status": self.scheme_status.said_in(language), **times}


def read_force(force: str, data: Path = DATA) -> Force:
    """The profile named `force`; an unknown name is an error that lists the known ones."""
    known = sorted(path.stem for path in (data / "forces").glob("*.yml"))
    if force not in known:
        raise ContentError(f"SIGNPOST_FORCE is {force!r}; data/forces/ has: {', '.join(known)}")
    path = data / "forces" / f"{force}.yml"
    profile = build(Force, read_yaml(path), path)
    if profile.logo and not (data / "forces" / "logos" / profile.logo).is_file():
        raise ContentError(f"{path}: there is no data/forces/logos/{profile.logo}")
    return profile


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))
