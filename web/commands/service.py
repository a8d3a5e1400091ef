"""signpost run, serve and config: the service itself."""

from __future__ import annotations

import secrets
import signal
import socket
from urllib.parse import urlsplit

import click
import requests

from bot.knowledge import ContentError
from bot.knowledge.forces import read_force
from bot.knowledge.library import DEFAULT_FORCE
from web import children
from web.commands.start import CannotStart, require_ready, settings
from web.settings import Settings
from web.supervisor import Supervisor


@click.command()
def config() -> None:
    """List every setting with its value and meaning."""
    for name, value, meaning in settings().described():
        click.echo(f"{name}={value}\n    {meaning}")


@click.command()
def serve() -> None:
    """Run the website alone, without the dialogue engine."""
    from web.serve import serve as serve_website  # Flask: not needed by the others

    ours = settings()
    require_ready(ours)
    try:
        serve_website(ours)
    except (ContentError, ValueError) as error:
        raise CannotStart(str(error)) from None


@click.command()
def run() -> None:
    """Start everything and keep it running. Stop with Ctrl-C."""
    ours = settings()
    if not ours.model.is_file():
        raise CannotStart(f"There is no model at {ours.model} yet. Make one with: make train")
    addresses = [(ours.host, ours.port)]
    addresses += [(p.hostname, p.port) for p in map(urlsplit, (ours.engine, ours.actions))]
    for host, port in addresses:
        require_free(host, port)
    secret = ours.engine_secret.get_secret_value() or secrets.token_urlsafe(32)
    engine = children.engine(ours, secret)
    processes = [children.website(ours, secret), engine, children.action_server(ours, secret)]
    if takes_enquiries(ours):
        processes.append(children.delivery(ours, secret))
    supervisor = Supervisor(
        processes,
        engine,
        ours.engine_state,
        probe=lambda: probe(ours),
        say=click.echo,
        patience=ours.engine_loading,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    raise SystemExit(supervisor.run(f"http://{ours.host}:{ours.port}"))


def takes_enquiries(ours: Settings) -> bool:
    """Whether this force's enquiries are made with our form, and so must be delivered."""
    try:
        return read_force(ours.force or DEFAULT_FORCE).handoff.mode == "embedded"
    except ContentError as error:
        raise CannotStart(str(error)) from None


def require_free(host: str, port: int) -> None:
    """Raises CannotStart for a port that is in use."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            raise CannotStart(f"Port {port} is in use. Set another: signpost config") from None


def probe(ours: Settings) -> str:
    """How the website is doing: "closed", "open" or "ready"."""
    host = "127.0.0.1" if ours.host == "0.0.0.0" else ours.host
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(f"http://{host}:{ours.port}/health/ready", timeout=5)
    except requests.RequestException:
        return "closed"
    return "ready" if answer.status_code == 200 else "open"
