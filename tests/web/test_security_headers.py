"""The headers of every route, whatever it answers."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.doubles import create_test_app

REQUESTS = [
    ("GET", "/", 200),
    ("POST", "/", 200),
    ("GET", "/information", 200),
    ("POST", "/information", 200),
    ("GET", "/information/help-now", 200),
    ("POST", "/information/help-now", 200),
    ("GET", "/contacts", 200),
    ("GET", "/about", 200),
    ("GET", "/cookies", 200),
    ("GET", "/logo", 404),
    ("POST", "/useful", 400),
    ("POST", "/start-again", 303),
    ("GET", "/using-this-page-safely", 200),
    ("GET", "/privacy", 200),
    ("GET", "/accessibility", 200),
    ("GET", "/ended", 200),
    ("GET", "/exit", 303),
    ("POST", "/exit", 303),
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/api/schemas/csods-submission/1.0.0", 200),
    ("POST", "/api/v1/messages", 400),
    ("POST", "/api/v1/conversations/end", 400),
    ("POST", "/api/v1/conversations/stay", 400),
    ("GET", "/no-such-page", 404),
    ("GET", "/static/no-such-file", 404),
    ("PUT", "/", 405),
    ("OPTIONS", "/", 200),
]
FORBIDDEN = ("unsafe-inline", "unsafe-eval", "data:", "http:", "*")


def test_every_route_is_in_the_table(client: FlaskClient) -> None:
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    covered = {path for _, path, _ in REQUESTS}
    form = {rule for rule in rules if rule.startswith("/enquiry/")}  # tests/web/test_enquiry_start.py
    assert rules - covered - form == {
        "/static/<path:filename>",
        "/information/<address>",
        "/figures/<name>",
        "/embed.js",  # tests/web/test_embed.py
        "/leave/<url_id>",  # tests/web/test_handover.py
    }


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_every_response_is_guarded(client: FlaskClient, method: str, path: str, status: int) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    headers = response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=(), " in headers["Permissions-Policy"]
    assert "camera=(), " in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers
    assert "Server" not in headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    for name in ("default-src", "base-uri", "object-src", "frame-ancestors"):
        assert policy[name] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{24}'", policy["script-src"])
    assert policy["form-action"] == "'self' https://www.bbc.co.uk"
    assert not [word for word in FORBIDDEN for value in policy.values() if word in value]


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    nonces = {
        re.search(r"'nonce-([^']+)'", client.get("/").headers["Content-Security-Policy"])[1]
        for _ in range(20)
    }
    assert len(nonces) == 20


def test_inline_code_bears_the_nonce(client: FlaskClient) -> None:
    response = client.get("/")
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1]
    for attributes in re.findall(r"<(?:style|script)([^>]*)>", response.text):
        assert f'nonce="{nonce}"' in attributes or 'src="/static/' in attributes
    assert not re.search(r'\s(style|on[a-z]+)="', response.text)


def test_static_files_are_kept_and_change_their_address_with_their_content(client) -> None:
    address = re.search(r'"(/static/signpost\.css\?v=[0-9a-f]{12})"', client.get("/").text)[1]
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_https_is_insisted_on_only_where_it_is_used(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/health/live").headers
    secure = client.get("/health/live", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_headers_of_a_proxy_count_only_where_there_is_one() -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    for proxies, believed in ((0, False), (1, True)):
        client = create_test_app(trusted_proxies=proxies).test_client()
        response = client.get("/health/live", headers=said)
        assert ("Strict-Transport-Security" in response.headers) is believed


def test_a_failure_of_ours_shows_nothing_of_the_inside(client: FlaskClient, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary-inside")

    monkeypatch.setattr(client.application, "testing", False)
    monkeypatch.setattr(client.application.extensions["signpost"].door._screener, "screen_text", fail)
    api = client.post("/api/v1/messages", json={"text": "a"})
    page = client.post("/", data={"text": "a"})
    for response in (api, page):
        assert response.status_code == 500
        assert "999" in response.text
        assert "canary-inside" not in response.text
        assert "Traceback" not in response.text
        assert response.headers["Cache-Control"] == "no-store"
    assert api.get_json()["contacts"][0]["id"] == "emergency_999"


def test_a_broken_template_does_not_hide_the_numbers(client: FlaskClient, monkeypatch) -> None:
    monkeypatch.setitem(client.application.jinja_env.globals, "url_for", None)
    monkeypatch.setattr(client.application, "testing", False)
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "999" in response.text
