"""What may be wrong with the books besides their references (R-090…R-106).

Touches: nothing.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import cast

from ingest.rules.contenus import ContenuListe, contents_of, missing_contents
from ingest.rules.ecarts import Ecart
from ingest.rules.raisons import SERVIS
from ingest.rules.renvois import Repertoire, Trouve
from ingest.rules.tableaux import Tableau


def judge_exercices(exercices: Tableau, _: Repertoire) -> Iterator[Trouve]:
    """A year has at least one day."""
    du, au = exercices.reader("du"), exercices.reader("au")
    for ligne in exercices.lignes:
        first, last = cast("date", du(ligne)), cast("date", au(ligne))
        if last < first:
            expected = f"après {first}"
            ecart = Ecart("DATES_INVERSEES", "au", last.isoformat(), expected)
            yield Trouve(exercices.key_of(ligne), ecart)


def judge_depenses(depenses: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """R-012, R-045: what is in another format than documents may have is given to nobody."""
    formats = repertoire.faits.formats
    vouchers = tuple(contents_of(depenses))
    yield from missing_contents(vouchers, formats)
    for voucher in vouchers:
        if formats.get(voucher.sha256, "pdf") not in SERVIS:
            ecart = Ecart("FORMAT_FORBIDDEN", voucher.attribut, voucher.nom)
            yield Trouve(voucher.cle, ecart)
    yield from _vouchers_of_staff(depenses, vouchers, repertoire.faits.options.racines_personnel)


def _vouchers_of_staff(
    depenses: Tableau, vouchers: Collection[ContenuListe], racines: tuple[str, ...]
) -> Iterator[Trouve]:
    """R-065: a payslip is the council's at most."""
    if vouchers and racines:
        numero = depenses.reader("numero_compte")
        lignes = (ligne for ligne in depenses.lignes if str(numero(ligne)).startswith(racines))
        staff = {depenses.key_of(ligne) for ligne in lignes}
        for cle in staff.intersection(voucher.cle for voucher in vouchers):
            yield Trouve(cle, Ecart("VOUCHER_STAFF", "numero_compte"))


def judge_travaux(travaux: Tableau, _: Repertoire) -> Iterator[Trouve]:
    """R-105: one that is inactive and was never done is shown neither as running nor as done."""
    acheve_le, inactif = travaux.reader("acheve_le"), travaux.reader("inactif")
    for ligne in travaux.lignes:
        if inactif(ligne) and acheve_le(ligne) is None:
            yield Trouve(travaux.key_of(ligne), Ecart("WORKS_INACTIVE", "inactif"))


def judge_fonds(fonds: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """R-100: what the type says counts, never the number of the account."""
    if not repertoire.faits.parametres.envoyer_fonds_102:
        for cle, _ in fonds.having("type", {"travaux_decides"}):
            yield Trouve(cle, Ecart("FUND102_OFF", "type", "travaux_decides"))
