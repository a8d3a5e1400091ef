"""The web process: the door to the conversation, its pages and its JSON interface."""

from __future__ import annotations

from io import BytesIO

from flask import Flask, Request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.knowledge import Library, load
from bot.screening import Screener
from web import api, chat, health, leave, pages
from web.context import add_context
from web.door import Door
from web.engine import Engine
from web.errors import handle_errors
from web.headers import add_headers
from web.limits import Limits
from web.services import Services
from web.settings import Settings

MAX_BODY = 1024 * 1024  # bytes


class TextRequest(Request):
    """A request that takes no files: what is sent stays in memory."""

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()


def create_app(
    settings: Settings | None = None,
    library: Library | None = None,
    door: Door | None = None,
) -> Flask:
    """The application. Raises ContentError or ValueError for unusable content or settings."""
    settings = settings or Settings()
    app = Flask(__name__)
    app.request_class = TextRequest
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    services = Services(
        settings=settings,
        library=library or load(settings.force),
        door=door or Door(Screener.load(names=False)),
        engine=Engine(
            settings.engine,
            settings.engine_secret.get_secret_value(),
            settings.engine_timeout,
            settings.threads,
        ),
        limits=Limits(app, settings.rate_limit),
    )
    app.extensions["signpost"] = services

    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("web"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    add_context(app, services)
    add_headers(app, leave.origin_of(leave.neutral_site(settings, services.library.force)))
    handle_errors(app)
    for module in (api, chat, health, leave, pages):
        app.register_blueprint(module.routes)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
    return app
