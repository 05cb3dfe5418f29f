"""What each screen of people shows, computed slowly from the rules' text: the oracle of the views.

Given are the lists, which records have no effect, who reaches what (`acces`) and the settings that
are set; days are compared as days, in the building's zone, and nothing is shared with the views.
Each screen yields its rows, without the columns that say since when and through which account.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ingest.rules.ecarts import BLOQUANTS
from store.declarations import NATURES
from tests.core.some_random_tables import Listing

Row = dict[str, object]
NOM = ("civilite", "nom", "prenom")
ADRESSE = ("adresse1", "adresse2", "adresse3", "code_postal", "ville")
JOINDRE = ("telephone", "mobile", "email")
LEVELS = ("coproprietaire", "membre", "president")
MODULE = {"coproprietaire": "syndic", "proprietaire": "gerance", "locataire": "gerance"}
ON_BY_DEFAULT = {"lots", "contacts", "president", "assemblees", "fonds_travaux", "finances"}


@dataclass(frozen=True)
class Agence:
    """All that is known, at an instant."""

    listing: Listing
    anomalies: frozenset[tuple[str, str, str, str]]
    """Code, nature, entity, key."""
    acces: tuple[Row, ...]
    reglages: Mapping[tuple[str, str], bool]
    """By option and target, or section."""
    images: Mapping[str, str]
    at: str
    read: dict[str, list[Row]] = field(default_factory=dict)
    """What was asked for already, by nature."""

    def all(self, nature: str) -> list[Row]:
        """Return the records of a nature that have an effect, with their entity and ref."""
        if nature not in self.read:
            self.read[nature] = list(self._all(nature))
        return self.read[nature]

    def _all(self, nature: str) -> Iterator[Row]:
        declared = NATURES[nature]
        names = [colonne.nom for colonne in declared.colonnes]
        for (each, entite), records in self.listing.items():
            for record in records if each == nature else ():
                row: Row = dict(zip(names, record.valeurs, strict=False))
                cle = " ".join(str(part) or "-" for part in record.cle)
                if not self._is_blocked(nature, entite, cle):
                    row |= {"entite": entite, "ref": f"{entite}/{record.cle[0]}"}
                    for enfant, rows in zip(declared.enfants, record.enfants, strict=True):
                        inner = [colonne.nom for colonne in enfant.colonnes]
                        row[enfant.element] = [
                            dict(zip(inner, each, strict=False)) for each in rows
                        ]
                    yield row

    def _is_blocked(self, nature: str, entite: str, cle: str) -> bool:
        return any(
            code in BLOQUANTS and (n, e) == (nature, entite) and k in {cle, ""}
            for code, n, e, k in self.anomalies
        )

    def one(self, nature: str, ref: object) -> Row | None:
        """Return the record of that ref, if it has an effect."""
        return next((row for row in self.all(nature) if row["ref"] == ref), None)

    def person(self, tiers: object) -> Row | None:
        """Return a person."""
        return next((row for row in self.all("tiers") if row["id"] == tiers), None)

    def is_on(self, option: str, module: str, cible: str) -> bool:
        """R-023: the target's own value, else the module's, else what is usual."""
        usual = self.reglages.get((option, module), option in ON_BY_DEFAULT)
        return self.reglages.get((option, cible), usual)

    def day(self, immeuble: str) -> date:
        """Return what day it is in a building."""
        found = next((row for row in self.all("immeubles") if row["ref"] == immeuble), {})
        return self._local(found.get("fuseau"), immeuble.partition("/")[0])

    def day_of_account(self, compte: str) -> date:
        """Return what day it is for an account: in its co-owner's building, else its entity."""
        entite = compte.partition("/")[0]
        fiches = (f for f in self.all("fiches_coproprietaires") if link(f, "compte") == compte)
        fiche = next(fiches, None)
        return self.day(link(fiche, "immeuble")) if fiche else self._local(None, entite)

    def _local(self, own: object, entite: str) -> date:
        moment = datetime.fromisoformat(self.at).astimezone(UTC)
        found = next((row for row in self.all("entites") if row["id"] == entite), {})
        for name in (own, found.get("fuseau")):
            if isinstance(name, str):
                try:
                    return moment.astimezone(ZoneInfo(name)).date()
                except (KeyError, ValueError, OSError):
                    continue
        return moment.date()

    def reached(self, tiers: str, portee: str, *niveaux: str) -> set[tuple[str, str]]:
        """Return the places that a person reaches now, each with its space."""
        return {
            (str(row["cible"]), str(row["espace"]))
            for row in self.acces
            if (row["tiers"], row["portee"]) == (tiers, portee)
            and (row["niveau"] in niveaux if niveaux else True)
            and (portee != "compte" or row["niveau"] == row["espace"])
            and str(row["du"] or "") <= self.at < str(row["jusqu_au"] or "9999")
        }

    def holders(self, compte: Row) -> list[Row]:
        """Return the persons who hold an account today."""
        today = self.day_of_account(str(compte["ref"]))
        names = {t["tiers"] for t in titulaires(compte) if is_until(t["au"], today)}
        found = (self.person(name) for name in names)
        return [each for each in found if each is not None]


def link(row: Row, name: str) -> str:
    """Return the ref that an attribute names, inside the record's entity."""
    return f"{row['entite']}/{row[name]}"


def titulaires(compte: Row) -> list[Row]:
    """Return the holders of an account, as listed."""
    return list(compte["titulaire"])  # type: ignore[call-overload,no-any-return]  # rows


def is_until(au: object, today: date) -> bool:
    return not isinstance(au, date) or au >= today


def runs(row: Row, today: date, first: str = "du", last: str = "au") -> bool:
    """Return whether a day is between two attributes, both included, absent ones without limit."""
    start = row[first]
    return (not isinstance(start, date) or start <= today) and is_until(row[last], today)


def some(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}
