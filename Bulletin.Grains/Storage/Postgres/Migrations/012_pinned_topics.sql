-- Whether the person has pinned the topic to the top of their own list. A constant default: no row is rewritten.
ALTER TABLE user_topics ADD COLUMN pinned boolean NOT NULL DEFAULT false;
