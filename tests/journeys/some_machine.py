"""What the state machine plays with: a sender who changes his lists, a program that dies, readers.

Each change of `CHANGES` is one thing that happens at LSC, and stands or not in the next envoi; they
touch different texts, so any of them go together.
"""

import gc
import os
import signal
import sqlite3
import sqlite3.dbapi2
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ingest import pipeline
from ingest.disk.envoi import Envoi
from ingest.rules.acces import Acces
from ingest.rules.derivation import Derivation, Droit
from ingest.rules.publication import Publication
from ingest.workshop import Workshop
from store.changes import Ligne
from tests.core.some_faits import sees
from tests.crash.some_effects import Effects
from tests.journeys.some_exemple import (
    E9_LINE,
    E9_PIECE,
    EXEMPLE,
    add_file,
    an_envoi,
    edit_manifest,
    rewrite,
    unlist,
)
from tests.journeys.some_retention import LINES, PIECE_B

COUNCIL = 'nom="Conseil syndical" president="true" membre="true"'
ALL_OF_1 = 'nom="Assemblées générales" president="true" membre="true"'
L3 = '<detention lot="L3" fiche="F3" du="2019-03-15"'
SOLD = f'{L3} au="2026-11-20" mutation_enregistree_le="2026-11-21"/>'
BOUGHT = '<detention lot="L3" fiche="F1" du="2026-11-21"/>'
F2, COUNCILLOR = '<fiche id="F2" immeuble="I1" compte="C2"', 'membre_cs="true"'
T2 = '<connexion tiers="T2" identifiant="bruno.petit"/>'
CHANGES: Mapping[str, tuple[str, str, str]] = {
    "council binder ticked": ("classeurs", f"{COUNCIL}/>", f'{COUNCIL} coproprietaire="true"/>'),
    "binder unticked": ("classeurs", f'{ALL_OF_1} coproprietaire="true"/>', f"{ALL_OF_1}/>"),
    "E1 withdrawn": ("evenements-S1", 'publie_le="2026-06-16"', 'publie_le="0000-00-00"'),
    "E2 later": ("evenements-S1", 'publie_le="2026-10-06"', 'publie_le="2026-12-24"'),
    "E9 new": ("evenements-S1", "</evenements>", E9_LINE),
    "E3 gone": ("evenements-S1", LINES["E3"], ""),
    "E1/b gone": ("evenements-S1", PIECE_B, ""),
    "C2 unticked": ("comptes-S1", '"4500002" publie="true"', '"4500002" publie="false"'),
    "C3 to T5": ("comptes-S1", '12.50"><titulaire tiers="T3"/>', '12.50"><titulaire tiers="T5"/>'),
    "L3 sold": ("detentions-S1", f"{L3}/>", f"{SOLD}\n{BOUGHT}"),
    "F2 off the council": ("fiches_coproprietaires-S1", f"{F2} {COUNCILLOR}", F2),
    "calls for three months": ("modeles", 'duree_mois="36"', 'duree_mois="3"'),
    "no login for T2": ("connexions", f"{T2}\n", ""),
    "Roux is Durand": ("tiers", 'nom="Roux"', 'nom="Durand"'),
    "her login too": ("connexions", "claire.roux", "claire.durand"),
    "lease ends": ("baux-G1", 'entree="2026-09-01"', 'entree="2026-09-01" sortie="2026-11-30"'),
}
LISTS = ("evenements-S1", "evenements-G1", "detentions-S1", "comptes-G1", "modeles", "classeurs")
"""What may be emptied, or left out of an envoi."""
PEOPLE = tuple(f"T{number}" for number in range(1, 10))
E9_FILE = "pieces/E9-a.pdf"
PIECES = (E9_FILE, *(f"pieces/{path.name}" for path in sorted((EXEMPLE / "pieces").iterdir())))
SELECTIONS = (
    *("document:S1/E1/a", "evenement:S1/E1", "modele:PVAG", "modele:COUR", "classeur:syndic/1"),
    *("compte:S1/C3", "immeuble:S1/I1", "compte:G1/C6", "document:S1/E3/a", "evenement:G1/E8"),
)
"""What may be hidden by hand."""
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Sent:
    """One envoi as its sender made it."""

    changes: frozenset[str] = frozenset()
    emptied: str | None = None
    unlisted: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    """The pieces that are listed by their events, and not sent."""

    def write(self, directory: Path, numero: int) -> Path:
        """Write it into a new directory."""
        edits: dict[str, list[tuple[str, str]]] = {}
        for change in sorted(self.changes):
            name, old, new = CHANGES[change]
            edits.setdefault(f"donnees/{name}.xml", []).append((old, new))
        an_envoi(directory, edits, numero=numero)
        if "E9 new" in self.changes:
            add_file(directory, E9_FILE, E9_PIECE)
        if self.emptied is not None:
            rewrite(directory, f"donnees/{self.emptied}.xml", an_empty_list(self.emptied))
        left_out = {f"donnees/{name}.xml" for name in self.unlisted} | self.without
        unlist(directory, *(name for name in sorted(left_out) if (directory / name).exists()))
        return directory


def an_empty_list(name: str) -> bytes:
    """Given a data file's name, return it without a record."""
    nature, _, entite = name.partition("-")
    owner = f' entite="{entite}"' if entite else ""
    root = f'<{nature} xmlns="urn:lsc-syncd:envoi:1"{owner}>\n</{nature}>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def as_trial(directory: Path) -> Path:
    """Given an envoi, make it one that is only checked."""
    edit_manifest(directory, r' numero="\d+"', ' numero="9999" essai="true"')
    return directory


def broken(directory: Path, how: str) -> Path:
    """Given an envoi, break it as its sender may."""
    comptes = directory / "donnees" / "comptes-S1.xml"
    if how == "missing":
        comptes.unlink()
    elif how == "cut":
        rewrite(directory, "donnees/comptes-S1.xml", comptes.read_bytes()[:-20])
    else:
        comptes.write_bytes(comptes.read_bytes().replace(b'"4500002"', b'"4500007"'))
    return directory


def as_derivation(rows: Mapping[str, Iterable[Ligne]]) -> Derivation:
    """Given the derived rows, return them as the rules' tests read them."""
    return Derivation(
        acces=frozenset(Acces._make(cast("Iterable[object]", r)) for r in rows["acces"]),
        droits=frozenset(Droit._make(cast("Iterable[object]", r)) for r in rows["droits"]),
        publication=frozenset(
            Publication._make(cast("Iterable[object]", r)) for r in rows["publication"]
        ),
    )


def seen_in(rows: Mapping[str, Iterable[Ligne]], at: str) -> dict[str, set[str]]:
    """Given the derived rows and an instant, return what each person sees: an own reading."""
    found = as_derivation(rows)
    return {tiers: sees(found, tiers, at) for tiers in PEOPLE}


def process_until(envoi: Envoi, workshop: Workshop, root: Path, kill_at: int) -> bool:
    """Process an envoi in another process, killed before an effect; return whether it was.

    Without so many effects it ends by itself. Nothing may be open here.
    """
    gc.collect()
    pid = os.fork()
    if pid == 0:
        _be_killed(envoi, workshop, root, kill_at)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, KILLED}, code
    return code == KILLED


def _be_killed(envoi: Envoi, workshop: Workshop, root: Path, kill_at: int) -> None:
    ended = 1
    try:
        signal.alarm(30)
        told = os.open(os.devnull, os.O_WRONLY)
        effects = Effects(root, told, kill_at=kill_at)
        sys.addaudithook(effects.heard)
        for module in (sqlite3, sqlite3.dbapi2):
            vars(module)["connect"] = effects.connect
        pipeline.process(workshop.spool.start(envoi), workshop)
        ended = 0
    finally:
        os._exit(ended)
