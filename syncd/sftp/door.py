"""Who may come in, and for what: public keys, and the SFTP subsystem; all else is refused.

Touches: the accounts' directory, reading only.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from paramiko import Channel, PKey, ServerInterface
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)

from syncd.sftp.account_settings import DEFAULTS, AccountError, AccountSettings
from syncd.sftp.accounts import Account, read_account

log = logging.getLogger(__name__)


class Door(ServerInterface):
    """What paramiko asks on behalf of a client. Shell, exec, forwarding, X11, agent: its "no"."""

    def __init__(
        self, accounts: Path, address: str, converse: Callable[[Channel, ServerInterface], bool]
    ) -> None:
        """`converse` takes an SFTP channel, and says whether it does."""
        self._accounts = accounts
        self._address = address
        self._converse = converse
        self.account: Account | None = None

    @property
    def settings(self) -> AccountSettings:
        """Return what the account that came in may do."""
        return self.account.settings if self.account else DEFAULTS

    def get_allowed_auths(self, username: str) -> str:
        """Return the one way in."""
        del username
        return "publickey"

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        """Return whether this key opens this account from there; its files are read each time."""
        try:
            account = read_account(self._accounts, username)
        except AccountError as error:
            log.warning("account_unusable", extra={"reason": str(error)})
            return AUTH_FAILED
        if account is None or not account.accepts(key.asbytes()):
            return AUTH_FAILED
        if not account.settings.welcomes(self._address):
            log.warning(
                "account_from_elsewhere", extra={"account": account.name, "peer": self._address}
            )
            return AUTH_FAILED
        self.account = account
        return AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Return whether a channel may be opened: only what an SFTP client opens."""
        del chanid
        return OPEN_SUCCEEDED if kind == "session" else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_subsystem_request(self, channel: Channel, name: str) -> bool:
        """Return whether the channel is served: it is when it asks for SFTP."""
        return name == "sftp" and self._converse(channel, self)
