"""Checks of links: https, to publishers we know, and to no address of 2007."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.checks.said import said
from bot.knowledge.forces import Force, read_force
from bot.knowledge.reading import read_yaml
from bot.knowledge.sources import public_source_files


def links(subject: Checked) -> Iterator[tuple[str, str]]:
    """File and address of everything that a person may click."""
    for contact in subject.library.contacts.values():
        for way in contact.ways:
            if way.kind in ("web", "chat", "bsl"):
                yield "contacts.yml", way.value
    for path in public_source_files(subject.data):
        for source in read_yaml(path):
            if source["official"] and source["url"]:
                yield f"sources/{path.name}", source["url"]
    for path in sorted((subject.data / "forces").glob("*.yml")):
        for address in addresses(read_force(path.stem, subject.data)):
            yield f"forces/{path.name}", address


def addresses(force: Force) -> Iterator[str]:
    """Every link of a force's profile."""
    pages = (force.online_report, force.front_counter, force.press_office, force.foi, force.complaints)
    urls = [page.url for page in (*pages, force.privacy, force.handoff)]
    yield from filter(None, [*urls, force.neutral_exit])


def links_lead_to_publishers_we_know(subject: Checked) -> Iterator[Fault]:
    for file, link in links(subject):
        host = urlsplit(link).hostname or ""
        if not link.startswith("https://"):
            yield subject.fault_in(file, f"{link} is not an https address", link)
        if within(host, subject.wording["dead_domains"]):
            yield subject.fault_in(file, f"{link} is a dead address of 2007", link)
        elif not within(host, subject.wording["known_domains"]):
            yield subject.fault_in(file, f"{link} is not on the list of known publishers", link)


def no_dead_address_is_named(subject: Checked) -> Iterator[Fault]:
    """Nobody is tempted to type an address that may belong to someone else by now."""
    for file, text in said(subject):
        for domain in subject.wording["dead_domains"]:
            if domain in text.lower():
                yield subject.fault_in(file, f"names {domain}, a dead address of 2007", text)


def within(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


CHECKS = (links_lead_to_publishers_we_know, no_dead_address_is_named)
