"""signpost backup and restore."""

from __future__ import annotations

import os
from pathlib import Path

import click

from web.commands.start import opened_store, settings

SUFFIX = ".enquiries.json"


@click.command()
@click.argument("where", type=click.Path(path_type=Path))
def backup(where: Path) -> None:
    """Write all enquiries, sealed as they are, to the file WHERE (for its owner alone).

    If WHERE is a folder, to a new file in it, and backups there whose day has come are destroyed.
    Without the private keys nobody can read a backup; keep those elsewhere.
    """
    from web.store import backup as backups
    from web.store.clock import now

    ours, at = settings(), now()
    with opened_store(ours) as store, store.session() as session:
        saved = backups.save(session, at, ours.backup_days)
    file = where / f"{at:%Y%m%dT%H%M%SZ}{SUFFIX}" if where.is_dir() else where
    write_private(file, saved)
    click.echo(f"Written: {file}. Destroy it within {ours.backup_days} days.")
    for older in sorted(where.glob(f"*{SUFFIX}")) if where.is_dir() else ():
        if backups.is_over(older.read_bytes(), at.date()):
            older.unlink()
            click.echo(f"Destroyed: {older}. Its day had come.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring back the enquiries of FILE that are not here. What is here stays as it is."""
    from web.store import backup as backups
    from web.store.clock import now

    with opened_store(settings()) as store:
        try:
            with store.session() as session:
                restored = backups.restore(session, file.read_bytes(), now().date())
        except backups.NotUsable as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Restored: {restored.count} enquiries.")
    for reference in restored.torn:
        click.echo(f"Not restored: {reference}. A part of it is missing: look for it in another backup.")


def require_room(file: Path) -> None:
    """Raises a sentence where `file` could not be written, before anything is done for it."""
    if file.exists():
        raise click.ClickException(f"{file} exists already")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise click.ClickException(f"{file.parent} is not a folder that you can write to")


def write_private(file: Path, content: bytes) -> None:
    """A new file that only its owner can read, whole or not at all. An existing one is not overwritten."""
    require_room(file)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} exists already") from None
    except OSError as error:
        raise click.ClickException(f"{file} was not written: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as output:
            output.write(content)
            output.flush()
            os.fsync(descriptor)
    except OSError as error:
        file.unlink()
        raise click.ClickException(f"{file} was not written: {error.strerror}") from None
