"""Initial secrets of logins: hashed as they are read, only when new, never kept in clear (R-071).

Touches: nothing; the clear secret lives in memory while its file is read.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, cast

from argon2 import PasswordHasher
from argon2.low_level import Type

from ingest.vault import Vault
from store.changes import Cle, Ligne, Record

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_THREADS = 2
_NONE: Ligne = (None, None, None)


class Kept(NamedTuple):
    """What the store keeps of one secret; `recu_le` a UTC instant."""

    empreinte: str | None
    condense: str | None
    recu_le: str | None


class Secrets:
    """What is known of secrets before an envoi, and the making of what will be."""

    def __init__(self, known: Mapping[Cle, Kept], vault: Vault, *, now: str) -> None:
        """Given what is kept, by the key of the login, prepare; `now` dates the new ones."""
        self._known = known
        self._vault = vault
        self._now = now

    def sealed(
        self, records: Mapping[Cle, Record], secrets: Mapping[Cle, str]
    ) -> Mapping[Cle, Record]:
        """Given logins and their clear secrets, return the logins with what is kept of these.

        A login without a secret keeps the one it had: absent means "not known", never "empty".
        """
        new = {cle: secret for cle, secret in secrets.items() if not self._is_known(cle, secret)}
        with ThreadPoolExecutor(_THREADS) as pool:
            condenses = dict(zip(new, pool.map(_HASHER.hash, new.values()), strict=True))
        return {
            cle: record._replace(valeurs=(*record.valeurs, *self._kept(cle, new, condenses)))
            for cle, record in records.items()
        }

    def _is_known(self, cle: Cle, secret: str) -> bool:
        known = self._known.get(cle)
        return known is not None and known.empreinte == self._vault.keyed_digest(secret)

    def _kept(self, cle: Cle, new: Mapping[Cle, str], condenses: Mapping[Cle, str]) -> Ligne:
        if cle in new:
            return self._vault.keyed_digest(new[cle]), condenses[cle], self._now
        return self._known.get(cle, _NONE)


def kept_of(records: Iterable[Record]) -> Mapping[Cle, Kept]:
    """Given the logins of the store, return what is kept of their secrets."""
    return {
        record.cle: Kept(*cast("tuple[str | None, str | None, str | None]", record.valeurs[-3:]))
        for record in records
    }
