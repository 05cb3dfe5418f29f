"""What is wrong with the facts, and which of them therefore have no effect.

An anomaly is derived, never remembered: it heals when the missing record arrives and comes back
when it leaves. A fact with a blocking anomaly has no effect on any other derived table, nor has
what needs it (fail closed; architecture, "From bytes to facts").
Touches: nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules.designations import FACTURES, binder_of
from ingest.rules.ecarts import Connu, Ecart, ecarts_of
from ingest.rules.faits import (
    Fait,
    Faits,
)
from ingest.rules.references import NATURES


class Anomalie(NamedTuple):
    """One row of the derived table of that name; `cle` is the record's key inside its entity.

    It is "" for what is wrong with all records of a nature and entity.
    """

    code: str
    nature: str
    entite: str
    cle: str
    attribut: str | None = None
    valeur: str | None = None
    attendu: str | None = None


SansEffet = Mapping[str, Mapping[str, Ecart]]
"""By nature and `ref`, why a fact has no effect."""


class Trouvailles(NamedTuple):
    """Every anomaly of the facts, and which of them therefore have no effect."""

    anomalies: tuple[Anomalie, ...]
    sans_effet: SansEffet


def find_anomalies(
    faits: Faits,
    natures: Iterable[str] = NATURES,
    sans_effet: SansEffet = MappingProxyType({}),
) -> Trouvailles:
    """Given the facts, return all that is wrong with them. Documents are judged elsewhere.

    With `natures`, binders among them, these are judged, and the settings; `sans_effet` says which
    of the others have no effect.
    """
    found = judge(faits, natures, sans_effet)
    return found._replace(anomalies=(*_of_parametres(faits, found.sans_effet), *found.anomalies))


def judge(faits: Faits, natures: Iterable[str], sans_effet: SansEffet) -> Trouvailles:
    """Given facts, the natures to judge, and which others have no effect, judge these."""
    connu = Connu(
        faits,
        {nature: dict(sans_effet.get(nature, {})) for nature in {*NATURES, *sans_effet}},
        Counter(connexion.identifiant for connexion in faits.connexions.values()),
        Counter(fiche.compte for fiche in faits.fiches_coproprietaires.values()),
    )
    anomalies = []
    for nature in natures:
        for fait in getattr(faits, nature).values():
            for ecart in ecarts_of(nature, fait, connu):
                anomalies.append(anomaly_of(nature, fait, ecart))
                if ecart.bloque:
                    connu.sans_effet[nature].setdefault(fait.ref, ecart)
    frozen = {nature: MappingProxyType(found) for nature, found in connu.sans_effet.items()}
    return Trouvailles(tuple(anomalies), MappingProxyType(frozen))


def anomaly_of(nature: str, fait: Fait, ecart: Ecart) -> Anomalie:
    """Given a fact and what was found about it, return the row."""
    entite = getattr(fait, "entite", "")
    cle = fait.ref.removeprefix(f"{entite}/") if entite else fait.ref
    return anomaly_at(nature, entite, cle, ecart)


def anomaly_at(nature: str, entite: str, cle: str, ecart: Ecart) -> Anomalie:
    """Given where a record stands ("" for all of a table) and what was found, return the row."""
    return Anomalie(
        ecart.code, nature, entite, cle, ecart.attribut, _short(ecart.valeur), ecart.attendu
    )


def _of_parametres(faits: Faits, sans_effet: SansEffet) -> Iterator[Anomalie]:
    for attribut, classeur in faits.parametres.classeurs_designes:
        if classeur not in faits.classeurs or classeur in sans_effet["classeurs"]:
            yield Anomalie(
                "REFERENCE_IGNOREE", "parametres", "", "syndic", attribut, _short(classeur)
            )
    known = {
        ref: each for ref, each in faits.classeurs.items() if ref not in sans_effet["classeurs"]
    }
    if faits.parametres.envoyer_depenses and not binder_of(FACTURES, known, faits.parametres):
        yield Anomalie("EXPENSES_NO_BINDER", "parametres", "", "syndic", FACTURES)


def _short(text: str | None) -> str | None:
    """Return a value as reports quote it: 200 characters at most."""
    return text if text is None or len(text) <= 200 else f"{text[:199]}…"  # noqa: PLR2004
