"""Settings, read once from the environment (WERFEHLT_*) and passed on frozen."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent


def _shipped(folder: str) -> Path:
    """A shipped folder: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def _packages() -> Path:
    """Where npm installed what the pages are made with: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "web" / "packages"
    return inside if inside.is_dir() else _PACKAGE.parent / "node_modules"


SHIPPED_DATA = _shipped("data")


class Settings(BaseSettings):
    """What an operator may set; every name is also an environment variable with the prefix WERFEHLT_."""

    model_config = SettingsConfigDict(env_prefix="WERFEHLT_", frozen=True)

    #: Everything the service keeps.
    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("wer-fehlt")))
    #: Another encoder: a folder or a hub id, loaded by sentence-transformers; empty for the shipped one.
    encoder: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    #: Ask for a login on this machine too, as behind another server that lets people in from elsewhere.
    login: bool = False
    #: Names under which people reach the service, separated by commas; others are refused. Empty for any.
    hosts: str = ""
    #: Smallest level of log lines.
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    data: Path = Field(default=SHIPPED_DATA)
    models: Path = Field(default_factory=lambda: _shipped("models"))
    #: Style sheets, scripts and fonts of others that the pages load from this machine.
    packages: Path = Field(default_factory=_packages)
    #: Who answers for this installation; the accessibility statement names it.
    operator: str = ""
    #: Key of the operator's Land, "01" to "16": whose offices the statement names.
    operator_land: str = Field(default="", pattern="^(0[1-9]|1[0-6])?$")
    #: Where people report barriers: an address of mail or of the web, or any words that tell how.
    operator_contact: str = ""
    #: Address of map tiles with {z}, {x} and {y}; empty for none, so that no page asks another server.
    tiles: str = Field(default="", pattern=r"^(https?://[^\s{}]+/.*\{z\}.*\{x\}.*\{y\}[^\s{}]*)?$")
    #: Whom the licence of the tiles wants named.
    tiles_attribution: str = ""
