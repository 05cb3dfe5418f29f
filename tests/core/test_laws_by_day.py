"""Closings and levels against a reading of the rules day by day, which knows no interval."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.rules.derivation import derive
from ingest.rules.faits import Bail, Detention, Fait, Faits, Fiche, Mandat, Parametres
from tests.core.some_faits import an_agency, closed
from tests.core.some_records import a_bail, a_compte, a_detention, a_fiche, a_mandat

FIRST = date(2026, 11, 20)
WINDOW = [FIRST + timedelta(days=number) for number in range(9)]
DAY = st.sampled_from(WINDOW[2:-2])
DAY_OR_NONE = st.none() | DAY
PEOPLE = ("T1", "T2", "T3")
law = settings(deadline=None, max_examples=60)


def first(days: Iterator[date]) -> date | None:
    return next(days, None)


def reached(day: date | None, today: date) -> bool:
    return day is not None and day <= today


LEASES = st.lists(
    st.builds(
        lambda entree, sortie, preavis, depart: (entree, sortie, preavis, depart),
        st.just(date(2020, 1, 1)) | DAY,
        DAY_OR_NONE,
        DAY_OR_NONE,
        DAY_OR_NONE,
    ).filter(lambda lease: lease[1] is None or lease[0] <= lease[1]),
    min_size=1,
    max_size=3,
)


def tenant_is_closed(baux: list[Bail], parametres: Parametres, today: date) -> bool:
    """R-076, R-077, R-080: some lease recorded, and every one that runs or has yet to begin."""

    def is_recorded(bail: Bail) -> bool:
        notice, departure = bail.preavis_enregistre_le, bail.depart_enregistre_le
        by_notice = parametres.depublier_locataire_preavis and reached(notice, today)
        return by_notice or (parametres.depublier_locataire_depart and reached(departure, today))

    alive = [bail for bail in baux if bail.sortie is None or today <= bail.sortie]
    return any(map(is_recorded, baux)) and all(map(is_recorded, alive))


@law
@given(LEASES, st.tuples(st.booleans(), st.booleans()))
def test_a_tenant_is_closed_on_the_first_day_that_the_rules_say(
    leases: list[tuple[date, date | None, date | None, date | None]], options: tuple[bool, bool]
) -> None:
    """R-076, R-077, R-080."""
    baux = [
        a_bail(f"B{n}", "C5", entree=entree, sortie=sortie, preavis=preavis, depart=depart)
        for n, (entree, sortie, preavis, depart) in enumerate(leases, 1)
    ]
    parametres = Parametres()._replace(
        depublier_locataire_preavis=options[0], depublier_locataire_depart=options[1]
    )
    found = closed(an_agency(*baux, parametres=parametres), "G1/C5")
    expected = first(day for day in WINDOW if tenant_is_closed(baux, parametres, day))
    assert (found.le if found else None) == expected


@law
@given(st.lists(DAY_OR_NONE, min_size=1, max_size=3))
def test_a_landlord_is_closed_thirty_days_after_the_last_of_all(ends: list[date | None]) -> None:
    """R-079, R-080."""
    mandats: list[Mandat] = [
        a_mandat(f"M{n}", "C4", "L9", inactif_le=end) for n, end in enumerate(ends, 1)
    ]
    parametres = Parametres(depublier_proprietaire_mandat_inactif=True)
    found = closed(an_agency(*mandats, parametres=parametres), "G1/C4")
    days = (FIRST + timedelta(days=number) for number in range(60))
    thirty = timedelta(days=30)
    expected = first(d for d in days if all(reached(end, d - thirty) for end in ends))
    assert (found.le if found else None) == expected


class Immeuble(NamedTuple):
    """What is random in the building I1: the records of three accounts, and who holds what."""

    holders: tuple[tuple[tuple[str, date | None], ...], ...]
    fiches: tuple[Fiche, ...]
    detentions: tuple[Detention, ...]
    sold: bool

    def faits(self) -> Faits:
        accounts = [a_compte(f"C{n}", *who) for n, who in enumerate(self.holders, 1)]
        facts: tuple[Fait, ...] = (*accounts, *self.fiches, *self.detentions)
        left_out = [f"detentions:S1/L{n} F{n} 2020-01-01" for n in (1, 2, 3)]
        parametres = Parametres(depublier_vendeur_mutation=self.sold)
        return an_agency(*facts, without=left_out, parametres=parametres)

    def of(self, fiche: Fiche) -> list[Detention]:
        return [detention for detention in self.detentions if detention.fiche == fiche.ref]

    def holders_on(self, fiche: Fiche, today: date) -> set[str]:
        """Who holds the record's account that day, while it is open (R-078, R-080)."""
        mutations = [each.mutation_enregistree_le for each in self.of(fiche)]
        if self.sold and mutations and all(reached(day, today) for day in mutations):
            return set()
        who = self.holders[int(fiche.compte[-1]) - 1]
        return {tiers for tiers, au in who if au is None or today <= au}

    def owners_on(self, fiche: Fiche, today: date) -> set[str]:
        """R-075: who reaches the building through this record."""
        held = any(d.du <= today and (d.au is None or today <= d.au) for d in self.of(fiche))
        return self.holders_on(fiche, today) if held else set()

    def council_on(self, tiers: str, today: date) -> str | None:
        """R-083: his highest council level of all his records."""
        found = {
            "president" if fiche.president_cs else "membre"
            for fiche in self.fiches
            if (fiche.president_cs or fiche.membre_cs) and tiers in self.owners_on(fiche, today)
            if len(self.holders_on(fiche, today)) == 1 or fiche.correspondant == tiers
        }
        return max(found, default=None)

    def levels_on(self, tiers: str, today: date) -> set[tuple[str, str]]:
        """R-033, R-075, R-083: his scopes and levels."""
        council = self.council_on(tiers, today)
        own = {f.compte for f in self.fiches if tiers in self.holders_on(f, today)}
        found = {
            (cible, niveau) for cible in own for niveau in ("coproprietaire", council) if niveau
        }
        if any(tiers in self.owners_on(fiche, today) for fiche in self.fiches):
            found.add(("S1/I1", council or "coproprietaire"))
        return found


@st.composite
def immeubles(draw: st.DrawFn) -> Immeuble:
    people = st.lists(st.tuples(st.sampled_from(PEOPLE), DAY_OR_NONE), min_size=1, max_size=2)
    flag, who = st.booleans(), st.none() | st.sampled_from(PEOPLE)
    fiches = tuple(
        a_fiche(f"F{n}", f"C{n}", correspondant=draw(who), membre_cs=draw(flag))._replace(
            president_cs=draw(flag)
        )
        for n in (1, 2, 3)
    )
    du = st.just(date(2020, 1, 1)) | DAY
    pairs = draw(st.sets(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=5))
    detentions = [
        a_detention(f"L{lot}", f"F{f}", draw(du), draw(DAY_OR_NONE), mutation=draw(DAY_OR_NONE))
        for lot, f in sorted(pairs)
    ]
    kept = tuple(d for d in detentions if d.au is None or d.du <= d.au + timedelta(days=1))
    holders = tuple(tuple(draw(people)) for _ in range(3))
    return Immeuble(holders, fiches, kept, draw(flag))


@law
@given(immeubles())
def test_each_day_each_person_has_exactly_the_levels_that_the_rules_give(drawn: Immeuble) -> None:
    """R-033, R-075, R-078, R-080, R-083."""
    acces = derive(drawn.faits()).acces
    for today in WINDOW:
        at = f"{today}T12:00:00.000Z"
        for tiers in PEOPLE:
            found = {
                (row.cible, row.niveau)
                for row in acces
                if row.tiers == tiers and (row.du or "") <= at < (row.jusqu_au or "9")
            }
            assert found == drawn.levels_on(tiers, today), (today, tiers)
