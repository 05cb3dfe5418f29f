"""`lsc-syncd legal [IMMEUBLE]`: what the extranet must hold by law, building by building."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.rules.bilans import (
    AUCUN,
    ETATS,
    EXPIRED,
    MISSING,
    NON_SUIVI,
    NOTE,
    PRESENT,
    STALE,
    WRONG_AUDIENCE,
    Bilan,
    Releve,
)
from ingest.telling.catalogue.legal import INTITULES
from ingest.telling.legal import BilanImmeuble, BilanLegal, Question
from ingest.telling.legal import legal as asked
from ingest.telling.legal_words import found_in_words, told
from ingest.workshop import instant
from syncd import clock
from syncd.commands import show
from syncd.commands.moments import noon_of
from syncd.site import Site, parts_of, read_site, workshop_of

Ou = Mapping[str, str]
"""By item, what holds it."""
_ITEMS = {"exigence": "Item", "etat": "State", "intitule": "What", "trouve": "Found"}
_WRONG = {"exigence": "Item", "etat": "State", "phrase": "What is wrong", "correction": "In LSC"}
_ETATS = {
    WRONG_AUDIENCE: "Wrong audience",
    MISSING: "Missing",
    EXPIRED: "Expired",
    STALE: "Stale",
    NON_SUIVI: "Not followed",
    AUCUN: "None found",
    PRESENT: "Present",
}
_PORTFOLIO = {"immeuble": "Building", "nom": "Name", **_ETATS}
_HOW = """\
Nothing says which documents are which legal item: lsc-syncd guesses none from a title.
Write it in the settings, from the numbers of LSC's binders and the codes of its models, such as:

[legal.classeurs]
"syndic/7" = ["ALL-09"]      # the documents of this binder are the syndic's contract

[legal.modeles]
PV = ["ALL-08"]              # the events of this model are minutes

`docs/operations.md` has the codes of all items."""


@click.command(help="What the law wants in the extranet.")
@click.argument("immeuble", required=False)
@click.option("--at", metavar="DATE", help="On that day at noon, or at 2026-03-03T10:30.")
@show.as_json
@click.pass_obj
def legal(config: Path | None, /, *, immeuble: str | None, at: str | None, is_json: bool) -> None:
    """Tell what of the décret 2019-502 is there, in all buildings or one (entite/id)."""
    site = read_site(config)
    site.check_begun()
    if not site.legal.suivis and not is_json:
        show.say(_HOW)
        return
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        question = _question(site, at)
        found = asked(known, workshop_of(site, parts), question, immeuble)
    if is_json:
        show.document(_json(found))
    elif immeuble is None:
        _tell_portfolio(found)
    else:
        _tell_building(found.immeubles[0], found.ou)
    if not is_json:
        _tell_besides(found, question)


def _tell_besides(found: BilanLegal, question: Question) -> None:
    if found.eteints:
        show.say(f"\nOff in extranet.toml, so that nobody sees it: {', '.join(found.eteints)}")
    if found.inconnus:
        show.say(f"\nLSC has none of these, which the settings name: {', '.join(found.inconnus)}")
    if question.known_at is not None:
        show.say("\nAs it could be seen then; meetings, lots and case files as LSC has them today.")


def _question(site: Site, at: str | None) -> Question:
    now = clock.now()
    if at is None:
        return Question(site.legal, now)
    moment = noon_of(at, ZoneInfo(site.fuseau))
    return Question(site.legal, moment, instant(moment) if moment < now else None)


def _tell_portfolio(found: BilanLegal) -> None:
    if not found.immeubles:
        show.say("LSC lists no building of the syndic.")
        return
    show.listing(map(_counts, found.immeubles), _PORTFOLIO, is_json=False)
    show.say()
    totals = {_ETATS[etat].lower(): count for etat, count in _totals(found).items()}
    show.pairs({"buildings": len(found.immeubles), **totals})
    show.say("\n`lsc-syncd legal IMMEUBLE` tells what is wrong, and what to do in LSC.")


def _tell_building(found: BilanImmeuble, ou: Ou) -> None:
    show.pairs(
        {
            "building": f"{found.immeuble} {found.nom}",
            "day": found.jour,
            "last meeting on accounts": found.derniere_ag_comptes or "not told: nothing is stale",
            "next meeting": found.prochaine_ag or "not told",
            "accounts that see it": found.comptes,
            "accounts without access": found.sans_acces,
        }
    )
    show.listing(map(_item, found.bilans), _ITEMS, is_json=False)
    wrong = [_words(releve, bilan, ou) for bilan, releve in _all_of(found)]
    if wrong:
        show.say()
        show.listing(wrong, _WRONG, is_json=False)


def _all_of(found: BilanImmeuble) -> Iterator[tuple[Bilan, Releve]]:
    return ((bilan, releve) for bilan in found.bilans for releve in bilan.releves)


def _item(bilan: Bilan) -> dict[str, object]:
    return {
        "exigence": bilan.exigence,
        "etat": bilan.etat,
        "intitule": INTITULES[bilan.exigence],
        "trouve": found_in_words(bilan),
    }


def _words(releve: Releve, bilan: Bilan, ou: Ou) -> dict[str, object]:
    etat = "" if releve.code == NOTE else releve.code
    return {
        "exigence": bilan.exigence,
        "etat": etat,
        **told(releve, bilan, ou[bilan.exigence])._asdict(),
    }


def _counts(found: BilanImmeuble) -> dict[str, object]:
    return {"immeuble": found.immeuble, "nom": found.nom, **found.etats}


def _totals(found: BilanLegal) -> dict[str, int]:
    totals = Counter[str]()
    for each in found.immeubles:
        totals.update(each.etats)
    return {etat: totals[etat] for etat in ETATS}


def _json(found: BilanLegal) -> dict[str, object]:
    return {
        "le": found.le,
        "inconnus": found.inconnus,
        "eteints": found.eteints,
        "totaux": _totals(found),
        "immeubles": [_building_json(each, found.ou) for each in found.immeubles],
    }


def _building_json(found: BilanImmeuble, ou: Ou) -> dict[str, object]:
    return {
        "immeuble": found.immeuble,
        "nom": found.nom,
        "jour": found.jour,
        "derniere_ag_comptes": found.derniere_ag_comptes,
        "prochaine_ag": found.prochaine_ag,
        "comptes": found.comptes,
        "sans_acces": found.sans_acces,
        "etats": found.etats,
        "exigences": [
            {
                **_item(bilan),
                "trouves": [_trouve(each._asdict()) for each in bilan.trouves],
                "releves": [
                    {**each._asdict(), **told(each, bilan, ou[bilan.exigence])._asdict()}
                    for each in bilan.releves
                ],
            }
            for bilan in found.bilans
        ],
    }


def _trouve(values: dict[str, object]) -> dict[str, object]:
    return {**values, "niveaux": sorted(map(str, values["niveaux"]))}  # type: ignore[call-overload]  # a set
