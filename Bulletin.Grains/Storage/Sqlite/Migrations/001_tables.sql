-- Times are Unix milliseconds in UTC; ids are lower-case text, which sorts as the ids themselves do.
--
-- No foreign keys: accounts and topics are never deleted, only emptied, and a check per message would cost the writer
-- more than the row itself.

CREATE TABLE users (
  id               TEXT    NOT NULL PRIMARY KEY,
  username         TEXT    NOT NULL,
  -- In lower case: what is unique, and what lists are ordered by.
  username_key     TEXT    NOT NULL UNIQUE,
  display_name     TEXT    NOT NULL,
  display_name_key TEXT    NOT NULL,
  password_hash    TEXT,
  is_moderator     INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  changed_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX users_display_name_key ON users (display_name_key);

-- epoch, seq and revision are the head that every append moves by compare-and-set.
CREATE TABLE topics (
  id               TEXT    NOT NULL PRIMARY KEY,
  name             TEXT    NOT NULL,
  -- In lower case, for searching.
  name_key         TEXT    NOT NULL,
  description      TEXT,
  created_at       INTEGER NOT NULL,
  created_by       TEXT    NOT NULL,
  last_activity_at INTEGER NOT NULL,
  epoch            INTEGER NOT NULL DEFAULT 0,
  seq              INTEGER NOT NULL DEFAULT 0,
  revision         INTEGER NOT NULL DEFAULT 0,
  removed_at       INTEGER
) STRICT;

CREATE INDEX topics_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL;

CREATE TABLE messages (
  topic_id           TEXT    NOT NULL,
  seq                INTEGER NOT NULL,
  revision           INTEGER NOT NULL,
  client_id          TEXT    NOT NULL,
  author_id          TEXT    NOT NULL,
  reply_to           INTEGER,
  created_at         INTEGER NOT NULL,
  edited_at          INTEGER,
  deleted_at         INTEGER,
  -- Of the text as first posted; null while the text itself still says it.
  posted_fingerprint BLOB,
  -- Null once deleted.
  text               TEXT,
  PRIMARY KEY (topic_id, seq),
  UNIQUE (topic_id, revision),
  UNIQUE (topic_id, author_id, client_id)
) STRICT;
