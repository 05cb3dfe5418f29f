"""Who sees what of a syndic's money, by the rules' text, read slowly from the facts of a store.

Of what is derived it takes only who reaches what (`acces`) and what has no effect (`anomalies`),
which have laws of their own.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from ingest.rules.faits import Reglage
from store.declarations import NATURES
from store.reading import Reading
from tests.journeys.some_money import ACCOUNTS, DEFAULTS, DETAILS, PARIS, RELEASED, STAFF

Rows = list[tuple[Any, ...]]
WITHOUT_EFFECT = {"REFERENCE_INCONNUE", "REFERENCE_SANS_EFFET", "DATES_INVERSEES", "FUND102_OFF"}
NOTHING_HELD = {"type": "fonds_travaux", "numero_compte": None, "montant": 0}


class Oracle:
    """The facts of one store, and what a person sees of them at an instant."""

    def __init__(self, known: Reading, reglages: frozenset[Reglage], released: object) -> None:
        """Given what is set and which details were released last, read all."""
        self.acces = [row.valeurs for row in known.rows_at("acces")]
        self.blocked = {
            (row.valeurs["nature"], row.valeurs["cle"])
            for row in known.rows_at("anomalies")
            if row.valeurs["code"] in WITHOUT_EFFECT
        }
        self.known, self.reglages, self.released = known, reglages, released
        (self.parametres,) = self.rows("parametres", "") or [{}]

    def rows(self, nature: str, entite: str = "S1") -> list[dict[str, Any]]:
        """Return the listed records that have an effect, by the names of their attributes."""
        names = [colonne.nom for colonne in NATURES[nature].colonnes]
        return [
            dict(zip(names, known.record.valeurs, strict=False), enfants=known.record.enfants)
            for cle, known in self.known.facts(nature, entite).items()
            if not known.absent_depuis
            and (nature, " ".join(str(part) for part in cle)) not in self.blocked
        ]

    def is_on(self, option: str) -> bool:
        """R-023, R-024."""
        sent = {
            "depenses": self.parametres.get("envoyer_depenses"),
            "coordonnees_bancaires": not self.parametres.get("masquer_coordonnees_bancaires"),
        }
        if not sent.get(option, True):
            return False
        own = [r.valeur for r in self.reglages if r.option == option and r.portee == "immeuble"]
        all_of = [r.valeur for r in self.reglages if r.option == option and not r.portee]
        return [*own, *all_of, DEFAULTS[option]][0]

    def reached(self, tiers: str, at: str, portee: str) -> Iterator[dict[str, Any]]:
        for row in self.acces:
            begun, over = str(row["du"] or ""), str(row["jusqu_au"] or "9")
            if row["tiers"] == tiers and row["portee"] == portee and begun <= at < over:
                yield dict(row)

    def levels(self, tiers: str, at: str) -> set[str]:
        """His levels in building I1, his own and those of persons for whom he acts."""
        rows = self.reached(tiers, at, "immeuble")
        return {row["niveau"] for row in rows if row["espace"] == "coproprietaire"}

    def units(self, compte: str, at: str) -> set[str]:
        """The units that a co-owner's account has that day, published or not."""
        day = datetime.fromisoformat(at).astimezone(PARIS).date()
        fiches = {f["id"] for f in self.rows("fiches_coproprietaires") if f["compte"] == compte}
        return {
            d["lot"]
            for d in self.rows("detentions")
            if d["fiche"] in fiches and d["du"] <= day and (d["au"] is None or day <= d["au"])
        }

    def rib(self, tiers: str, at: str) -> Rows:
        """R-110…R-113b."""
        (immeuble,) = self.rows("immeubles")
        given = {name: immeuble[name] for name in ("iban", "bic", "rib", "titulaire")}
        place = [{**dict.fromkeys(given), **each} for each in DETAILS].index(given)
        shown = place in RELEASED and RELEASED[place] == self.released
        on = self.is_on("coordonnees_bancaires") and self.is_on("finances")
        seen = shown and on and self.levels(tiers, at)
        return [("iban", given["iban"], given["bic"], None)] if seen else []

    def fonds(self, tiers: str, at: str) -> Rows:
        """R-100, LOT-03."""
        if not (self.is_on("fonds_travaux") and self.is_on("finances")):
            return []
        found = []
        accounts = {
            row["compte"]
            for row in self.reached(tiers, at, "compte")
            if row["espace"] == "coproprietaire"
        }
        for compte in sorted(accounts):
            for lot in sorted(self.units(str(compte).removeprefix("S1/"), at)):
                held = [f for f in self.rows("fonds_travaux") if f["lot"] == lot and f["montant"]]
                if not any(f["type"] == "fonds_travaux" for f in held):
                    held.append(NOTHING_HELD)
                names = ("type", "numero_compte", "montant")
                found += [(f"S1/{lot}", compte, *(f[name] for name in names)) for f in held]
        return found

    def years(self) -> list[dict[str, Any]]:
        return sorted(self.rows("exercices"), key=lambda each: (each["du"], each["id"]))

    def depenses(self, tiers: str, at: str) -> Rows:
        """R-065, R-066, R-101."""
        binders = {c["numero"]: c for c in self.rows("classeurs", "")}
        chosen = binders.get(self.parametres.get("classeur_factures"))
        named = [c for c in binders.values() if c["nom"].lower() == "factures"]
        if chosen is None and len(named) == 1:
            (chosen,) = named
        mine = {level for level in self.levels(tiers, at) if chosen and chosen[level]}
        if not (mine and self.is_on("depenses") and self.is_on("finances")):
            return []
        years = [each["id"] for each in self.years() if not each["clos"]][-2:]
        spent = [d for d in self.rows("depenses") if d["exercice"] in years]
        is_council = bool(mine & {"membre", "president"})
        found: Rows = []
        for d in spent:
            if is_council or not d["numero_compte"].startswith(STAFF):
                place = (f"S1/{d['exercice']}", d["cle"], d["numero_compte"])
                found.append((*place, f"S1/{d['id']}", d["libelle"], d["montant"]))
        if not is_council:
            for year, cle, numero in product(years, ("1", "2"), ("641", "645")):
                same = [
                    d["montant"]
                    for d in spent
                    if (d["exercice"], d["cle"], d["numero_compte"]) == (year, cle, numero)
                ]
                if same:
                    found.append((f"S1/{year}", cle, numero, None, None, sum(same)))
        return found

    def is_council(self, tiers: str, at: str) -> bool:
        return bool(self.levels(tiers, at) & {"membre", "president"})

    def debiteurs(self, tiers: str, at: str) -> Rows:
        """R-102."""
        if not (self.is_council(tiers, at) and self.is_on("debiteurs")):
            return []
        return [
            (f"S1/{c['id']}", c["solde"])
            for c in self.rows("comptes")
            if c["id"] in ACCOUNTS and (c["solde"] or 0) > 0 and self.units(c["id"], at)
        ]

    def budgets(self, tiers: str, at: str, *, delegated: bool = False) -> Rows:
        """R-103, R-106."""
        (immeuble,) = self.rows("immeubles")
        begun = [each for each in self.years() if each["du"].isoformat() <= at[:10]]
        if not (self.is_council(tiers, at) and begun) or immeuble["ancien_decret"]:
            return []
        year = begun[-1]
        earlier = [each["id"] for each in begun if each["du"] < year["du"]]
        known = {
            (b["exercice"], b["cle"]): b
            for b in self.rows("budgets")
            if b["delegation"] or not delegated
        }
        found: Rows = []
        for cle in ("1", "2"):
            now = known.get((year["id"], cle))
            before = known.get((earlier[-1], cle)) if earlier else None
            if now or before:
                voted, spent = (now["montant"], now["realise"]) if now else (None, None)
                label = (now or before or {})["libelle_cle"]
                last = before["montant"] if before else None
                found.append(
                    (f"S1/{year['id']}", cle, label, voted, last, spent, _share(spent, voted))
                )
        return found

    def travaux(self, tiers: str, at: str) -> Rows:
        """R-104, R-105."""
        return [
            (f"S1/{o['id']}", "realise" if o["acheve_le"] else "en_cours")
            for o in self.rows("travaux")
            if self.is_council(tiers, at) and not o["inactif"]
        ]


def _share(spent: int | None, voted: int | None) -> int | None:
    """Return a percentage, half of one up."""
    if spent is None or voted is None or voted <= 0:
        return None
    twice = 200 * spent + voted
    return abs(twice) // (2 * voted) * (1 if twice >= 0 else -1)
