"""The options: what can be set, with its unit, its default, an example and what it means.

Touches: nothing; `config.settings` reads the values.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.agenda import EXEMPLE, read_agenda
from config.legal import Legal

PREFIX = "LSC_SYNCD_"
NESTED = "__"
_NO_ZONES = ("posix", "right/")
"""What stands beside the zones: the same once more, and clocks that count leap seconds."""
_STORES = {"sqlite", "postgresql", "postgresql+psycopg"}


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError("a path must be absolute: it begins with /")
    return path


def _time_zone(name: str) -> str:
    """Return the name as it is; only its own file is opened: a list would open all of them."""
    try:
        if not name.startswith(_NO_ZONES):
            return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, OSError, ValueError):
        pass
    raise ValueError("there is no such time zone: give a name such as Europe/Paris")


def _store_url(url: SecretStr) -> SecretStr:
    """Return the URL as it is; no message tells it, for it may hold a password."""
    if url.get_secret_value().partition(":")[0] not in _STORES:
        raise ValueError("a store is sqlite:////path or postgresql://role@host/database")
    return url


def _agenda(texte: str) -> str:
    return read_agenda(texte).texte


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
AgendaText = Annotated[str, AfterValidator(_agenda)]
Racine = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,20}$")]
StoreUrl = Annotated[SecretStr, AfterValidator(_store_url)]


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
    max_login: int = Field(
        default=16,
        ge=1,
        le=1000,
        description="How many of these may be there without having logged in. One more takes the "
        "place of the oldest one of the address that has most of them.",
        examples=[16],
        json_schema_extra={"unit": "sessions"},
    )
    max_per_address: int = Field(
        default=24,
        ge=1,
        le=1000,
        description="How many of one address, or of one /64 in IPv6, may be connected at once.",
        examples=[24],
        json_schema_extra={"unit": "sessions"},
    )
    max_per_account: int = Field(
        default=16,
        ge=1,
        le=1000,
        description="How many of one account may be connected at once; NAME.toml of the account "
        "may say otherwise (connexions).",
        examples=[16],
        json_schema_extra={"unit": "sessions"},
    )
    profil: Literal["compatible", "strict"] = Field(
        default="compatible",
        description="Which clients can connect: compatible, all that are not outdated (PuTTY 0.78, "
        "rclone 1.60, OpenSSH 6.5 and later); or strict, those with a post-quantum key exchange "
        "(mlkem768x25519: OpenSSH 9.9, PuTTY 0.83 and later).",
        examples=["strict"],
    )
    utilisateur: str | None = Field(
        default=None,
        min_length=1,
        description="User of this machine that sessions become when the daemon is started as root; "
        "what they need is given to him. Without it: the owner of spool/incoming in `data`, if "
        "that is not root.",
        examples=["lsc-sftp"],
    )
    free_megabytes: float = Field(
        default=500,
        ge=0,
        description="How much of the disk clients leave free: what would take more is refused "
        "while it is sent, with a sentence. What was received already can still be processed.",
        examples=[500],
        json_schema_extra={"unit": "megabytes"},
    )
    login_seconds: float = Field(
        default=30,
        gt=0,
        description="How long a client may take to authenticate.",
        examples=[30],
        json_schema_extra={"unit": "seconds"},
    )
    ban_failures: int = Field(
        default=10,
        ge=1,
        le=1000,
        description="After how many failed logins an address, or a /64 in IPv6, is banned. A "
        "client with a key of any account does not fail, and his address is never banned.",
        examples=[10],
        json_schema_extra={"unit": "failed logins"},
    )
    ban_within_minutes: float = Field(
        default=10,
        gt=0,
        description="Within which time these failed logins count.",
        examples=[10],
        json_schema_extra={"unit": "minutes"},
    )
    ban_minutes: float = Field(
        default=60,
        gt=0,
        le=525600,
        description="For how long an address is banned; `lsc-syncd bans lift` ends it sooner.",
        examples=[60],
        json_schema_extra={"unit": "minutes"},
    )
    data_path: Literal["fast", "plain"] = Field(
        default="fast",
        description="How what clients send is received: fast, by our own code over paramiko's; or "
        "plain, by paramiko's alone, several times slower. A fast path that fails its test at the "
        "start is replaced by the plain one, and the log says so: fast_path_unusable.",
        examples=["fast"],
    )


class Taches(BaseModel):
    """When each chore runs, on the agency's clock: days, then hours, or `jamais`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    retention: AgendaText = Field(
        default=EXEMPLE,
        description="When what has expired or was withdrawn is reported and purged. Days and hours "
        "as people say them, in the zone `fuseau`: tous les jours 04:00, lun mer ven 22:30, du "
        "lundi au vendredi à 6h, tous les jours 12:00 et 18:00; jamais is never.",
        examples=[EXEMPLE],
    )
    doctor: AgendaText = Field(
        default="dim 03:00",
        description="When the spool, the documents and the store are checked against each other, "
        "and what follows from the facts is derived again and compared; written the same way.",
        examples=["dim 03:00"],
    )


class Conservation(BaseModel):
    """How long what no list holds any more is kept; no delay goes under its floor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jours_retires: int = Field(
        default=90,
        ge=30,
        le=3650,
        description="How long a document, or another record, is kept after it left LSC's list: a "
        "mistake in LSC can be undone until then. 30 at least.",
        examples=[90],
        json_schema_extra={"unit": "days"},
    )
    jours_contenus_sans_ligne: int = Field(
        default=90,
        ge=30,
        le=3650,
        description="How long a received file that no document lists is kept. 30 at least.",
        examples=[90],
        json_schema_extra={"unit": "days"},
    )
    jours_envois: int = Field(
        default=30,
        ge=7,
        le=3650,
        description="How long the folders of finished envois (done/ and refused/ of the spool) are "
        "kept; longer than the oldest backup that you would restore. 7 at least.",
        examples=[30],
        json_schema_extra={"unit": "days"},
    )
    annees_audit: int = Field(
        default=5,
        ge=2,
        le=30,
        description="How long the history is kept of what anybody could see, and of what was "
        "purged (ids, dates and rules; no content). 2 at least.",
        examples=[5],
        json_schema_extra={"unit": "years"},
    )


class Garde(BaseModel):
    """Above which changes an envoi waits for a person (R-011), both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sortie_part: float = Field(
        default=0.20,
        ge=0,
        le=1,
        description="Held when more than this part of an entity's visible documents, or of its "
        "open accounts, would be withdrawn, and more than sortie_nombre of them.",
        examples=[0.20],
        json_schema_extra={"unit": "share, 0 to 1"},
    )
    sortie_nombre: int = Field(
        default=10,
        ge=0,
        description="See sortie_part.",
        examples=[10],
        json_schema_extra={"unit": "documents or accounts"},
    )
    entree_part: float = Field(
        default=0.05,
        ge=0,
        description="Held when changes of rights, model, setting, flag, super tiers or target "
        "would together open more than this part of an entity's pairs of person and document.",
        examples=[0.05],
        json_schema_extra={"unit": "share, 0 to 1"},
    )
    entree_paires: int = Field(
        default=200,
        ge=0,
        description="Held when they would open more than so many pairs, whatever the part.",
        examples=[200],
        json_schema_extra={"unit": "pairs"},
    )
    listes_vides: bool = Field(
        default=True,
        description="Held when a list is empty that was not.",
        examples=[True],
    )
    immeubles_entiers: bool = Field(
        default=True,
        description="Held when all of a building would be withdrawn.",
        examples=[True],
    )
    cases_ouvertes: bool = Field(
        default=True,
        description="Held when a binder gains the box of co-owners or tenants, or when one that "
        "co-owners may open is designated for invoices, however few see something by it.",
        examples=[True],
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
    store: StoreUrl | None = Field(
        default=None,
        description="URL of the database. Without it: SQLite, store.db in `data`. On a PostgreSQL "
        "server: postgresql://role@host/database. A URL with a password belongs in the systemd "
        "credential lsc_syncd_store, or the variable LSC_SYNCD_STORE, not in this file.",
        examples=["sqlite:////var/lib/lsc-syncd/store.db"],
    )
    extranet: AbsolutePath | None = Field(
        default=None,
        description="File of what the extranet shows: modules, screens, and what a building, a "
        "landlord or a tenant has otherwise. Without it: extranet.toml beside this file, if it is "
        "there. `lsc-syncd options` tells each setting, and where its value comes from.",
        examples=["/etc/lsc-syncd/extranet.toml"],
    )
    fuseau: TimeZone = Field(
        default="Europe/Paris",
        description="Time zone of the agency, for the times that it reads and those of its chores.",
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
    racines_personnel: tuple[Racine, ...] = Field(
        default=("64",),
        description="What the numbers of staff accounts begin with: their expenses are one total "
        "per key and account, without label or voucher, except to the council (R-065). An empty "
        "list makes no total.",
        examples=[["64"]],
    )
    sftp: Sftp = Field(
        default=Sftp(),
        description="Where and how SFTP is served.",
        examples=[{"port": 2222}],
    )
    taches: Taches = Field(
        default=Taches(),
        description="When each chore runs.",
        examples=[{"retention": EXEMPLE}],
    )
    conservation: Conservation = Field(
        default=Conservation(),
        description="How long things are kept.",
        examples=[{"jours_retires": 90}],
    )
    garde: Garde = Field(
        default=Garde(),
        description="When an envoi waits for a person.",
        examples=[{"sortie_nombre": 10}],
    )
    legal: Legal = Field(
        default=Legal(),
        description="What holds which item of the décret 2019-502.",
        examples=[{"modeles": {"PV": ["ALL-08"]}}],
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


TABLES: dict[str, type[BaseModel]] = {
    "sftp": Sftp,
    "taches": Taches,
    "conservation": Conservation,
    "garde": Garde,
    "legal": Legal,
}
"""The tables of the file, by name: the options that have options of their own."""
