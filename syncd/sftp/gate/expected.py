"""The addresses that accounts name as theirs (`adresses`): whoever comes from there is no stranger.

Touches: the accounts' directory, reading, every few seconds at most while somebody comes.
"""

from ipaddress import ip_network
from pathlib import Path

from syncd.sftp.gate.account_settings import Network
from syncd.sftp.gate.accounts import read_accounts

GOOD_FOR_SECONDS = 10.0


class Expected:
    """What the accounts say, as it was when it was last looked at."""

    def __init__(self, accounts: Path) -> None:
        self._accounts = accounts
        self._networks: frozenset[Network] = frozenset()
        self._read_at = -GOOD_FOR_SECONDS

    def holds(self, place: str, now: float) -> bool:
        """Given what is counted of an address, and seconds that only grow, return if it is one."""
        if now - self._read_at >= GOOD_FOR_SECONDS:
            self._read_at = now
            found = read_accounts(self._accounts).accounts.values()
            self._networks = frozenset(
                network for account in found for network in account.settings.adresses or ()
            )
        asked = ip_network(place)
        return any(
            network.version == asked.version and network.overlaps(asked)
            for network in self._networks
        )
