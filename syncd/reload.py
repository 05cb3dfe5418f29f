"""What new settings change while the daemon runs, and what they change at the next start only.

Touches: nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from syncd.site import Site

LIVE = (
    "fuseau",
    "conseil_herite_coproprietaire",
    "racines_personnel",
    "reglages",
    "completion_seconds",
    "scan_seconds",
    "agendas",
    "delais",
    "seuils",
)
"""What a running daemon takes over."""

_OF_SFTP = {
    "host": "host",
    "port": "port",
    "max_sessions": "max_sessions",
    "login_seconds": "login_seconds",
    "max_login": "max_login",
    "max_per_address": "max_per_address",
    "max_per_account": "max_per_account",
    "profile": "profil",
    "user": "utilisateur",
    "floor_bytes": "free_megabytes",
    "ban_failures": "ban_failures",
    "ban_within_seconds": "ban_within_minutes",
    "ban_seconds": "ban_minutes",
    "data_path": "data_path",
}
"""By their names in `Endpoint`, those in the settings."""
_OFTEN_IN_DATA = {"accounts": "accounts", "host_key": "host_key"}


def renewed(site: Site, asked: Site) -> Site:
    """Given what is in force and what the settings say now, return what is in force from now on."""
    return replace(site, **{name: getattr(asked, name) for name in LIVE})


def changed(site: Site, asked: Site) -> tuple[str, ...]:
    """Given the same, return what changes at once, by the names of `Site`."""
    return tuple(name for name in LIVE if getattr(site, name) != getattr(asked, name))


def waits_for_restart(site: Site, asked: Site) -> tuple[str, ...]:
    """Given the same, return the settings that differ and count from the next start on."""
    return tuple(_waiting(site, asked))


def _waiting(site: Site, asked: Site) -> Iterator[str]:
    for name in ("domaine", "data", "log_format"):
        if getattr(site, name) != getattr(asked, name):
            yield name
    in_data = site.data == asked.data  # what lies there by default moves with it
    if in_data and site.store_url != asked.store_url:
        yield "store"
    for name, option in {**_OF_SFTP, **(_OFTEN_IN_DATA if in_data else {})}.items():
        if getattr(site.endpoint, name) != getattr(asked.endpoint, name):
            yield f"sftp.{option}"
