"""The Flask application: everything the website is made of, put together."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import logs
from bot.knowledge import Library, load
from web import api, chat, embed, health, leave, pages, useful
from web.compressed import compress_static
from web.context import add_context
from web.door import Door
from web.engine import Engine
from web.enquiry import own_form
from web.enquiry import routes as form
from web.enquiry.handover import Handovers
from web.errors import handle_errors
from web.headers import add_headers
from web.limits import Limits
from web.metrics import Metrics
from web.search import Search
from web.sent import Sent
from web.services import Services
from web.settings import Settings
from web.store.records import Records

# Bytes. A message of 100,000 characters fits, in which danger is still found: each has four at most in UTF-8,
# and six escaped in JSON (emoji apart). The form's pages need less. More gets the numbers to call.
MAX_BODY = 640 * 1024
COMPONENTS = ("govuk_frontend_jinja", "govuk_frontend_wtf")  # packages of templates


class FewFields(FormDataParser):
    """Takes no more fields of a form than parts of one: hundreds of thousands would cost seconds."""

    def parse(self, stream: IO[bytes], mimetype: str, *more: Any, **others: Any) -> Any:
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, *more, **others)


class TextRequest(Request):
    """A request that takes no files: what is sent stays in memory."""

    form_data_parser_class = FewFields

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()


def create_app(
    settings: Settings | None = None,
    library: Library | None = None,
    door: Door | None = None,
) -> Flask:
    """The application. Raises ContentError or ValueError for unusable content or settings."""
    settings = settings or Settings()
    app = Flask("web")
    app.request_class = TextRequest
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    library = library or load(settings.force)
    records = Records(settings, library.force.id)
    # Where several websites count and remember, and the salt of their hashes.
    together = (settings.rate_limit_store.get_secret_value(), settings.engine_secret.get_secret_value())
    services = Services(
        settings=settings,
        library=library,
        door=door or Door(),
        engine=Engine(
            settings.engine_addresses,
            settings.engine_secret.get_secret_value(),
            settings.engine_timeout,
            settings.threads,
        ),
        limits=Limits(settings.rate_limit, *together),
        sent=Sent(*together),
        metrics=Metrics({topic.partition(".")[0] for topic in library.topics}),
        search=Search([topic for topic in library.topics.values() if topic.is_readable]),
        records=records,
        handovers=Handovers(records),
    )
    app.extensions["signpost"] = services

    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("web"),
            PrefixLoader({name: PackageLoader(name) for name in COMPONENTS}),
        ]
    )
    app.before_request(logs.new_trace)
    services.metrics.count_responses(app)
    compress_static(app)
    add_context(app, services)
    neutral = leave.origin_of(leave.neutral_site(settings, library.force))
    add_headers(app, [neutral, *own_form.origins(library.force)])
    handle_errors(app)
    for module in (api, chat, embed, form, health, leave, own_form, pages, useful):
        app.register_blueprint(module.routes)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
    return app
