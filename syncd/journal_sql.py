"""The journal's tables, and what it asks of them.

Touches: nothing.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    peer TEXT NOT NULL,
    started TEXT NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,      -- bytes of the log already imported
    operations INTEGER NOT NULL DEFAULT 0     -- operations already imported
) STRICT;
CREATE TABLE IF NOT EXISTS transfers (
    id INTEGER PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (session),
    sequence INTEGER NOT NULL,
    operation TEXT NOT NULL,
    path TEXT,                                -- as the client named it
    stored TEXT,                              -- where it was stored, from the data root
    size INTEGER,
    sha256 TEXT,                              -- known at sealing
    envoi TEXT,                               -- the attempt that it became part of
    started TEXT,
    ended TEXT,
    success INTEGER NOT NULL,
    reason TEXT,
    pending INTEGER NOT NULL,                 -- its effect on whereabouts is still to be followed
    live TEXT,                                -- where the content is, until sealed or removed
    UNIQUE (session, sequence)
) STRICT;
CREATE INDEX IF NOT EXISTS transfers_ended ON transfers (ended);
CREATE INDEX IF NOT EXISTS transfers_envoi ON transfers (envoi) WHERE envoi IS NOT NULL;
CREATE INDEX IF NOT EXISTS transfers_pending ON transfers (session) WHERE pending;
CREATE INDEX IF NOT EXISTS transfers_live ON transfers (live) WHERE live IS NOT NULL;
"""
INSERT = """
INSERT INTO transfers (session, sequence, operation, path, stored, size, started, ended, success,
                       reason, pending)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SELECT = """
SELECT t.session, t.sequence, s.account, s.peer, t.operation, t.path, t.stored, t.size, t.sha256,
       t.envoi, t.started, t.ended, t.success, t.reason
FROM transfers t JOIN sessions s USING (session)
WHERE (:account IS NULL OR s.account = :account)
  AND (:since IS NULL OR t.ended >= :since)
  AND (:until IS NULL OR t.ended < :until)
  AND (:path_contains IS NULL OR instr(t.path, :path_contains) > 0)
  AND (NOT :failed_only OR NOT t.success)
  AND (:envoi IS NULL OR t.envoi = :envoi)
  AND (:operation IS NULL OR t.operation = :operation)
ORDER BY t.ended DESC, t.id DESC LIMIT :limit
"""
ENVOIS = "SELECT DISTINCT envoi FROM transfers WHERE envoi IS NOT NULL"
LIVE_BELOW = "SELECT live, id FROM transfers WHERE live > ?1 || '/' AND live < ?1 || '0'"
PENDING = """
SELECT t.id, t.operation, ?1 || coalesce(t.path, ''), t.stored, t.success
FROM transfers t JOIN sessions s USING (session)
WHERE t.pending AND ?1 = 'incoming/' || s.account AND t.started <= ?2
ORDER BY t.ended, t.id
"""
FOLLOWED = "UPDATE transfers SET pending = 0 WHERE id = ?"
PLACE = "UPDATE transfers SET live = ? WHERE id = ?"
SEAL = "UPDATE transfers SET sha256 = ?, envoi = ?, live = NULL WHERE live = ?"
FORGET_BELOW = "UPDATE transfers SET live = NULL WHERE live > ?1 || '/' AND live < ?1 || '0'"
