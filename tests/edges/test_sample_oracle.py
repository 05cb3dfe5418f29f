"""What the sample's author says of each person, against the rules read from the files alone.

The reader below knows nothing of how the sample was made: it applies the few rules that the sample
meets (R-033, R-041, R-051…R-053, R-064, R-070…R-084) to the XML, one night after the other.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from syncd.sample.calendrier import months_later
from syncd.sample.writing import write_sample

Element = ET.Element
BOXES = {"president", "membre", "coproprietaire", "proprietaire", "locataire"}
Reach = set[tuple[str, str, str]]
"""Scope (an account or a building), its identifier, a level."""


def day(text: str | None, otherwise: date = date.max) -> date:
    return date.fromisoformat(text) if text else otherwise


def yes(record: Element, name: str) -> bool:
    return record.get(name) == "true"


@dataclass
class Entity:
    """One entity's records on one night."""

    tables: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))

    def by_id(self, nature: str) -> dict[str, Element]:
        return {str(record.get("id")): record for record in self.tables[nature]}


@dataclass
class Reader:
    """What one envoi says, with the contents received so far."""

    today: date
    agency: Entity
    entities: dict[str, Entity]
    contents: set[str]

    def seen(self) -> dict[str, set[str]]:
        """Return the documents of each tiers who has a login."""
        own: dict[str, set[str]] = defaultdict(set)
        for name, entity in self.entities.items():
            reach = self._reach(entity)
            for event in entity.tables["evenements"]:
                for tiers in self._readers(entity, event, reach):
                    own[tiers] |= {
                        f"{name}/{event.get('id')}/{p.get('id')}" for p in self._ready(event)
                    }
        logins = {str(login.get("tiers")) for login in self.agency.tables["connexions"]}
        linked = defaultdict(set)
        for link in self.agency.tables["relations"]:
            linked[str(link.get("super_tiers"))].add(str(link.get("tiers")))
        return {t: own[t].union(*(own[other] for other in linked[t])) for t in logins}

    def _ready(self, event: Element) -> list[Element]:
        return [
            piece
            for piece in event
            if piece.get("sha256") in self.contents and not str(piece.get("nom")).endswith(".html")
        ]

    def _readers(self, entity: Entity, event: Element, reach: dict[str, Reach]) -> set[str]:
        model = next(
            m for m in self.agency.tables["modeles"] if m.get("code") == event.get("modele")
        )
        ticked = self._ticked(model)
        if not ticked or not self._is_shown(event, model):
            return set()
        scopes = self._scopes(entity, event)
        return {
            tiers
            for tiers, rows in reach.items()
            if any(row[:2] in scopes and row[2] in ticked for row in rows)
        }

    def _ticked(self, model: Element) -> set[str]:
        for binder in self.agency.tables["classeurs"]:
            if (binder.get("module"), binder.get("numero")) == (
                model.get("module"),
                model.get("classeur"),
            ):
                return {box for box in BOXES if yes(binder, box)}
        return set()

    def _is_shown(self, event: Element, model: Element) -> bool:
        published = event.get("publie_le")
        if published in {None, "0000-00-00"} or yes(event, "confidentiel"):
            return False
        genre = model.get("genre")
        if genre == "facture" or (
            genre == "facture_scannee" and not yes(event, "ecriture_comptable")
        ):
            return False
        months = int(model.get("duree_mois") or 0)
        ends = months_later(day(event.get("traite_le")), months) if months else date.max
        return day(published) <= self.today < ends

    def _scopes(self, entity: Entity, event: Element) -> set[tuple[str, str]]:
        if building := event.get("immeuble"):
            return {("immeuble", building)}
        if account := event.get("compte"):
            return {("compte", account)}
        treated = day(event.get("traite_le"))
        if lease := event.get("bail"):
            record = entity.by_id("baux")[lease]
            lots = {str(part.get("lot")) for part in record}
            accounts = {str(record.get("compte"))}
        else:
            lots = {str(event.get("lot"))}
            accounts = {c for c, lot in _tenancies(entity, treated) if lot in lots}
            accounts |= {c for c, lot in _holdings(entity, treated) if lot in lots}
        accounts |= {c for c, lot in _mandates(entity, treated) if lot in lots}
        return {("compte", account) for account in accounts}

    def _reach(self, entity: Entity) -> dict[str, Reach]:
        reach: dict[str, Reach] = defaultdict(set)
        cards = {str(card.get("compte")): card for card in entity.tables["fiches_coproprietaires"]}
        homes = {str(lot.get("id")): str(lot.get("immeuble")) for lot in entity.tables["lots"]}
        for account in entity.tables["comptes"]:
            if not yes(account, "publie") or self._is_closed(entity, account):
                continue
            name, genre = str(account.get("id")), str(account.get("genre"))
            held = {homes[lot] for c, lot in self._lots(entity, genre) if c == name}
            for holder in account:
                level = _level(cards.get(name), holder, genre)
                rows = reach[str(holder.get("tiers"))]
                rows |= {("immeuble", building, level) for building in held}
                rows |= {("compte", name, level), ("compte", name, genre)}
        return reach

    def _lots(self, entity: Entity, genre: str) -> set[tuple[str, str]]:
        found = {"coproprietaire": _holdings, "proprietaire": _mandates, "locataire": _tenancies}
        return found[genre](entity, self.today) if genre in found else set()

    def _is_closed(self, entity: Entity, account: Element) -> bool:
        name = account.get("id")
        leases = [x for x in entity.tables["baux"] if x.get("compte") == name]
        running = [x for x in leases if day(x.get("sortie")) >= self.today]
        gone = [x for x in leases if day(x.get("depart_enregistre_le")) <= self.today]
        if gone and all(x in gone for x in running):
            return True
        mandates = [x for x in entity.tables["mandats"] if x.get("compte") == name]
        ends = [day(x.get("inactif_le"), date(9000, 1, 1)) + timedelta(30) for x in mandates]
        if ends and max(ends) <= self.today:
            return True
        cards = {
            x.get("id") for x in entity.tables["fiches_coproprietaires"] if x.get("compte") == name
        }
        held = [x for x in entity.tables["detentions"] if x.get("fiche") in cards]
        left = [x for x in held if day(x.get("mutation_enregistree_le")) <= self.today]
        return bool(held) and len(left) == len(held)


def _level(card: Element | None, holder: Element, genre: str) -> str:
    if card is None or card.get("correspondant") not in {None, holder.get("tiers")}:
        return genre
    if yes(card, "president_cs"):
        return "president"
    return "membre" if yes(card, "membre_cs") else genre


def _holdings(entity: Entity, when: date) -> set[tuple[str, str]]:
    accounts = {x.get("id"): str(x.get("compte")) for x in entity.tables["fiches_coproprietaires"]}
    return {
        (accounts[x.get("fiche")], str(x.get("lot")))
        for x in entity.tables["detentions"]
        if day(x.get("du")) <= when <= day(x.get("au"))
    }


def _tenancies(entity: Entity, when: date) -> set[tuple[str, str]]:
    return {
        (str(x.get("compte")), str(part.get("lot")))
        for x in entity.tables["baux"]
        if day(x.get("entree")) <= when <= day(x.get("sortie"))
        for part in x
    }


def _mandates(entity: Entity, when: date) -> set[tuple[str, str]]:
    return {
        (str(x.get("compte")), str(part.get("lot")))
        for x in entity.tables["mandats"]
        for part in x
        if day(part.get("du")) <= when <= day(part.get("au")) and when < day(x.get("inactif_le"))
    }


def readers(sample: Path, nights: int) -> list[Reader]:
    contents: set[str] = set()
    found = []
    for number in range(1, nights + 1):
        envoi = sample / f"envoi-{number}"
        manifest = _parsed(envoi / "manifeste.xml")
        agency, entities = Entity(), defaultdict[str, Entity](Entity)
        for line in manifest:
            nature = line.get("nature")
            if nature is None:
                contents.add(str(line.get("sha256")))
                continue
            home = line.get("entite")
            records = list(_parsed(envoi / str(line.get("chemin"))))
            (entities[home] if home else agency).tables[nature] = records
        today = date.fromisoformat(str(manifest.get("emis_le"))[:10])
        found.append(Reader(today, agency, dict(entities), set(contents)))
    return found


def _parsed(path: Path) -> Element:
    return ET.parse(path).getroot()  # noqa: S314 - our own file


@pytest.mark.parametrize(
    ("seed", "immeubles", "nuits"), [(1, 4, 3), (2, 2, 5), (3, 3, 4), (4, 12, 6)]
)
def test_each_person_sees_what_the_author_says(
    tmp_path: Path, seed: int, immeubles: int, nuits: int
) -> None:
    write_sample(tmp_path, seed=seed, immeubles=immeubles, nuits=nuits)
    for number, reader in enumerate(readers(tmp_path, nuits), start=1):
        text = (tmp_path / "attendu" / f"envoi-{number}.json").read_text(encoding="utf-8")
        said = {person["tiers"]: person["documents"] for person in json.loads(text)["personnes"]}
        assert said == {tiers: sorted(seen) for tiers, seen in reader.seen().items()}
        assert sum(map(len, said.values())) > 100
