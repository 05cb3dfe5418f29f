"""The options: what can be set, with its unit, its default, an example and what it means.

Touches: nothing; `config.settings` reads the values.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "LSC_SYNCD_"
NESTED = "__"


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError("a path must be absolute: it begins with /")
    return path


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no such time zone: give a name such as Europe/Paris")
    return name


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]


class Sftp(BaseModel):
    """Where and how SFTP is served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address to listen on. 0.0.0.0 is every IPv4 address of the machine.",
        examples=["0.0.0.0"],  # noqa: S104  an example
    )
    port: int = Field(
        default=2222,
        ge=0,
        le=65535,
        description="TCP port to listen on. 0 takes any free one, told by `lsc-syncd status`.",
        examples=[2222],
        json_schema_extra={"unit": "port"},
    )
    accounts: AbsolutePath | None = Field(
        default=None,
        description="Directory of the accounts: a file NAME.pub of OpenSSH public keys for each. "
        "Without it: accounts/ in `data`.",
        examples=["/etc/lsc-syncd/accounts"],
    )
    host_key: AbsolutePath | None = Field(
        default=None,
        description="File of the server's own private key (ed25519), made at the first start. "
        "Without it: keys/host_ed25519 in `data`.",
        examples=["/etc/lsc-syncd/host_ed25519"],
    )
    max_sessions: int = Field(
        default=32,
        ge=1,
        le=1000,
        description="How many clients may be connected at once.",
        examples=[32],
        json_schema_extra={"unit": "sessions"},
    )
    login_seconds: float = Field(
        default=30,
        gt=0,
        description="How long a client may take to authenticate.",
        examples=[30],
        json_schema_extra={"unit": "seconds"},
    )


class Settings(BaseSettings):
    """Everything that can be set; `data` and what derives from it are on one filesystem."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        hide_input_in_errors=True,
    )

    domaine: str = Field(
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="The agency's domain, as LSC writes it in every manifest; an envoi of another "
        "domain is refused (R-014).",
        examples=["immo-dupont"],
    )
    data: AbsolutePath = Field(
        default=Path("/var/lib/lsc-syncd"),
        description="Directory of all that the program keeps: spool/, documents/, logs/, keys/, "
        "journal.db and store.db. Spool and documents must be on one filesystem.",
        examples=["/var/lib/lsc-syncd"],
    )
    store: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="URL of the database. Without it: SQLite, store.db in `data`. A URL with a "
        "password belongs in the systemd credential lsc_syncd_store, not in this file.",
        examples=["sqlite:////var/lib/lsc-syncd/store.db"],
    )
    fuseau: TimeZone = Field(
        default="Europe/Paris",
        description="Time zone of the agency, for the times that it reads.",
        examples=["Indian/Reunion"],
    )
    completion_hours: float = Field(
        default=6,
        gt=0,
        description="How long after its last change an incomplete envoi is given up and refused; "
        "fractions are allowed.",
        examples=[6],
        json_schema_extra={"unit": "hours"},
    )
    scan_seconds: float = Field(
        default=5,
        gt=0,
        description="How often the incoming folders are looked through, events or not.",
        examples=[5],
        json_schema_extra={"unit": "seconds"},
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="Form of the log on standard output: text, json (one object a line), or auto: "
        "text on a terminal, json elsewhere.",
        examples=["json"],
    )
    conseil_herite_coproprietaire: bool = Field(
        default=False,
        description="Whether members of the council also see the binders whose only ticked box is "
        "the co-owners' (R-033). LSC's own answer is no.",
        examples=[True],
    )
    sftp: Sftp = Field(
        default=Sftp(),
        description="Where and how SFTP is served.",
        examples=[{"port": 2222}],
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return what counts, the first wins; the file's values are those given to the class."""
        del settings_cls, dotenv_settings
        return env_settings, file_secret_settings, init_settings
