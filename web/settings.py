"""Every setting of the web process. Each has a SIGNPOST_ name and works unset."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, SecretStr, validator
from pydantic.env_settings import SecretsSettingsSource

ROOT = Path(__file__).resolve().parents[1]
STORES = {  # what an address may begin with; others would fail late, or not be shared where they must be
    "rate_limit_store": ("memory", "redis", "rediss"),
    "conversations": ("redis", "rediss", "sqlite", "postgresql"),
    "events": ("amqp", "amqps"),
    "database": ("sqlite", "postgresql"),
}
DATABASES = ("sqlite", "postgresql")  # a driver may be named: postgresql+psycopg2


class Settings(BaseSettings):
    """Read once when the process starts: from the environment, and from files in SIGNPOST_SECRETS."""

    env: Literal["preview", "production"] = Field("preview", description="preview or production")
    force: str | None = Field(None, description="profile in data/forces/ (unset: the example)")
    host: str = Field("127.0.0.1", description="address the website listens on")
    port: int = Field(8000, description="port the website listens on")
    workers: int = Field(1, ge=1, le=16, description="website processes that signpost run starts there")
    threads: int = Field(32, ge=1, description="requests that each of them answers at the same time")
    trusted_proxies: int = Field(0, ge=0, description="reverse proxies in front of us")
    rate_limit: str = Field(
        "15 per minute", description="messages of a conversation, or off; ten times as many from one address"
    )
    rate_limit_store: SecretStr = Field(
        "memory://", description="where messages are counted: redis://... for several websites"
    )
    neutral_exit: str | None = Field(None, description="where leaving leads")
    neutral_sites: str = Field(
        "https://www.bbc.co.uk https://www.google.co.uk https://www.metoffice.gov.uk",
        description="sites that leaving may lead to, with spaces between",
    )
    maintenance: bool = Field(False, description="answer emergencies only")
    engine: str = Field(
        "http://127.0.0.1:8005", description="address of the dialogue engine; of several, spaces between"
    )
    engines: int = Field(
        1, ge=1, le=16, description="engines that signpost run starts, on the ports from SIGNPOST_ENGINE's on"
    )
    engine_secret: SecretStr = Field("", description="shared with the engine")
    engine_timeout: float = Field(2.2, gt=0, description="longest wait for the engine, in seconds")
    engine_loading: float = Field(180.0, gt=0, description="seconds that loading may take")
    actions: str = Field(
        "http://127.0.0.1:8055", description="address of the action server; one for each engine, as there"
    )
    inner_host: str = Field(
        "127.0.0.1", description="address that engine and action server listen on; else a closed network's"
    )
    conversations: SecretStr = Field(
        "", description="where conversations are: redis://... for several engines (unset: memory)"
    )
    events: SecretStr = Field(
        "", description="RabbitMQ that gets each turn's topics: amqp://... (unset: nobody is told)"
    )
    database: SecretStr = Field("", description="SQLAlchemy address of the store (unset: SQLite in var)")
    keys: Path | None = Field(None, description="folder of the public keys (unset: keys in var)")
    private_keys: Path | None = Field(
        None, description="folder of the private keys, not for the website (unset: keys/private in var)"
    )
    delivery: Literal["here", "apart"] = Field(
        "here", description="apart: signpost run leaves delivery to signpost deliver, run by another user"
    )
    destination: Literal["inbox", "webhook"] = Field(
        "inbox", description="where enquiries go: inbox (stay here for an operator) or webhook"
    )
    webhook: str = Field("", description="address of the force's receiver")
    second_webhook: str = Field("", description="address of the second route, used after 60 minutes")
    webhook_keys: SecretStr = Field(
        "", description="id:secret of each signing key, with spaces between; the first one signs"
    )
    webhook_timeout: float = Field(30.0, gt=0, le=45, description="longest wait for a receiver, in seconds")
    webhook_ca: Path | None = Field(
        None, description="file of the authorities that vouch for receivers (unset: the usual ones)"
    )
    webhook_certificate: Path | None = Field(
        None, description="file of our own certificate and its key, for receivers that ask for one"
    )
    alert: str = Field(
        "", description="who is told of an enquiry that waits: a command, or an address that takes JSON"
    )
    duty_alert: str = Field("", description="the same after 4 hours: the duty contact (unset: as alert)")
    retention_days: int = Field(7, ge=0, le=28, description="days a received enquiry is kept here")
    backup_days: int = Field(28, ge=1, le=90, description="days after which a backup must be destroyed")
    security_marking: str = Field("set_by_force", description="marking that enquiries carry")
    log_level: Literal["warning", "info"] = Field(
        "warning", description="info: each process also writes a line for each turn"
    )
    metrics_port: int | None = Field(None, description="port of the figures for Prometheus (unset: none)")
    metrics_host: str = Field("127.0.0.1", description="address of that port; else a closed network's")
    model: Path = Field(Path("models/signpost.tar.gz"), description="the trained model")
    var: Path = Field(Path("var"), description="folder for what the running service writes")
    secrets: Path | None = Field(
        None, description="folder of files that hold settings, named like them: SIGNPOST_DATABASE"
    )

    class Config:
        env_prefix = "SIGNPOST_"

        @classmethod
        def customise_sources(cls, init_settings: Any, env_settings: Any, **_: Any) -> tuple[Any, ...]:
            folder = os.environ.get("SIGNPOST_SECRETS", "")
            files = SecretsSettingsSource(folder if os.path.isdir(folder) else None)
            return init_settings, env_settings, files

    @validator("model", "var")
    def _inside_the_repository(cls, path: Path) -> Path:
        return ROOT / path

    @validator("secrets")
    def _a_folder(cls, folder: Path | None) -> Path | None:
        if folder and not folder.is_dir():
            raise ValueError(f"{folder} is not a folder")
        return folder

    @validator("engine", "actions")
    def _addresses_with_ports(cls, given: str) -> str:
        addresses = [address.rstrip("/") for address in given.split()]
        for parts in map(urlsplit, addresses):
            if parts.scheme not in ("http", "https") or not parts.hostname or not parts.port:
                raise ValueError("must look like http://127.0.0.1:8005, with spaces between several")
        if not addresses:
            raise ValueError("must name an address, such as http://127.0.0.1:8005")
        return " ".join(addresses)

    @validator(*STORES)
    def _of_a_kind_that_we_know(cls, address: SecretStr, field: Any) -> SecretStr:
        kind, separator, _ = address.get_secret_value().partition("://")
        base, driver, _ = kind.partition("+")
        known = STORES[field.name]
        is_known = kind in known or driver and base in known and base in DATABASES
        if address.get_secret_value() != field.default and not (separator and is_known):
            raise ValueError(f"must begin with {' or '.join(f'{name}://' for name in known)}")
        return address

    @validator("webhook", "second_webhook")
    def _encrypted_on_its_way(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("must begin with https://")
        return address

    @validator("webhook_keys")
    def _pairs_of_id_and_secret(cls, keys: SecretStr) -> SecretStr:
        for pair in keys.get_secret_value().split():
            key_id, _, secret = pair.partition(":")
            if not key_id or len(secret) < 32:
                raise ValueError("must be id:secret, each secret of 32 characters or more")
        return keys

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def engine_addresses(self) -> list[str]:
        """Every dialogue engine, on this machine and elsewhere."""
        return _addresses(self.engine, self.engines)

    @property
    def action_addresses(self) -> list[str]:
        """The action servers: the first is the first engine's, and so on."""
        return _addresses(self.actions, len(self.engine_addresses))

    @property
    def engine_state(self) -> Path:
        """Where the supervisor says how the processes are doing."""
        return self.var / "run" / "engine.json"

    @property
    def off_switch(self) -> Path:
        """While this file is there, only emergencies are answered: `make off`, `make on`."""
        return self.var / "run" / "off"

    @property
    def counts(self) -> Path:
        """Where several website processes count together; emptied when the service starts."""
        return self.var / "run" / "counts"

    @property
    def delivery_pulse(self) -> Path:
        """Touched by delivery at each round."""
        return self.var / "run" / "delivery"

    @property
    def database_url(self) -> str:
        return self.database.get_secret_value() or f"sqlite:///{self.var / 'enquiries.db'}"

    def secret_names(self) -> list[str]:
        """The settings that hold a secret."""
        return [name for name, value in self if isinstance(value, SecretStr)]

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Name in the environment, value and meaning of each setting; secrets are not shown."""
        for name, field in self.__fields__.items():
            value = getattr(self, name)
            shown = "" if value is None else str(value)
            yield f"SIGNPOST_{name.upper()}", shown, field.field_info.description


def is_here(address: str) -> bool:
    """Whether an address is this machine's own, which nobody else can reach."""
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


def _addresses(given: str, wanted: int) -> list[str]:
    """The addresses given. One that is this machine's stands for `wanted` of them, port by port."""
    addresses = given.split()
    if len(addresses) > 1 or not is_here(given):
        return addresses
    parts = urlsplit(given)
    ports = range(parts.port, parts.port + wanted)
    return [f"{parts.scheme}://{parts.hostname}:{port}" for port in ports]
