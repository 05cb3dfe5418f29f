"""Random data files for the laws of plans: the worked example's records, mixed and left out.

Some books are added to them (`some_books`), and the settings that these are shown by.

A value is changed only for one that another record has in the same column, so every record is one
that the contract allows, and references often hit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from ingest.check import NOTHING_CHECKED, Checked
from ingest.reading.desk import DataFile
from ingest.reading.gathered import Gathered
from ingest.reading.manifest import Fichier
from ingest.reading.validation import read_nature
from store.changes import AppliedFile, Lu, Record, in_order
from store.declarations import NATURES, Nature
from tests.core.some_books import MORE

EXEMPLE = Path(__file__).parents[1] / "exemple" / "envoi-1" / "donnees"
Place = tuple[str, str]
Listing = Mapping[Place, tuple[Record, ...]]


def _places() -> Iterator[tuple[Place, Path]]:
    for path in sorted(EXEMPLE.iterdir()):
        nature, _, entite = path.stem.partition("-")
        if nature in NATURES:
            yield (nature, entite), path


def _read(place: Place, path: Path) -> tuple[Record, ...]:
    nature, entite = NATURES[place[0]], place[1]
    lecture = read_nature(path.read_bytes(), nature, file=path.name, entite=entite or None)
    assert lecture.problems == ()
    return tuple(_whole(record, nature) for record in lecture.records.values())


def _whole(record: Record, nature: Nature) -> Record:
    """What receiving adds to a record: a secret's digest, "" here."""
    return record._replace(valeurs=(*record.valeurs, *("" for _ in nature.internes)))


def _with_books(read: Listing) -> Listing:
    names = [colonne.nom for colonne in NATURES["parametres"].colonnes]
    switched = {"gerance": GERANCE, "syndic": ("regrouper_tresorerie_coproprietaire",)}
    parametres = tuple(
        record._replace(
            valeurs=tuple(
                True if name in switched.get(str(record.cle[0]), ()) else value
                for name, value in zip(names, record.valeurs, strict=True)
            )
        )
        for record in read["parametres", ""]
    )
    more = {place: (*read.get(place, ()), *records) for place, records in MORE.items()}
    return {**read, **more, ("parametres", ""): parametres}


GERANCE = ("regrouper_tresorerie_proprietaire", "exclure_analytiques")
THE_EXAMPLE: Listing = _with_books({place: _read(place, path) for place, path in _places()})


def listings(
    places: Collection[Place] = THE_EXAMPLE, base: Listing = THE_EXAMPLE
) -> st.SearchStrategy[Listing]:
    """Some of the example's lists, or of others, each with some of its records, some changed."""
    return st.lists(st.sampled_from(sorted(places)), min_size=1, max_size=8, unique=True).flatmap(
        lambda places: st.fixed_dictionaries({place: _list_of(place, base) for place in places})
    )


def all_listings(base: Listing = THE_EXAMPLE) -> st.SearchStrategy[Listing]:
    """All of the example's lists, or of others, some of them changed."""
    return listings(base, base).map(lambda changed: {**base, **changed})


def checked_of(listing: Listing) -> Checked:
    """Given lists, return them as an envoi without a problem brings them."""
    return Checked(
        NOTHING_CHECKED.manifeste,
        NOTHING_CHECKED.manifeste_sha256,
        tuple(_file(place, records) for place, records in listing.items()),
        (),
    )


def _file(place: Place, records: Sequence[Record]) -> DataFile:
    nature, entite = place
    fichier = Fichier(f"donnees/{nature}-{entite}.xml", nature, entite or None, 1, "", False, 1)
    applied = AppliedFile(nature, entite, str(hash(records)), "1")
    return DataFile(fichier, applied, Gathered.of(map(Lu, records)))


def _list_of(place: Place, base: Listing) -> st.SearchStrategy[tuple[Record, ...]]:
    records = base[place]
    if place[0] == "parametres":
        return st.permutations(records).map(tuple)
    kept = st.lists(st.sampled_from(records), max_size=len(records), unique_by=lambda r: r.cle)
    return st.one_of(st.just(records), kept).flatmap(
        lambda some: st.tuples(*(_changed(place, record, base[place]) for record in some))
    )


def _changed(place: Place, record: Record, others: tuple[Record, ...]) -> st.SearchStrategy[Record]:
    return st.one_of(st.just(record), _mixed(place, record, others))


@st.composite
def _mixed(draw: st.DrawFn, place: Place, record: Record, others: tuple[Record, ...]) -> Record:
    """One value of another record in the place of its own, or its children without one."""
    nature = NATURES[place[0]]
    free = [n for n, column in enumerate(nature.colonnes) if column.nom not in nature.cle]
    if record.enfants and record.enfants[0] and (not free or draw(st.booleans())):
        rows = draw(st.lists(st.sampled_from(record.enfants[0]), min_size=1, unique=True))
        return record._replace(enfants=(in_order(rows), *record.enfants[1:]))
    column = draw(st.sampled_from(free)) if free else None
    if column is None:
        return record
    value = draw(st.sampled_from([other.valeurs[column] for other in others]))
    valeurs = (*record.valeurs[:column], value, *record.valeurs[column + 1 :])
    return record._replace(valeurs=valeurs)
