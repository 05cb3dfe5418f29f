"""What is kept and what is purged, each with its reason (domain.md §3).

Nothing is purged that a list holds, that a listed record still needs, or that somebody still has to
decide about; the rest goes when its delay is over. What is purged at one instant is purged at any
later one: only `now` moves, and delays have floors that no setting goes under.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules.jours import months_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Delais:
    """How long things are kept after nothing lists them; raise ValueError under a floor."""

    jours_retires: int = 90
    jours_contenus_sans_ligne: int = 90
    jours_envois: int = 30
    annees_audit: int = 5

    def __post_init__(self) -> None:
        """Refuse a delay under its floor, whoever asks for it."""
        for champ in fields(self):
            if getattr(self, champ.name) < PLANCHERS[champ.name]:
                raise ValueError(f"{champ.name} is at least {PLANCHERS[champ.name]}")


PLANCHERS: Mapping[str, int] = MappingProxyType(
    {"jours_retires": 30, "jours_contenus_sans_ligne": 30, "jours_envois": 7, "annees_audit": 2}
)


class Genre(StrEnum):
    """What may be purged."""

    DOCUMENT = "document"
    ENREGISTREMENT = "enregistrement"
    CONTENU = "contenu"
    ENVOI = "envoi"


Ligne = tuple[Genre, str]
"""What lists a content: a document or a record, by its name."""


class Raison(StrEnum):
    """Why something is kept or purged; `PHRASES` says it in French."""

    LISTE = "LISTE"
    NECESSAIRE = "NECESSAIRE"
    DECISION = "DECISION"
    ENVOI_EN_ATTENTE = "ENVOI_EN_ATTENTE"
    SANS_DECISION = "SANS_DECISION"
    DELAI = "DELAI"
    VU_SANS_LIGNE = "VU_SANS_LIGNE"
    DELAI_ECOULE = "DELAI_ECOULE"
    AVEC_SES_DOCUMENTS = "AVEC_SES_DOCUMENTS"


PHRASES: Mapping[Raison, str] = MappingProxyType(
    {
        Raison.LISTE: "une liste de LSC le contient",
        Raison.NECESSAIRE: "un enregistrement listé le nomme",
        Raison.DECISION: "une décision de l'agence le vise",
        Raison.ENVOI_EN_ATTENTE: "un envoi qui n'est pas encore appliqué le concerne",
        Raison.SANS_DECISION: "le registre ne dit pas ce qui en a été décidé",
        Raison.DELAI: "son délai de conservation court encore",
        Raison.VU_SANS_LIGNE: "plus rien ne le liste : son délai commence aujourd'hui",
        Raison.DELAI_ECOULE: "son délai de conservation est écoulé",
        Raison.AVEC_SES_DOCUMENTS: "tout ce qui le listait est supprimé",
    }
)


class Candidat(NamedTuple):
    """A document, a record or an envoi, purged whole or not at all.

    `depuis` is the UTC instant since when no list holds it, or its outcome was decided; None: a
    list holds it. `retenu` keeps it whatever its age.
    """

    genre: Genre
    ref: str
    depuis: str | None
    retenu: Raison | None = None


class Contenu(NamedTuple):
    """A received content; `lignes` are all that list it, by genre and name, withdrawn ones as well.

    `depuis` is the UTC instant since when nothing lists it, as far as sweeps saw; None: this one is
    the first to look.
    """

    sha256: str
    depuis: str | None
    lignes: tuple[Ligne, ...] = ()
    retenu: Raison | None = None


class Sort(NamedTuple):
    """What becomes of one thing, why, since when it is out, and when its delay ends or ended."""

    genre: Genre
    ref: str
    purge: bool
    raison: Raison
    depuis: str | None = None
    echeance: str | None = None


def apply_policy(
    candidats: Iterable[Candidat], contenus: Iterable[Contenu], delais: Delais, now: str
) -> Iterator[Sort]:
    """Given everything that may go, and a UTC instant, yield what becomes of each, once.

    A content goes with the last document or record that lists it; one that none lists has its own
    delay.
    """
    gone: set[Ligne] = set()
    for candidat in candidats:
        sort = _sort_of(candidat, delais, now)
        if sort.purge:
            gone.add((sort.genre, sort.ref))
        yield sort
    for contenu in contenus:
        yield _sort_of_content(contenu, gone, delais, now)


def end_of_audit(now: str, delais: Delais) -> str:
    """Given a UTC instant, return the one before which what ended is no longer kept."""
    day = months_later(date.fromisoformat(now[:10]), -12 * delais.annees_audit)
    return f"{day.isoformat()}{now[10:]}"


def _sort_of(candidat: Candidat, delais: Delais, now: str) -> Sort:
    genre, ref, depuis, retenu = candidat
    if depuis is None:
        kept = Raison.SANS_DECISION if genre is Genre.ENVOI else Raison.LISTE
        return Sort(genre, ref, purge=False, raison=kept)
    days = delais.jours_envois if genre is Genre.ENVOI else delais.jours_retires
    return _after_delay(
        Sort(genre, ref, False, Raison.DELAI, depuis, _later(depuis, days)), retenu, now
    )


def _sort_of_content(contenu: Contenu, gone: set[Ligne], delais: Delais, now: str) -> Sort:
    genre, ref = Genre.CONTENU, contenu.sha256
    if not gone.issuperset(contenu.lignes):
        return Sort(genre, ref, purge=False, raison=Raison.LISTE)
    if contenu.retenu is not None:
        return Sort(genre, ref, purge=False, raison=contenu.retenu, depuis=contenu.depuis)
    if contenu.lignes:
        return Sort(genre, ref, purge=True, raison=Raison.AVEC_SES_DOCUMENTS)
    if contenu.depuis is None:
        return Sort(genre, ref, purge=False, raison=Raison.VU_SANS_LIGNE)
    end = _later(contenu.depuis, delais.jours_contenus_sans_ligne)
    return _after_delay(Sort(genre, ref, False, Raison.DELAI, contenu.depuis, end), None, now)


def _after_delay(kept: Sort, retenu: Raison | None, now: str) -> Sort:
    if retenu is not None:
        return kept._replace(raison=retenu)
    if kept.echeance is None or now < kept.echeance:
        return kept
    return kept._replace(purge=True, raison=Raison.DELAI_ECOULE)


def _later(instant: str, days: int) -> str:
    moment = datetime.fromisoformat(instant) + timedelta(days=days)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
