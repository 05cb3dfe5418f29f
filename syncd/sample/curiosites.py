"""The awkward truths of the sample: what every agency has and no demonstration shows.

All of them are in the first building of the syndic and the first of the gérance.
Touches: nothing.
"""

from dataclasses import replace
from datetime import timedelta

from syncd.sample.agence import (
    Bailleur,
    Coproprietaire,
    Locataire,
    Sort,
    account_label,
    building_labels,
)
from syncd.sample.calendrier import eve, months_ago, months_later, of_month
from syncd.sample.contenus import Ecrit, money, to_building, to_persons
from syncd.sample.courriers_gerance import about_lot, receipt
from syncd.sample.courriers_syndic import scanned_invoice
from syncd.sample.patrimoine import Immeuble
from syncd.sample.personnes import give_login
from syncd.sample.publication import Publication, documents_of, publish
from syncd.sample.registre import Registre
from syncd.sample.reglages import audience
from syncd.sample.values import Dossier, Evenement, Tiers


def add_syndic_oddities(
    registre: Registre, building: Immeuble, owners: list[Coproprietaire], suppliers: list[Tiers]
) -> None:
    """Given the first building of the syndic, add what is odd there."""
    place = (owners[0].entite, building.id)
    _late_file(registre, place)
    _future_letter(registre, place)
    _never_published(registre, place)
    _invoice_without_entry(registre, place, suppliers[1])
    _confidential(registre, owners[4])
    _html_letter(registre, owners[3])
    _without_binder(registre, owners[5])
    _claim(registre, place, owners[3])
    _garage_letters(registre, owners)
    _ensure_login(registre, owners[6].tiers[0])
    registre.acteurs["vendeur"] = f"{owners[6].entite}/{owners[6].fiche}"
    registre.acteurs["candidat"] = f"{owners[4].entite}/{owners[4].fiche}"


def share_a_certificate(registre: Registre, entite: str, buildings: list[Immeuble]) -> None:
    """Given all buildings of a syndic, publish one and the same file to each of them."""
    day = months_ago(registre.nuit, 10, 8)
    ecrit = Ecrit("document", "Attestation d'assurance et carte professionnelle du syndic", day)
    contenu = replace(
        to_building(registre, entite, buildings[0].id, ecrit),
        destinataire=("Aux copropriétaires des immeubles", "dont nous sommes le syndic"),
    )
    for building in buildings:
        publish(
            registre,
            Publication(
                entite=entite,
                modele="SYND",
                objet=ecrit.objet,
                traite_le=day,
                cible=("immeuble", building.id),
                pour=building_labels(entite, building.id, *audience("SYND")),
                pieces=(contenu,),
            ),
        )


def add_rental_oddities(registre: Registre, landlord: Bailleur, tenants: list[Locataire]) -> None:
    """Given the first landlord of the gérance and his tenants, add what is odd there."""
    entite = landlord.entite
    last_day = months_later(registre.nuit + timedelta(days=2), -12)
    receipt(registre, tenants[0], last_day, f"Quittance {of_month(last_day)}")
    day = months_ago(registre.nuit, 1, 7)
    rows = (("Honoraires de location", money(registre, entite, 310)),)
    ecrit = Ecrit("facture", "Facture d'honoraires de location", day, rows)
    publish(
        registre,
        Publication(
            entite=entite,
            modele="FACG",
            objet=ecrit.objet,
            traite_le=day,
            cible=("compte", landlord.compte),
            pour=(account_label(entite, landlord.compte),),
            pieces=(to_persons(registre, entite, landlord.tiers, ecrit),),
            sort=Sort.OPTION_FACTURES,
        ),
    )
    _survey_before_and_after(registre, landlord, tenants)


def _survey_before_and_after(
    registre: Registre, landlord: Bailleur, tenants: list[Locataire]
) -> None:
    """Publish a survey of the lot that changed tenants to each of them, and to the landlord."""
    entite = landlord.entite
    gone = next(tenant for tenant in tenants if tenant.etat == "parti")
    now = next(t for t in tenants if t.lot == gone.lot and t is not gone)
    for tenant, months in ((gone, 8), (now, 1)):
        parties = {account_label(entite, tenant.compte), account_label(entite, landlord.compte)}
        day = months_ago(registre.nuit, months, 14)
        about_lot(registre, tenant, "Diagnostic électrique du logement", day, parties)


def _ensure_login(registre: Registre, tiers: str) -> None:
    if tiers not in registre.roles:
        give_login(registre, registre.get(Tiers, tiers), role="copropriétaire")


def _for_building(
    registre: Registre, place: tuple[str, str], modele: str, ecrit: Ecrit
) -> Publication:
    return Publication(
        entite=place[0],
        modele=modele,
        objet=ecrit.objet,
        traite_le=ecrit.le,
        cible=("immeuble", place[1]),
        pour=building_labels(*place, *audience(modele)),
        pieces=(to_building(registre, *place, ecrit),),
    )


def _for_owner(registre: Registre, owner: Coproprietaire, modele: str, ecrit: Ecrit) -> Publication:
    return Publication(
        entite=owner.entite,
        modele=modele,
        objet=ecrit.objet,
        traite_le=ecrit.le,
        cible=("compte", owner.compte),
        pour=(account_label(owner.entite, owner.compte),),
        pieces=(to_persons(registre, owner.entite, owner.tiers, ecrit),),
    )


def _late_file(registre: Registre, place: tuple[str, str]) -> None:
    ecrit = Ecrit("document", "Diagnostic technique amiante", months_ago(registre.nuit, 0, 12))
    late = _for_building(registre, place, "DIAG", ecrit)
    event = publish(registre, replace(late, arrive=registre.numero + 1))
    (registre.acteurs["retard"],) = documents_of(place[0], event)


def _future_letter(registre: Registre, place: tuple[str, str]) -> None:
    ecrit = Ecrit("courrier", "Convocation à la réunion d'information", eve(registre.nuit))
    publish(registre, replace(_for_building(registre, place, "COUR", ecrit), delai=2))


def _never_published(registre: Registre, place: tuple[str, str]) -> None:
    ecrit = Ecrit("document", "Projet de devis, à relire", months_ago(registre.nuit, 0, 16))
    draft = _for_building(registre, place, "INTV", ecrit)
    publish(registre, replace(draft, delai=None, sort=Sort.NON_PUBLIE))


def _invoice_without_entry(registre: Registre, place: tuple[str, str], supplier: Tiers) -> None:
    day = months_ago(registre.nuit, 0, 19)
    objet, scan = scanned_invoice(registre, place, supplier, day)
    invoice = replace(
        _for_building(registre, place, "FACS", Ecrit("facture", objet, day)),
        pieces=(scan,),
        ecriture_comptable=False,
        sort=Sort.SANS_ECRITURE,
    )
    registre.acteurs["facture"] = f"{place[0]}/{publish(registre, invoice).id}"


def _confidential(registre: Registre, owner: Coproprietaire) -> None:
    ecrit = Ecrit(
        "courrier", "Note de l'avocat, procédure en cours", months_ago(registre.nuit, 1, 21)
    )
    secret = _for_owner(registre, owner, "COUR", ecrit)
    publish(registre, replace(secret, confidentiel=True, sort=Sort.CONFIDENTIEL))


def _html_letter(registre: Registre, owner: Coproprietaire) -> None:
    ecrit = Ecrit("courrier", "Réponse à votre demande de badge", months_ago(registre.nuit, 1, 22))
    letter = _for_owner(registre, owner, "COUR", ecrit)
    pieces = tuple(replace(contenu, html=True) for contenu in letter.pieces)
    publish(registre, replace(letter, pieces=pieces, sort=Sort.A_RENDRE))


def _without_binder(registre: Registre, owner: Coproprietaire) -> None:
    ecrit = Ecrit(
        "courrier", "Compte rendu d'entretien téléphonique", months_ago(registre.nuit, 1, 3)
    )
    note = _for_owner(registre, owner, "NOTE", ecrit)
    publish(registre, replace(note, sort=Sort.SANS_CLASSEUR))


def _claim(registre: Registre, place: tuple[str, str], owner: Coproprietaire) -> Evenement:
    """Publish two letters of one case file, whose subject has all that must be escaped."""
    entite, immeuble = place
    claim = registre.add(
        Dossier(
            id=registre.identifier("N", entite),
            reference=f"{registre.number(f'{entite}/dossier', 31):04d}",
            type="Sinistre",
            immeuble=immeuble,
            objet='Dégât des eaux\nAppartement 4 & cave <B>, "colonne montante"',
            du=months_ago(registre.nuit, 1, 2),
        ),
        entite,
    )
    day = months_ago(registre.nuit, 1, 4)
    ecrit = Ecrit("courrier", "Déclaration de sinistre", day)
    publish(registre, replace(_for_owner(registre, owner, "COUR", ecrit), dossier=claim.id))
    ecrit = Ecrit(
        "document", "Recherche de fuite\nColonne B & caves", months_ago(registre.nuit, 1, 8)
    )
    report = _for_building(registre, place, "INTV", ecrit)
    plain = tuple(
        replace(contenu, objet=contenu.objet.replace("\n", " - ")) for contenu in report.pieces
    )
    return publish(registre, replace(report, pieces=plain, dossier=claim.id))


def _garage_letters(registre: Registre, owners: list[Coproprietaire]) -> None:
    """Publish one letter on the garage to who sold it, another to who bought it."""
    seller, buyer = owners[4], owners[5]
    garage = registre.acteurs[f"garage/{seller.entite}/{seller.immeuble}"]
    for owner, months, objet in (
        (seller, 8, "Remise des badges du garage"),
        (buyer, 0, "Remise de la télécommande du garage"),
    ):
        ecrit = Ecrit("courrier", objet, months_ago(registre.nuit, months, 4))
        letter = _for_owner(registre, owner, "COUR", ecrit)
        publish(registre, replace(letter, cible=("lot", garage)))
