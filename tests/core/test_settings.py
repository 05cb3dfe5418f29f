"""The settings: what is read from where, and how mistakes are told; the documented example."""

import tomllib
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from config import example, settings
from config.options import TABLES, Settings, TimeZone
from config.settings import ConfigurationError, load
from config.toml_values import as_toml

MODELS: tuple[type[BaseModel], ...] = (Settings, *TABLES.values())


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The machine's own settings are not those of a test."""
    monkeypatch.chdir(tmp_path)
    for name in ("LSC_SYNCD_CONFIG", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "WATCHDOG_USEC"):
        monkeypatch.delenv(name, raising=False)


def a_file(tmp_path: Path, text: str = 'domaine = "immo-dupont"\n') -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(path)
    return str(raised.value).splitlines()


def test_only_the_domain_must_be_set(tmp_path: Path) -> None:
    assert load(a_file(tmp_path)).domaine == "immo-dupont"


def test_the_file_of_the_current_directory_is_found(tmp_path: Path) -> None:
    (tmp_path / "lsc-syncd.toml").write_text('domaine = "ici"\n')

    assert load().domaine == "ici"


def test_the_file_named_in_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lsc-syncd.toml").write_text('domaine = "ici"\n')
    monkeypatch.setenv("LSC_SYNCD_CONFIG", str(a_file(tmp_path, 'domaine = "ailleurs"\n')))

    assert load().domaine == "ailleurs"


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSC_SYNCD_SFTP__PORT", "22")
    path = a_file(tmp_path, 'domaine = "immo-dupont"\n[sftp]\nport = 2222\nmax_sessions = 5\n')

    found = load(path).sftp

    assert (found.port, found.max_sessions) == (22, 5)


def test_a_credential_of_systemd_gives_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lsc_syncd_store").write_text("sqlite:////srv/store.db\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    store = load(a_file(tmp_path)).store

    assert store is not None
    assert store.get_secret_value() == "sqlite:////srv/store.db"


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "u:secret@h", "secret", ""])
def test_a_store_that_is_none_is_told_without_its_url(tmp_path: Path, url: str) -> None:
    (mistake,) = mistakes(a_file(tmp_path, f'domaine = "a"\nstore = "{url}"\n'))

    assert mistake.startswith(f"{tmp_path}/settings.toml:2: store is wrong: a store is sqlite:")
    assert "secret" not in mistake


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, 'fuseau = "Paris"\ncompletion_hours = 0\ncouleur = 1\n[sftp]\nport = 70000\n'
    )

    told = {line.split(" is ")[0].rpartition(": ")[2] for line in mistakes(path)}

    assert told == {"domaine", "fuseau", "completion_hours", "couleur", "sftp.port"}


def test_every_time_zone_of_the_machine_is_one() -> None:
    zone = TypeAdapter(TimeZone)

    assert all(zone.validate_python(name) == name for name in available_timezones())


@pytest.mark.parametrize(
    "name",
    ["", "Paris", "Europe", "/etc/localtime", "../zone.tab", "posixrules", "right/UTC", "a\0"],
)
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="there is no such time zone"):
        TypeAdapter(TimeZone).validate_python(name)


def test_a_relative_path_is_refused(tmp_path: Path) -> None:
    (mistake,) = mistakes(a_file(tmp_path, 'domaine = "a"\ndata = "data"\n'))

    assert mistake == (
        f"{tmp_path}/settings.toml:2: "
        "data is wrong: a path must be absolute: it begins with / ('/var/lib/lsc-syncd' is right)"
    )


def test_an_agenda_that_cannot_be_read_is_told_with_its_line_and_an_example(tmp_path: Path) -> None:
    path = a_file(tmp_path, 'domaine = "a"\n\n[taches]\nretention = "mardy 04:00"\n')

    assert mistakes(path) == [
        (
            f"{path}:4: taches.retention is wrong: 'mardy' is neither a day nor an hour "
            "('tous les jours 04:00' is right)"
        )
    ]


def test_a_wrong_legal_item_is_told_with_its_line_and_how_a_table_is_written(
    tmp_path: Path,
) -> None:
    path = a_file(tmp_path, 'domaine = "a"\n[legal.age_max_mois]\nALL-02 = 0\n')

    assert mistakes(path) == [
        (
            f"{path}:3: legal.age_max_mois.ALL-02 is wrong: input should be greater than or equal "
            'to 1 ({ "ALL-02" = 12 } is right)'
        )
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        'classeurs = { "syndic/7" = ["ALL-10"] }',
        'classeurs = { "gerance/1" = ["ALL-01"] }',
        'classeurs = { "Contrats" = ["ALL-01"] }',
        'themes = { "ASC" = ["CS-01"] }',
        'age_max_mois = { "ALL-99" = 12 }',
        'sans_fraicheur = ["ALL"]',
    ],
)
def test_a_legal_mapping_that_names_no_item_nor_binder_is_refused(
    tmp_path: Path, wrong: str
) -> None:
    (mistake,) = mistakes(a_file(tmp_path, f'domaine = "a"\n[legal]\n{wrong}\n'))

    assert mistake.startswith(f"{tmp_path}/settings.toml:3: legal.")


def test_a_chore_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    path = a_file(tmp_path, 'domaine = "a"\n[taches]\nmenage = "dim 03:00"\n')

    assert mistakes(path) == [
        f"{path}:3: taches.menage is no setting: correct its name, or remove it"
    ]


def test_a_wrong_variable_is_named_and_not_a_line_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSC_SYNCD_TACHES__DOCTOR", "dim")
    path = a_file(tmp_path, 'domaine = "a"\n[taches]\ndoctor = "dim 03:00"\n')

    assert mistakes(path) == [
        (
            "LSC_SYNCD_TACHES__DOCTOR: taches.doctor is wrong: the hour is missing after dimanche "
            "('dim 03:00' is right)"
        )
    ]


def test_a_slip_of_the_pen_in_a_variable_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSC_SYNCD_DOMAIN", "immo-dupont")

    assert mistakes(a_file(tmp_path)) == ["LSC_SYNCD_DOMAIN is no setting: remove it"]


def test_a_variable_that_is_no_json_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSC_SYNCD_SFTP", "port 22")

    assert "sftp" in mistakes(a_file(tmp_path))[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "none.toml") == [
        f"{tmp_path}/none.toml cannot be read: No such file or directory"
    ]


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    assert "is not a TOML file" in mistakes(a_file(tmp_path, "domaine: immo\n"))[0]


def test_no_mistake_quotes_a_value(tmp_path: Path) -> None:
    path = a_file(tmp_path, 'domaine = "a b"\nstore = 12345678\n')

    assert not any("a b" in line or "12345678" in line for line in mistakes(path))


def test_the_url_of_the_store_is_shown_nowhere(tmp_path: Path) -> None:
    path = a_file(tmp_path, 'domaine = "a"\nstore = "postgresql://u:secret@h/d"\n')

    assert "secret" not in repr(load(path))


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(a_file(tmp_path)).domaine = "autre"  # type: ignore[misc]  # what is tried


def test_what_systemd_expects_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "@systemd")
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")

    assert settings.supervision() == ("@systemd", 30.0)


def test_without_systemd_nothing_is_expected() -> None:
    assert settings.supervision() == (None, None)


@pytest.mark.parametrize("model", MODELS)
def test_each_option_has_a_description_and_an_example(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.examples, name


@pytest.mark.parametrize("model", MODELS)
def test_each_number_has_a_unit(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        if field.annotation in {int, float}:
            assert isinstance(field.json_schema_extra, dict), name
            assert field.json_schema_extra["unit"], name


def test_each_example_is_right(tmp_path: Path) -> None:
    heads: dict[type[BaseModel], str] = {Settings: ""}
    for model, head in (heads | {TABLES[name]: f"[{name}]\n" for name in TABLES}).items():
        for name, field in model.model_fields.items():
            if name not in TABLES:
                lines = f"{head}{name} = {as_toml(field.examples[0])}\n"  # type: ignore[index]
                domaine = "" if name == "domaine" else 'domaine = "a"\n'
                load(a_file(tmp_path, domaine + lines))


def test_the_example_file_says_what_the_options_say() -> None:
    assert example.PATH.read_text() == example.rendered(), "python -m config.example writes it"


def test_the_example_file_loads_as_it_is() -> None:
    assert load(example.PATH) == Settings(domaine="immo-dupont")


def test_the_example_file_loads_with_every_line_active(tmp_path: Path) -> None:
    lines = example.PATH.read_text().splitlines()
    active = "\n".join(line.removeprefix("# ") for line in lines if " = " in line or "[" in line)
    values = tomllib.loads(active)

    load(a_file(tmp_path, active))

    assert values.keys() == Settings.model_fields.keys()
    for name, model in TABLES.items():
        assert values[name].keys() == model.model_fields.keys()
