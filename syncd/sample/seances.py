"""The general meeting of the sample whose vote by correspondence is open (R-156).

Touches: nothing.
"""

from datetime import timedelta

from syncd.sample.agence import Coproprietaire
from syncd.sample.calendrier import months_ago
from syncd.sample.ledger import Assemblee, Resolution, Votant
from syncd.sample.patrimoine import Immeuble, Lot
from syncd.sample.registre import Registre
from syncd.sample.values import Entite

_JOURS_AVANT, _JOURS_FRANCS = 40, 4
_RESOLUTIONS = (
    ("Approbation des comptes", "24", "votable", None),
    ("Ravalement des façades", "25", "votable", "25-1"),
    ("Point sur les procédures en cours", "24", "information", None),
)


def convene(
    registre: Registre, entite: str, building: Immeuble, owners: list[Coproprietaire]
) -> None:
    """Given a building under syndic and its co-owners, write the meeting that comes next."""
    home = registre.get(Entite, entite)
    meeting = registre.nuit + timedelta(days=_JOURS_AVANT)
    registre.add(
        Assemblee(
            id=registre.identifier("A", entite),
            immeuble=building.id,
            tenue_le=f"{meeting}T18:30:00",
            lieu=f"Salle des fêtes, {building.ville}",
            convoquee_le=months_ago(registre.nuit, 0, 2),
            limite=f"{meeting - timedelta(days=_JOURS_FRANCS)}T23:59:59",
            note="Merci de renvoyer votre formulaire avant la date limite.",
            destinataire=home.nom,
            adresse1=home.adresse1,
            code_postal=home.code_postal,
            ville=home.ville,
            email=home.email,
            resolutions=tuple(_resolutions()),
            votants=tuple(_voter(registre, owner) for owner in owners),
        ),
        entite,
    )


def _resolutions() -> list[Resolution]:
    return [
        Resolution(
            rang=rang,
            numero=str(rang),
            titre=titre,
            texte=f"L'assemblée est consultée : {titre.lower()}.",
            majorite=majorite,
            vote=vote,
            second_tour=second_tour,
        )
        for rang, (titre, majorite, vote, second_tour) in enumerate(_RESOLUTIONS, start=1)
    ]


def _voter(registre: Registre, owner: Coproprietaire) -> Votant:
    lots = (registre.get(Lot, lot, entite=owner.entite) for lot in owner.lots)
    shares = sum(lot.tantiemes or 0 for lot in lots)
    return Votant(tiers=owner.tiers[0], fiche=owner.fiche, tantiemes=shares)
