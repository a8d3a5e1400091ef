"""Certificates: whom we send to is checked, a force's own authority can be named, and so can we."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Receiver
from tests.store.examples import Desk
from web.delivery.process import routes


class Authority:
    """Vouches for others. `file` is its certificate."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder, self._name = folder, _name(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.pem"
        own = self._begun(self._name, self._key).add_extension(x509.BasicConstraints(True, None), True)
        self.file.write_bytes(self._signed(own))

    def vouch_for(self, address: str) -> Path:
        """A file with a certificate for that address and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        signed = self._signed(self._begun(_name(address), key).add_extension(names, False))
        file = self._folder / f"{self.file.stem}-{address}.pem"
        file.write_bytes(
            signed + key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        )
        return file

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        begun = x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
        today = datetime.utcnow()
        return begun.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))

    def _signed(self, certificate: x509.CertificateBuilder) -> bytes:
        return certificate.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def secured(receiver: Receiver) -> Iterator[ssl.SSLContext]:
    """The receiver speaks TLS from now on: what with is for the test to say."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    receiver.address = receiver.address.replace("http://", "https://")
    yield context


def tried(desk: Desk, receiver: Receiver, **settings: Path) -> Between:
    """One try of one enquiry, with the settings that a force would give."""
    desk.send()
    between = Between(desk, receiver.address)
    given = {"destination": "webhook", "webhook": receiver.address, "webhook_timeout": 5, **settings}
    keys = desk.settings.webhook_keys.__class__(f"{KEY}:{SECRET.decode()}")
    between.routes.update(routes(desk.settings.copy(update={**given, "webhook_keys": keys})))
    between.step()
    return between


def test_a_receiver_that_nobody_vouches_for_gets_nothing_and_the_trail_and_the_alarm_say_why(
    desk, receiver, secured, authority
) -> None:
    secured.load_cert_chain(authority.vouch_for("127.0.0.1"))
    between = tried(desk, receiver)
    assert between.row().state == "retry_wait"
    assert receiver.received == []
    assert between.notes()[-1] == "transient SSLError"
    desk.clock.on(minutes=15)
    between.watch()
    assert between.told.alerts == [("retry_wait", 15, "waiting: transient SSLError", False)]


def test_a_forces_own_authority_can_be_named(desk, receiver, secured, authority) -> None:
    secured.load_cert_chain(authority.vouch_for("127.0.0.1"))
    assert tried(desk, receiver, webhook_ca=authority.file).row().state == "accepted"


def test_a_certificate_for_another_address_is_not_taken(desk, receiver, secured, authority) -> None:
    secured.load_cert_chain(authority.vouch_for("127.0.0.2"))
    assert tried(desk, receiver, webhook_ca=authority.file).row().state == "retry_wait"
    assert receiver.received == []


@pytest.mark.parametrize("is_named", [True, False])
def test_a_receiver_may_ask_who_we_are(desk, receiver, secured, authority, is_named: bool) -> None:
    secured.load_cert_chain(authority.vouch_for("127.0.0.1"))
    secured.verify_mode = ssl.CERT_REQUIRED
    secured.load_verify_locations(authority.file)
    own = {"webhook_certificate": authority.vouch_for("127.0.0.9")} if is_named else {}
    between = tried(desk, receiver, webhook_ca=authority.file, **own)
    assert between.row().state == ("accepted" if is_named else "retry_wait")
    assert len(receiver.received) == is_named


def test_one_that_is_not_there_and_one_that_hangs_up_are_told_apart(desk) -> None:
    desk.send()
    between = Between(desk, "http://127.0.0.1:9/csods")
    between.step()
    assert between.notes()[-1] == "transient NewConnectionError"
