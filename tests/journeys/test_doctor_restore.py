"""A whole restore: an older store is put back, the doctor repairs, and all is as it was before.

The store of after envoi 1 comes back when 2, 3 and more were applied, refused and held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.planning.gathering import situation_of
from ingest.telling.codes import CODES
from ingest.telling.overview import overview
from ingest.workshop import instant
from store.changes import Entry
from tests.journeys.some_agency import STORE, Agency, report_of, told
from tests.journeys.some_diagnosis import a_content, codes, mend
from tests.journeys.some_exemple import (
    E9,
    SEEN_WITH_E9,
    add_file,
    an_envoi,
    edit_envoi,
    with_e9,
)

REFUSED_PIECE = b"%PDF-1.4\n% came with an envoi that was refused\n%%EOF\n"
E10_LINE = (
    '  <evenement id="E10" modele="COUR" objet="Digicode" traite_le="2026-11-24"'
    ' cree_le="2026-11-24T10:00:00+01:00" publie_le="2026-11-24" confidentiel="false"'
    ' immeuble="I1"><piece id="a" rang="0" type="lettre" nom="digicode.pdf"'
    ' sha256="{}"/></evenement>\n</evenements>'
)


def back_up(agency: Agency) -> Path:
    agency.close()
    backup = agency.root.with_suffix(".backup")
    agency.database.copy(agency.root / STORE, backup)
    return backup


def restore(agency: Agency, backup: Path) -> None:
    agency.close()
    agency.database.copy(backup, agency.root / STORE)


def replay(agency: Agency) -> list[Entry]:
    """Do what the next start does: the queue, in order."""
    done = []
    while queue := agency.workshop.spool.ready():
        done.append(agency.process(queue[0]))
    return done


def facts(agency: Agency) -> Mapping[object, object]:
    """Return all that LSC said but the secrets, which are gone, and when a record left."""
    with agency.workshop.store.reading() as known:
        situation = situation_of(known, agency.workshop)
    return {
        place: {cle: (found.record, bool(found.absent_depuis)) for cle, found in table.items()}
        for place, table in situation.facts.items()
        if place[0] != "connexions"
    }


def ledger(agency: Agency) -> list[tuple[str, str]]:
    with agency.workshop.store.reading() as known:
        return [(entry.id, entry.resultat) for entry in known.entries()]


def documents(agency: Agency) -> list[object]:
    with agency.workshop.store.reading() as known:
        return list(overview(known, instant(agency.clock())))


@dataclass
class Restored:
    """An agency whose store is older than its spool, and what it was before."""

    agency: Agency
    before: Mapping[str, object]

    def now(self) -> Mapping[str, object]:
        return state(self.agency)


def state(agency: Agency) -> Mapping[str, object]:
    """Return all that must be again as it was."""
    with agency.workshop.store.reading() as known:
        contents = known.contents()
    return {
        "facts": facts(agency),
        "derived": agency.derived(),
        "seen": agency.seen(),
        "documents": documents(agency),
        "contents": contents,
        "ledger": ledger(agency),
    }


@pytest.fixture
def restored(damaged: Agency, tmp_path: Path) -> Restored:
    backup = back_up(damaged)
    damaged.send(with_e9(tmp_path / "envoi-2", numero=2))
    late = an_envoi(tmp_path / "envoi-0", numero=0)
    add_file(late, "pieces/refuse.pdf", REFUSED_PIECE)
    damaged.send(late)
    third = with_e9(tmp_path / "envoi-3", numero=3)
    edit_envoi(third, {"donnees/tiers.xml": [('prenom="Claire"', 'prenom="Clara"')]})
    damaged.send(third)
    damaged.send(third)  # again: deja_applique
    before = state(damaged)
    restore(damaged, backup)
    return Restored(damaged, before)


def test_a_restored_store_is_found_to_be_older_than_the_spool(restored: Restored) -> None:
    assert sorted(set(codes(restored.agency))) == [
        "CONTENT_UNKNOWN",
        "DONE_WITHOUT_ROW",
        "REFUSED_WITHOUT_ROW",
    ]


def test_after_the_repair_and_a_start_all_is_as_it_was(restored: Restored) -> None:
    assert mend(restored.agency) == []
    replay(restored.agency)

    assert restored.now() == restored.before
    assert restored.agency.seen() == SEEN_WITH_E9
    assert codes(restored.agency, is_deep=True) == []
    restored.agency.check()


def test_what_is_finished_goes_back_in_order_of_numero(restored: Restored) -> None:
    mend(restored.agency)

    done = replay(restored.agency)

    assert [(entry.numero, entry.resultat) for entry in done] == [
        (2, "applique"),
        (3, "applique"),
        (3, "deja_applique"),
    ]


def test_a_replay_tells_that_its_secrets_are_gone(restored: Restored) -> None:
    """It is a warning, and the only problem: the binaries are those of the documents."""
    mend(restored.agency)

    first, *_ = replay(restored.agency)

    news = {each.problem.code for each in report_of(first).signalements}
    assert told(first).count("SCELLE_DEJA_DETRUIT") == 2
    assert not any(CODES[code].refuses for code in news)


def test_a_second_repair_changes_nothing(restored: Restored) -> None:
    mend(restored.agency)
    before = restored.now()

    assert mend(restored.agency) == []

    assert restored.now() == before


def test_a_crash_between_two_envois_of_the_repair_is_repaired(restored: Restored) -> None:
    """As one that stops after the first rename: the next repair goes on."""
    mend(restored.agency)
    spool = restored.agency.workshop.spool
    last = spool.ready()[-1]
    spool.file(last, "done")

    assert codes(restored.agency) == ["DONE_WITHOUT_ROW"]
    assert mend(restored.agency) == []
    replay(restored.agency)

    assert restored.now() == restored.before


def test_a_content_of_a_refused_envoi_is_known_again(restored: Restored, tmp_path: Path) -> None:
    """LSC never sends it twice (R-012)."""
    mend(restored.agency)
    replay(restored.agency)
    line = E10_LINE.format(sha256(REFUSED_PIECE).hexdigest())
    fourth = an_envoi(
        tmp_path / "envoi-4", {"donnees/evenements-S1.xml": [("</evenements>", line)]}, numero=4
    )

    restored.agency.send(fourth)

    assert restored.agency.motifs()["S1/E10/a"] == "PUBLIEE"


def test_a_held_envoi_that_the_ledger_forgot_is_decided_again(
    damaged: Agency, tmp_path: Path
) -> None:
    backup = back_up(damaged)
    envoi = damaged.deliver(with_e9(tmp_path / "envoi-2"))
    pipeline.hold_after_crashes(damaged.workshop.spool.start(envoi), damaged.workshop)
    restore(damaged, backup)
    assert codes(damaged) == ["HELD_WITHOUT_ROW"]

    assert mend(damaged) == []
    (entry,) = replay(damaged)

    assert (entry.id, entry.resultat) == (envoi.id, "applique")
    assert "SCELLE_DEJA_DETRUIT" not in told(entry)
    damaged.check()


def test_a_replay_whose_content_is_lost_is_refused(restored: Restored) -> None:
    mend(restored.agency)
    a_content(restored.agency).unlink()

    first, *_ = replay(restored.agency)

    assert first.resultat == "refuse"
    assert told(first).count("FICHIER_MANQUANT") == 1


def test_an_ordinary_envoi_with_a_missing_file_is_still_refused(
    damaged: Agency, tmp_path: Path
) -> None:
    """Also when the documents have these bytes, and when it claims to be a replay itself."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    (envoi / "pieces").joinpath(next(path.name for path in (envoi / "pieces").iterdir())).unlink()
    (envoi / "rejoue").write_bytes(b"")

    entry = damaged.send(envoi)

    assert (entry.resultat, entry.code) == ("refuse", 3)
    assert "FICHIER_MANQUANT" in told(entry)


def test_an_ordinary_envoi_without_its_secrets_is_still_refused(
    damaged: Agency, tmp_path: Path
) -> None:
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    (envoi / "donnees" / "connexions.xml").unlink()

    assert damaged.send(envoi).resultat == "refuse"


def test_before_the_restored_store_is_repaired_the_new_document_shows_to_nobody(
    restored: Restored,
) -> None:
    assert not any(E9 in seen for seen in restored.agency.seen().values())
