"""The worked example with more people: whatever a screen of people asks for has something here.

Two buildings of the syndic's, a record of two holders, one who is of two councils, a master, a
tenant who owes and one of two landlords, suppliers approved and not, contracts, photos, staff.
"""

from collections.abc import Mapping
from datetime import date

from store.changes import Ligne, Place, Record, Valeur
from tests.core.some_random_tables import THE_EXAMPLE, Listing
from tests.edges.some_records import a_record

PERSONS = tuple(f"T{number}" for number in range(1, 14))
FAR = "America/Martinique"
_IMAGES = tuple(f"{number:02x}" * 32 for number in range(1, 6))
IMAGES: Mapping[str, str] = {**dict.fromkeys(_IMAGES[:3], "png"), _IMAGES[3]: "pdf"}
"""The format of each content that was received; the last one never was."""


def _a(nature: str, *enfants: tuple[Ligne, ...], **values: Valeur) -> Record:
    return a_record(nature, *enfants, **values)


def _entry(identifier: str, compte: str, day: date) -> Record:
    return _a("ecritures", id=identifier, compte=compte, date=day, journal="APP", debit=100)


def _photo(rang: str, sha256: str | None, **values: Valeur) -> Record:
    shown: dict[str, Valeur] = {
        "publiable": sha256 is not None,
        "nom": f"photo{rang}.png",
        "sha256": sha256,
    }
    return _a("photos", rang=rang, **{**shown, **values})


def _compte(identifier: str, *tiers: tuple[str, date | None], **values: Valeur) -> Record:
    return _a("comptes", tiers, id=identifier, numero=f"45{identifier}", **values)


_MORE: Mapping[Place, tuple[Record, ...]] = {
    ("tiers", ""): tuple(
        _a("tiers", id=f"T{number}", nom=f"Nom {number}", telephone=f"04{number}", activite="")
        for number in (7, 10, 11, 12)
    ),
    ("connexions", ""): tuple(
        _a("connexions", tiers=tiers, identifiant=f"login.{tiers}", secret_empreinte="")
        for tiers in ("T7", "T10", "T11")
    ),
    ("relations", ""): (
        _a("relations", super_tiers="T2", tiers="T1"),
        _a("relations", super_tiers="T4", tiers="T5"),
    ),
    ("utilisateurs", ""): (
        _a("utilisateurs", id="U2", nom="Sans rôle", tiers="T7"),
        _a("utilisateurs", id="U3", nom="Autre rôle", tiers="T10", role="concierge"),
    ),
    ("immeubles", "S1"): (
        _a("immeubles", id="I3", module="syndic", nom="Loin", fuseau=FAR, gardien="T8"),
    ),
    ("lots", "S1"): (
        _a("lots", id="L5", immeuble="I1", batiment="A", numero="5", type="cave"),
        _a("lots", id="L8", immeuble="I3", numero="8", type="appartement"),
        _a("lots", id="L7", immeuble="I3", numero="7", type="appartement"),
    ),
    ("comptes", "S1"): (
        _compte(
            "C10", ("T10", None), ("T11", date(2026, 6, 30)), genre="coproprietaire", publie=True
        ),
        _compte("C12", ("T2", None), genre="coproprietaire", publie=True),
        _compte("C13", ("T2", None), genre="coproprietaire", publie=False),
        _compte("C8", ("T12", None), genre="fournisseur", publie=False),
    ),
    ("fiches_coproprietaires", "S1"): (
        _a(
            "fiches_coproprietaires",
            id="F10",
            immeuble="I1",
            compte="C10",
            membre_cs=True,
            correspondant="T11",
        ),
        _a("fiches_coproprietaires", id="F12", immeuble="I3", compte="C12", president_cs=True),
        _a("fiches_coproprietaires", id="F13", immeuble="I1", compte="C13", president_cs=True),
    ),
    ("detentions", "S1"): (
        _a("detentions", lot="L5", fiche="F10", du=date(2020, 1, 1), au=date(2026, 9, 30)),
        _a("detentions", lot="L5", fiche="F13", du=date(2026, 10, 1)),
        _a("detentions", lot="L8", fiche="F12", du=date(2020, 1, 1)),
        _a("detentions", lot="L7", fiche="F12", du=date(2026, 3, 1), au=date(2026, 12, 31)),
    ),
    ("dossiers", "S1"): (
        _a("dossiers", id="N2", reference="2", type="Contrat", theme="ASC", immeuble="I1"),
        _a("dossiers", id="N3", reference="3", type="Contrat", theme="EAU", immeuble="I3"),
        _a(
            "dossiers",
            id="N4",
            reference="4",
            type="Contrat",
            theme="ASC",
            immeuble="I3",
            fournisseur="C8",
            du=date(2026, 7, 1),
        ),
    ),
    ("contacts", "S1"): (
        _a("contacts", role="comptable", utilisateur="U2"),
        _a("contacts", role="gestionnaire", compte="C12", utilisateur="U1"),
    ),
    ("correspondants", "S1"): (
        _a("correspondants", compte="C9", tiers="T12", fonction="Dépannage"),
        _a("correspondants", compte="C8", tiers="T9"),
    ),
    ("photos", "S1"): (
        _photo("1", _IMAGES[0], immeuble="I1"),
        _photo("2", None, immeuble="I1"),
        _photo("10", _IMAGES[1], immeuble="I1"),
        _photo("11", _IMAGES[2], immeuble="I1"),
        _photo("1", _IMAGES[3], lot="L1"),
        _photo("1", _IMAGES[1], lot="L4"),
        _photo("2", _IMAGES[4], lot="L4"),
    ),
    ("photos", "G1"): (_photo("1", _IMAGES[0], lot="L9"),),
    ("immeubles", "G1"): (
        _a("immeubles", id="I4", module="gerance", nom="Entier", complet=True, gardien="T12"),
    ),
    ("lots", "G1"): (
        _a("lots", id="L10", immeuble="I2", numero="6", type="garage", meuble=True),
        _a("lots", id="L11", immeuble="I4", numero="1", type="studio", adresse1="3, cour"),
    ),
    ("comptes", "G1"): (
        _compte("C14", ("T11", None), genre="proprietaire", publie=True),
        _compte("C15", ("T10", None), genre="locataire", publie=True, solde=700),
        _compte(
            "C16", ("T7", date(2026, 4, 30)), ("T1", None), genre="locataire", publie=False, solde=5
        ),
    ),
    ("ecritures", "G1"): (
        _entry("W80", "C15", date(2025, 3, 1)),
        _entry("W81", "C15", date(2024, 12, 1)),
        _entry("W82", "C5", date(2025, 3, 1)),
    ),
    ("mandats", "G1"): (
        _a(
            "mandats",
            (("L10", date(2025, 1, 1), None),),
            id="M2",
            compte="C14",
            du=date(2025, 1, 1),
        ),
        _a(
            "mandats",
            (("L9", date(2018, 1, 1), date(2019, 12, 31)),),
            id="M3",
            compte="C14",
            du=date(2018, 1, 1),
        ),
    ),
    ("baux", "G1"): (
        _a(
            "baux",
            (("L10",),),
            id="B3",
            compte="C15",
            entree=date(2025, 2, 1),
            sortie=date(2026, 5, 31),
        ),
        _a(
            "baux",
            (("L9",), ("L10",)),
            id="B4",
            compte="C16",
            entree=date(2019, 6, 1),
            sortie=date(2026, 6, 15),
        ),
    ),
}
PEOPLED: Listing = {
    place: (*THE_EXAMPLE.get(place, ()), *_MORE.get(place, ()))
    for place in {**THE_EXAMPLE, **_MORE}
}
