"""html-validate and pa11y over every page, the form included. They need Node and `make check-markup` once.

Rules that are off are those which GOV.UK's own components break on purpose, such as several checkboxes of one
name, or the role that a fieldset of dates bears for older screen readers; and matters of taste.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from werkzeug.serving import make_server

from tests.browser.conftest import CHROMIUM
from tests.browser.site import ANSWERS, PAGES, READING
from tests.web.applicant import PAGES as FORM
from tests.web.applicant import START, TOKEN
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble

HERE = Path(__file__).parent
PROGRAMS = HERE / "node_modules"
# The programs of the locked environment first: Node comes as one of its packages.
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "NO_PROXY": "127.0.0.1",
    "CHROMIUM": CHROMIUM,
}
CHAT = {
    "answer": {"text": "topic:scheme.what"},
    "safety": {"choice": "safety.child_self"},
    "clarify": {"text": "kind:clarify"},
    "handover": {"text": "kind:handover"},
    "problem": {"text": ""},
    "back": {"conversation": "k", "topic": "scheme.what", "back": "chat"},
}
FROM_A_CHAT = {"conversation": "k", "topic": "scheme.what", "words": "neighbour"}
BESIDE_THE_FORM = ["enquiry/start", "enquiry/ended", "enquiry/no-such-page"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert PROGRAMS.is_dir(), "html-validate and pa11y are not there yet: make check-markup"
    var = tmp_path_factory.mktemp("var")
    with EngineDouble() as engine:
        server = make_server("127.0.0.1", 0, create_test_app(engine, var=var), threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def form(site: str) -> Iterator[tuple[dict[str, str], str]]:
    """Every page of the form, filled in and with what is wrong with it; and the cookie of one still open."""
    with requests.Session() as http:
        http.trust_env = False
        http.post(f"{site}/enquiry/start", data=START)
        token = {"csrf_token": TOKEN.search(http.get(f"{site}/enquiry/about-you").text)[1]}
        pages = {}
        for name, answers in FORM.items():
            address = f"{site}/enquiry/{name}"
            pages[f"wrong-{name}"] = http.post(address, data={"csrf_token": "old"}).text
            assert http.post(address, data={**token, **answers}, allow_redirects=False).status_code == 303
        pages["wrong-send"] = http.post(f"{site}/enquiry/send", data=token).text
        for name in [*FORM, "start", "check", "remove/1", "send"]:
            pages[f"form-{name}"] = http.get(f"{site}/enquiry/{name}").text
        yield pages, f"enquiry={http.cookies['enquiry']}"


def test_html_validate_finds_nothing(site: str, form: tuple[dict[str, str], str], tmp_path: Path) -> None:
    pages = dict(form[0])
    for path in [*PAGES, *ANSWERS, *BESIDE_THE_FORM, "no-such-page"]:
        pages[path] = requests.get(f"{site}/{path.lstrip('/')}").text
    for name, sent in CHAT.items():
        pages[f"chat-{name}"] = requests.post(site, data=sent).text
    for path in READING:
        pages[f"from-a-chat-{path}"] = requests.post(site + path, data=FROM_A_CHAT).text
    for name, text in pages.items():
        file = name.strip("/").replace("/", "-") or "first"
        (tmp_path / f"{file}.html").write_text(text)

    program = PROGRAMS / "html-validate" / "bin" / "html-validate.mjs"
    settings = ["--config", str(HERE / "html-validate.json"), "--formatter", "text"]
    found = _run(str(program), *settings, str(tmp_path))

    assert found.returncode == 0, found.stdout + found.stderr


def test_pa11y_finds_nothing(site: str, form: tuple[dict[str, str], str]) -> None:
    pages = [*PAGES, *ANSWERS, "/no-such-page", "/enquiry/ended", "/enquiry/check", "/enquiry/send"]
    pages += [f"/enquiry/{name}" for name in FORM]

    found = _run(str(HERE / "pa11y.cjs"), *(site + page for page in pages), COOKIE=form[1])

    assert found.returncode == 0, found.stdout + found.stderr
    assert json.loads(found.stdout) == {"looked_at": len(pages), "found": []}


def _run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**ENVIRONMENT, **more}
    return subprocess.run(["node", *command], cwd=HERE, env=env, capture_output=True, text=True)
