-- Constant defaults: no row is rewritten.
-- text_revision: the revision that gave a message its text, if there were reactions since; otherwise null.
-- mentions: ids of people, as a JSON array. reactions: a JSON array of an emoji and the ids of those who chose it, each. Null: none.
ALTER TABLE messages
  ADD COLUMN text_revision bigint,
  ADD COLUMN mentions text,
  ADD COLUMN reactions text,
  ADD COLUMN mentions_all boolean NOT NULL DEFAULT false;

-- Seqs of messages, as a JSON array. Null: none.
ALTER TABLE topics ADD COLUMN pins text;

-- Who has added a member. Null for who made the topic or came by an invitation, and where it is not known.
ALTER TABLE topic_members ADD COLUMN added_by uuid;

-- What a person has of a topic. Positions are rewritten often: the pages keep room for the next version of a row.
CREATE TABLE user_topics (
  read_seq       bigint   NOT NULL,
  -- The person's version at which it last changed.
  version        bigint   NOT NULL,
  -- When they said that they follow it no longer.
  unfollowed_at  bigint,
  draft_version  bigint,
  draft_reply_to bigint,
  user_id        uuid     NOT NULL,
  topic_id       uuid     NOT NULL,
  -- 0 default, 1 muted, 2 mentions, 3 all.
  level          smallint NOT NULL,
  following      boolean  NOT NULL,
  draft          text,
  CONSTRAINT user_topics_pkey PRIMARY KEY (user_id, topic_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX user_topics_followers ON user_topics (topic_id) WHERE following;
CREATE INDEX user_topics_told_of_all ON user_topics (topic_id) WHERE level = 3;
CREATE INDEX user_topics_of_topic ON user_topics (topic_id);

-- epoch counts who has claimed the person's state.
CREATE TABLE user_epochs (
  epoch   bigint NOT NULL,
  user_id uuid   NOT NULL PRIMARY KEY
) WITH (fillfactor = 80);

CREATE TABLE notifications (
  id         bigint   NOT NULL,
  -- 0 for an invitation.
  seq        bigint   NOT NULL,
  created_at bigint   NOT NULL,
  read_at    bigint,
  user_id    uuid     NOT NULL,
  topic_id   uuid     NOT NULL,
  actor_id   uuid     NOT NULL,
  -- 0 mention, 1 reply, 2 direct, 3 message, 4 invitation, 5 reaction.
  kind       smallint NOT NULL,
  emoji      text     COLLATE "C" NOT NULL DEFAULT '',
  CONSTRAINT notifications_pkey PRIMARY KEY (user_id, id),
  -- Each is noted once, however often it is delivered. By topic first: who was notified of a message is looked up when it is deleted.
  CONSTRAINT notifications_once UNIQUE (topic_id, seq, user_id, kind, actor_id, emoji)
) WITH (fillfactor = 90);

CREATE INDEX notifications_unread ON notifications (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_of_topic ON notifications (user_id, topic_id, seq, kind);

-- How far each topic was followed.
CREATE TABLE follow_marks (
  seq             bigint NOT NULL,
  revision        bigint NOT NULL,
  members_version bigint NOT NULL,
  topic_id        uuid   NOT NULL PRIMARY KEY
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- What was there before was read before: nobody is notified of it, and members begin where their topics are now.
INSERT INTO follow_marks (topic_id, seq, revision, members_version) SELECT id, seq, revision, members_version FROM topics;
INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
SELECT m.user_id, m.topic_id, t.seq, 0, 0, true FROM topic_members m JOIN topics t ON t.id = m.topic_id;
