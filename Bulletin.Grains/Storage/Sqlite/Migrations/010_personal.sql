-- text_revision: the revision that gave a message its text, if there were reactions since; otherwise null.
-- mentions: ids of people, as a JSON array. reactions: a JSON array of an emoji and the ids of those who chose it, each. Null: none.
ALTER TABLE messages ADD COLUMN text_revision INTEGER;
ALTER TABLE messages ADD COLUMN mentions TEXT;
ALTER TABLE messages ADD COLUMN mentions_all INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN reactions TEXT;

-- Seqs of messages, as a JSON array. Null: none.
ALTER TABLE topics ADD COLUMN pins TEXT;

-- Who has added a member. Null for who made the topic or came by an invitation, and where it is not known.
ALTER TABLE topic_members ADD COLUMN added_by TEXT;

-- What a person has of a topic.
CREATE TABLE user_topics (
  user_id        TEXT    NOT NULL,
  topic_id       TEXT    NOT NULL,
  read_seq       INTEGER NOT NULL,
  -- 0 default, 1 muted, 2 mentions, 3 all.
  level          INTEGER NOT NULL,
  following      INTEGER NOT NULL,
  -- The person's version at which it last changed.
  version        INTEGER NOT NULL,
  draft          TEXT,
  draft_reply_to INTEGER,
  draft_version  INTEGER,
  -- When they said that they follow it no longer.
  unfollowed_at  INTEGER,
  PRIMARY KEY (user_id, topic_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX user_topics_followers ON user_topics (topic_id) WHERE following;
CREATE INDEX user_topics_told_of_all ON user_topics (topic_id) WHERE level = 3;
CREATE INDEX user_topics_of_topic ON user_topics (topic_id);

-- epoch counts who has claimed the person's state.
CREATE TABLE user_epochs (
  user_id TEXT    NOT NULL PRIMARY KEY,
  epoch   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
  user_id    TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  -- 0 mention, 1 reply, 2 direct, 3 message, 4 invitation, 5 reaction.
  kind       INTEGER NOT NULL,
  topic_id   TEXT    NOT NULL,
  -- 0 for an invitation.
  seq        INTEGER NOT NULL,
  actor_id   TEXT    NOT NULL,
  emoji      TEXT    NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  read_at    INTEGER,
  PRIMARY KEY (user_id, id),
  -- Each is noted once, however often it is delivered. By topic first: who was notified of a message is looked up when it is deleted.
  UNIQUE (topic_id, seq, user_id, kind, actor_id, emoji)
) STRICT, WITHOUT ROWID;

CREATE INDEX notifications_unread ON notifications (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_of_topic ON notifications (user_id, topic_id, seq, kind);

-- How far each topic was followed.
CREATE TABLE follow_marks (
  topic_id        TEXT    NOT NULL PRIMARY KEY,
  seq             INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  members_version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was there before was read before: nobody is notified of it, and members begin where their topics are now.
INSERT INTO follow_marks (topic_id, seq, revision, members_version) SELECT id, seq, revision, members_version FROM topics;
INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
SELECT m.user_id, m.topic_id, t.seq, 0, 0, 1 FROM topic_members m JOIN topics t ON t.id = m.topic_id;
