-- Compatible from 9: an earlier version lets suspended people in, and writes no audit log.

-- role: 0 member, 1 moderator, 2 admin. purging_at: everything written up to then is to be deleted for good.
ALTER TABLE users ADD COLUMN role INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN suspended_at INTEGER;
ALTER TABLE users ADD COLUMN suspended_until INTEGER;
ALTER TABLE users ADD COLUMN suspended_reason TEXT;
ALTER TABLE users ADD COLUMN last_seen_at INTEGER;
ALTER TABLE users ADD COLUMN purging_at INTEGER;
UPDATE users SET role = 1 WHERE is_moderator;
-- is_moderator stays, and says the same as role: servers of the version before read it during a rolling upgrade.

CREATE INDEX users_by_creation ON users (created_at, id);
CREATE INDEX users_by_last_seen ON users (coalesce(last_seen_at, 0), id);
CREATE INDEX users_staff ON users (role, username_key) WHERE role > 0;
CREATE INDEX users_purging ON users (purging_at) WHERE purging_at IS NOT NULL;
-- Suspended and closed accounts, in each order of the list: a million others may lie between two of them. No other account is in these indexes.
CREATE INDEX users_suspended_by_name ON users (username_key) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_suspended_by_creation ON users (created_at, id) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_suspended_by_last_seen ON users (coalesce(last_seen_at, 0), id) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_closed_by_name ON users (username_key) WHERE password_hash IS NULL;
CREATE INDEX users_closed_by_creation ON users (created_at, id) WHERE password_hash IS NULL;
CREATE INDEX users_closed_by_last_seen ON users (coalesce(last_seen_at, 0), id) WHERE password_hash IS NULL;

-- Links by which a new password can be set: one an account.
CREATE TABLE password_resets (
  user_id    TEXT    NOT NULL PRIMARY KEY,
  -- Who made it.
  created_by TEXT,
  -- Of the token, in hexadecimal. The token itself is not stored.
  token_hash TEXT    NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;

-- retention_days: null as the site says, 0 for ever. expired_seq: every message up to it is deleted. emptying_at: when the messages of a
-- removed topic began to be deleted.
ALTER TABLE topics ADD COLUMN retention_days INTEGER;
ALTER TABLE topics ADD COLUMN expired_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN emptying_at INTEGER;
UPDATE topics SET emptying_at = removed_at WHERE removed_at IS NOT NULL;

CREATE INDEX topics_by_creation ON topics (created_at DESC, id DESC);
-- Beside topics_by_activity, and not instead of it: a post in a public topic moves only one of them.
CREATE INDEX topics_private_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL AND access > 0;
CREATE INDEX topics_by_creator ON topics (created_by, created_at DESC, id DESC);
CREATE INDEX topics_retained ON topics (id) WHERE retention_days > 0;
CREATE INDEX topics_removed ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NOT NULL;
CREATE INDEX topics_locked ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL AND locked;
CREATE INDEX topics_resolved ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL AND resolved_at IS NOT NULL;

-- Texts that messages had before they were edited.
CREATE TABLE message_texts (
  topic_id TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (topic_id, seq, revision)
) STRICT;

-- The settings of the site. A write that could take away the last admin begins with this row, as in Postgres.
CREATE TABLE site_settings (
  id                 INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version            INTEGER NOT NULL,
  name               TEXT    NOT NULL,
  -- 0 open, 1 by invitation, 2 closed.
  registration       INTEGER NOT NULL,
  keeps_history      INTEGER NOT NULL,
  retention_days     INTEGER,
  removed_topic_days INTEGER NOT NULL
) STRICT;
INSERT INTO site_settings (version, id, removed_topic_days, registration, keeps_history, name) VALUES (0, 1, 7, 0, 1, 'Bulletin');

CREATE TABLE audit_log (
  id          TEXT    NOT NULL PRIMARY KEY,
  at          INTEGER NOT NULL,
  -- Null: an operator.
  actor_id    TEXT,
  action      TEXT    NOT NULL,
  target_kind TEXT    NOT NULL,
  target_id   TEXT    NOT NULL,
  target_seq  INTEGER,
  target_name TEXT    NOT NULL,
  -- Who wrote the message, if the target is one.
  author_id   TEXT,
  -- JSON.
  before      TEXT,
  after       TEXT,
  address     TEXT,
  trace_id    TEXT
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (at, id);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_by_target ON audit_log (target_id, at, id);
CREATE INDEX audit_log_by_author ON audit_log (author_id) WHERE author_id IS NOT NULL;

-- The one exception: a purge takes the texts of messages out of it.
CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
WHEN NOT (
  OLD.target_kind = 'message' AND NEW.before IS NULL AND NEW.after IS NULL
  AND (NEW.id, NEW.at, NEW.actor_id, NEW.action, NEW.target_kind, NEW.target_id, NEW.target_seq, NEW.target_name, NEW.author_id, NEW.address, NEW.trace_id)
    IS (OLD.id, OLD.at, OLD.actor_id, OLD.action, OLD.target_kind, OLD.target_id, OLD.target_seq, OLD.target_name, OLD.author_id, OLD.address, OLD.trace_id))
BEGIN
  SELECT RAISE(ABORT, 'The audit log is append-only.');
END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'The audit log is append-only.');
END;

CREATE TABLE reports (
  id          TEXT    NOT NULL PRIMARY KEY,
  created_at  INTEGER NOT NULL,
  topic_id    TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  author_id   TEXT    NOT NULL,
  reporter_id TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  -- The message as it was.
  text        TEXT    NOT NULL,
  comment     TEXT,
  -- 0 open, 1 resolved, 2 dismissed.
  state       INTEGER NOT NULL,
  assignee_id TEXT,
  resolution  TEXT,
  closed_at   INTEGER,
  closed_by   TEXT,
  UNIQUE (topic_id, seq, reporter_id)
) STRICT;

CREATE INDEX reports_by_time ON reports (created_at, id);
CREATE INDEX reports_by_state ON reports (state, created_at, id);
CREATE INDEX reports_by_author ON reports (author_id, state);
CREATE INDEX reports_by_reporter ON reports (reporter_id) WHERE state = 0;
