"""The views of documents and binders against plain loops over the rows, whatever the agency.

The loops are written from the rules' text; they share nothing with the views.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.rules.faits import Reglage
from ingest.workshop import cause_of
from store.changes import ReceivedContent, Valeur, WrittenReglage
from store.transaction import Transaction
from tests.core.some_random_tables import THE_EXAMPLE, Listing, all_listings, checked_of
from tests.edges.some_records import undone
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_machine import PEOPLE
from tests.journeys.test_laws_of_scope import CONTENTS, some_contents
from tests.some_databases import Database
from tests.some_laws import examples

INSTANTS = [f"{year}-{month:02}-15T12:00:00.000Z" for year in (2026, 2027) for month in (3, 6, 12)]
OPTIONS = ("ajout_documents", "classeurs_vides")
GLOBALS = [
    Reglage("", "gerance", "documents_locataires", valeur=True),
    *(Reglage("", module, nom, valeur=True) for module in ("syndic", "gerance") for nom in OPTIONS),
]
OWN = [
    *(Reglage("immeuble", "S1/I1", nom, valeur=valeur) for nom in OPTIONS for valeur in (True,)),
    *(Reglage("compte", "G1/C4", nom, valeur=False) for nom in OPTIONS),
    Reglage("classeur", "gerance/1", "documents_locataires", valeur=False),
]
some_reglages = st.frozensets(st.sampled_from([*GLOBALS, *OWN]), max_size=5)
Row = Mapping[str, Valeur]


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Agency]:
    agency = over(tmp_path_factory.mktemp("portal"), Clock(), "immo-dupont", database)
    agency.workshop.store.create()
    yield agency
    agency.close()


class Slow:
    """Every derived row that is true, and what is set."""

    def __init__(self, tx: Transaction, reglages: frozenset[Reglage]) -> None:
        self.acces = [row.valeurs for row in tx.rows_at("acces")]
        self.publication = [row.valeurs for row in tx.rows_at("publication")]
        self.droits = {
            (row.valeurs["classeur"], row.valeurs["niveau"]) for row in tx.rows_at("droits")
        }
        self.classeurs = {
            "{}/{}".format(*cle): known.record.valeurs
            for cle, known in tx.facts("classeurs", "").items()
        }
        self.fiches = {
            f"S1/{known.record.valeurs[2]}": f"S1/{known.record.valeurs[1]}"
            for known in tx.facts("fiches_coproprietaires", "S1").values()
        }
        self.tiers = {str(cle[0]) for cle in tx.facts("tiers", "")}
        logins = (known.record.valeurs for known in tx.facts("connexions", "").values())
        self.logins = [(str(valeurs[0]), str(valeurs[1])) for valeurs in logins]
        users = (known.record.valeurs for known in tx.facts("utilisateurs", "").values())
        self.staff = {valeurs[5] for valeurs in users if valeurs[6] == "gestionnaire"}
        self.set = {(each.portee, each.cible, each.option): each.valeur for each in reglages}

    def of(self, tiers: str, at: str) -> list[Row]:
        return [
            row
            for row in self.acces
            if row["tiers"] == tiers and is_in(row["du"], row["jusqu_au"], at)
        ]

    def documents(self, tiers: str, at: str) -> set[tuple[Valeur, Valeur]]:
        """R-041: the pairs of an account and a document."""
        return {(reach["compte"], row["document"]) for reach, row in self.shown(tiers, at)}

    def shown(self, tiers: str, at: str) -> list[tuple[Row, Row]]:
        """R-041: through what each publication shows, and that publication."""
        return [
            (reach, row)
            for reach in self.of(tiers, at)
            for row in self.publication
            if row["etat"] == "publiee"
            and row["visible_du"] is not None
            and is_in(row["visible_du"], row["visible_jusqu_au"], at)
            and (row["portee"], row["cible"]) == (reach["portee"], reach["cible"])
            and (row["classeur"], reach["niveau"]) in self.droits
            and is_of(reach, str(row["traite_le"]))
        ]

    def accounts(self, tiers: str, at: str) -> set[tuple[Valeur, ...]]:
        """R-073, R-074: each account and who holds it, and again for each day of a document."""
        held = {
            row["compte"]: (row["espace"], row["compte"], row["par_tiers"])
            for row in self.of(tiers, at)
            if row["portee"] == "compte" and row["niveau"] == row["espace"]
        }
        return {(*each, None) for each in held.values()} | {
            (*held[reach["compte"]], row["visible_du"])
            for reach, row in self.shown(tiers, at)
            if reach["compte"] in held
        }

    def binders(self, tiers: str, at: str) -> dict[tuple[Valeur, Valeur], tuple[bool, bool, bool]]:
        """R-033…R-037, R-139: by account and binder, `ajout`, `montre_vide`, `du_conseil`."""
        found: dict[tuple[Valeur, Valeur], tuple[bool, bool, bool]] = {}
        for reach in self.of(tiers, at):
            for classeur, valeurs in self.classeurs.items():
                if (classeur, reach["niveau"]) not in self.droits or reach["portee"] != "compte":
                    continue
                is_own = reach["niveau"] != "bailleur"
                key = (reach["compte"], classeur)
                had = found.get(key, (False, False, False))
                found[key] = (
                    had[0] or (is_own and bool(valeurs[9]) and self.is_on(OPTIONS[0], reach)),
                    had[1] or (is_own and self.is_on(OPTIONS[1], reach)),
                    classeur.startswith("syndic/")
                    and (classeur, "coproprietaire") not in self.droits,
                )
        return found

    def login(self, tiers: str, at: str) -> str | None:
        """R-071, R-072, R-081, R-085: a login that is his alone, with an open account, or staff."""
        known = [name for who, name in self.logins if who == tiers and tiers in self.tiers]
        if not known or [name for _, name in self.logins].count(known[0]) > 1:
            return None
        accounts = [
            row
            for row in self.of(tiers, at)
            if row["portee"] == "compte" and row["niveau"] != "bailleur"
        ]
        return known[0] if accounts or tiers in self.staff else None

    def is_on(self, option: str, reach: Row) -> bool:
        """R-023: a building's own value, or an account's; else the module's; else off."""
        is_syndic = reach["espace"] == "coproprietaire"
        module = "syndic" if is_syndic else "gerance"
        if is_syndic:
            own = self.set.get(("immeuble", self.fiches.get(str(reach["compte"]), ""), option))
        else:
            own = self.set.get(("compte", str(reach["compte"]), option))
        return self.set.get(("", module, option), False) if own is None else own


def is_in(du: Valeur, jusqu_au: Valeur, at: str) -> bool:
    return str(du or "") <= at and (jusqu_au is None or at < str(jusqu_au))


def is_of(reach: Row, day: str) -> bool:
    """R-042: the landlord's window."""
    start, end = reach["traite_depuis"], reach["traite_jusqu_au"]
    return (start is None or str(start) <= day) and (end is None or day < str(end))


WITHOUT_ENTITIES: Listing = {**THE_EXAMPLE, ("entites", ""): ()}
"""No setting is in force there; the staff can log in all the same (R-085)."""


@settings(deadline=None, max_examples=examples(24))
@given(all_listings(), some_contents | st.just(frozenset(CONTENTS)), some_reglages)
@example(WITHOUT_ENTITIES, frozenset(CONTENTS), frozenset())
def test_documents_and_binders_are_those_that_the_rules_give(
    agency: Agency, listing: Listing, received: frozenset[str], reglages: frozenset[Reglage]
) -> None:
    """R-033…R-042, R-073, R-074, R-139; and at one instant each once."""
    workshop = replace(agency.workshop, reglages=reglages)
    cause = cause_of("first", workshop)
    with undone(workshop.store) as tx:
        tx.keep([ReceivedContent(sha256, 1, "pdf") for sha256 in sorted(received)], cause)
        plan = make_plan(checked_of(listing), situation_of(tx, workshop))
        written = frozenset(WrittenReglage(*each) for each in reglages)
        tx.apply(replace(plan.changes, reglages=written), cause)
        slow = Slow(tx, reglages)
        for at in INSTANTS:
            for tiers in PEOPLE:
                pairs = slow.documents(tiers, at)
                event(f"sees {min(len(pairs), 3)}")
                own = tx.view("portail_documents_comptes", tiers, at=at)
                assert Counter((row["compte"], row["document"]) for row in own) == Counter(pairs)
                seen = tx.view("portail_documents", tiers, at=at)
                assert Counter(row["document"] for row in seen) == Counter(
                    {document for _, document in pairs}
                )
                assert {(row["compte"], row["document"]) for row in seen} <= pairs
                assert {row["document"]: served(row) for row in seen} == {
                    each.document: (each.contenu, each.titre, each.classeur, str(each.traite_le))
                    for each in tx.visible(tiers, at=at)
                }
                check_login_accounts_and_files(tx, slow, tiers, at)
                told = tx.view("portail_classeurs", tiers, at=at)
                expected = slow.binders(tiers, at)
                assert len(told) == len(expected)
                assert expected == {
                    (row["compte"], row["classeur"]): (
                        bool(row["ajout"]),
                        bool(row["montre_vide"]),
                        bool(row["du_conseil"]),
                    )
                    for row in told
                }
                assert {(compte, _binder(slow, document)) for compte, document in pairs} <= set(
                    expected
                )


def check_login_accounts_and_files(tx: Transaction, slow: Slow, tiers: str, at: str) -> None:
    contents = {row["contenu"] for _, row in slow.shown(tiers, at)}
    given = Counter(row["contenu"] for row in tx.view("portail_fichier", tiers, at=at))
    assert given == Counter(contents | elsewhere(tx, tiers, at))
    names = ("espace", "compte", "personne", "ajoute_le")
    login = slow.login(tiers, at)
    logins = tx.view("portail_connexion", tiers, at=at)
    assert [row["identifiant"] for row in logins] == ([login] if login else [])
    told = tx.view("portail_autres_comptes", tiers, at=at)
    assert {tuple(row[name] for name in names) for row in told} == slow.accounts(tiers, at)


def elsewhere(tx: Transaction, tiers: str, at: str) -> set[Valeur]:
    """Return the contents of the screens of photos and expenses, which have laws of their own."""
    photos = {row["contenu"] for row in tx.view("portail_photos", tiers, at=at)}
    return photos | {row["sha256"] for row in tx.view("portail_depenses_pieces", tiers, at=at)}


def served(row: Row) -> tuple[Valeur, ...]:
    return (row["contenu"], row["titre"], row["classeur"], str(row["traite_le"]))


def _binder(slow: Slow, document: Valeur) -> Valeur:
    return next(row["classeur"] for row in slow.publication if row["document"] == document)
