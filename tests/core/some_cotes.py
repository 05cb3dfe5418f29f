"""Both sides of a change for the tests of the guard: from facts, or made by hand to a size."""

from collections.abc import Iterable
from datetime import date

from ingest.rules.acces import Acces
from ingest.rules.cotes import ENTREE, SORTIE, Alarme, Circonstances, Rights, Seuils, from_instant
from ingest.rules.derivation import derive
from ingest.rules.faits import Faits
from ingest.rules.garde import alarms
from ingest.rules.publication import Publication, motif_of
from tests.core.some_faits import NOON

EVERY = Seuils(sortie_part=0, sortie_nombre=0, entree_part=0, entree_paires=0)
"""Thresholds under which whatever opens or closes is told."""


def a_side(faits: Faits, at: str = NOON) -> Rights:
    """Given facts, return what they show from an instant on."""
    found = derive(faits)
    return from_instant(found.acces, found.droits, found.publication, at, found.reperes)


def circumstances(before: Faits, after: Faits) -> Circonstances:
    """Given the facts before and after an envoi, return what else the guard knows of it."""
    return Circonstances(
        premier=False,
        parametres_changes=before.parametres != after.parametres,
        reglages_changes=before.options.reglages != after.options.reglages,
        modeles_changes=before.modeles != after.modeles,
        natures_videes=(),
        connus=frozenset(
            (nature, ref)
            for nature in ("classeurs", "comptes", "immeubles")
            for ref in getattr(before, nature)
        ),
        noms={ref: classeur.nom for ref, classeur in after.classeurs.items()},
    )


def guarded(before: Faits, after: Faits, seuils: Seuils = EVERY, at: str = NOON) -> list[Alarme]:
    """Given the facts before and after an envoi, return what the guard says of it."""
    return alarms(a_side(before, at), a_side(after, at), circumstances(before, after), seuils)


def opened(before: Faits, after: Faits) -> dict[str, int]:
    """Given the facts before and after, return how many pairs each cause opens."""
    found = guarded(before, after)
    return {alarme.cause: alarme.nombre for alarme in found if alarme.code == ENTREE}


def withdrawn(before: Faits, after: Faits) -> list[str]:
    """Given the facts before and after, return the causes of a withdrawal."""
    return [alarme.cause for alarme in guarded(before, after) if alarme.code == SORTIE]


def a_row(document: str, classeur: str | None = "syndic/1", **given: object) -> Publication:
    """Given a document, return its row: published in building S1/I1 since long ago."""
    row = Publication(
        document=document,
        contenu="sha",
        portee="immeuble",
        cible="S1/I1",
        classeur=classeur,
        titre="Un objet",
        rangement="[]",
        traite_le=date(2026, 6, 15),
        visible_du="2026-06-15T22:00:00.000Z",
        visible_jusqu_au=None,
        etat="publiee",
        motif=motif_of("PUBLIEE", {}),
    )
    return row._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist


def a_reach(tiers: str, cible: str = "S1/I1", **given: object) -> Acces:
    """Given a person, return his access to a building, as a co-owner."""
    compte = f"{cible.partition('/')[0]}/C{tiers}"
    genre = "coproprietaire"
    row = Acces(tiers, tiers, compte, genre, "immeuble", cible, genre, du=None, jusqu_au=None)
    return row._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist


def a_hand_made_side(acces: Iterable[Acces], rows: Iterable[Publication], *niveaux: str) -> Rights:
    """Given rows and the ticked boxes of binder syndic/1, return the side of NOON."""
    return from_instant(acces, [("syndic/1", niveau) for niveau in niveaux], rows, NOON)


BY_HAND = Circonstances(
    premier=False,
    parametres_changes=False,
    reglages_changes=False,
    modeles_changes=False,
    natures_videes=(),
    connus=frozenset({("classeurs", "syndic/1"), ("immeubles", "S1/I1")}),
    noms={"syndic/1": "Courriers"},
)
