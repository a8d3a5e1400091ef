"""signpost engine, actions and health: one process in a container or on a machine of its own."""

from __future__ import annotations

import time

import click

from web.commands.start import CannotStart, require_safe, settings
from web.processes import children
from web.processes.child import Child
from web.processes.silence import SECONDS_TO_SHOW_LIFE
from web.settings import Settings

PULSE_WITHIN = 300  # seconds; one round of delivery may wait for a receiver and for whom it alerts


@click.command()
def engine() -> None:
    """Run one dialogue engine alone, on the port of SIGNPOST_ENGINE."""
    ours = settings()
    require_safe(ours, "engine")
    if not (secret := ours.engine_secret.get_secret_value()):
        raise CannotStart("SIGNPOST_ENGINE_SECRET: give the secret that website and engine share")
    if not ours.model.is_file():
        raise CannotStart(f"There is no model at {ours.model} yet. Make one with: make train")
    children.engine(ours, secret).become()


@click.command()
def actions() -> None:
    """Run one action server alone, on the port of SIGNPOST_ACTIONS."""
    children.action_server(settings(), "").become()


@click.command()
@click.argument("process", type=click.Choice(["web", "engine", "actions", "delivery"]))
@click.option("--live", is_flag=True, help="Only whether it answers at all: one that does not is hung.")
def health(process: str, live: bool) -> None:
    """Ask a process on this machine how it is. It ends with 0 if that can do its work, else with 1."""
    ours = settings()
    if live and process == "engine":
        if not _engine(ours).health(SECONDS_TO_SHOW_LIFE):
            raise click.ClickException("engine does not answer at all")
    elif not (pulse(ours) if process == "delivery" else answers(ours, process)):
        raise click.ClickException(f"{process} cannot do its work now")


def pulse(ours: Settings) -> bool:
    """Whether delivery went its round a short time ago."""
    try:
        return time.time() - ours.delivery_pulse.stat().st_mtime < PULSE_WITHIN
    except OSError:
        return False


def answers(ours: Settings, process: str) -> bool:
    """Whether it says that it is well. A website is, without an engine too: it answers danger."""
    if process == "engine":
        return _engine(ours).health() == "ready"
    if process == "actions":
        return children.action_server(ours, "").health() == "ready"
    return website(ours, "live") == "live"


def _engine(ours: Settings) -> Child:
    return children.engine(ours, ours.engine_secret.get_secret_value())


def website(ours: Settings, asked: str) -> str:
    """What the website of this machine says when it is asked whether it is "live" or "ready"."""
    return Child("Website", [], {}, None, health=f"{website_address(ours)}/health/{asked}").health()


def website_address(ours: Settings) -> str:
    """Where one asks it on this machine."""
    return f"http://{'127.0.0.1' if ours.host == '0.0.0.0' else ours.host}:{ours.port}"
