"""The keys, as files: two folders, so that the website can be kept from the private one.

<keys>/<id>.public      what seals an enquiry; the newest is used
<keys>/drafts           what encrypts drafts, newest first, one a line
<private>/<id>.private  what opens an enquiry: for delivery and the command line alone

The first two can be read by the group of their folder, the last by its owner alone. What root makes
belongs to whom the folder belongs, so that the service can read it.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from nacl.public import PrivateKey, PublicKey, SealedBox

from web.settings import Settings
from web.store.errors import KeysMissing, Unavailable

LONGEST_DRAFT = timedelta(hours=4)  # that a form may be filled in
FOR_THE_OWNER, FOR_THE_GROUP = 0o600, 0o640


@contextmanager
def _unavailable_if_it_fails(as_what: type[Unavailable] = Unavailable) -> Iterator[None]:
    """A file that may not be read or written is as good as away."""
    try:
        yield
    except OSError as error:
        raise as_what(f"{error.filename}: {error.strerror}") from None


@contextmanager
def _missing_if_damaged(file: Path) -> Iterator[None]:
    """Half a key is none."""
    try:
        yield
    except ValueError:
        raise KeysMissing(f"{file} is damaged. Bring it back from its copy") from None


class Keys:
    """The two folders. Nothing is read before it is needed. What cannot be read raises Unavailable."""

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
        return bool(self.ids()) and os.access(self._drafts, os.R_OK)

    @_unavailable_if_it_fails()
    def make_missing(self) -> None:
        """Make what is not there yet. Several processes may call it."""
        with self._lock():
            if not self.ids():
                self._add_pair()
            if not self._drafts.is_file():
                self._add_draft_key()

    @_unavailable_if_it_fails()
    def rotate(self) -> str:
        """Make a new pair and a new key for drafts, used from now on. Older ones still open."""
        with self._lock():
            self._add_draft_key()
            return self._add_pair()

    @_unavailable_if_it_fails()
    def seal(self, content: bytes) -> tuple[str, bytes]:
        """`content` closed with the newest public key, and that key's id."""
        if not (ids := self.ids()):
            raise KeysMissing(f"There is no public key in {self.folder}. Make one: signpost keys make")
        file = self.folder / f"{ids[-1]}.public"
        with _missing_if_damaged(file):
            key = PublicKey(base64.b64decode(file.read_bytes()))
        return ids[-1], SealedBox(key).encrypt(content)

    @_unavailable_if_it_fails(KeysMissing)
    def open(self, key_id: str, sealed: bytes) -> bytes:
        """What was sealed with the key `key_id`. Raises KeysMissing, or CryptoError if it was changed."""
        file = self.private / f"{key_id}.private"
        if not file.is_file():
            raise KeysMissing(f"There is no private key {key_id} in {self.private}")
        with _missing_if_damaged(file):
            key = PrivateKey(base64.b64decode(file.read_bytes()))
        return SealedBox(key).decrypt(sealed)

    @property
    def can_open(self) -> bool:
        """Whether what is sealed from now on can be opened here."""
        ids = self.ids()
        return bool(ids) and os.access(self.private / f"{ids[-1]}.private", os.R_OK)

    @_unavailable_if_it_fails()
    def drafts(self) -> MultiFernet:
        """Encrypts drafts with the newest key, and reads them with any."""
        if not self._drafts.is_file():
            raise KeysMissing(f"There is no {self._drafts}. Make it: signpost keys make")
        with _missing_if_damaged(self._drafts):
            return MultiFernet([Fernet(key) for key in self._drafts.read_bytes().split()])

    @property
    def _drafts(self) -> Path:
        return self.folder / "drafts"

    def _add_pair(self) -> str:
        made = PrivateKey.generate()
        print_ = hashlib.sha256(bytes(made.public_key)).hexdigest()[:8]
        key_id = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S%f}-{print_}"
        _write(self.private / f"{key_id}.private", base64.b64encode(bytes(made)), FOR_THE_OWNER)
        _write(self.folder / f"{key_id}.public", base64.b64encode(bytes(made.public_key)), FOR_THE_GROUP)
        return key_id

    def _add_draft_key(self) -> None:
        """Those are kept that an open form may still need: the last one, and all if that is younger."""
        older = self._drafts.read_bytes().split() if self._drafts.is_file() else []
        if older and time.time() - self._drafts.stat().st_mtime > LONGEST_DRAFT.total_seconds():
            older = older[:1]
        _write(self._drafts, b"\n".join([Fernet.generate_key(), *older]) + b"\n", FOR_THE_GROUP)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        for folder in (self.folder, self.private):
            _make_folder(folder)
        with open(self.folder / ".lock", "w") as lock:
            _give(lock.fileno(), self.folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _write(file: Path, content: bytes, mode: int) -> None:
    """Whole or not at all."""
    fresh = file.with_suffix(".new")
    descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FOR_THE_OWNER)
    with os.fdopen(descriptor, "wb") as output:
        _give(descriptor, file.parent)
        os.fchmod(descriptor, mode)  # whatever the umask
        output.write(content)
        output.flush()
        os.fsync(descriptor)
    fresh.replace(file)


def _make_folder(folder: Path) -> None:
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _give(folder, folder.parent)


def _give(made: int | Path, folder: Path) -> None:
    """To the owner and the group of `folder`. Nobody but root needs to, or can."""
    if os.geteuid() == 0:
        owned = folder.stat()
        os.chown(made, owned.st_uid, owned.st_gid)
