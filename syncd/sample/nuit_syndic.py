"""What happens at the syndic between two nights: a mutation, an election, invoices, events.

Each function does its part when somebody is there for it, and tells it.
Touches: nothing.
"""

from dataclasses import replace
from datetime import date

from syncd.sample.agence import Coproprietaire, Sort
from syncd.sample.calendrier import JAMAIS, eve
from syncd.sample.contenus import Ecrit
from syncd.sample.copropriete import (
    close_owner,
    key_of_owner,
    labels_of_first,
    new_owner,
)
from syncd.sample.courriers_syndic import for_building, for_owner
from syncd.sample.patrimoine import Detention, Fiche, Immeuble, Lot
from syncd.sample.personnes import (
    full_name,
    give_login,
    let_in,
    new_person,
    shut_out,
    some_address,
)
from syncd.sample.publication import documents_of, set_fate
from syncd.sample.registre import Registre
from syncd.sample.reglages import SYNDIC
from syncd.sample.values import Connexion, Evenement, Tiers

_A_RETIRER = ("DIVE", "CARN", "INTV", "DIAG")


def sell(registre: Registre) -> None:
    """A co-owner sells his only lot: his account closes, the buyer's opens (R-078, R-082)."""
    seller = _somebody(registre, "vendeur")
    if seller is None:
        return
    day = eve(registre.nuit)
    lot = registre.get(Lot, seller.lots[0], entite=seller.entite)
    _leave(registre, seller, day)
    person = new_person(registre, some_address(registre))
    give_login(registre, person, role="acquéreur")
    place = (seller.entite, seller.immeuble)
    buyer = new_owner(registre, place, (person,), "coproprietaire", {lot.id: day})
    ecrit = Ecrit("courrier", "Bienvenue dans la copropriété", eve(day))
    for_owner(registre, buyer, "COUR", ecrit)
    registre.tell(
        f"Mutation : {full_name(registre.get(Tiers, seller.tiers[0]))} a vendu le lot"
        f" {lot.numero} de {_building(registre, seller)} à {full_name(person)}."
    )


def elect(registre: Registre) -> None:
    """A co-owner is elected to the council: his level is another one from now on (R-033)."""
    owner = _somebody(registre, "candidat")
    if owner is None:
        return
    card = registre.get(Fiche, owner.fiche, entite=owner.entite)
    registre.change(replace(card, membre_cs=True), owner.entite)
    member = replace(owner, niveau="membre")
    shut_out(registre, owner.tiers[0], labels_of_first(owner))
    let_in(registre, owner.tiers[0], labels_of_first(member))
    registre.coproprietaires[key_of_owner(owner)] = member
    _rename_role(registre, owner, "nouveau membre du conseil syndical")
    name = full_name(registre.get(Tiers, owner.tiers[0]))
    registre.tell(f"Élection au conseil syndical de {_building(registre, owner)} : {name}.")


def enter_invoice(registre: Registre) -> None:
    """The invoice that waited for its accounting entry gets it (R-064)."""
    waiting = registre.acteurs.pop("facture", None)
    if waiting is None:
        return
    entite, identifiant = waiting.split("/")
    event = registre.get(Evenement, identifiant, entite=entite)
    registre.change(replace(event, ecriture_comptable=True), entite)
    set_fate(registre, entite, event, Sort.PUBLIE)
    registre.tell(f"L'écriture comptable de « {event.objet} » est saisie.")


def send_late_file(registre: Registre) -> None:
    """The file that an earlier night listed without it comes at last (R-012)."""
    late = registre.acteurs.pop("retard", None)
    if late is not None:
        registre.tell(f"Le fichier du document {late} arrive enfin.")


def depublish(registre: Registre) -> None:
    """An event gets the date 0000-00-00 (R-051)."""
    event = _candidate(registre)
    if event is None:
        return
    registre.change(replace(event, publie_le=JAMAIS), SYNDIC)
    set_fate(registre, SYNDIC, event, Sort.RETIRE_EXPLICITE)
    registre.tell(f"L'événement {event.id} « {event.objet} » est dépublié (0000-00-00).")


def drop(registre: Registre) -> None:
    """An event is no longer in the list (R-010)."""
    event = _candidate(registre)
    if event is None:
        return
    registre.remove(event, SYNDIC)
    set_fate(registre, SYNDIC, event, Sort.RETIRE_ABSENT)
    registre.tell(f"L'événement {event.id} « {event.objet} » n'est plus dans la liste.")


def correct_letter(registre: Registre) -> None:
    """A letter is written again: the same document, another content (R-047)."""
    letters = [e for e in registre.all(Evenement, SYNDIC) if _is_letter(registre, e)]
    if not letters:
        return
    event = registre.hasard.choice(letters)
    (source,) = documents_of(SYNDIC, event)
    known = registre.documents[source]
    registre.documents[source] = replace(
        known,
        contenu=replace(known.contenu, reference=f"{known.contenu.reference}-R"),
        arrive=registre.numero,
    )
    piece = replace(event.pieces[0], nom=f"rectificatif-{registre.numero}.pdf")
    registre.change(replace(event, pieces=(piece,)), SYNDIC)
    registre.tell(f"La lettre de l'événement {event.id} « {event.objet} » est rectifiée.")


def write_to_all(registre: Registre) -> None:
    """Each building, one after the other, gets its letter of the night."""
    buildings = registre.all(Immeuble, SYNDIC)
    building = buildings[registre.numero % len(buildings)]
    ecrit = Ecrit("courrier", "Passage du ramoneur", eve(registre.nuit))
    for_building(registre, (SYNDIC, building.id), "INTV", _dated(registre, ecrit))
    registre.tell(f"Un courrier à tous les copropriétaires de {building.nom}.")


def change_address(registre: Registre) -> None:
    """A co-owner has another mail address: his identity changes, nothing else does."""
    owner = registre.hasard.choice([o for o in registre.coproprietaires.values() if o.ouvert])
    person = registre.get(Tiers, owner.tiers[0])
    email = f"{person.id.lower()}.n{registre.numero}@example.org"
    registre.change(replace(person, email=email))
    registre.tell(f"{full_name(person)} a changé d'adresse électronique.")


def _leave(registre: Registre, seller: Coproprietaire, day: date) -> None:
    """Given who has sold his only lot, end what he held on the eve of that day."""
    held = next(
        known for known in registre.all(Detention, seller.entite) if known.fiche == seller.fiche
    )
    ended = replace(held, au=eve(day), mutation_enregistree_le=day)
    registre.change(ended, seller.entite)
    close_owner(registre, seller)
    registre.coproprietaires[key_of_owner(seller)] = replace(seller, lots=(), ouvert=False)
    _rename_role(registre, seller, "vendeur")


def _dated(registre: Registre, ecrit: Ecrit) -> Ecrit:
    """Given what is said, date it so that its publication, a day later, is the eve."""
    return ecrit._replace(le=eve(eve(registre.nuit)))


def _is_letter(registre: Registre, event: Evenement) -> bool:
    if event.modele != "COUR" or event.compte is None:
        return False
    (source,) = documents_of(SYNDIC, event)
    document = registre.documents[source]
    return document.sort is Sort.PUBLIE and document.arrive < registre.numero


def _candidate(registre: Registre) -> Evenement | None:
    """Return an event for a whole building that everybody sees, not one of this night."""
    shown = [
        event
        for event in registre.all(Evenement, SYNDIC)
        if event.modele in _A_RETIRER
        and all(_is_shown(registre, source) for source in documents_of(SYNDIC, event))
    ]
    return registre.hasard.choice(shown) if shown else None


def _is_shown(registre: Registre, source: str) -> bool:
    document = registre.documents[source]
    return document.sort is Sort.PUBLIE and document.arrive < registre.numero


def _somebody(registre: Registre, part: str) -> Coproprietaire | None:
    """Return who plays this part: the one meant for it, else any plain co-owner of one lot."""
    meant = registre.acteurs.pop(part, None)
    if meant is not None:
        return registre.coproprietaires[meant]
    logins = {login.tiers for login in registre.all(Connexion)}
    plain = [
        owner
        for key, owner in registre.coproprietaires.items()
        if owner.ouvert
        and owner.niveau == "coproprietaire"
        and len(owner.lots) == len(owner.tiers) == 1
        and owner.tiers[0] in logins
        and key not in registre.acteurs.values()
        and owner.tiers[0] != registre.acteurs["deux entités"]
    ]
    return registre.hasard.choice(plain) if plain else None


def _rename_role(registre: Registre, owner: Coproprietaire, role: str) -> None:
    if owner.tiers[0] in registre.roles:
        registre.roles[owner.tiers[0]] = role


def _building(registre: Registre, owner: Coproprietaire) -> str:
    return registre.get(Immeuble, owner.immeuble, entite=owner.entite).nom
