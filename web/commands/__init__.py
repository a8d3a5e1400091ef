"""The signpost command. Each part imports what it needs when it is run, so that help comes quickly."""

from __future__ import annotations

import click

from web.commands.alert import try_alert
from web.commands.apart import actions, engine, health
from web.commands.away import away
from web.commands.backups import backup, restore
from web.commands.counts import counts
from web.commands.delivery import deliver
from web.commands.enquiries import enquiries
from web.commands.keys import keys
from web.commands.link import check_link
from web.commands.restart import restart
from web.commands.service import config, run, serve
from web.commands.switch import off, on
from web.commands.upkeep import migrate, purge
from web.commands.useful import useful


@click.group()
def signpost() -> None:
    """A guided information service on a police force's website."""


SERVICE = (run, restart, serve, engine, actions, deliver, health, config, off, on, away, check_link)
ENQUIRIES = (try_alert, enquiries, counts, useful, keys, migrate, purge, backup, restore)

for command in (*SERVICE, *ENQUIRIES):
    signpost.add_command(command)
