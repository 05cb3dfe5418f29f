"""What becomes of an envoi once it is decided: its secrets go, its report joins it, it is filed.

Touches: the envoi's directory, through the spool. After a crash: the ledger still says the same,
and settling again finishes what was begun.
"""

from ingest.accuse import text_of, xml_of
from ingest.decision import PLACES, Resultat
from ingest.envoi import Envoi
from ingest.report import report_from
from ingest.workshop import Workshop
from store.changes import Entry

RAPPORT_XML, RAPPORT_TEXTE = "accuse.xml", "compte-rendu.txt"


def settle(envoi: Envoi, entry: Entry, workshop: Workshop) -> Envoi:
    """Given an envoi in `active` and its outcome, file it where the outcome says.

    One that is held keeps everything, its secrets encrypted: it may be applied later. Of the others
    what the documents keep is not kept twice.
    """
    resultat = Resultat(entry.resultat)
    rapport = report_from(entry.rapport)
    beside = {RAPPORT_XML: xml_of(rapport), RAPPORT_TEXTE: text_of(rapport).encode()}
    if resultat is Resultat.RETENU:
        return workshop.spool.file(envoi, PLACES[resultat], report=beside)
    workshop.spool.discard_sealed(envoi)
    with workshop.store.reading() as known:
        kept = known.contents().keys()
    return workshop.spool.file(envoi, PLACES[resultat], keep=kept, report=beside)
