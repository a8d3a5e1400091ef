"""The command line: signpost run, serve and config."""

from __future__ import annotations

import secrets
import signal
import socket
from urllib.parse import urlsplit

import click
import requests
from pydantic import ValidationError

from bot.knowledge import ContentError
from web import children
from web.settings import Settings
from web.supervisor import Supervisor
from web.watched import EXIT_CANNOT_WORK


class CannotStart(click.ClickException):
    exit_code = EXIT_CANNOT_WORK


@click.group()
def signpost() -> None:
    """A guided information service on a police force's website."""


@signpost.command()
def config() -> None:
    """List every setting with its value and meaning."""
    for name, value, meaning in settings().described():
        click.echo(f"{name}={value}\n    {meaning}")


@signpost.command()
def serve() -> None:
    """Run the website alone, without the dialogue engine."""
    from web.serve import serve as serve_website  # spaCy and Flask: not needed by the others

    try:
        serve_website(settings())
    except (ContentError, ValueError) as error:
        raise CannotStart(str(error)) from None


@signpost.command()
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
    supervisor = Supervisor(
        [children.website(ours, secret), engine, children.action_server(ours, secret)],
        engine,
        ours.engine_state,
        probe=lambda: probe(ours),
        say=click.echo,
        patience=ours.engine_loading,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    raise SystemExit(supervisor.run(f"http://{ours.host}:{ours.port}"))


def settings() -> Settings:
    """The settings of this run; a wrong one is told by its name."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"SIGNPOST_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise CannotStart("; ".join(wrong)) from None


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
