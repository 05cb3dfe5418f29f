"""The project's own tooling: locks, set-up, the strict run of the tests, two laws of the code."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
REQUIREMENTS = PROJECT / "requirements"
SOURCES = ("cli.py", "config", "contract", "ingest", "schemas", "store", "syncd")
SECONDS = 60


def pins(lock: str) -> set[str]:
    text = (REQUIREMENTS / lock).read_text()
    return set(re.findall(r"^([A-Za-z0-9._-]+==\S+)", text, re.MULTILINE))


def modules() -> list[Path]:
    roots = [PROJECT / name for name in SOURCES]
    return [path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py"))]


def make(tmp_path: Path, python: str, target: str = "demo") -> subprocess.CompletedProcess[str]:
    """Run a target whose environment is not made yet, with that Python."""
    stand_in = tmp_path / "python3"
    stand_in.write_text(f"#!/bin/sh\n{python}\n")
    stand_in.chmod(0o755)
    program = ["make", target, f"PYTHON={stand_in}", f"VENV={tmp_path}/venv"]
    return subprocess.run(
        program,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=SECONDS,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )


@pytest.mark.parametrize("target", ["demo", "test"])
def test_without_ensurepip_make_says_what_to_install(tmp_path: Path, target: str) -> None:
    done = make(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac; exit 0', target)

    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "python3 -m venv needs the package python3-venv: apt-get install python3-venv"
    )


def test_an_old_python_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = make(tmp_path, "exit 1")

    assert done.returncode != 0
    assert done.stderr.startswith("lsc-syncd needs Python 3.11 or later")


def test_nothing_is_made_when_the_set_up_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "exit 1")

    assert not (tmp_path / "venv").exists()


def test_the_tests_run_with_the_versions_of_production() -> None:
    assert pins("run.lock") <= pins("dev.lock")


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_each_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(
        r"^(?=[A-Za-z0-9._-]+==)", (REQUIREMENTS / lock).read_text(), flags=re.MULTILINE
    )

    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry.partition("\n")[0])


def test_each_dependency_of_the_project_is_locked() -> None:
    text = (PROJECT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("]\n\n[project.optional")]
    wanted = set(re.findall(r'^    "([a-z0-9-]+)', block, re.MULTILINE))

    assert wanted <= {pin.partition("==")[0] for pin in pins("run.lock")}


def test_continuous_integration_runs_every_test_and_skips_none() -> None:
    script = PROJECT / ".ci/run"

    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1].startswith("make test ")
    assert "PYTEST_OPTIONS=--no-skip" in script.read_text()


def test_the_script_of_continuous_integration_is_shell_that_parses() -> None:
    subprocess.run(["bash", "-n", str(PROJECT / ".ci/run")], check=True)


@pytest.mark.parametrize(
    "test",
    [
        "import pytest\n\ndef test_it(): pytest.skip('no program')\n",
        "import pytest\n\n@pytest.mark.skip\ndef test_it(): pass\n",
        "import pytest\npytest.importorskip('no_such_module')\n\ndef test_it(): pass\n",
    ],
    ids=["in the test", "by a mark", "of a whole file"],
)
def test_a_skip_is_a_failure_when_none_is_allowed(tmp_path: Path, test: str) -> None:
    shutil.copy(PROJECT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(test)
    program = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), str(tmp_path)]

    where = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(PROJECT)}}

    allowed = subprocess.run(program, capture_output=True, check=False, **where)  # type: ignore[call-overload]  # where
    refused = subprocess.run([*program, "--no-skip"], capture_output=True, check=False, **where)  # type: ignore[call-overload]  # where

    assert allowed.returncode in {0, 5}
    assert refused.returncode in {1, 2}


def test_only_the_worker_and_the_chores_catch_everything() -> None:
    found = {
        path.relative_to(PROJECT).as_posix()
        for path in modules()
        if re.search(r"except Exception\b", path.read_text())
    }

    assert found == {"syncd/worker.py", "syncd/scheduler.py"}


def test_each_module_says_what_it_touches() -> None:
    """A package's own docstring, and a command's, is one sentence."""
    silent = [
        path.relative_to(PROJECT).as_posix()
        for path in modules()
        if path.name != "__init__.py" and path.parent.name not in {"commands", "models"}
        if "Touches" not in (ast.get_docstring(ast.parse(path.read_text())) or "")
    ]

    assert silent == []
