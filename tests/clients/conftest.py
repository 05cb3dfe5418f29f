"""The listener, its account and its envoi are those of the journeys."""

from tests.journeys.conftest import account, envoi, server

__all__ = ["account", "envoi", "server"]
