"""The plan of an envoi that changes more than leaves, but not everything (`planning.scope`).

What decides rights and documents is judged again, whole; of the documents, those that it leads to
are derived again, and those whose readers change are looked at as they are: the guard counts them.
It is what `make_plan` would plan from all the facts: the law of the house holds for it as well.
Touches: the store, reading.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from ingest.check import Checked
from ingest.persons.criteria import read_decision
from ingest.planning.accounts import (
    COMPTES,
    accounts_of_settings,
    elsewhere,
    lines_near,
    with_entries,
)
from ingest.planning.annexes import annexes_of
from ingest.planning.differences import Difference, as_table, tables_after
from ingest.planning.led import leaves_led_to, models_used
from ingest.planning.lists import with_lists
from ingest.planning.nearby import Near, contents_near, near, purges_near, rows_near
from ingest.planning.options import options_of
from ingest.planning.plan import Plan, Reste, Situation, changes_of, counted, facts_after
from ingest.planning.projection import Table, Tables, faits_of, parametres_of
from ingest.planning.purged import purges_of
from ingest.planning.released import LIBERATIONS
from ingest.planning.replaced import CONFIRME, REMPLACE, replacements
from ingest.planning.scope import EVENEMENTS, PARAMETRES, REGLES, SOCLE, Scope
from ingest.planning.standing import (
    counts_of,
    is_told_of_a_list,
    named,
    standing,
    stays,
    without_effect,
)
from ingest.planning.touched import Side, touched_by
from ingest.rules.acces import Acces
from ingest.rules.anomalies import Anomalie, Trouvailles, find_anomalies, judge
from ingest.rules.classement import has_no_binder, levels_of
from ingest.rules.derivation import Derivation, Usages, derive_some
from ingest.rules.faits import Faits, Options
from ingest.rules.liens import LIENS, liens_of
from ingest.rules.publication import Publication
from ingest.rules.raisons import PUBLIEE
from ingest.rules.references import ANNEXES, FEUILLES
from ingest.workshop import Workshop
from store.changes import Cle, Constat, Facts, KnownConstat, Ligne, Place
from store.reading import Reading

_READ = ("acces", "droits", "anomalies", *LIENS, "options_effectives", "reperes")
_CONSTATS = frozenset({REMPLACE, CONFIRME, *LIBERATIONS})
_MANY = 1_000
"""From so many events on, all that decides of them is read whole rather than sought."""


class Wide(NamedTuple):
    """What changes, what is known of it, what was judged again, and the leaves that it leads to."""

    differences: Sequence[Difference]
    situation: Situation
    """Its `derived` has every right and every anomaly, and neither documents nor lines."""
    vus: tuple[Constat, ...]
    """The accounts that change hands."""
    whole: Tables
    """What was read whole, as it is after the change."""
    faits: Faits
    trouvailles: Trouvailles
    scope: Scope
    kept: Sequence[Anomalie]
    """The anomalies of what is neither judged nor derived again."""


def widened(
    known: Reading, workshop: Workshop, differences: Sequence[Difference], scope: Scope
) -> Wide | None:
    """Given what changes, judge again what the scope names and find the leaves; None: all."""
    read = (PARAMETRES, "entites", *(SOCLE if scope.has_accounts else REGLES))
    facts = _whole(known, read)
    before = {place: as_table(found) for place, found in facts.items()}
    changed = {p: table for p, table in tables_after(differences).items() if p[0] in read}
    whole = {**before, **{p: _merged(before.get(p), table) for p, table in changed.items()}}
    situation = _situation(known, workshop, facts)
    listed = {place: whole[place] for place in changed}
    seen = tuple(replacements(facts, listed)) if scope.has_accounts else ()
    faits = facts_after(situation._replace(constats=(*situation.constats, *seen)), whole)
    anomalies = standing(situation)
    kept = [each for each in anomalies if each.nature != PARAMETRES and stays(each, scope, ())]
    others = {*ANNEXES, *SOCLE} - {*FEUILLES, *scope.natures}
    trouvailles = find_anomalies(faits, scope.natures, without_effect(kept, others))
    was = replace(faits, **_as_it_was(before, changed))
    touched = touched_by(
        Side(was, without_effect(anomalies, SOCLE)),
        Side(faits, trouvailles.sans_effet),
        scope.natures,
    )
    led = leaves_led_to(known, touched)
    if led is None:
        return None
    settings = parametres_of(before), faits.parametres
    comptes = {*touched.annexes.get(COMPTES, ()), *accounts_of_settings(known, *settings)}
    scope = _and(scope, led)._replace(comptes=scope.comptes | comptes)
    scope = with_entries(known, with_lists(known, differences, scope), faits)
    of_leaves = frozenset(named(scope))
    kept = [each for each in kept if stays(each, scope, of_leaves)]
    if is_told_of_a_list(kept):
        return None
    return Wide(differences, situation, seen, whole, faits, trouvailles, scope, kept)


def make_wide_plan(checked: Checked, known: Reading, wide: Wide, reste: Reste) -> Plan:
    """Given an envoi, what was judged again and what stays, plan it."""
    scope, whole = wide.scope, wide.whole
    events = sum(len(cles) for (nature, _), cles in scope.feuilles.items() if nature == EVENEMENTS)
    if events > _MANY and not scope.has_accounts:
        others = _whole(known, [nature for nature in SOCLE if nature not in REGLES])
        whole = {**_after(others, wide.differences), **whole}
    found = near(known, wide.differences, scope, whole)
    purges = purges_near(known, found)
    formats = known.formats(contents_near(found))
    situation = wide.situation._replace(formats=formats)
    faits = _with_leaves(wide, situation, found, purges)
    faits = replace(faits, ailleurs=elsewhere(known, scope, found.avant))
    trouvailles = judge(faits, (EVENEMENTS,), wide.trouvailles.sans_effet)
    trouvailles = trouvailles._replace(
        anomalies=(*wide.trouvailles.anomalies, *trouvailles.anomalies)
    )
    own = rows_near(known, found, purges)
    usages = _usages(known, faits, scope, {row[0] for row in own})
    derivation = derive_some(faits, trouvailles, usages, has_accounts=scope.has_accounts)
    if not scope.has_accounts:
        derivation = derivation._replace(
            acces=frozenset(map(Acces._make, situation.derived["acces"])),
            **liens_of(situation.derived),
        )
    around = _around(known, situation, derivation, {row[0] for row in own})
    anomalies = frozenset(wide.kept) | derivation.anomalies
    derivation = derivation._replace(
        publication=derivation.publication | frozenset(map(Publication._make, around)),
        anomalies=anomalies,
        sans_effet=counts_of(anomalies),
    )
    situation = situation._replace(
        derived={
            **situation.derived,
            **lines_near(known, scope.comptes),
            "publication": own | around,
        },
        constats=(*situation.constats, *purges),
    )
    changes = changes_of(checked, wide.differences, situation, derivation)
    return Plan(
        situation,
        replace(changes, constats=wide.vus),
        faits,
        derivation,
        counted(checked, wide.differences, reste.presents, derivation.sans_effet),
        reste,
    )


def _whole(known: Reading, natures: Iterable[str]) -> Facts:
    return {
        (nature, entite): known.facts(nature, entite)
        for nature in dict.fromkeys(natures)
        for entite in known.entites(nature)
    }


def _after(facts: Facts, differences: Sequence[Difference]) -> Tables:
    """Also what reads the same is given as it is after the change: soldes are compared (R-092)."""
    before = {place: as_table(found) for place, found in facts.items()}
    changed = {p: table for p, table in tables_after(differences).items() if p in before}
    return {**before, **{p: _merged(before[p], table) for p, table in changed.items()}}


def _merged(before: Table | None, changed: Table) -> Table:
    """A list that was read again has no line of what it did not change."""
    if before is None:
        return changed
    seen = changed.presents.keys() | changed.absents.keys()
    presents, absents = (
        {cle: record for cle, record in records.items() if cle not in seen} for records in before
    )
    return Table({**presents, **changed.presents}, {**absents, **changed.absents})


def _as_it_was(before: Tables, changed: Iterable[Place]) -> dict[str, Any]:
    """Return what the rules read of the natures that change, as they were."""
    natures = {nature for nature, _ in changed}
    found = faits_of({p: table for p, table in before.items() if p[0] in natures}, {}, Options())
    return {nature: getattr(found, nature) for nature in natures}


def _situation(known: Reading, workshop: Workshop, facts: Facts) -> Situation:
    return Situation(
        facts=facts,
        derived={name: frozenset(known.derived(name)) for name in _READ},
        formats={},
        options=options_of(known, workshop),
        decisions=tuple(read_decision(each) for each in known.decisions(is_open=True)),
        constats=tuple(each for each in known.constats() if each.genre in _CONSTATS),
    )


def _and(scope: Scope, led: Mapping[Place, frozenset[Cle]]) -> Scope:
    """Return the scope with the leaves that were found besides."""
    none = frozenset[Cle]()
    places = {*scope.feuilles, *led}
    cles = {place: scope.feuilles.get(place, none) | led.get(place, none) for place in places}
    return scope._replace(feuilles=cles)


def _with_leaves(
    wide: Wide, situation: Situation, found: Near, purges: Sequence[KnownConstat]
) -> Faits:
    if not wide.scope.has_accounts:
        return facts_after(
            situation._replace(constats=(*situation.constats, *purges)), found.tables
        )
    events = {place: table for place, table in found.tables.items() if place[0] == EVENEMENTS}
    return replace(
        wide.faits,
        evenements=faits_of(events, {}, situation.options).evenements,
        formats=situation.formats,
        purges=purges_of(purges),
        annexes=tuple(annexes_of(found.tables)),
    )


def _usages(known: Reading, faits: Faits, scope: Scope, documents: set[object]) -> Usages:
    """Return what other documents use of what is told while one uses it (R-035, R-040)."""
    models = (modele.ref for modele in faits.modeles.values() if has_no_binder(modele))
    empty = [c.ref for c in faits.classeurs.values() if not levels_of(c, faits.options)]
    rows = map(Publication._make, known.rows("publication", "classeur", empty))
    return Usages(
        frozenset(models_used(known, models, scope.feuilles)),
        frozenset(
            cast("str", row.classeur)
            for row in rows
            if row.etat == PUBLIEE and row.document not in documents
        ),
    )


def _around(
    known: Reading, situation: Situation, derivation: Derivation, documents: set[object]
) -> frozenset[Ligne]:
    """Return the rows of other documents whose readers change: by a scope, or by a binder."""
    acces = situation.derived["acces"] ^ cast("frozenset[Ligne]", derivation.acces)
    droits = situation.derived["droits"] ^ cast("frozenset[Ligne]", derivation.droits)
    places = Acces._fields.index("cible")
    cibles = {str(row[places]) for row in acces}
    binders = {str(row[0]) for row in droits}
    rows = known.rows("publication", "cible", cibles) | known.rows(
        "publication", "classeur", binders
    )
    return frozenset(row for row in rows if row[0] not in documents)
