"""The sample on disk: complete envois in the form of the contract, the same every time."""

import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ingest.rules.references import ANNEXES
from store.declarations import NATURES
from syncd.sample.writing import SampleRefusedError, write_sample

URN = "{urn:lsc-syncd:envoi:1}"
KEYS: dict[str, tuple[str, ...]] = {
    "connexions": ("tiers",),
    "relations": ("super_tiers", "tiers"),
    "classeurs": ("module", "numero"),
    "detentions": ("lot", "fiche", "du"),
    "budgets": ("exercice", "cle", "numero_compte"),
    "fonds_travaux": ("lot", "numero_compte"),
    "correspondants": ("compte", "tiers"),
    "contacts": ("immeuble", "compte", "role"),
    "digicodes": ("immeuble", "lot"),
    "photos": ("immeuble", "lot", "rang"),
} | dict.fromkeys(("journaux", "modeles", "analytiques"), ("code",))
Records = dict[tuple[str | None, ...], str]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sample") / "agence"
    write_sample(directory, seed=1, immeubles=4, nuits=3)
    return directory


def envois(sample: Path) -> list[Path]:
    return sorted(sample.glob("envoi-*"))


def lines_of(envoi: Path) -> list[dict[str, str]]:
    root = ET.parse(envoi / "manifeste.xml").getroot()  # noqa: S314 - our own file
    return [dict(line.attrib) for line in root]


def data_files(envoi: Path) -> dict[tuple[str, str], Path]:
    return {
        (line["nature"], line.get("entite", "")): envoi / line["chemin"]
        for line in lines_of(envoi)
        if "nature" in line
    }


def answer(sample: Path, envoi: Path) -> str:
    return (sample / "attendu" / f"{envoi.name}.json").read_text(encoding="utf-8")


def counts(sample: Path, envoi: Path) -> list[dict[str, str | int]]:
    known: list[dict[str, str | int]] = json.loads(answer(sample, envoi))["natures"]
    return known


def awaited(sample: Path, envoi: Path) -> list[str]:
    known: list[str] = json.loads(answer(sample, envoi))["fichiers_attendus"]
    return known


def records_of(path: Path, nature: str) -> Records:
    """Return each record by key, as text; `fichier` belongs to the transport and is left out."""
    records: Records = {}
    for record in ET.parse(path).getroot():  # noqa: S314 - our own file
        key = tuple(record.get(name) for name in KEYS.get(nature, ("id",)))
        key = (record.tag,) if nature == "parametres" else key
        for part in record.iter():
            part.attrib.pop("fichier", None)
        assert key not in records
        records[key] = ET.tostring(record, encoding="unicode")
    return records


def tree_of(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def test_the_envois_are_returned_in_order(tmp_path: Path) -> None:
    written = write_sample(tmp_path, seed=1, immeubles=2, nuits=2)
    assert written == (tmp_path / "envoi-1", tmp_path / "envoi-2")


def test_the_same_seed_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    again = f"write_sample(Path({str(tmp_path)!r}), seed=1, immeubles=4, nuits=3)"
    code = f"from pathlib import Path; from syncd.sample.writing import write_sample; {again}"
    subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": "7"}, check=True)
    assert tree_of(tmp_path) == tree_of(sample)


def test_another_seed_gives_other_bytes(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=2, immeubles=4, nuits=1)
    name = "envoi-1/donnees/tiers.xml"
    assert (tmp_path / name).read_bytes() != (sample / name).read_bytes()


def test_every_line_of_a_manifest_has_its_size_and_sha256(sample: Path) -> None:
    for envoi in envois(sample):
        for line in lines_of(envoi):
            content = (envoi / line["chemin"]).read_bytes()
            found = (str(len(content)), hashlib.sha256(content).hexdigest())
            assert found == (line["taille"], line["sha256"])


def test_nothing_lies_there_that_no_line_lists(sample: Path) -> None:
    for envoi in envois(sample):
        listed = {line["chemin"] for line in lines_of(envoi)} | {"manifeste.xml"}
        assert tree_of(envoi).keys() == listed


def test_the_numero_and_the_night_grow(sample: Path) -> None:
    heads = [ET.parse(envoi / "manifeste.xml").getroot() for envoi in envois(sample)]  # noqa: S314
    assert [(head.get("numero"), head.get("emis_le")) for head in heads] == [
        (str(night), f"2026-11-{23 + night}T02:00:00+01:00") for night in (1, 2, 3)
    ]


def test_every_night_lists_the_same_natures(sample: Path) -> None:
    first, *others = (data_files(envoi).keys() for envoi in envois(sample))
    assert all(keys == first for keys in others)


def test_every_nature_of_the_contract_is_written(sample: Path) -> None:
    for envoi in envois(sample):
        assert {nature for nature, _ in data_files(envoi)} == set(NATURES)


LINES_TWO_AND_THREE = {"adresse2", "adresse3"}


@pytest.mark.parametrize("nature", ANNEXES)
def test_every_attribute_of_a_nature_that_decides_no_document_is_written(
    sample: Path, nature: str
) -> None:
    """Those of the contract and no other, but for the second and third lines of an address."""
    declared = NATURES[nature]
    attributes = {colonne.nom for colonne in declared.colonnes} | set(declared.transport)
    attributes |= {declared.secret.attribut} if declared.secret else set()
    inside = {e.element: {c.nom for c in e.colonnes} | set(e.transport) for e in declared.enfants}
    expected = {declared.elements[0]: attributes} | inside

    written: dict[str, set[str]] = defaultdict(set)
    for (found, _), path in data_files(envois(sample)[0]).items():
        for element in ET.parse(path).getroot().iter() if found == nature else ():  # noqa: S314
            written[element.tag.removeprefix(URN)] |= element.attrib.keys()
    del written[nature]
    for name, names in written.items():
        assert names | LINES_TWO_AND_THREE & expected[name] == expected[name]
    assert written.keys() == expected.keys()


def test_a_data_file_is_one_record_a_line(sample: Path) -> None:
    for envoi in envois(sample):
        for (nature, entite), path in data_files(envoi).items():
            first, root, *records, end, nothing = path.read_text(encoding="utf-8").split("\n")
            home = f' entite="{entite}"' if entite else ""
            assert first == '<?xml version="1.0" encoding="UTF-8"?>'
            assert root == f'<{nature} xmlns="urn:lsc-syncd:envoi:1"{home}>'
            assert (end, nothing) == (f"</{nature}>", "")
            for record in records:
                ET.fromstring(record)  # noqa: S314 - our own file


def test_a_line_break_and_a_quote_come_back_from_the_file(sample: Path) -> None:
    path = envois(sample)[0] / "donnees" / "dossiers-S1.xml"
    subjects = [case.get("objet") for case in ET.parse(path).getroot()]  # noqa: S314
    assert 'Dégât des eaux\nAppartement 4 & cave <B>, "colonne montante"' in subjects


def test_what_did_not_change_has_the_same_bytes_every_night(sample: Path) -> None:
    for name in ("parametres.xml", "utilisateurs.xml", "lots-S1.xml", "mandats-G1.xml"):
        assert len({(envoi / "donnees" / name).read_bytes() for envoi in envois(sample)}) == 1


def test_the_counts_are_those_of_a_comparison_of_the_files(sample: Path) -> None:
    before: dict[tuple[str, str], Records] = {}
    for envoi in envois(sample):
        after = {at: records_of(path, at[0]) for at, path in data_files(envoi).items()}
        assert counts(sample, envoi) == [
            _compared(at, before.get(at, {}), records) for at, records in after.items()
        ]
        before = after


def _compared(at: tuple[str, str], old: Records, new: Records) -> dict[str, str | int]:
    both = old.keys() & new.keys()
    changed = sum(1 for key in both if old[key] != new[key])
    return {
        "nature": at[0],
        "entite": at[1],
        "recus": len(new),
        "nouveaux": len(new.keys() - old.keys()),
        "modifies": changed,
        "inchanges": len(both) - changed,
        "disparus": len(old.keys() - new.keys()),
    }


def test_every_kind_of_change_happens(sample: Path) -> None:
    rows = [row for envoi in envois(sample)[1:] for row in counts(sample, envoi)]
    kinds = ("nouveaux", "modifies", "inchanges", "disparus")
    assert all(any(row[kind] for row in rows) for kind in kinds)


def test_a_content_is_sent_once(sample: Path) -> None:
    sent = Counter(
        line["sha256"]
        for envoi in envois(sample)
        for line in lines_of(envoi)
        if "nature" not in line
    )
    assert set(sent.values()) == {1}


def test_a_piece_names_its_file_only_when_this_envoi_brings_it(sample: Path) -> None:
    for envoi in envois(sample):
        brought = {line["chemin"]: line["sha256"] for line in lines_of(envoi)}
        for (nature, _), path in data_files(envoi).items():
            if nature not in {"evenements", "depenses", "photos"}:
                continue
            for piece in ET.parse(path).getroot().iter():  # noqa: S314
                here = piece.get("sha256") in brought.values()
                file = piece.get("fichier")
                assert (brought[file] if file else None) == (piece.get("sha256") if here else None)


def test_two_documents_share_one_content(sample: Path) -> None:
    path = envois(sample)[0] / "donnees" / "evenements-S1.xml"
    pieces = ET.parse(path).getroot().iter(f"{URN}piece")  # noqa: S314
    assert max(Counter(piece.get("sha256") for piece in pieces).values()) == 2


def test_the_awaited_file_comes_with_the_second_night(sample: Path) -> None:
    first, second, third = envois(sample)
    (missing,) = awaited(sample, first)
    assert missing in {line["sha256"] for line in lines_of(second)}
    assert awaited(sample, second) == awaited(sample, third) == []


def test_the_answer_is_stable_text(sample: Path) -> None:
    text = answer(sample, envois(sample)[0])
    again = json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True)
    assert text == f"{again}\n"


def test_a_directory_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mien.txt").write_text("à garder")
    with pytest.raises(SampleRefusedError, match="contient déjà quelque chose"):
        write_sample(tmp_path, seed=1, immeubles=4, nuits=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mien.txt"]


@pytest.mark.parametrize(
    ("immeubles", "nuits", "words"), [(1, 1, "2 immeubles"), (4, 0, "au moins une nuit")]
)
def test_what_cannot_be_is_refused(tmp_path: Path, immeubles: int, nuits: int, words: str) -> None:
    with pytest.raises(SampleRefusedError, match=words):
        write_sample(tmp_path / "agence", seed=1, immeubles=immeubles, nuits=nuits)
    assert list(tmp_path.iterdir()) == []
