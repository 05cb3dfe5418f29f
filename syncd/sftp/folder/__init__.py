"""An account's folder as a session changes it: paths, locks, transfers, quotas, refusals."""
