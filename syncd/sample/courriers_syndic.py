"""What a syndic has published for a building and its co-owners before the first night.

Touches: nothing.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from syncd.sample.agence import Coproprietaire, account_label, building_labels
from syncd.sample.calendrier import month_name, months_ago, of_month, quarter
from syncd.sample.contenus import Ecrit, by_supplier, money, to_building, to_persons
from syncd.sample.copropriete import charges
from syncd.sample.letters import Contenu
from syncd.sample.patrimoine import Immeuble, Lot
from syncd.sample.personnes import full_name
from syncd.sample.publication import Publication, publish
from syncd.sample.registre import Registre
from syncd.sample.reglages import audience
from syncd.sample.values import Dossier, Evenement, Tiers

_DOCUMENTS = (
    ("CARN", "document", "Carnet d'entretien de l'immeuble", 10),
    ("REGL", "document", "Règlement de copropriété et état descriptif de division", 30),
    ("SYND", "document", "Contrat de syndic", 5),
    ("DIAG", "document", "Diagnostic de performance énergétique collectif", 14),
    ("DIVE", "document", "Horaires de la permanence du gardien", 1),
)


def publish_building(registre: Registre, building: Immeuble, entite: str) -> None:
    """Given a new building, publish what concerns all of it."""
    place = (entite, building.id)
    for modele, gabarit, objet, months in _DOCUMENTS:
        day = months_ago(registre.nuit, months, registre.hasard.randint(8, 20))
        for_building(registre, place, modele, Ecrit(gabarit, objet, day))
    _publish_minutes(registre, place, building)
    _publish_owner_list(registre, place)
    for months in (1, 2):
        day = months_ago(registre.nuit, months, 6)
        objet = f"Relevé du compte séparé, {month_name(months_ago(day, 1, 1))}"
        amounts = (
            ("Solde du compte", money(registre, entite, registre.hasard.randint(900, 9000))),
        )
        for_building(registre, place, "BANQ", Ecrit("conseil", objet, day, amounts))
    _publish_visit(registre, place)


def for_building(
    registre: Registre, place: tuple[str, str], modele: str, ecrit: Ecrit
) -> Evenement:
    """Given an entity and a building, publish one piece for all levels of a model."""
    entite, immeuble = place
    return publish(
        registre,
        Publication(
            entite=entite,
            modele=modele,
            objet=ecrit.objet,
            traite_le=ecrit.le,
            cible=("immeuble", immeuble),
            pour=building_labels(entite, immeuble, *audience(modele)),
            pieces=(to_building(registre, entite, immeuble, ecrit),),
        ),
    )


def publish_owner(registre: Registre, owner: Coproprietaire) -> None:
    """Given a co-owner, publish his two last calls for funds and his yearly statement."""
    for months in (5, 2):
        day = months_ago(registre.nuit, months, 20)
        call_for_funds(registre, owner, day)
    day = months_ago(registre.nuit, 5, 25)
    rows = (
        ("Charges générales", charges(registre, owner, 31_000)),
        ("Ascenseur", charges(registre, owner, 4_800)),
        ("Provisions versées", -charges(registre, owner, 34_000)),
    )
    ecrit = Ecrit("charges", f"Relevé des charges de l'exercice {day.year - 1}", day, rows)
    for_owner(registre, owner, "CHAR", ecrit)


def call_for_funds(registre: Registre, owner: Coproprietaire, day: date) -> Evenement:
    """Given a day of the month before a quarter, publish the call for that quarter."""
    rows: tuple[tuple[str, Decimal], ...] = (
        ("Provision sur charges courantes", charges(registre, owner, 8_500)),
        ("Cotisation au fonds de travaux", charges(registre, owner, 425)),
    )
    objet = f"Appel de fonds du {quarter(months_ago(day, -1, 1))}"
    return for_owner(registre, owner, "APPF", Ecrit("appel", objet, day, rows))


def for_owner(registre: Registre, owner: Coproprietaire, modele: str, ecrit: Ecrit) -> Evenement:
    """Given a co-owner, publish one letter on his account."""
    return publish(
        registre,
        Publication(
            entite=owner.entite,
            modele=modele,
            objet=ecrit.objet,
            traite_le=ecrit.le,
            cible=("compte", owner.compte),
            pour=(account_label(owner.entite, owner.compte),),
            pieces=(to_persons(registre, owner.entite, owner.tiers, ecrit),),
        ),
    )


def scanned_invoice(
    registre: Registre, place: tuple[str, str], fournisseur: Tiers, day: date
) -> tuple[str, Contenu]:
    """Given a building, a supplier and a day, return the subject and the scan of his invoice."""
    entite, immeuble = place
    worth = registre.hasard.randint(8_000, 95_000) / 100
    amounts = (
        (f"Prestation {of_month(day)}", money(registre, entite, worth)),
        ("TVA 10 %", money(registre, entite, round(worth / 10, 2))),
    )
    objet = f"Facture {fournisseur.nom}, {month_name(day)}"
    scan = to_building(registre, entite, immeuble, Ecrit("facture", objet, day, amounts))
    return objet, by_supplier(registre, entite, fournisseur, scan)


def _publish_minutes(registre: Registre, place: tuple[str, str], building: Immeuble) -> None:
    entite, immeuble = place
    day = months_ago(registre.nuit, 5, 15)
    objet = f"Procès-verbal de l'assemblée générale {of_month(building.derniere_ag or day)}"
    quote = Ecrit("document", "Devis retenu pour le ravalement", day)
    publish(
        registre,
        Publication(
            entite=entite,
            modele="PVAG",
            objet=objet,
            traite_le=day,
            cible=("immeuble", immeuble),
            pour=building_labels(entite, immeuble, *audience("PVAG")),
            pieces=(
                to_building(registre, entite, immeuble, Ecrit("pv", objet, day)),
                to_building(registre, entite, immeuble, quote),
            ),
        ),
    )


def _publish_owner_list(registre: Registre, place: tuple[str, str]) -> None:
    """Publish to the council who owns what; no later list is made (R-131 is not told here)."""
    day = months_ago(registre.nuit, 1, 10)
    ecrit = Ecrit("liste", "Liste des copropriétaires", day)
    owners = (o for o in registre.coproprietaires.values() if (o.entite, o.immeuble) == place)
    lines = tuple(_in_list(registre, owner) for owner in owners)
    publish(
        registre,
        Publication(
            entite=place[0],
            modele="LCOP",
            objet=ecrit.objet,
            traite_le=day,
            cible=("immeuble", place[1]),
            pour=building_labels(*place, *audience("LCOP")),
            pieces=(replace(to_building(registre, *place, ecrit), details=lines),),
        ),
    )


def _in_list(registre: Registre, owner: Coproprietaire) -> str:
    people = (full_name(registre.get(Tiers, tiers)) for tiers in owner.tiers)
    lots = [registre.get(Lot, lot, entite=owner.entite) for lot in owner.lots]
    numbers = ", ".join(lot.numero for lot in lots)
    shares = sum(lot.tantiemes or 0 for lot in lots)
    return f"{' et '.join(people)} : lot {numbers}, {shares} tantièmes"


def _publish_visit(registre: Registre, place: tuple[str, str]) -> None:
    contract = _contract(registre, place)
    day = months_ago(registre.nuit, 2, 11)
    ecrit = Ecrit("document", "Compte rendu de la visite trimestrielle de l'ascenseur", day)
    publish(
        registre,
        Publication(
            entite=place[0],
            modele="INTV",
            objet=ecrit.objet,
            traite_le=day,
            cible=("immeuble", place[1]),
            pour=building_labels(*place, *audience("INTV")),
            pieces=(to_building(registre, *place, ecrit),),
            dossier=contract.id,
        ),
    )


def _contract(registre: Registre, place: tuple[str, str]) -> Dossier:
    entite, immeuble = place
    return registre.add(
        Dossier(
            id=registre.identifier("N", entite),
            reference=f"{registre.number(f'{entite}/dossier', 31):04d}",
            type="Contrat",
            theme="ASC",
            immeuble=immeuble,
            batiment="A",
            objet="Entretien de l'ascenseur",
            fournisseur=registre.acteurs[f"ascensoriste/{entite}"],
            du=date(registre.nuit.year - 2, 1, 1),
            au=date(registre.nuit.year + 1, 12, 31),
        ),
        entite,
    )
