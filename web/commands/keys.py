"""signpost keys: what closes and opens enquiries."""

from __future__ import annotations

import click

from web.commands.start import settings


@click.group()
def keys() -> None:
    """The keys that close enquiries (for the website) and open them (for delivery)."""


@keys.command()
def make() -> None:
    """Make the keys that are missing."""
    folder = _keys()
    folder.make_missing()
    _tell(folder)


@keys.command()
def rotate() -> None:
    """Make new keys, used from now on by the running website. What was closed before still opens.

    A private key may be deleted once every enquiry closed with it is purged.
    """
    folder = _keys()
    folder.rotate()
    _tell(folder)


@keys.command("list")
def list_() -> None:
    """List the keys and what each is needed for."""
    _tell(_keys())


def _keys():
    from web.store.seals import Keys

    return Keys.configured(settings())


def _tell(folder) -> None:
    ids = folder.ids()
    for key_id in ids:
        use = "closes new enquiries" if key_id == ids[-1] else "opens older ones"
        private = "private key here" if (folder.private / f"{key_id}.private").is_file() else "no private key"
        click.echo(f"{key_id}  {use}; {private}")
    click.echo(f"Public keys and the key for drafts: {folder.folder}\nPrivate keys: {folder.private}")
