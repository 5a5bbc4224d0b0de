-- Times are Unix milliseconds in UTC. Columns are ordered by width, so that rows carry no padding.
--
-- No foreign keys: accounts and topics are never deleted, only emptied, and a check per message would cost the writer
-- more than the row itself.

CREATE TABLE users (
  created_at       bigint  NOT NULL,
  changed_at       bigint  NOT NULL,
  id               uuid    NOT NULL PRIMARY KEY,
  username         text    NOT NULL,
  -- In lower case: what is unique, and what lists are ordered by. "C" orders by code point, as SQLite does.
  username_key     text    COLLATE "C" NOT NULL,
  display_name     text    NOT NULL,
  display_name_key text    COLLATE "C" NOT NULL,
  password_hash    text,
  is_moderator     boolean NOT NULL DEFAULT false,
  CONSTRAINT users_username_key UNIQUE (username_key)
);

CREATE INDEX users_display_name_key ON users (display_name_key);

-- epoch, seq and revision are the head that every append moves by compare-and-set. Heads are rewritten with every commit:
-- the pages keep room for the next version of a row, and dead ones are cleared early.
CREATE TABLE topics (
  created_at       bigint  NOT NULL,
  last_activity_at bigint  NOT NULL,
  epoch            bigint  NOT NULL DEFAULT 0,
  seq              bigint  NOT NULL DEFAULT 0,
  revision         bigint  NOT NULL DEFAULT 0,
  removed_at       bigint,
  id               uuid    NOT NULL PRIMARY KEY,
  created_by       uuid    NOT NULL,
  name             text    NOT NULL,
  -- In lower case, for searching.
  name_key         text    COLLATE "C" NOT NULL,
  description      text
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE INDEX topics_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL;

CREATE TABLE messages (
  seq                bigint NOT NULL,
  revision           bigint NOT NULL,
  created_at         bigint NOT NULL,
  reply_to           bigint,
  edited_at          bigint,
  deleted_at         bigint,
  topic_id           uuid   NOT NULL,
  author_id          uuid   NOT NULL,
  client_id          uuid   NOT NULL,
  -- Null once deleted.
  text               text,
  -- Of the text as first posted; null while the text itself still says it.
  posted_fingerprint bytea,
  CONSTRAINT messages_pkey PRIMARY KEY (topic_id, seq),
  CONSTRAINT messages_revision UNIQUE (topic_id, revision),
  CONSTRAINT messages_client_id UNIQUE (topic_id, author_id, client_id)
) WITH (fillfactor = 95, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);
