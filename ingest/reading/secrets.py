"""Secrets that come in sealed natures: hashed or encrypted as they are read, only when new.

Initial secrets of logins are hashed (R-071), door codes encrypted (R-125); of each a keyed digest
tells the next night that it is the same. None is ever kept in clear.
Touches: nothing; a clear secret lives in memory while its file is read.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.low_level import Type

from ingest.disk.vault import Vault
from store.changes import Cle, Ligne, Place, Record
from store.declarations import Secret

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_THREADS = 2

Kept = Mapping[Cle, Ligne]
"""What the store keeps of the secrets of one nature and entity: the columns of its `Secret`."""


class Secrets:
    """What is known of secrets before an envoi, and the making of what will be."""

    def __init__(self, known: Callable[[Place, Secret], Kept], vault: Vault, *, now: str) -> None:
        """Given what tells what is kept of a nature and entity, prepare; `now` dates new ones."""
        self._known = known
        self._vault = vault
        self._now = now

    def sealed(
        self, place: Place, secret: Secret, records: Mapping[Cle, Record], clear: Mapping[Cle, str]
    ) -> Mapping[Cle, Record]:
        """Given records and their clear secrets, return them with what is kept of these.

        A record without a secret keeps the one it had: absent means "not known", never "empty".
        """
        known = self._known(place, secret)
        digests = {cle: self._vault.keyed_digest(text) for cle, text in clear.items()}
        new = {
            cle: text
            for cle, text in clear.items()
            if cle not in known or known[cle][0] != digests[cle]
        }
        made = dict(self._encrypted(new) if secret.chiffre else self._hashed(new))
        nothing: Ligne = (None,) * len(secret.colonnes)

        def kept(cle: Cle) -> Ligne:
            return (digests[cle], *made[cle]) if cle in made else known.get(cle, nothing)

        return {
            cle: record._replace(valeurs=(*record.valeurs, *kept(cle)))
            for cle, record in records.items()
        }

    def _encrypted(self, new: Mapping[Cle, str]) -> Iterator[tuple[Cle, Ligne]]:
        for cle, text in new.items():
            yield cle, (b64encode(self._vault.encrypt(text.encode())).decode(),)

    def _hashed(self, new: Mapping[Cle, str]) -> Iterator[tuple[Cle, Ligne]]:
        with ThreadPoolExecutor(_THREADS) as pool:
            hashes = list(pool.map(_HASHER.hash, new.values()))
        for cle, condense in zip(new, hashes, strict=True):
            yield cle, (condense, self._now)


def kept_of(secret: Secret, records: Iterable[Record]) -> Kept:
    """Given the records of the store, return what is kept of their secrets."""
    return {record.cle: record.valeurs[-len(secret.colonnes) :] for record in records}
