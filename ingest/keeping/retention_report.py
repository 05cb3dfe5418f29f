"""What a sweep did, told to the agency in French: a text to read, a CSV to sort.

Ids, dates and reasons; no title and no name.
Touches: nothing; `save` writes two files of a directory, each whole or not at all. After a crash:
the next report removes what was half written; the audit says what this one would have said.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.keeping.retention import RetentionPlan
from ingest.rules.retention import PHRASES, Genre, Sort
from store import durable

_NOMS = {
    Genre.DOCUMENT: "documents retirés",
    Genre.ENREGISTREMENT: "enregistrements qui ont quitté leur liste",
    Genre.CONTENU: "contenus",
    Genre.ENVOI: "dossiers d'envois terminés",
}
_COLONNES = ("objet", "identifiant", "sort", "raison", "depuis", "echeance")
_MONTRES = 50


def text_of(plan: RetentionPlan) -> str:
    """Given a plan, return it as a text; long lists are cut, the CSV has everything."""
    return "\n".join([*_time(plan), "", *_purges(plan), "", *_kept(plan)]) + "\n"


def csv_of(plan: RetentionPlan) -> str:
    """Given a plan, return every line of it, separated by semicolons, with a header."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLONNES)
    writer.writerows(row.values() for row in rows_of(plan))
    return text.getvalue()


def rows_of(plan: RetentionPlan) -> Iterator[dict[str, str]]:
    """Given a plan, yield what is purged, what is kept out of any list, what time alone did."""
    for sort in (*plan.purged, *plan.kept):
        yield _row(sort)
    elapsed = plan.elapsed
    for objet, refs, fate, raison in (
        ("document", elapsed.expires, "expiré", "la durée de publication du modèle est écoulée"),
        ("document", elapsed.parus, "paru", "sa date de publication est arrivée"),
        ("compte", elapsed.fermes, "fermé", "une règle de LSC le ferme à cette date"),
    ):
        for ref in refs:
            values = (objet, ref, fate, raison, "", "")
            yield dict(zip(_COLONNES, values, strict=True))


def save(plan: RetentionPlan, directory: Path) -> tuple[Path, Path]:
    """Given an applied plan, write its two files and return their paths."""
    durable.make_directory(directory)
    durable.sweep(directory)
    stem = f"compte-rendu-conservation-{_stamp(plan.now)}"
    text, table = directory / f"{stem}.txt", directory / f"{stem}.csv"
    durable.write(table, csv_of(plan).encode("utf-8-sig"))  # spreadsheets know UTF-8 by its mark
    durable.write(text, text_of(plan).encode())
    return text, table


def _stamp(now: str) -> str:
    """Two sweeps of one day are two reports."""
    return f"{now[:10]}-{now[11:19].replace(':', '')}"


def _row(sort: Sort) -> dict[str, str]:
    fate = "supprimé" if sort.purge else "gardé"
    values = (
        *(str(sort.genre), sort.ref, fate, PHRASES[sort.raison]),
        *(sort.depuis or "", sort.echeance or ""),
    )
    return dict(zip(_COLONNES, values, strict=True))


def _time(plan: RetentionPlan) -> Iterator[str]:
    since = f"depuis le {_jour(plan.depuis)}" if plan.depuis else "depuis le début"
    yield f"Conservation : compte rendu du {_jour(plan.now)} (UTC)"
    yield ""
    yield f"Ce que le temps a fait {since} :"
    yield from _list("documents expirés", plan.elapsed.expires)
    yield from _list("documents parus à leur date", plan.elapsed.parus)
    yield from _list("comptes fermés à leur date", plan.elapsed.fermes)


def _purges(plan: RetentionPlan) -> Iterator[str]:
    yield "Supprimé définitivement :"
    for genre, name in _NOMS.items():
        yield from _list(name, tuple(_told(s) for s in plan.purged if s.genre is genre))


def _kept(plan: RetentionPlan) -> Iterator[str]:
    yield "Gardé bien qu'aucune liste ne le contienne :"
    counts = Counter((sort.genre, sort.raison) for sort in plan.kept)
    for (genre, raison), count in sorted(counts.items()):
        yield f"  {count} {_NOMS[genre]} : {PHRASES[raison]}"
    if not counts:
        yield "  rien"


def _told(sort: Sort) -> str:
    since = f", depuis le {_jour(sort.depuis)}" if sort.depuis else ""
    return f"{sort.ref} : {PHRASES[sort.raison]}{since}"


def _list(what: str, refs: tuple[str, ...]) -> Iterator[str]:
    yield f"  {len(refs)} {what}"
    yield from (f"    {ref}" for ref in refs[:_MONTRES])
    if len(refs) > _MONTRES:
        yield f"    … et {len(refs) - _MONTRES} autres : voir le fichier CSV"


def _jour(moment: str) -> str:
    return f"{moment[8:10]}/{moment[5:7]}/{moment[:4]} à {moment[11:16]}"
