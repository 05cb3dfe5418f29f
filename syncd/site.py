"""One installation: the settings as plain values, and the parts that are built from them.

The commands and the daemon begin here; nothing else reads the settings.
Touches: the settings' file and the environment; `parts_of` makes the directories and the agency's
key that are missing. After a crash: each of them is there whole, or not at all.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from config.agenda import Agenda, read_agenda
from config.extranet import NAME, read_extranet
from config.logs import Form
from config.options import Settings
from config.settings import ConfigurationError, file_of, load, supervision
from ingest.disk.completeness import Conditions
from ingest.disk.hashes import Hashes
from ingest.disk.spool import Spool
from ingest.disk.vault import KEY_BYTES, Vault, load_or_create_key
from ingest.rules.cotes import Seuils
from ingest.rules.exigences import Reglement
from ingest.rules.faits import Options, Reglage
from ingest.rules.retention import Delais
from ingest.workshop import Workshop
from store import durable
from store.database import Store
from store.documents import Documents
from syncd import clock
from syncd.extranet import mistakes_in, reglages_of
from syncd.sftp.endpoint import Endpoint

_BYTES_PER_MEGABYTE = 1_000_000
_SECONDS_PER_MINUTE = 60
_SECONDS_PER_HOUR = 3600
_SQLITE = "sqlite:///"


class NotBegun(Exception):  # noqa: N818  said to the operator
    """Nothing was ever received here: there is nothing to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is set, as plain values; `endpoint` is where SFTP is served.

    `notify_socket` and `watchdog_seconds` are what systemd expects, None without it.
    """

    domaine: str
    fuseau: str
    conseil_herite_coproprietaire: bool
    data: Path
    store_url: str = field(repr=False)
    """It may hold a password."""
    completion_seconds: float
    scan_seconds: float
    log_format: Form
    endpoint: Endpoint
    notify_socket: str | None
    watchdog_seconds: float | None
    agendas: Mapping[str, Agenda] = field(default_factory=dict)
    """When each chore runs, by its name."""
    reglages: frozenset[Reglage] = frozenset()
    """What the agency's file sets of the extranet's side; it is in force once it is applied."""
    racines_personnel: tuple[str, ...] = ("64",)
    delais: Delais = field(default_factory=Delais)
    seuils: Seuils = field(default_factory=Seuils)
    legal: Reglement = field(default_factory=Reglement)

    @property
    def spool(self) -> Path:
        """Return the root of the spool."""
        return self.data / "spool"

    @property
    def documents(self) -> Path:
        """Return the root of the kept contents."""
        return self.data / "documents"

    @property
    def rapports(self) -> Path:
        """Return the directory of what sweeps tell the agency."""
        return self.data / "rapports"

    @property
    def journal(self) -> Path:
        """Return the file of the journal."""
        return self.data / "journal.db"

    @property
    def agency_key(self) -> Path:
        """Return the file of the agency's key."""
        return self.data / "keys" / "agence.key"

    @property
    def daemon(self) -> Path:
        """Return the file where the running daemon says who it is; see `syncd.status`."""
        return self.data / "daemon.json"

    @property
    def has_begun(self) -> bool:
        """Return whether the daemon, or `ingest`, ever ran here; a server is not asked."""
        made = [self.agency_key]
        if self.store_url.startswith(_SQLITE):
            made.append(Path(self.store_url.removeprefix(_SQLITE)))
        return all(path.exists() for path in made)

    def check_begun(self) -> None:
        """Raise NotBegun when the daemon, or `ingest`, never ran here."""
        if not self.has_begun:
            raise NotBegun(f"Nothing was ever received in {self.data}")


class Mistakes(NamedTuple):
    """Why the settings cannot be used, one sentence each."""

    sentences: tuple[str, ...]


class Parts(NamedTuple):
    """What an installation works with."""

    store: Store
    documents: Documents
    conditions: Conditions
    spool: Spool


def workshop_of(site: Site, parts: Parts) -> Workshop:
    """Given an installation and its parts, return what the pipeline works with."""
    return Workshop(
        domaine=site.domaine,
        store=parts.store,
        spool=parts.spool,
        documents=parts.documents,
        conditions=parts.conditions,
        now=clock.now,
        options=Options(
            site.conseil_herite_coproprietaire, racines_personnel=site.racines_personnel
        ),
        seuils=site.seuils,
    )


def workshop_without_past(site: Site, empty: Path) -> Workshop:
    """Given an installation and an empty directory, return a workshop that never saw anything."""
    vault = Vault(secrets.token_bytes(KEY_BYTES))
    conditions = Conditions(vault, Hashes(), site.completion_seconds)
    documents = Documents(empty / "documents")
    store = Store(f"{_SQLITE}{empty}/store.db")
    store.create()
    spool = Spool(empty / "spool", conditions, documents, suffix=lambda: secrets.token_hex(2))
    return workshop_of(site, Parts(store, documents, conditions, spool))


def read_site(config: Path | None = None) -> Site:
    """Given the settings' file, or None to look for it, return what is set.

    Raise ConfigurationError with every mistake at once.
    """
    settings = load(config)
    data = settings.data
    url = settings.store.get_secret_value() if settings.store else f"{_SQLITE}{data}/store.db"
    return Site(
        domaine=settings.domaine,
        fuseau=settings.fuseau,
        conseil_herite_coproprietaire=settings.conseil_herite_coproprietaire,
        racines_personnel=settings.racines_personnel,
        data=data,
        store_url=url,
        completion_seconds=settings.completion_hours * _SECONDS_PER_HOUR,
        scan_seconds=settings.scan_seconds,
        log_format=settings.log_format,
        reglages=_extranet(settings.extranet or _beside(file_of(config))),
        endpoint=_endpoint(settings),
        delais=Delais(**settings.conservation.model_dump()),
        seuils=Seuils(**settings.garde.model_dump()),
        legal=Reglement(**settings.legal.model_dump()),
        agendas={nom: read_agenda(texte) for nom, texte in settings.taches},
        **supervision()._asdict(),
    )


def _extranet(path: Path | None) -> frozenset[Reglage]:
    entries = read_extranet(path) if path else ()
    mistakes = mistakes_in(entries)
    if mistakes:
        raise ConfigurationError("\n".join(mistakes))
    return reglages_of(entries)


def _beside(found: Path | None) -> Path | None:
    return found.absolute().parent / NAME if found else None


def try_site(config: Path | None = None) -> Site | Mistakes:
    """Given the settings' file, return what is set now, or what is wrong with it."""
    try:
        return read_site(config)
    except ConfigurationError as error:
        return Mistakes(tuple(str(error).splitlines()))


def parts_of(site: Site) -> Parts:
    """Given an installation, return its parts; what is missing on the disk is made.

    Raise UnusableKey when the agency's key cannot be used. The store's tables are made by
    `store.create()`, which is the caller's to do.
    """
    for directory in (site.data, site.documents, site.endpoint.logs, site.endpoint.accounts):
        durable.make_directory(directory)
    vault = Vault(load_or_create_key(site.agency_key))
    conditions = Conditions(vault, Hashes(), site.completion_seconds)
    documents = Documents(site.documents)
    spool = _spool(site, conditions, documents)
    spool.create()
    return Parts(Store(site.store_url), documents, conditions, spool)


def parts_again(site: Site, parts: Parts) -> Parts:
    """Given an installation whose settings changed and its parts, return them for the new ones.

    Store, documents and key are the same; the spool is the same directory, its lock is not touched.
    """
    conditions = replace(parts.conditions, completion_seconds=site.completion_seconds)
    spool = _spool(site, conditions, parts.documents)
    return parts._replace(conditions=conditions, spool=spool)


def _spool(site: Site, conditions: Conditions, documents: Documents) -> Spool:
    return Spool(site.spool, conditions, documents, suffix=lambda: secrets.token_hex(2))


def _endpoint(settings: Settings) -> Endpoint:
    data, sftp = settings.data, settings.sftp
    return Endpoint(
        host=sftp.host,
        port=sftp.port,
        incoming=data / "spool" / "incoming",
        retour=data / "spool" / "retour",
        logs=data / "logs",
        accounts=sftp.accounts or data / "accounts",
        host_key=sftp.host_key or data / "keys" / "host_ed25519",
        domaine=settings.domaine,
        bans=data / "bans",
        max_sessions=sftp.max_sessions,
        login_seconds=sftp.login_seconds,
        data_path=sftp.data_path,
        now=clock.now_text,
        max_login=sftp.max_login,
        max_per_address=sftp.max_per_address,
        max_per_account=sftp.max_per_account,
        profile=sftp.profil,
        user=sftp.utilisateur,
        floor_bytes=int(sftp.free_megabytes * _BYTES_PER_MEGABYTE),
        ban_failures=sftp.ban_failures,
        ban_within_seconds=sftp.ban_within_minutes * _SECONDS_PER_MINUTE,
        ban_seconds=sftp.ban_minutes * _SECONDS_PER_MINUTE,
    )
