"""signpost run, serve and config: the service itself."""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import sys
from urllib.parse import urlsplit

import click

from bot.knowledge import ContentError
from bot.knowledge.forces import read_force
from bot.knowledge.library import DEFAULT_FORCE
from web.commands.start import CannotStart, require_ready, require_safe, settings, warn
from web.processes import children
from web.processes.child import Child
from web.processes.lone import Lone, RunsAlready
from web.processes.sharing import open_port
from web.processes.supervisor import Supervisor
from web.settings import Settings, is_here


@click.command()
def config() -> None:
    """List every setting with its value and meaning."""
    for name, value, meaning in settings().described():
        click.echo(f"{name}={value}\n    {meaning}")


@click.command()
@click.option("--socket", "sockets", multiple=True, type=int, hidden=True)
def serve(sockets: tuple[int, ...]) -> None:
    """Run the website alone, without the dialogue engine."""
    from web.serve import serve as serve_website  # Flask: not needed by the others

    ours = settings()
    require_safe(ours, "website")
    library = require_ready(ours)
    try:
        serve_website(ours, library, sockets)
    except (ContentError, ValueError) as error:
        raise CannotStart(str(error)) from None


@click.command()
def run() -> None:
    """Start everything and keep it running. Stop with Ctrl-C."""
    ours = settings()
    require_safe(ours, "website", "engine")
    warn(ours)
    require_openable(ours)
    if not ours.model.is_file():
        raise CannotStart(f"There is no model at {ours.model} yet. Make one with: make train")
    for address in filter(is_here, (*ours.engine_addresses, *ours.action_addresses)):
        inner = urlsplit(address).port
        if inner == ours.port:
            raise CannotStart(f"Port {inner} is wanted twice, by the website and behind it: signpost config")
        require_free(ours.inner_host, inner).close()
    try:
        with Lone(ours.var), require_free(ours.host, ours.port) as port:
            raise SystemExit(supervise(ours, port))
    except RunsAlready:
        raise CannotStart(f"The service runs already in {ours.var}. Set another SIGNPOST_VAR") from None


def require_openable(ours: Settings) -> None:
    """Raises CannotStart where delivery is ours, and could open nothing of what is confirmed from now on."""
    from web.store.seals import Keys

    if not (ours.is_production and ours.delivery == "here" and takes_enquiries(ours)):
        return
    keys = Keys.configured(ours)
    if not keys.can_open:
        raise CannotStart(
            f"SIGNPOST_PRIVATE_KEYS: {keys.private} has no private key for what is sent now. Bring it back "
            "from its copy, or make new keys: signpost keys rotate"
        )


def supervise(ours: Settings, port: socket.socket) -> int:
    """Start every process of this machine and watch them; gives the exit code."""
    shutil.rmtree(ours.counts, ignore_errors=True)
    ours.counts.mkdir(parents=True, exist_ok=True)
    secret = ours.engine_secret.get_secret_value() or secrets.token_urlsafe(32)
    websites = [children.website(ours, secret, port, number) for number in range(ours.workers)]
    engines = [children.engine(ours, secret, number) for number in here(ours.engine_addresses)]
    actions = [children.action_server(ours, secret, number) for number in here(ours.action_addresses)]
    processes: list[Child] = [*websites, *actions, *engines]
    if ours.delivery == "here" and takes_enquiries(ours):
        processes.append(children.delivery(ours, secret))
    supervisor = Supervisor(processes, engines, ours.engine_state, click.echo, ours.engine_loading)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    signal.signal(signal.SIGUSR1, supervisor.restart)
    # From a terminal it means that the terminal was closed.
    signal.signal(signal.SIGHUP, supervisor.stop if sys.stdout.isatty() else supervisor.restart)
    return supervisor.run(f"http://{ours.host}:{ours.port}")


def here(addresses: list[str]) -> list[int]:
    """Which of them are this machine's; the others run elsewhere."""
    return [number for number, address in enumerate(addresses) if is_here(address)]


def takes_enquiries(ours: Settings) -> bool:
    """Whether this force's enquiries are made with our form, and so must be delivered."""
    try:
        return read_force(ours.force or DEFAULT_FORCE).handoff.mode == "embedded"
    except ContentError as error:
        raise CannotStart(str(error)) from None


def require_free(host: str, port: int) -> socket.socket:
    """The port, opened. Raises CannotStart if it is in use."""
    try:
        return open_port(host, port)
    except OSError:
        raise CannotStart(f"Port {port} is in use. Set another: signpost config") from None
