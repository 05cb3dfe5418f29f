"""Who may come in, and for what: public keys, and the SFTP subsystem; all else is refused.

Touches: the accounts' directory, reading only; the listener, who is asked.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from paramiko import Channel, PKey, ServerInterface
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_FAILED_RESOURCE_SHORTAGE,
    OPEN_SUCCEEDED,
)

from syncd.sftp.gate.account_settings import DEFAULTS, AccountError, AccountSettings
from syncd.sftp.gate.accounts import Account, read_account, read_accounts
from syncd.sftp.gate.doorman import Doorman

log = logging.getLogger(__name__)


class Door(ServerInterface):
    """What paramiko asks on behalf of a client. Shell, exec, forwarding, X11, agent: its "no"."""

    def __init__(
        self,
        accounts: Path,
        address: str,
        doorman: Doorman,
        converse: Callable[[Channel, ServerInterface], bool],
    ) -> None:
        """`converse` takes an SFTP channel, and says whether it does."""
        self._accounts = accounts
        self._address = address
        self._doorman = doorman
        self._converse = converse
        self._tried = False
        self._has_known_key = False
        self._is_in = False
        self.account: Account | None = None

    @property
    def settings(self) -> AccountSettings:
        """Return what the account that came in may do."""
        return self.account.settings if self.account else DEFAULTS

    @property
    def failed(self) -> bool:
        """Return whether the client tried to log in, and had nothing that is anybody's here.

        Whoever has a key of one of our accounts mistakes himself, or we did: that is no attack.
        """
        return self._tried and not self._has_known_key

    def get_allowed_auths(self, username: str) -> str:
        """Return the one way in."""
        del username
        return "publickey"

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        """Return whether this key opens this account from there; its files are read each time."""
        self._tried = True
        try:
            account = read_account(self._accounts, username)
        except AccountError as error:
            log.warning("account_unusable", extra={"reason": str(error)})
            self._has_known_key = True  # perhaps: the mistake is ours
            return AUTH_FAILED
        if account is None or not account.accepts(key.asbytes()):
            self._has_known_key = self._has_known_key or self._is_of_anybody(key.asbytes())
            return AUTH_FAILED
        self._has_known_key = True
        if not account.settings.welcomes(self._address):
            log.warning(
                "account_from_elsewhere", extra={"account": account.name, "peer": self._address}
            )
            return AUTH_FAILED
        self.account = account
        return AUTH_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:
        """Say no: nobody has a password, and who tries some is guessing."""
        del username, password
        self._tried = True
        return AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> int:
        """Say no, as to a password."""
        del username, submethods
        self._tried = True
        return AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Return whether a channel may be opened: only what an SFTP client opens.

        paramiko asks only once the client has logged in. With its first channel the client is in,
        if the listener says so: there may be too many of its account.
        """
        del chanid
        if kind != "session" or self.account is None:
            return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        if not self._is_in:
            self._is_in = self._doorman.lets_in(self.account.name, self.settings.connexions)
        return OPEN_SUCCEEDED if self._is_in else OPEN_FAILED_RESOURCE_SHORTAGE

    def check_channel_subsystem_request(self, channel: Channel, name: str) -> bool:
        """Return whether the channel is served: it is when it asks for SFTP."""
        return name == "sftp" and self._converse(channel, self)

    def _is_of_anybody(self, blob: bytes) -> bool:
        found = read_accounts(self._accounts).accounts
        return any(account.accepts(blob) for account in found.values())
