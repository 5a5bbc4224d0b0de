-- Compatible from 10: an earlier version lets suspended people in, and writes no audit log.

-- role: 0 member, 1 moderator, 2 admin. purging_at: everything written up to then is to be deleted for good.
ALTER TABLE users
  ADD COLUMN last_seen_at bigint,
  ADD COLUMN suspended_at bigint,
  ADD COLUMN suspended_until bigint,
  ADD COLUMN suspended_reason text,
  ADD COLUMN purging_at bigint,
  ADD COLUMN role smallint NOT NULL DEFAULT 0;
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
  expires_at bigint NOT NULL,
  user_id    uuid   NOT NULL PRIMARY KEY,
  -- Who made it.
  created_by uuid,
  -- Of the token, in hexadecimal. The token itself is not stored.
  token_hash text   COLLATE "C" NOT NULL,
  CONSTRAINT password_resets_token_hash UNIQUE (token_hash)
);

-- retention_days: null as the site says, 0 for ever. expired_seq: every message up to it is deleted. emptying_at: when the messages of a
-- removed topic began to be deleted.
ALTER TABLE topics
  ADD COLUMN emptying_at bigint,
  ADD COLUMN expired_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN retention_days integer;
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
  seq      bigint NOT NULL,
  revision bigint NOT NULL,
  at       bigint NOT NULL,
  topic_id uuid   NOT NULL,
  text     text   NOT NULL,
  CONSTRAINT message_texts_pkey PRIMARY KEY (topic_id, seq, revision)
);

-- The row whose lock keeps two admins from removing each other at once, and the settings of the site.
CREATE TABLE site_settings (
  version            bigint   NOT NULL,
  id                 integer  NOT NULL PRIMARY KEY CHECK (id = 1),
  retention_days     integer,
  removed_topic_days integer  NOT NULL,
  -- 0 open, 1 by invitation, 2 closed.
  registration       smallint NOT NULL,
  keeps_history      boolean  NOT NULL,
  name               text     NOT NULL
);
INSERT INTO site_settings (version, id, removed_topic_days, registration, keeps_history, name) VALUES (0, 1, 7, 0, true, 'Bulletin');

CREATE TABLE audit_log (
  at          bigint NOT NULL,
  target_seq  bigint,
  id          uuid   NOT NULL PRIMARY KEY,
  -- Null: an operator.
  actor_id    uuid,
  target_id   uuid   NOT NULL,
  -- Who wrote the message, if the target is one.
  author_id   uuid,
  action      text   COLLATE "C" NOT NULL,
  target_kind text   NOT NULL,
  target_name text   NOT NULL,
  -- JSON.
  before      text,
  after       text,
  address     text,
  trace_id    text
);

CREATE INDEX audit_log_by_time ON audit_log (at, id);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_by_target ON audit_log (target_id, at, id);
CREATE INDEX audit_log_by_author ON audit_log (author_id) WHERE author_id IS NOT NULL;

CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only.';
END
$$;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
-- The one exception: a purge takes the texts of messages out of it.
CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
  FOR EACH ROW
  WHEN ((OLD.target_kind = 'message' AND to_jsonb(NEW) = to_jsonb(OLD) || '{"before": null, "after": null}') IS NOT TRUE)
  EXECUTE FUNCTION audit_log_is_append_only();

CREATE TABLE reports (
  created_at  bigint   NOT NULL,
  seq         bigint   NOT NULL,
  closed_at   bigint,
  id          uuid     NOT NULL PRIMARY KEY,
  topic_id    uuid     NOT NULL,
  author_id   uuid     NOT NULL,
  reporter_id uuid     NOT NULL,
  assignee_id uuid,
  closed_by   uuid,
  -- 0 open, 1 resolved, 2 dismissed.
  state       smallint NOT NULL,
  reason      text     NOT NULL,
  -- The message as it was.
  text        text     NOT NULL,
  comment     text,
  resolution  text,
  CONSTRAINT reports_once UNIQUE (topic_id, seq, reporter_id)
);

CREATE INDEX reports_by_time ON reports (created_at, id);
CREATE INDEX reports_by_state ON reports (state, created_at, id);
CREATE INDEX reports_by_author ON reports (author_id, state);
CREATE INDEX reports_by_reporter ON reports (reporter_id) WHERE state = 0;
