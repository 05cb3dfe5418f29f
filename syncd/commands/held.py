"""`lsc-syncd envois release|retry|refuse|accept-numbering` and `lsc-syncd confirm compte|rib`."""

from contextlib import closing
from pathlib import Path

import click

from ingest.persons.confirming import (
    accept_numbering,
    confirm_account,
    confirm_details,
    details_to_confirm,
)
from syncd.by_hand import settle_by_hand
from syncd.commands import show
from syncd.commands.envois import envois, exit_code_of, tell
from syncd.commands.selecting import author
from syncd.held import REFUSE, RELEASE, RETRY, asked
from syncd.site import parts_of, read_site, workshop_of

_SECONDS = 600.0
_DETAILS = {
    "immeuble": "Building",
    "titulaire": "Payee",
    "iban": "IBAN",
    "bic": "BIC",
    "rib": "RIB",
}


@envois.command("release", help="Apply a held envoi all the same.")
@click.argument("identifier", metavar="ID")
@author
@show.as_json
@click.pass_obj
def release(
    config: Path | None, /, *, identifier: str, reason: str, who: str, is_json: bool
) -> int:
    """Lift the guard for the newest held envoi; what newer ones have listed stays."""
    return _decide(config, RELEASE, asked(identifier, reason, who), is_json=is_json)


@envois.command("retry", help="Try again an envoi that our own fault held.")
@click.argument("identifier", metavar="ID")
@author
@show.as_json
@click.pass_obj
def retry(config: Path | None, /, *, identifier: str, reason: str, who: str, is_json: bool) -> int:
    """Process it again; the guard stays."""
    return _decide(config, RETRY, asked(identifier, reason, who), is_json=is_json)


@envois.command("refuse", help="Refuse a held envoi.")
@click.argument("identifier", metavar="ID")
@author
@show.as_json
@click.pass_obj
def refuse(config: Path | None, /, *, identifier: str, reason: str, who: str, is_json: bool) -> int:
    """Refuse it, and answer the sender with the reason."""
    return _decide(config, REFUSE, asked(identifier, reason, who), is_json=is_json)


@envois.command("accept-numbering", help="Let the numbering start again, once.")
@author
@click.pass_obj
def accept(config: Path | None, /, *, reason: str, who: str) -> None:
    """For an LSC that was installed anew: its numbers may begin again below the last applied."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store):
        accept_numbering(workshop_of(site, parts), raison=reason, qui=who)
    show.say("The next envoi may have any numero; the ones after it count from there.")


@click.group(help="Say that what looks wrong is right.")
def confirm() -> None:
    """Say that what looks wrong is right."""


@confirm.command("compte", help="The same account after all (R-081b).")
@click.argument("compte", metavar="ENTITE/COMPTE")
@author
@click.pass_obj
def compte_confirmed(config: Path | None, /, *, compte: str, reason: str, who: str) -> None:
    """Open again an account that a change of holder closed."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store):
        confirm_account(compte, workshop_of(site, parts), raison=reason, qui=who)
    show.say(f"{compte} is open again.")


@confirm.command("rib", help="The bank details of these buildings are right (R-113b).")
@click.argument("immeubles", metavar="ENTITE/IMMEUBLE...", nargs=-1, required=True)
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask; they are told all the same.")
@author
@click.pass_obj
def rib_confirmed(
    config: Path | None, /, *, immeubles: tuple[str, ...], reason: str, who: str, is_sure: bool
) -> None:
    """Tell bank details that are new, or others than before, and show them once they are right.

    All of these buildings or none; nothing when they changed since they were told.
    """
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store):
        workshop = workshop_of(site, parts)
        told = details_to_confirm(immeubles, workshop)
        show.listing((each._asdict() for each in told), _DETAILS, is_json=False)
        if not is_sure:
            click.confirm("Are they what the bank says?", abort=True)
        confirm_details(told, workshop, raison=reason, qui=who)
    for each in told:
        show.say(f"The bank details of {each.immeuble} are shown to its co-owners.")


def _decide(config: Path | None, genre: str, cible: str, *, is_json: bool) -> int:
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), show.working(genre):
        entry = settle_by_hand(site, parts, genre, cible, seconds=_SECONDS)
    tell(entry, is_json=is_json)
    return exit_code_of(entry)
