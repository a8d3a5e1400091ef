"""What every command begins with: the settings, and where it needs them, the store and the keys."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from web.processes.watched import EXIT_CANNOT_WORK
from web.settings import Settings

if TYPE_CHECKING:
    from bot.knowledge import Library
    from web.safeguards import Process
    from web.store.engine import Store


OUR_ACTORS = ("website", "watch", "retention")  # in the trail, beside the workers
LONGEST_NAME = 60  # what the trail has room for, with the account


class CannotStart(click.ClickException):
    exit_code = EXIT_CANNOT_WORK


def settings() -> Settings:
    """The settings of this run; a wrong one is told by its name."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"SIGNPOST_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise CannotStart("; ".join(wrong)) from None


def require_ready(ours: Settings, delivers: bool = False) -> Library:
    """The content. Raises CannotStart with a sentence for each setting or fact that is still missing."""
    from bot.knowledge import ContentError, load
    from web.readiness import missing

    try:
        library = load(ours.force)
        sentences = list(missing(ours, library, delivers))
    except ContentError as error:
        raise CannotStart(str(error)) from None
    if sentences:
        raise CannotStart("This cannot start yet:\n  " + "\n  ".join(sentences))
    return library


def require_safe(ours: Settings, *processes: Process) -> None:
    """Raises CannotStart with a sentence for each setting that is unsafe for these processes."""
    from bot.knowledge import ContentError
    from web.safeguards import unsafe

    try:
        sentences = list(unsafe(ours, *processes))
    except ContentError as error:
        raise CannotStart(str(error)) from None
    if sentences:
        raise CannotStart("This is not safe to start:\n  " + "\n  ".join(sentences))


def warn(ours: Settings) -> None:
    """Say what may start and could be safer."""
    from web.safeguards import risky

    for sentence in risky(ours):
        click.echo(f"Warning: {sentence}", err=True)


@contextmanager
def opened_store(ours: Settings, makes: bool = False) -> Iterator[Store]:
    """The store, with its tables up to date, after saying which one it is. A file that is not there is made
    only if the command `makes` one. What goes wrong in it ends the command with a sentence.
    """
    from nacl.exceptions import CryptoError

    from web.delivery.states import NotAllowed
    from web.store.engine import Store
    from web.store.errors import Unavailable
    from web.store.migrations import migrate

    require_there(ours, makes)
    try:
        store = Store(ours.database_url)
        try:
            click.echo(f"Store: {store.engine.url.render_as_string()}", err=True)
            migrate(store)
            yield store
        finally:
            store.close()
    except NotAllowed as error:
        raise click.ClickException(str(error)) from None
    except CryptoError:
        raise click.ClickException("This cannot be opened: it was changed after it was sealed") from None
    except Unavailable as error:
        raise CannotStart(f"The store of enquiries cannot be used: {error}") from None


def require_there(ours: Settings, makes: bool) -> None:
    """Raises CannotStart for a file that is not there: most likely SIGNPOST_VAR is not the service's."""
    scheme, _, file = ours.database_url.partition(":///")
    if scheme == "sqlite" and not makes and not Path(file).exists():
        raise CannotStart(
            f"There is no store at {file}. Set SIGNPOST_VAR or SIGNPOST_DATABASE to those of the service "
            "(docs/runbook.md), or make one: signpost migrate"
        )


def operator_option(command: click.Command) -> click.Command:
    """Whoever looks at an enquiry or moves it is named in its trail."""
    named = click.option("--operator", required=True, callback=_named, help="Your name, for the trail.")
    return named(command)


def _named(_: click.Context, __: click.Parameter, name: str) -> str:
    """A person's name, with the account that it was given from: a name alone proves nothing."""
    name = one_line(name)
    if not name or name.lower() in OUR_ACTORS:
        raise click.BadParameter("give your own name")
    return f"{name[:LONGEST_NAME]} (account {_account()})"


def one_line(words: str) -> str:
    """Words for the trail, which nobody may forge a line of or steer a terminal with."""
    words = words.strip()
    if not words.isprintable():
        raise click.BadParameter("give one line of plain characters")
    return words


def one_line_given(_: click.Context, __: click.Parameter, words: str | None) -> str | None:
    """The same, of an option that may be left out."""
    return words and one_line(words)


def _account() -> str:
    try:
        return os.environ.get("SUDO_USER") or pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container that knows no names
        return str(os.getuid())
