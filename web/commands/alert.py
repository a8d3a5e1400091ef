"""signpost try-alert: whether those who are to be told of an enquiry that waits can be reached."""

from __future__ import annotations

import click

from web.commands.start import settings

CONTACTS = {"SIGNPOST_ALERT": False, "SIGNPOST_DUTY_ALERT": True}  # whether it is the duty contact


@click.command("try-alert")
def try_alert() -> None:
    """Send a test to the operator and to the duty contact, each by its own command or address.

    Run it where delivery runs, then ask them whether it came. It ends with 0 if both took it, else with 1.
    """
    from web.delivery.alerts import Alerts

    ours = settings()
    if not ours.alert:
        raise click.ClickException("SIGNPOST_ALERT is not set: nobody would be told of an enquiry that waits")
    alerts = Alerts(ours.alert, ours.duty_alert)
    failed = {name: alerts.trial(duty) for name, duty in CONTACTS.items() if not duty or ours.duty_alert}
    for name, error in failed.items():
        click.echo(f"{name}: {f'reached nobody ({error})' if error else 'taken'}")
    if any(failed.values()):
        raise click.ClickException("Mend the command or the address, then try again: signpost config")
    click.echo("Ask them whether a test came.")
