"""The nights after the first: which of the things that happen, happen when.

Even nights and odd nights differ, so that three nights show all of them.
Touches: nothing.
"""

from datetime import timedelta

from syncd.sample import nuit_gerance, nuit_syndic
from syncd.sample.agence import Agence
from syncd.sample.registre import Registre

_CHAQUE_NUIT = (nuit_gerance.send_receipts, nuit_syndic.write_to_all)
_NUITS_PAIRES = (
    nuit_syndic.change_address,
    nuit_syndic.send_late_file,
    nuit_syndic.enter_invoice,
    nuit_syndic.sell,
    nuit_syndic.depublish,
    nuit_gerance.take_notice,
    nuit_gerance.rename_binder,
)
_NUITS_IMPAIRES = (
    nuit_syndic.elect,
    nuit_syndic.drop,
    nuit_syndic.correct_letter,
    nuit_gerance.let_go,
    nuit_gerance.change_months,
)


def next_night(before: Agence) -> Agence:
    """Given the agency on one night, return it on the next."""
    registre = Registre(before, nuit=before.nuit + timedelta(days=1))
    own = _NUITS_IMPAIRES if registre.numero % 2 else _NUITS_PAIRES
    for happen in (*_CHAQUE_NUIT, *own):
        happen(registre)
    return registre.freeze()
