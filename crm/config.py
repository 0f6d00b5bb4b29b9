"""Settings, read from the environment (prefix ``CRM_``)."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm.errors import InvalidInput


def data_home() -> Path:
    """The folder that holds the default database: ``$XDG_DATA_HOME/whipcount`` or its usual place."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "whipcount"


class Settings(BaseSettings):
    """All settings of one server. Every one has a default that is safe on a laptop."""

    model_config = SettingsConfigDict(env_prefix="CRM_", extra="ignore")

    database_url: str = ""
    time_zone: str = "America/New_York"
    # Cookies are marked Secure unless the server is reached over plain http on this machine.
    insecure_cookies: bool = False
    session_days: int = 14
    pool_size: int = 8
    # Mail goes out only through a server that is named here (see crm.mail); the address may hold a password.
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    # Where people reach this server: links in mail begin so.
    base_url: str = ""

    @field_validator("time_zone")
    @classmethod
    def _is_on_the_map(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, ZoneInfoNotFoundError):
            raise ValueError(f"“{name}” is no time zone such as America/New_York") from None
        return name

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force; the default is one SQLite file in the user's data folder."""
        return self.database_url or f"sqlite:///{data_home() / 'whipcount.db'}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once. Raises InvalidInput, naming the setting, for one that cannot be used."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = "CRM_" + "_".join(map(str, first["loc"])).upper()
        raise InvalidInput(
            f"The setting {name} cannot be used: {first['msg']}.", hint="Change it or unset it."
        ) from None
