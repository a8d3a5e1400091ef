"""Tells problems: to programs as problem+json, to people as a page; never what broke inside."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from bot import logs
from web.problems import RETRY_AFTER, Problem, describe
from web.schemas import ProblemBody
from web.services import services
from web.thread import Thread

log = logging.getLogger(__name__)

BY_STATUS = {404: "not_found", 405: "not_allowed", 413: "too_large", 429: "too_many"}


def handle_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Problem, tell)
    app.register_error_handler(HTTPException, _tell_http)
    app.register_error_handler(Exception, _tell_unexpected)
    app.log_exception = lambda raised: _log(raised[1])  # Flask's own line names the address as it was typed


def tell(problem: Problem) -> Response:
    """The response to a problem."""
    body = describe(services().library, problem, g.get("language", "en"))
    services().metrics.count_problem(problem.name)
    if request.path.startswith("/api/"):
        response = Response(body.json(by_alias=True), mimetype="application/problem+json")
    else:
        response = Response(_page(body), mimetype="text/html")
    response.status_code = body.status
    if seconds := RETRY_AFTER.get(problem.name):
        response.headers["Retry-After"] = str(seconds)
    return response


def _tell_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    name = BY_STATUS.get(status, "malformed" if status < 500 else "unexpected")
    response = tell(Problem(name))
    response.headers.extend((k, v) for k, v in error.get_headers() if k == "Allow")
    return response


def _tell_unexpected(error: Exception) -> ResponseReturnValue:
    _log(error)
    return tell(Problem("unexpected"))


def _log(error: BaseException) -> None:
    # The words of an exception may hold what was typed: its kind and place are all that is logged.
    log.error("a request failed", extra=logs.kind_of(error))


def _page(body: ProblemBody) -> str:
    try:
        # A page that something broke on shows nothing of what was sent to it, not even the key.
        return render_template("error.html", problem=body, conversation="", thread=Thread())
    except Exception as error:  # a broken template must not hide the numbers to call
        log.error("the page that tells of a problem failed", extra=logs.kind_of(error))
        lines = [body.detail]
        lines += [f"{c.name}: {w.value}" for c in body.contacts for w in c.ways if w.kind == "phone"]
        return "<!doctype html>\n" + "".join(f"<p>{line}</p>\n" for line in lines)
