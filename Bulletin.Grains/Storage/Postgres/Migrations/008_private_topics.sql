-- Compatible from 8: an earlier version shows private topics to everybody.

-- Constant defaults: no row is rewritten. access: 0 public, 1 private, 2 direct. members_version grows with every change of the members.
ALTER TABLE topics
  ADD COLUMN members_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN resolved_at bigint,
  ADD COLUMN access smallint NOT NULL DEFAULT 0,
  ADD COLUMN locked boolean NOT NULL DEFAULT false;

-- The list that everybody sees never passes over a private topic.
DROP INDEX topics_by_activity;
CREATE INDEX topics_by_activity ON topics (last_activity_at DESC, id DESC) WHERE removed_at IS NULL AND access = 0;

CREATE TABLE topic_members (
  since      bigint   NOT NULL,
  -- The topic is left out of this person's list until it has a message after this one.
  hidden_seq bigint,
  topic_id   uuid     NOT NULL,
  user_id    uuid     NOT NULL,
  -- 0 member, 1 owner.
  role       smallint NOT NULL,
  CONSTRAINT topic_members_pkey PRIMARY KEY (topic_id, user_id)
);

CREATE INDEX topic_members_by_user ON topic_members (user_id, topic_id);

-- People whom an owner removed: no invitation brings them back, only an owner.
CREATE TABLE topic_expelled (
  topic_id uuid NOT NULL,
  user_id  uuid NOT NULL,
  CONSTRAINT topic_expelled_pkey PRIMARY KEY (topic_id, user_id)
);

CREATE TABLE topic_invitations (
  created_at bigint  NOT NULL,
  expires_at bigint,
  revoked_at bigint,
  id         uuid    NOT NULL PRIMARY KEY,
  topic_id   uuid    NOT NULL,
  created_by uuid    NOT NULL,
  max_uses   integer,
  uses       integer NOT NULL DEFAULT 0,
  -- Of the token, in hexadecimal. The token itself is not stored.
  token_hash text    COLLATE "C" NOT NULL,
  CONSTRAINT topic_invitations_token_hash UNIQUE (token_hash)
);

CREATE INDEX topic_invitations_by_topic ON topic_invitations (topic_id, created_at);
