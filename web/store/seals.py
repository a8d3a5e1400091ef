"""The keys, as files: two folders, so that the website can be kept from the private one.

<keys>/<id>.public      what seals an enquiry; the newest is used
<keys>/drafts           what encrypts drafts, newest first, one a line
<private>/<id>.private  what opens an enquiry: for delivery and the command line alone
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from nacl.public import PrivateKey, PublicKey, SealedBox

from web.settings import Settings
from web.store.errors import KeysMissing

DRAFT_KEYS_KEPT = 2  # a draft lives for hours, a key for much longer


class Keys:
    """The two folders. Nothing is read before it is needed."""

    def __init__(self, folder: Path, private: Path) -> None:
        self.folder, self.private = folder, private

    @classmethod
    def configured(cls, settings: Settings) -> Keys:
        """Where the settings say that they are."""
        folder = settings.keys or settings.var / "keys"
        return cls(folder, settings.private_keys or folder / "private")

    def ids(self) -> list[str]:
        """Ids of the public keys, oldest first."""
        return sorted(file.stem for file in self.folder.glob("*.public"))

    @property
    def are_there(self) -> bool:
        """Whether the website can work: a key to seal with, and one for drafts."""
        return bool(self.ids()) and self._drafts.is_file()

    def make_missing(self) -> None:
        """Make what is not there yet. Several processes may call it."""
        with self._lock():
            if not self.ids():
                self._add_pair()
            if not self._drafts.is_file():
                self._add_draft_key()

    def rotate(self) -> str:
        """Make a new pair and a new key for drafts, used from now on. Older ones still open."""
        with self._lock():
            self._add_draft_key()
            return self._add_pair()

    def seal(self, content: bytes) -> tuple[str, bytes]:
        """`content` closed with the newest public key, and that key's id."""
        if not (ids := self.ids()):
            raise KeysMissing(f"There is no public key in {self.folder}. Make one: signpost keys make")
        key = PublicKey(_read(self.folder / f"{ids[-1]}.public"))
        return ids[-1], SealedBox(key).encrypt(content)

    def open(self, key_id: str, sealed: bytes) -> bytes:
        """What was sealed with the key `key_id`. Raises KeysMissing, or CryptoError if it was changed."""
        file = self.private / f"{key_id}.private"
        if not file.is_file():
            raise KeysMissing(f"There is no private key {key_id} in {self.private}")
        return SealedBox(PrivateKey(_read(file))).decrypt(sealed)

    @property
    def can_open(self) -> bool:
        """Whether what is sealed from now on can be opened here."""
        ids = self.ids()
        return bool(ids) and (self.private / f"{ids[-1]}.private").is_file()

    def drafts(self) -> MultiFernet:
        """Encrypts drafts with the newest key, and reads them with any."""
        if not self._drafts.is_file():
            raise KeysMissing(f"There is no {self._drafts}. Make it: signpost keys make")
        return MultiFernet([Fernet(key) for key in self._drafts.read_bytes().split()])

    @property
    def _drafts(self) -> Path:
        return self.folder / "drafts"

    def _add_pair(self) -> str:
        made = PrivateKey.generate()
        print_ = hashlib.sha256(bytes(made.public_key)).hexdigest()[:8]
        key_id = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S%f}-{print_}"
        _write(self.private / f"{key_id}.private", base64.b64encode(bytes(made)))
        _write(self.folder / f"{key_id}.public", base64.b64encode(bytes(made.public_key)))
        return key_id

    def _add_draft_key(self) -> None:
        older = self._drafts.read_bytes().split() if self._drafts.is_file() else []
        kept = [Fernet.generate_key(), *older][:DRAFT_KEYS_KEPT]
        _write(self._drafts, b"\n".join(kept) + b"\n")

    @contextmanager
    def _lock(self) -> Iterator[None]:
        for folder in (self.folder, self.private):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _read(file: Path) -> bytes:
    return base64.b64decode(file.read_bytes())


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, and for the owner alone."""
    fresh = file.with_suffix(".new")
    descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        output.write(content)
        output.flush()
        os.fsync(descriptor)
    fresh.replace(file)
