"""What would become of an envoi, found out without changing anything.

Touches: the envoi's directory and the store, reading.
"""

from pathlib import Path

from ingest.check import Checked, check
from ingest.decision import Decision, Resultat, decide
from ingest.disk.contents import formats_in
from ingest.disk.envoi import Envoi, numero_in, stamp
from ingest.disk.tree import MANIFESTE, Tree, read_tree
from ingest.persons.sequence import ledger_of
from ingest.planning.envois import located
from ingest.planning.gathering import before_of, situation_of
from ingest.planning.plan import Plan, make_plan
from ingest.telling.report import Rapport, make_report
from ingest.workshop import Workshop, cause_of
from store.reading import Reading

ACCOUNT = "controle"


def try_out(directory: Path, workshop: Workshop) -> Rapport:
    """Given a directory with an envoi, sealed or not, return what it would be answered.

    The contents that it brings count as received, as they would be.
    """
    now = workshop.now()
    numero = numero_in(directory / MANIFESTE)
    envoi = Envoi(
        id=f"{stamp(now)}-{ACCOUNT}-{numero}-0000",
        account=ACCOUNT,
        numero=None if numero == "sans" else int(numero),
        path=directory,
        state="ready",
        attempt=0,
    )
    tree = read_tree(directory)
    checked = check(tree, before_of(workshop), workshop)
    with workshop.store.reading() as known:
        decision = decide(checked, *ledger_of(known, checked, back=False))
        if decision.applies:
            decision = Decision(Resultat.ESSAYE)
        plan = _plan(tree, checked, known, workshop) if decision.is_planned else None
    return make_report(envoi, cause_of(envoi.id, workshop), checked, decision, plan)


def _plan(tree: Tree, checked: Checked, known: Reading, workshop: Workshop) -> Plan:
    situation = situation_of(known, workshop)
    formats = {**situation.formats, **formats_in(tree, workshop)}
    return located(make_plan(checked, situation._replace(formats=formats)), checked, known)
