"""signpost migrate and purge: the store's tables, and what has served its purpose."""

from __future__ import annotations

import click

from web.commands.start import opened_store, settings


@click.command()
def migrate() -> None:
    """Bring the database to the tables of this version. Starting the service does it too."""
    with opened_store(settings(), makes=True):
        click.echo("The database is up to date.")


@click.command()
@click.option("--log", "show_log", is_flag=True, help="Only show what was purged so far.")
def purge(show_log: bool) -> None:
    """Erase enquiries that the force has received, after the days of retention, and forms that have ended.

    Delivery does it too. Nothing that was sent and not received is ever erased.
    """
    from web.store import retention
    from web.store.clock import now
    from web.store.drafts import sweep

    ours = settings()
    with opened_store(ours) as store:
        if not show_log:
            count = retention.purge(store, now(), ours.retention_days)
            click.echo(f"Purged: {count} enquiries received more than {ours.retention_days} days ago.")
            click.echo(f"Purged: {sweep(store, now())} forms that have ended unsent.")
            return
        with store.session() as session:
            for row in retention.purge_log(session):
                click.echo(f"{row.at:%Y-%m-%d %H:%M} UTC  {row._mapping['count']} {row.what} ({row.rule})")
