"""The command line: `lsc-syncd COMMAND`; each command is imported when it is called.

Touches: standard error. Exit codes: 0 done, 1 failure, 2 usage, 3 refused, 4 held,
10 configuration, 11 another instance runs, 130 interrupted.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from ingest.collecting import without_collecting
from syncd.commands.exit_codes import (
    ALREADY_RUNNING,
    CONFIGURATION,
    DONE,
    FAILURE,
    INTERRUPTED,
    USAGE,
)

if TYPE_CHECKING:
    from pathlib import Path  # `--help` does without: it would be a tenth of its time

__version__ = "0.1.0"


class Place(NamedTuple):
    """Where a command is, `module:name`, and its line of the help, which imports none of them."""

    where: str
    summary: str


COMMANDS = {
    "accounts": Place("syncd.commands.accounts:accounts", "Who may connect, with which keys."),
    "bans": Place("syncd.commands.bans:bans", "From where nobody may connect for a while."),
    "check": Place("syncd.commands.check:check", "Check an envoi; change nothing."),
    "decisions": Place("syncd.commands.decisions:decisions", "What persons decided by hand."),
    "depublish": Place("syncd.commands.depublish:depublish", "Hide documents by hand."),
    "doctor": Place("syncd.commands.doctor:doctor", "Whether spool, ledger and store agree."),
    "documents": Place("syncd.commands.documents:documents", "What exists, what a person sees."),
    "envois": Place("syncd.commands.held:envois", "What was received, and decided about it."),
    "explain": Place("syncd.commands.explain:explain", "Why a document is visible, or not."),
    "ingest": Place("syncd.commands.ingest:ingest", "Take in a directory of this machine."),
    "legal": Place("syncd.commands.legal:legal", "What the law wants in the extranet."),
    "missing": Place(
        "syncd.commands.missing:list_missing", "What is listed and was never received."
    ),
    "options": Place("syncd.commands.options:options", "What the extranet shows, and why."),
    "proof": Place("syncd.commands.proof:proof", "When a person could open a document, and why."),
    "readers": Place(
        "syncd.commands.readers:readers", "Everybody who could open a document, and who did."
    ),
    "republish": Place("syncd.commands.republish:republish", "End what was hidden by hand."),
    "retention": Place(
        "syncd.commands.retention:retention", "What expired, and what is due to be purged."
    ),
    "run": Place("syncd.commands.run:run", "Be the daemon: receive, decide, answer."),
    "confirm": Place("syncd.commands.held:confirm", "Say that what looks wrong is right."),
    "sample": Place("syncd.commands.sample:sample", "Write an imaginary agency's envois."),
    "schedule": Place("syncd.commands.schedule:schedule", "When each chore ran, and runs next."),
    "spaces": Place("syncd.commands.spaces:spaces", "The spaces that a person chooses from."),
    "status": Place("syncd.commands.status:status", "Whether the daemon runs, and what waits."),
    "transfers": Place("syncd.commands.transfers:transfers", "What clients sent and fetched."),
    "upgrade": Place("syncd.commands.upgrade:upgrade", "Bring an older store to this version."),
    "view": Place("syncd.commands.view:view", "What a person sees on each screen."),
}


class Advice(NamedTuple):
    """What a failure means to the operator: the exit code, and what to do next."""

    code: int
    next_step: str


ADVICE = {
    "config.settings.ConfigurationError": Advice(
        CONFIGURATION, "Correct the settings; lsc-syncd.toml.example describes each of them."
    ),
    "syncd.service.CannotListen": Advice(
        CONFIGURATION, "Set sftp.host and sftp.port to a free address that this user may take."
    ),
    "syncd.sftp.gate.account_settings.AccountError": Advice(FAILURE, "Nothing was changed."),
    "syncd.sftp.gate.host_key.HostKeyError": Advice(
        CONFIGURATION, "Correct the file, or set sftp.host_key to another."
    ),
    "syncd.sftp.gate.privileges.CannotDrop": Advice(
        CONFIGURATION, "Correct sftp.utilisateur, or the rights of these folders."
    ),
    "ingest.disk.vault.UnusableKey": Advice(CONFIGURATION, "Then start lsc-syncd again."),
    "store.documents.DamagedError": Advice(FAILURE, "The other contents are not concerned."),
    "store.documents.ElsewhereError": Advice(CONFIGURATION, "Then start lsc-syncd again."),
    "ingest.disk.spool.AlreadyRunning": Advice(
        ALREADY_RUNNING, "`lsc-syncd status` tells what it is doing."
    ),
    "syncd.site.NotBegun": Advice(FAILURE, "Start `lsc-syncd run`, or `lsc-syncd ingest` once."),
    "store.database.StoreUnavailable": Advice(
        FAILURE, "Look at the database, its disk and its rights, then try again."
    ),
    "store.ecrits.EcritsUnreadable": Advice(FAILURE, "The rest is in force; docs/portal.md."),
    "store.engine.UrlError": Advice(CONFIGURATION, "Correct `store` in the settings."),
    "store.schema.SchemaTooNew": Advice(FAILURE, "Nothing was changed."),
    "store.schema.SchemaTooOld": Advice(FAILURE, "Nothing was changed."),
    "store.schema.StoreEmpty": Advice(
        FAILURE, "Start `lsc-syncd run`, or `lsc-syncd ingest` once."
    ),
    "ingest.disk.delivery.NotDeliverable": Advice(FAILURE, "Nothing was taken in."),
    "ingest.persons.holding.NotHeld": Advice(
        FAILURE, "`lsc-syncd envois list` tells what is held."
    ),
    "ingest.persons.details.NothingToConfirm": Advice(FAILURE, "Nothing was changed."),
    "syncd.retries.Unanswered": Advice(FAILURE, "It is not lost: look again later."),
    "syncd.commands.envois.UnknownEnvoi": Advice(FAILURE, "`lsc-syncd envois list` has them all."),
    "syncd.commands.persons.UnknownLogin": Advice(FAILURE, "Look at `connexions` in LSC."),
    "ingest.telling.ecrans.UnknownScreen": Advice(FAILURE, "`lsc-syncd view LOGIN` has them all."),
    "ingest.telling.explanation.UnknownDocument": Advice(
        FAILURE, "`lsc-syncd documents list` has them all."
    ),
    "ingest.telling.legal.UnknownImmeuble": Advice(
        FAILURE, "`lsc-syncd legal` has them all, written entite/id."
    ),
    "syncd.sample.writing.SampleRefusedError": Advice(USAGE, "Nothing was written."),
    "syncd.supervisor.ListenerDied": Advice(FAILURE, "systemd starts lsc-syncd again."),
    "syncd.supervisor.WorkerDied": Advice(FAILURE, "systemd starts lsc-syncd again."),
    "builtins.OSError": Advice(FAILURE, "Look at that path, its rights and its disk."),
}
"""By the full name of the exception: the classes themselves would have to be imported."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Given a name, import its command; None if there is none.

        What an import makes stays: to look through it for garbage would be a tenth of the time.
        """
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].where.partition(":")
        with without_collecting():
            found: click.Command = getattr(import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands and what each is for."""
        rows = [(name, COMMANDS[name].summary) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--config",
    type=click.Path(dir_okay=False),
    help="The settings' file; else $LSC_SYNCD_CONFIG, ./lsc-syncd.toml, /etc/lsc-syncd/….",
)
@click.pass_context
def group(ctx: click.Context, config: str | None) -> None:
    """Receive LSC's export, decide what each client may see, publish and explain it."""
    ctx.obj = None if config is None else _path(config)


def _path(config: str) -> "Path":
    """Return what the commands take, who import pathlib anyway."""
    found: Path = import_module("pathlib").Path(config)
    return found


def main() -> NoReturn:
    """Run the command line of this process, and end it with the exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Given the arguments, run the command and return its exit code.

    A command returns its own code, None when it is done. A failure that is known is told in a
    sentence, with the next step; anything else is a bug, and keeps its traceback.
    """
    try:
        code: object = group.main(arguments, prog_name="lsc-syncd", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except known_failures() as error:  # evaluated when there is one
        advice = _advice_for(error)
        click.echo(f"{error}\n{advice.next_step}", err=True)
        return advice.code
    return code if isinstance(code, int) else DONE


def known_failures() -> tuple[type[Exception], ...]:
    """Return the exceptions of ADVICE; one whose module is not loaded cannot have been raised."""
    parts = [name.rpartition(".") for name in ADVICE]
    modules = [(sys.modules.get(module), name) for module, _, name in parts]
    return tuple(getattr(module, name) for module, name in modules if module)


def _advice_for(error: Exception) -> Advice:
    names = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__]
    return next(ADVICE[name] for name in names if name in ADVICE)


if __name__ == "__main__":
    main()
