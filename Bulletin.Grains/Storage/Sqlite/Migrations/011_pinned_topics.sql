-- Whether the person has pinned the topic to the top of their own list.
ALTER TABLE user_topics ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
