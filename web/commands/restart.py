"""signpost restart: fresh processes one after another, so that new words and a new model come in."""

from __future__ import annotations

import json
import os
import signal
import time

import click

from web.commands.start import settings
from web.processes.lone import running_in
from web.settings import Settings

LOOKS_EVERY = 0.5  # seconds


@click.command()
def restart() -> None:
    """Replace every process, each once the one before is ready. Nobody is turned away."""
    ours = settings()
    if (pid := running_in(ours.var)) is None:
        raise click.ClickException(f"Nothing runs in {ours.var}. Start it with: signpost run")
    asked = time.time()
    os.kill(pid, signal.SIGUSR1)
    while running_in(ours.var) == pid:
        time.sleep(LOOKS_EVERY)
        restarted = last_restart(ours)
        if restarted["at"] > asked:
            if restarted["problem"]:
                raise click.ClickException(f"Given up, the rest goes on as it was. {restarted['problem']}")
            click.echo("Every process was replaced.")
            # They were started with the environment that the supervisor had read at its own start.
            return click.echo("Changed settings and secrets wait for a new start of the service.", err=True)
    raise click.ClickException("The service was stopped meanwhile.")


def last_restart(ours: Settings) -> dict:
    """When it ended ("at", seconds since 1970) and what went wrong ("problem"), as the supervisor tells."""
    return json.loads(ours.engine_state.read_text())["restarted"]
