"""A switch of the settings, changed under a running daemon, acts on what was received before."""

import signal
from contextlib import closing
from pathlib import Path

from store.database import Store
from store.history import HistoryRow
from tests.edges.some_daemon import Installation, a_daemon, an_installation, until
from tests.journeys.some_exemple import an_envoi

THE_CO_OWNERS_ONLY = {
    "donnees/classeurs.xml": [('générales" president="true" membre="true"', 'générales"')]
}


def derived(installation: Installation, table: str) -> list[HistoryRow]:
    with (
        closing(Store(f"sqlite:///{installation.data}/store.db")) as store,
        store.reading() as known,
    ):
        return known.rows_at(table)


def rights(installation: Installation) -> list[HistoryRow]:
    return derived(installation, "droits")


def test_the_inheritance_of_the_council_is_derived_again_at_a_hangup(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    taken = installation.cli("ingest", str(an_envoi(tmp_path / "envoi-1", THE_CO_OWNERS_ONLY)))
    before = rights(installation)
    with a_daemon(installation) as daemon:
        text = installation.config.read_text()
        installation.config.write_text("conseil_herite_coproprietaire = true\n" + text)
        daemon.send_signal(signal.SIGHUP)

        until(lambda: len(rights(installation)) > len(before), daemon)

    new = [row for row in rights(installation) if row not in before]
    assert taken.returncode == 0, taken.stderr
    assert {(row.valeurs["classeur"], row.valeurs["niveau"]) for row in new} == {
        ("syndic/1", "membre"),
        ("syndic/1", "president"),
    }
    assert all(row.cause_du.startswith("reglages-") for row in new)


def values_of(installation: Installation, option: str) -> set[object]:
    rows = derived(installation, "options_effectives")
    return {row.valeurs["valeur"] for row in rows if row.valeurs["option"] == option}


def test_what_the_extranet_shows_is_set_at_the_start_and_at_a_hangup(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    extranet = installation.config.parent / "extranet.toml"
    installation.cli("ingest", str(an_envoi(tmp_path / "envoi-1")))
    extranet.write_text("[syndic]\ngardien = true\n")
    with a_daemon(installation) as daemon:
        until(lambda: values_of(installation, "gardien") == {True}, daemon)
        extranet.write_text("[syndic]\ngardien = true\ndebiteurs = true\n")
        daemon.send_signal(signal.SIGHUP)

        until(lambda: values_of(installation, "debiteurs") == {True}, daemon)
    assert values_of(installation, "gardien") == {True}


def test_what_the_guard_holds_of_it_leaves_the_old_settings_and_serves_on(tmp_path: Path) -> None:
    """R-011: nobody sees anything any more only after a person said so."""
    installation = an_installation(tmp_path)
    extranet = installation.config.parent / "extranet.toml"
    installation.cli("ingest", str(an_envoi(tmp_path / "envoi-1")))
    extranet.write_text("[commun]\nportail = false\n")
    with a_daemon(installation):  # it was asked at the start, before anything is served
        held = derived(installation, "acces")
        told = installation.cli("options")
        answer = installation.cli("options", "apply", "--reason", "travaux")
    assert held
    assert "is not in force" in told.stdout
    assert answer.returncode == 0, answer.stderr
    assert derived(installation, "acces") == []
