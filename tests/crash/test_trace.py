"""A traced run: no change of the data happens that is not in the list of effects."""

from pathlib import Path

import pytest

from tests.crash.some_effects import COMMIT
from tests.crash.some_installation import upload_first, upload_next
from tests.crash.some_program import a_program
from tests.crash.some_scenarios import OF_PERSONS, OF_TIME
from tests.crash.some_trace import Change, changes_in, strace, unannounced, why_not

pytestmark = pytest.mark.crash


class Traced:
    """What was seen of three nights, of persons who decide, and of a purge."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        nights = self.root / "nights"
        nights.mkdir(parents=True)
        with a_program(folder, *strace(folder / "trace")) as program:
            program.run(nights)
            upload_first(nights)
            program.run(nights)
            upload_next(nights)
            program.run(nights)
            for name, scenario in {**OF_PERSONS, **OF_TIME}.items():
                data = self.root / name
                data.mkdir()
                scenario.prepare(data)
                program.run(data, deed=scenario.deed)
        self.changes = changes_in((folder / "trace").read_text(), program.told)

    def unannounced(self, *, but: str = "") -> list[Change]:
        """Return what no effect announced, if those of one kind are taken off the list."""
        left = [change for change in self.changes if not (change.is_told and change.kind == but)]
        return unannounced(left, self.root)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    if reason := why_not():
        pytest.skip(reason)
    return Traced(tmp_path_factory.mktemp("traced").resolve())


def test_no_effect_is_missing_from_the_list(traced: Traced) -> None:
    found = traced.unannounced()
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize(
    "kind", ["os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "open", COMMIT]
)
def test_an_effect_that_is_not_on_the_list_is_seen(traced: Traced, kind: str) -> None:
    assert traced.unannounced(but=kind) != []
