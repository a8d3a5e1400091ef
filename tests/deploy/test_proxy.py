"""The nginx example: a real nginx with it, in front of a real website and of none."""

from __future__ import annotations

import contextlib
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from http.client import HTTPSConnection
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
import waitress
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import request

from bot.knowledge import load
from bot.knowledge.replies import emergency_contacts
from tests.deploy.files import DEPLOY
from tests.servers import until
from tests.service import free_port
from tests.web.doubles import create_test_app
from web.commands import signpost
from web.enquiry.visit import cookie_name
from web.serve import options
from web.settings import Settings
from web.store.clock import now

CONF = (DEPLOY / "proxy" / "nginx.conf").read_text()
MARKER = "canary-okapi"
MESSAGE = {"conversation": None, "text": "how long does it take"}

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def certificate(folder: Path) -> None:
    """A certificate for one day, and its key, where nginx looks for them."""
    key, day = ec.generate_private_key(ec.SECP256R1()), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "signpost.police.example")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now() - day, now() + day)
    made = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))


@cache
def page_for_when_it_is_away() -> str:
    return CliRunner().invoke(signpost, ["away"]).output


class Proxy:
    """nginx with our file, on ports and in a folder of its own."""

    def __init__(self, folder: Path, website: int) -> None:
        self.folder, self.http, self.https = folder, free_port(), free_port()
        certificate(folder)
        (folder / "away.html").write_text(page_for_when_it_is_away())
        folder.chmod(0o755)
        upstream = (DEPLOY / "proxy" / "website.conf").read_text().replace(":8000", f":{website}")
        (folder / "website.conf").write_text(upstream)
        conf = CONF.replace("/etc/nginx/tls", str(folder)).replace("/usr/share/signpost", str(folder))
        conf = conf.replace("/etc/nginx/website.conf", str(folder / "website.conf"))
        conf = re.sub(r"listen \[::\]:.*\n", "", conf)
        conf = conf.replace("listen 80;", f"listen 127.0.0.1:{self.http};")
        conf = conf.replace("listen 443 ", f"listen 127.0.0.1:{self.https} ")
        temporary = [f"{part}_temp_path {folder}/{part};" for part in ("client_body", "proxy", "fastcgi")]
        temporary += [f"{part}_temp_path {folder}/{part};" for part in ("uwsgi", "scgi")]
        conf = conf.replace("http {", "http {\n" + "\n".join(temporary), 1)
        (folder / "nginx.conf").write_text(f"pid {folder}/pid;\ndaemon off;\nuser root;\n{conf}")
        self.command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.session = requests.Session()
        self.session.trust_env, self.session.verify = False, str(folder / "certificate.pem")

    def __enter__(self) -> Proxy:
        self.output = (self.folder / "output").open("w")
        self.process = subprocess.Popen(self.command, stdout=self.output, stderr=self.output)
        for _ in range(100):
            try:
                self.ask("/")
                return self
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "output").read_text())

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def ask(self, path: str, method: str = "GET", **more: object) -> requests.Response:
        address = f"https://127.0.0.1:{self.https}{path}"
        return self.session.request(method, address, timeout=10, allow_redirects=False, **more)

    def connection(self) -> HTTPSConnection:
        """One to send a request on by hand."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        return HTTPSConnection("127.0.0.1", self.https, timeout=10, context=trusted)

    def written(self) -> str:
        """Everything in its folder that it wrote."""
        return "".join(f.read_text(errors="replace") for f in self.folder.rglob("*") if f.is_file())


@pytest.fixture(autouse=True, scope="module")
def nginx() -> None:
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed: make test-tools")


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy(tmp_path_factory.mktemp("away"), free_port()) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    app = create_test_app(trusted_proxies=1, rate_limit="2 per minute")
    cookies: list[str | None] = []
    app.before_request(lambda: cookies.append(request.headers.get("Cookie")))
    server = waitress.create_server(app, **options(Settings(port=0, trusted_proxies=1)))
    thread = threading.Thread(target=run, args=(server,))
    thread.start()
    with Proxy(tmp_path_factory.mktemp("served"), server.effective_port) as proxy:
        proxy.cookies = cookies
        yield proxy
    server.close()
    thread.join()


def run(server: waitress.server.BaseWSGIServer) -> None:
    with contextlib.suppress(OSError):  # its socket was closed under it, to end the tests
        server.run()


def test_nginx_understands_it(tmp_path: Path) -> None:
    proxy = Proxy(tmp_path, free_port())
    done = subprocess.run([*proxy.command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_any_website_the_numbers_to_call_are_shown(away: Proxy, method: str) -> None:
    answer = away.ask("/enquiry/start", method, data={"text": MARKER} if method == "POST" else None)
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert_numbers(answer)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert not re.search(r"<(script|link|img)|src=", answer.text), "it loads nothing"


def assert_numbers(answer: requests.Response) -> None:
    """It is our page for the worst case, with everybody to call and its guarding headers."""
    for contact in emergency_contacts(load(None)):
        assert contact.name in answer.text
    assert 'href="tel:999"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"headers": {"Cookie": f"other={'x' * 60_000}"}}, 431),
        ({"path": f"/{'x' * 60_000}"}, 414),
        ({"headers": {"Host": "a/b"}}, 400),
    ],
    ids=["headers", "address", "host"],
)
def test_what_cannot_even_be_read_is_answered_with_the_numbers(served: Proxy, what, status) -> None:
    answer = served.ask(**{"path": "/", **what})
    assert answer.status_code == status
    assert_numbers(answer)


def test_whoever_speaks_no_tls_gets_them_too_or_is_led_there(served: Proxy) -> None:
    plain = {"timeout": 5, "allow_redirects": False}
    answer = requests.get(f"http://127.0.0.1:{served.https}/", **plain)
    assert answer.status_code == 400
    assert_numbers(answer)
    large = {"Cookie": f"other={'x' * 60_000}"}
    led = requests.get(f"http://127.0.0.1:{served.http}/topics", headers=large, **plain)
    assert (led.status_code, led.headers["Location"]) == (302, "https://signpost.police.example/")


def test_the_cookies_of_a_whole_force_s_domain_keep_nobody_out(served: Proxy) -> None:
    answer = served.ask("/", headers={"Cookie": "; ".join(f"other{n}={'x' * 1000}" for n in range(20))})
    assert answer.status_code == 200
    assert served.cookies[-1] is None, "they are not ours to know"
    served.ask("/", headers={"Cookie": "a=1; __Host-enquiry=key; b=2"})
    assert served.cookies[-1] == "__Host-enquiry=key"
    with create_test_app().test_request_context(base_url="https://signpost.police.example"):
        assert cookie_name() == "__Host-enquiry"


def test_a_body_larger_than_any_of_ours_is_refused_with_the_numbers(served: Proxy) -> None:
    answer = served.ask("/api/v1/messages", "POST", data=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 503
    assert "tel:999" in answer.text


def test_whoever_sends_without_end_gets_the_numbers_and_may_still_read_and_leave(tmp_path: Path) -> None:
    with Proxy(tmp_path, free_port()) as proxy:
        answers = [proxy.ask("/", "POST", data={"text": MARKER}) for _ in range(200)]
        assert {answer.status_code for answer in answers[:50]} == {503}  # no website is there
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 'href="tel:999"' in refused.text
        assert refused.headers["Cache-Control"] == "no-store"
        assert {proxy.ask("/").status_code for _ in range(100)} == {503}
        assert {proxy.ask("/exit", "POST").status_code for _ in range(100)} == {503}
        assert "127.0.0.1" not in (proxy.folder / "output").read_text()


def test_one_address_cannot_keep_all_of_the_website_busy(served: Proxy) -> None:
    """Half of its threads at most: here by forms of which nothing but the beginning arrives."""
    with contextlib.ExitStack() as held:
        for _ in range(16):
            connection = held.enter_context(contextlib.closing(served.connection()))
            connection.putrequest("POST", "/information")
            connection.putheader("Content-Length", "10")
            connection.endheaders()
        until(lambda: served.ask("/information", "POST").status_code == 429, 10)
        assert served.ask("/information").status_code == 200
    until(lambda: served.ask("/information", "POST").status_code == 200, 10)


def test_the_website_is_reached_with_its_own_headers_once(served: Proxy) -> None:
    answer = served.ask("/")
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].count("max-age") == 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nginx/" not in answer.headers["Server"]


def test_what_the_website_compresses_arrives_so_and_pages_do_not(served: Proxy) -> None:
    page = served.ask("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in page.headers
    style = re.search(r'href="(/static/[^"]+css[^"]*)"', page.text)[1]
    arrived = served.ask(style, headers={"Accept-Encoding": "gzip, br"})
    assert arrived.headers["Content-Encoding"] == "gzip"
    assert int(arrived.headers["Content-Length"]) < len(arrived.content) / 4


def test_what_the_website_says_of_itself_goes_through(served: Proxy) -> None:
    answer = served.ask("/health/ready")
    assert (answer.status_code, answer.json()["state"]) == (503, "down")
    told = served.ask("/api/v1/messages", "POST", json=MESSAGE)
    assert told.headers["Content-Type"] == "application/problem+json"


def test_http_leads_to_https(served: Proxy) -> None:
    answer = requests.get(f"http://127.0.0.1:{served.http}/topics", timeout=5, allow_redirects=False)
    assert answer.headers["Location"] == "https://signpost.police.example/topics"


def test_a_visitor_cannot_choose_the_address_that_is_counted(served: Proxy) -> None:
    statuses = []
    for number in range(21):  # ten people's messages, and one more
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        statuses.append(served.ask("/api/v1/messages", "POST", json=MESSAGE, headers=forged).status_code)
    assert statuses[-1] == 429


def test_neither_words_nor_addresses_are_written_anywhere(served: Proxy, away: Proxy) -> None:
    for proxy in (served, away):
        proxy.ask(f"/?{MARKER}", "POST", data={"text": MARKER * 20_000})
        proxy.ask(f"/{MARKER}")
        assert MARKER not in proxy.written()
        assert "client:" not in proxy.written()
