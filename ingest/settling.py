"""What becomes of an envoi once it is decided: its secrets go, its report joins it, it is filed.

Touches: the envoi's directory, through the spool. After a crash: the ledger still says the same,
and settling again finishes what was begun.
"""

import json
from dataclasses import asdict, fields
from pathlib import Path

from ingest.check import binaries
from ingest.decision import PLACES, Resultat
from ingest.disk.envoi import Envoi
from ingest.telling.accuse import text_of, xml_of
from ingest.telling.report import report_from
from ingest.workshop import Workshop
from store.changes import Entry

RAPPORT_XML, RAPPORT_TEXTE, RAPPORT_JSON = "accuse.xml", "compte-rendu.txt", "rapport.json"
BESIDE = (RAPPORT_XML, RAPPORT_TEXTE, RAPPORT_JSON)
"""What joins the files of an envoi: the answer, and the line of the ledger as JSON."""
_ATTEMPT = "attempt"


def settle(envoi: Envoi, entry: Entry, workshop: Workshop) -> Envoi:
    """Given an envoi in `active` and its outcome, file it where the outcome says.

    One that is held keeps everything, its secrets encrypted: it may be applied later. Of the others
    what the documents keep is not kept twice.
    """
    resultat = Resultat(entry.resultat)
    rapport = report_from(entry.rapport)
    beside = {
        RAPPORT_XML: xml_of(rapport),
        RAPPORT_TEXTE: text_of(rapport).encode(),
        RAPPORT_JSON: _json(entry),
    }
    if resultat is Resultat.RETENU:
        return workshop.spool.file(envoi, PLACES[resultat], report=beside)
    tree = workshop.spool.discard_sealed(envoi)
    listed = binaries(tree, workshop.conditions)
    with workshop.store.reading() as known:
        kept = known.formats({fichier.sha256 for fichier in listed}).keys()
    workshop.spool.discard_kept(tree, kept)
    return workshop.spool.file(envoi, PLACES[resultat], report=beside)


def entry_beside(directory: Path) -> Entry | None:
    """Given where an envoi is filed, return the line of the ledger that joined it.

    None when it is not there, cannot be read, or is another attempt's.
    """
    try:
        values = json.loads((directory / RAPPORT_JSON).read_bytes()) | {_ATTEMPT: 1}
        entry = Entry(**{field.name: values[field.name] for field in fields(Entry)})
        rapport = report_from(entry.rapport)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return entry if entry.id == rapport.id == directory.name.partition("~")[0] else None


def without_report(envoi: Envoi) -> Envoi:
    """Given an envoi that is to be decided again, remove what joined it: no line names it."""
    for path in (envoi.path / name for name in BESIDE):
        if not path.is_dir():
            path.unlink(missing_ok=True)
    return envoi


def _json(entry: Entry) -> bytes:
    """Not how often its processing began: whatever a crash did, the same outcome is told."""
    values = {name: value for name, value in asdict(entry).items() if name != _ATTEMPT}
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
