-- Compatible from 7: an earlier version shows private topics to everybody.

-- access: 0 public, 1 private, 2 direct. members_version grows with every change of the members.
ALTER TABLE topics ADD COLUMN access INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN members_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN resolved_at INTEGER;

-- The list that everybody sees never passes over a private topic.
DROP INDEX topics_by_activity;
CREATE INDEX topics_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL AND access = 0;

CREATE TABLE topic_members (
  topic_id   TEXT    NOT NULL,
  user_id    TEXT    NOT NULL,
  -- 0 member, 1 owner.
  role       INTEGER NOT NULL,
  since      INTEGER NOT NULL,
  -- The topic is left out of this person's list until it has a message after this one.
  hidden_seq INTEGER,
  PRIMARY KEY (topic_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX topic_members_by_user ON topic_members (user_id, topic_id);

-- People whom an owner removed: no invitation brings them back, only an owner.
CREATE TABLE topic_expelled (
  topic_id TEXT NOT NULL,
  user_id  TEXT NOT NULL,
  PRIMARY KEY (topic_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic_invitations (
  id         TEXT    NOT NULL PRIMARY KEY,
  topic_id   TEXT    NOT NULL,
  -- Of the token, in hexadecimal. The token itself is not stored.
  token_hash TEXT    NOT NULL UNIQUE,
  created_by TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  max_uses   INTEGER,
  uses       INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER
) STRICT;

CREATE INDEX topic_invitations_by_topic ON topic_invitations (topic_id, created_at);
