"""The settings that rules read: those of this program, and what is set of the extranet's side.

Touches: the store, reading.
"""

from ingest.rules.faits import Options, Reglage
from ingest.workshop import Workshop
from store.reading import Reading


def options_of(known: Reading, workshop: Workshop) -> Options:
    """Return the options in force: what a file asks for counts once it is applied (R-011)."""
    reglages = workshop.reglages
    if reglages is None:
        reglages = frozenset(Reglage(*each) for each in known.reglages())
    return workshop.options._replace(reglages=reglages)
