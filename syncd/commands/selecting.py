"""The options with which a person selects documents and signs what he decides."""

import os
import pwd
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from ingest.persons.selection import UnreadableSelection, selection_from
from ingest.rules.decisions import Criteres

Command = TypeVar("Command", bound=Callable[..., object])
Given = str | datetime | None

_DAY = click.DateTime(["%Y-%m-%d"])
_NAMED = {
    "document": "This document: entite/evenement/piece, as `documents list` names it.",
    "evenement": "All pieces of this event: entite/id.",
    "modele": "Documents of this event model: its code.",
    "classeur": "Documents of this binder: module/numero.",
    "compte": "Documents addressed to this account: entite/id.",
    "immeuble": "Documents that concern this building: entite/id.",
}
_DATED = {
    "traite_du": "Processed on this day or later.",
    "traite_au": "Processed on this day or earlier.",
    "publie_du": "Published on this day or later.",
    "publie_au": "Published on this day or earlier.",
}


def selection(command: Command) -> Command:
    """Give a command its SELECTION and the options that name the same; they are combined."""
    for name, text in reversed(_DATED.items()):
        command = click.option(f"--{name.replace('_', '-')}", type=_DAY, help=text)(command)
    for name, text in reversed(_NAMED.items()):
        command = click.option(f"--{name}", metavar="ID", help=text)(command)
    return click.argument("selection", nargs=-1)(command)


def author(command: Command) -> Command:
    """Give a command its reason, and who decides."""
    why = click.option("--reason", required=True, help="Why, for whoever asks later.")
    who = click.option(
        "--who", default=operator, show_default="your user name", help="Who decides."
    )
    return why(who(command))


def signature(command: Command) -> Command:
    """Give a command its author, and how much it tells."""
    options = (
        click.option("--dry-run", is_flag=True, help="Tell what it would do; change nothing."),
        click.option("--all", "is_all", is_flag=True, help="Yes, every document is meant."),
        click.option(
            "--limit",
            default=20,
            show_default=True,
            type=click.IntRange(min=0),
            help="Rows of the table.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return author(command)


def criteria_of(texts: tuple[str, ...], given: dict[str, Given]) -> Criteres:
    """Given SELECTION and the options, return them as criteria. Raise UsageError."""
    try:
        named = selection_from(texts)
    except UnreadableSelection as error:
        raise click.UsageError(str(error)) from error
    for name, value in given.items():
        if value is None:
            continue
        if value == "" or getattr(named, name) is not None:
            raise click.UsageError(f"{name} is given twice, or empty")
        day = value.date() if isinstance(value, datetime) else value
        named = named._replace(**{name: day})  # type: ignore[arg-type]  # each of its kind
    return named


def operator() -> str:
    """Return the name that the operating system has for who runs this program."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"uid {user}"
