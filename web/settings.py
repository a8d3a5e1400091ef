"""Every setting of the web process. Each has a SIGNPOST_ name and works unset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, SecretStr, validator

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Read once from the environment when the process starts."""

    env: Literal["preview", "production"] = Field("preview", description="preview or production")
    force: str | None = Field(None, description="profile in data/forces/ (unset: the example)")
    host: str = Field("127.0.0.1", description="address the website listens on")
    port: int = Field(8000, description="port the website listens on")
    threads: int = Field(32, ge=1, description="requests answered at the same time")
    trusted_proxies: int = Field(0, ge=0, description="reverse proxies in front of us")
    rate_limit: str = Field("15 per minute", description="messages a visitor may send, or off")
    neutral_exit: str | None = Field(None, description="where leaving leads")
    neutral_sites: str = Field(
        "https://www.bbc.co.uk https://www.google.co.uk https://www.metoffice.gov.uk",
        description="sites that leaving may lead to, with spaces between",
    )
    maintenance: bool = Field(False, description="answer emergencies only")
    engine: str = Field("http://127.0.0.1:8005", description="address of the dialogue engine")
    engine_secret: SecretStr = Field("", description="shared with the engine")
    engine_timeout: float = Field(3.0, gt=0, description="longest wait for the engine, in seconds")
    engine_loading: float = Field(180.0, gt=0, description="seconds that loading may take")
    actions: str = Field("http://127.0.0.1:8055", description="address of the action server")
    model: Path = Field(Path("models/signpost.tar.gz"), description="the trained model")
    var: Path = Field(Path("var"), description="folder for what the running service writes")

    class Config:
        env_prefix = "SIGNPOST_"

    @validator("model", "var")
    def _inside_the_repository(cls, path: Path) -> Path:
        return ROOT / path

    @validator("engine", "actions")
    def _an_address_with_a_port(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or not parts.port:
            raise ValueError("must look like http://127.0.0.1:8005")
        return address.rstrip("/")

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def engine_state(self) -> Path:
        """Where the supervisor says how the dialogue engine is doing."""
        return self.var / "run" / "engine.json"

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Name in the environment, value and meaning of each setting; secrets are not shown."""
        for name, field in self.__fields__.items():
            value = getattr(self, name)
            shown = "" if value is None else str(value)
            yield f"SIGNPOST_{name.upper()}", shown, field.field_info.description
