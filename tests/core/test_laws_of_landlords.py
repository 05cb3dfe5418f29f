"""R-042 against a slow reading of its text: day by day, lease by lease, nothing shared with it."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import event, given
from hypothesis import strategies as st

from ingest.rules.faits import Bail, Fait, Mandat, Options, Parametres, Reglage
from tests.core.some_faits import an_agency, seen
from tests.core.some_records import a_bail, a_compte, a_lot, a_mandat, an_evenement

FIRST = date(2026, 6, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(8)]
LANDLORDS = {"C4": "T4", "C6": "T6"}
TENANTS = {"C5": "T5", "C7": "T3"}
LOTS = ("L7", "L8", "L9")
some_days = st.just(FIRST) | st.sampled_from(DAYS)
some_end = st.none() | st.none() | st.sampled_from(DAYS)


class Gerance(NamedTuple):
    """Who let what to whom, which accounts are ticked, and what the agency set."""

    mandats: list[Mandat]
    baux: list[Bail]
    publies: dict[str, bool]
    reglages: frozenset[Reglage]
    is_closing: bool

    def is_his(self, compte: str, lot: str, day: date) -> bool:
        """Was the unit to let by this landlord on that day?"""
        return any(
            mandat.compte == compte
            and mandat.du <= day
            and (mandat.inactif_le is None or day <= mandat.inactif_le)
            and any(
                each.lot == lot and each.du <= day and (each.au is None or day <= each.au)
                for each in mandat.lots
            )
            for mandat in self.mandats
        )

    def is_open(self, compte: str, today: date) -> bool:
        """R-070, R-077, R-080: ticked, and not left by every lease that still runs."""
        if not self.publies[compte.partition("/")[2]]:
            return False
        own = [bail for bail in self.baux if bail.compte == compte]
        left = [b for b in own if b.depart_enregistre_le and b.depart_enregistre_le <= today]
        going_on = [
            bail
            for bail in own
            if bail not in left and (bail.sortie is None or today <= bail.sortie)
        ]
        return not (self.is_closing and left and not going_on)

    def shows(self, landlord: str, tenant: str, traite_le: date, today: date) -> bool:
        """What domain.md says in R-042, amended."""
        own = {(each.portee, each.cible): each.valeur for each in self.reglages}
        is_on = own.get(("compte", landlord), own.get(("", "gerance"), False))
        if not is_on or own.get(("classeur", "gerance/1")) is False:
            return False
        if not (self.publies[landlord.partition("/")[2]] and self.is_open(tenant, today)):
            return False
        ran = [
            bail
            for bail in self.baux
            if bail.compte == tenant
            and bail.entree <= traite_le
            and (bail.sortie is None or traite_le <= bail.sortie)
        ]
        return bool(ran) and all(
            self.is_his(landlord, lot, traite_le) for bail in ran for lot in bail.lots
        )


@st.composite
def gerances(draw: st.DrawFn) -> Gerance:
    mandats = []
    for number in range(draw(st.integers(1, 3))):
        lots = draw(st.lists(st.sampled_from(LOTS), min_size=1, max_size=2, unique=True))
        under = [(lot, draw(some_days), draw(some_end)) for lot in lots]
        kept = [(lot, du, au) for lot, du, au in under if au is None or du <= au]
        compte = draw(st.sampled_from([*LANDLORDS]))
        mandats.append(a_mandat(f"M{number}", compte, *kept, inactif_le=draw(some_end)))
    baux = []
    for number in range(draw(st.integers(1, 3))):
        entree, sortie = draw(some_days), draw(some_end)
        made = a_bail(
            f"B{number}",
            draw(st.sampled_from([*TENANTS])),
            *draw(st.lists(st.sampled_from(LOTS), min_size=1, max_size=2, unique=True)),
            entree=entree,
            sortie=sortie if sortie is None or entree <= sortie else None,
            depart=draw(some_end),
        )
        baux.append(made)
    publies = {each: draw(st.sampled_from([True, True, False])) for each in (*LANDLORDS, *TENANTS)}
    some = (
        Reglage("", "gerance", "documents_locataires", valeur=True),
        Reglage("compte", "G1/C4", "documents_locataires", valeur=draw(st.booleans())),
        Reglage("classeur", "gerance/1", "documents_locataires", valeur=draw(st.booleans())),
    )
    reglages = draw(st.just(frozenset(some[:1])) | st.frozensets(st.sampled_from(some)))
    return Gerance(mandats, baux, publies, reglages, draw(st.booleans()))


def facts_of(drawn: Gerance) -> list[Fait]:
    people = [("proprietaire", LANDLORDS), ("locataire", TENANTS)]
    return [
        *(a_lot(lot, "I2", entite="G1") for lot in LOTS),
        *(
            a_compte(compte, tiers, genre=genre, publie=drawn.publies[compte], entite="G1")
            for genre, holders in people
            for compte, tiers in holders.items()
        ),
        *(mandat for mandat in drawn.mandats if mandat.lots),
        *drawn.baux,
        *(
            an_evenement(f"E{compte}-{day.day}", entite="G1", compte=compte)._replace(
                traite_le=day, publie_le="2026-05-01"
            )
            for compte in TENANTS
            for day in DAYS
        ),
    ]


@given(gerances(), st.sampled_from(DAYS))
def test_a_landlord_sees_of_each_day_what_the_rule_says(drawn: Gerance, today: date) -> None:
    """R-042."""
    kept = drawn._replace(mandats=[mandat for mandat in drawn.mandats if mandat.lots])
    faits = an_agency(
        *facts_of(drawn),
        without=["mandats:G1/M1", "baux:G1/B1"],
        parametres=Parametres(depublier_locataire_depart=drawn.is_closing),
        options=Options(reglages=drawn.reglages),
    )
    placed = {mandat.compte for mandat in kept.mandats}
    for compte, tiers in LANDLORDS.items():
        expected = {
            f"E{tenant}-{day.day}/a"
            for tenant in TENANTS
            for day in DAYS
            if f"G1/{compte}" in placed and kept.shows(f"G1/{compte}", f"G1/{tenant}", day, today)
        }
        event(f"sees {min(len(expected), 3)}")
        assert seen(faits, tiers, f"{today}T12:00:00.000Z") == expected
