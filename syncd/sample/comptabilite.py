"""The books of the sample: suppliers, years, budgets, expenses, entries, works, contacts, codes.

None of these natures decides a document; the vouchers of the expenses are the scanned invoices.
Touches: nothing.
"""

from datetime import date
from decimal import Decimal

from syncd.sample.agence import Coproprietaire, Locataire, building_labels
from syncd.sample.calendrier import month_name, months_ago
from syncd.sample.chantiers import carry_out_works
from syncd.sample.contenus import money
from syncd.sample.courriers_syndic import scanned_invoice
from syncd.sample.ledger import (
    Analytique,
    Budget,
    Contact,
    Correspondant,
    Depense,
    Digicode,
    Ecriture,
    Exercice,
    Fonds,
)
from syncd.sample.patrimoine import Compte, Immeuble, Titulaire
from syncd.sample.personnes import new_person, new_suppliers, some_address
from syncd.sample.publication import Publication, publish
from syncd.sample.registre import Registre
from syncd.sample.reglages import audience
from syncd.sample.values import Evenement, Piece, Tiers

_DELEGUE = "651"
_POSTES = (
    ("614", "Contrats de maintenance", 4_800),
    ("615", "Entretien et petites réparations", 7_200),
    ("616", "Primes d'assurance", 3_900),
    (_DELEGUE, "Dépenses déléguées au conseil syndical", 1_500),
)


def open_books(registre: Registre, entite: str) -> list[Tiers]:
    """Given the entity of a syndic, write its suppliers and their contacts; return them."""
    suppliers = new_suppliers(registre)
    for rank, supplier in enumerate(suppliers):
        account = registre.add(
            Compte(
                id=registre.identifier("C", entite),
                genre="fournisseur",
                numero=f"401{registre.number(f'{entite}/401'):04d}",
                publie=False,
                valide=rank != len(suppliers) - 1 or None,
                titulaires=(Titulaire(tiers=supplier.id),),
            ),
            entite,
        )
        registre.acteurs.setdefault(f"ascensoriste/{entite}", account.id)
        if rank % 3 == 0:
            person = new_person(registre, some_address(registre))
            registre.add(
                Correspondant(compte=account.id, tiers=person.id, fonction="Responsable d'agence"),
                entite,
            )
    return suppliers


def keep_building_books(
    registre: Registre, building: Immeuble, owners: list[Coproprietaire], suppliers: list[Tiers]
) -> None:
    """Given a new building under syndic, write its years, budgets, expenses, funds and code."""
    entite = owners[0].entite
    this_year = registre.nuit.year
    old, current = (
        registre.add(_year(registre, entite, building, year, clos=year < this_year), entite)
        for year in (this_year - 1, this_year)
    )
    for numero, libelle, euros in _POSTES:
        _budget(registre, entite, old, (numero, libelle), euros)
        _budget(registre, entite, current, (numero, libelle), euros + 150)
    for months in (2, 1):
        supplier = registre.hasard.choice(suppliers)
        day = months_ago(registre.nuit, months, registre.hasard.randint(15, 22))
        event = publish_invoice(registre, (entite, building.id), supplier, day)
        registre.add(_expense(registre, entite, current, event), entite)
    carry_out_works(registre, entite, building)
    registre.add(Digicode(immeuble=building.id, code=_code(registre)), entite)
    registre.add(Contact(role="gestionnaire", utilisateur="U1", immeuble=building.id), entite)
    for owner in owners:
        _keep_owner_books(registre, owner)


def publish_invoice(
    registre: Registre, place: tuple[str, str], supplier: Tiers, day: date
) -> Evenement:
    """Given a building, a supplier and a day, publish his scanned invoice, entered already."""
    objet, scan = scanned_invoice(registre, place, supplier, day)
    return publish(
        registre,
        Publication(
            entite=place[0],
            modele="FACS",
            objet=objet,
            traite_le=day,
            cible=("immeuble", place[1]),
            pour=building_labels(*place, *audience("FACS")),
            pieces=(scan,),
            ecriture_comptable=True,
        ),
    )


def keep_rental_books(registre: Registre, entite: str) -> None:
    """Given the entity of a gérance, write its analytic accounts and its contact."""
    registre.add(Analytique(code="LOY", libelle="Loyers", reverse_au_proprietaire=True), entite)
    registre.add(
        Analytique(code="HON", libelle="Honoraires", reverse_au_proprietaire=False), entite
    )
    registre.add(Contact(role="gestionnaire", utilisateur="U2"), entite)


def enter_rent(registre: Registre, tenant: Locataire, day: date) -> None:
    """Given a tenant, enter the rent of that day's month and its payment."""
    rent = money(registre, tenant.entite, 560 + 10 * int(tenant.lot[1:]) % 90)
    nothing = money(registre, tenant.entite, 0)
    for libelle, debit, credit, journal in (
        (f"Loyer {month_name(day)}", rent, nothing, "APP"),
        ("Virement reçu", nothing, rent, "BQ"),
    ):
        _enter(registre, tenant.entite, tenant.compte, (day, libelle, debit, credit, journal))


def open_door(registre: Registre, tenant: Locataire) -> None:
    """Given a tenant, write the code of his door and whom he may ask about his account."""
    code = f"{registre.number(f'{tenant.entite}/digicode', 41)}B17"
    registre.add(Digicode(lot=tenant.lot, code=code), tenant.entite)
    contact = Contact(role="comptable", utilisateur="U2", compte=tenant.compte)
    registre.add(contact, tenant.entite)


def _keep_owner_books(registre: Registre, owner: Coproprietaire) -> None:
    due = money(registre, owner.entite, 1_160)
    day = months_ago(registre.nuit, 1, 1)
    nothing = money(registre, owner.entite, 0)
    _enter(registre, owner.entite, owner.compte, (day, "Appel de fonds", due, nothing, "APP"))
    paid = months_ago(registre.nuit, 1, 12)
    _enter(registre, owner.entite, owner.compte, (paid, "Prélèvement", nothing, due, "BQ"))
    for lot in owner.lots:
        registre.add(
            Fonds(
                lot=lot,
                type="fonds_travaux",
                numero_compte="105000",
                montant=money(registre, owner.entite, registre.hasard.randint(40, 900)),
            ),
            owner.entite,
        )


def _enter(
    registre: Registre,
    entite: str,
    compte: str,
    line: tuple[date, str, Decimal, Decimal, str],
) -> None:
    day, libelle, debit, credit, journal = line
    registre.add(
        Ecriture(
            id=registre.identifier("W", entite),
            compte=compte,
            date=day,
            libelle=libelle,
            debit=debit,
            credit=credit,
            journal=journal,
            bloc=registre.identifier("BL", entite),
            sous_compte="operations_courantes" if libelle == "Appel de fonds" else None,
            rubrique="Loyer" if libelle.startswith("Loyer") else None,
            analytique="LOY" if libelle.startswith("Loyer") else None,
        ),
        entite,
    )


def _year(
    registre: Registre, entite: str, building: Immeuble, year: int, *, clos: bool
) -> Exercice:
    return Exercice(
        id=registre.identifier("X", entite),
        immeuble=building.id,
        du=date(year, 1, 1),
        au=date(year, 12, 31),
        clos=clos,
    )


def _budget(
    registre: Registre, entite: str, exercice: Exercice, poste: tuple[str, str], euros: int
) -> None:
    part = 0.97 if exercice.clos else registre.hasard.randint(50, 90) / 100
    registre.add(
        Budget(
            exercice=exercice.id,
            cle="1",
            libelle_cle="Charges générales",
            numero_compte=poste[0],
            libelle_compte=poste[1],
            montant=money(registre, entite, euros),
            realise=money(registre, entite, euros * part),
            delegation=poste[0] == _DELEGUE or None,
        ),
        entite,
    )


def _expense(registre: Registre, entite: str, exercice: Exercice, event: Evenement) -> Depense:
    source = f"{entite}/{event.id}/a"
    amounts = registre.documents[source].contenu.montants
    return Depense(
        id=registre.identifier("D", entite),
        exercice=exercice.id,
        type="courante",
        cle="1",
        libelle_cle="Charges générales",
        numero_compte=_POSTES[1][0],
        libelle_compte=_POSTES[1][1],
        date=event.traite_le,
        libelle=event.objet,
        montant=sum((amount for _, amount in amounts), Decimal()),
        pieces=(Piece(id="a", nom=f"{event.id}.pdf", source=source),),
    )


def _code(registre: Registre) -> str:
    hasard = registre.hasard
    return f"{hasard.randint(10, 99)}{hasard.choice('AB')}{hasard.randint(10, 99)}"
