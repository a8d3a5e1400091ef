"""signpost keys: what closes and opens enquiries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from web.commands.start import settings

if TYPE_CHECKING:
    from web.store.seals import Keys


@click.group()
def keys() -> None:
    """The keys that close enquiries (for the website) and open them (for delivery)."""


@keys.command()
def make() -> None:
    """Make the keys that are missing."""
    _change(lambda folder: folder.make_missing())


@keys.command()
def rotate() -> None:
    """Make new keys, used from now on by the running website. What was closed before still opens.

    A private key may be deleted once every enquiry closed with it is purged.
    """
    _change(lambda folder: folder.rotate())


@keys.command("list")
def list_() -> None:
    """List the keys and what each is needed for."""
    _tell(_keys())


def _change(how: Callable[[Keys], object]) -> None:
    from web.store.errors import Unavailable

    folder = _keys()
    try:
        how(folder)
    except Unavailable as error:
        raise click.ClickException(f"No key was made. {error}") from None
    _tell(folder)


def _keys() -> Keys:
    from web.store.seals import Keys

    return Keys.configured(settings())


def _tell(folder: Keys) -> None:
    ids = folder.ids()
    for key_id in ids:
        use = "closes new enquiries" if key_id == ids[-1] else "opens older ones"
        private = "private key here" if (folder.private / f"{key_id}.private").is_file() else "no private key"
        click.echo(f"{key_id}  {use}; {private}")
    click.echo(f"Public keys and the key for drafts: {folder.folder}\nPrivate keys: {folder.private}")
