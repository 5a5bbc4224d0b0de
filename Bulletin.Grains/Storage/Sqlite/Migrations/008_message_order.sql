-- What admins list messages by. A script of its own, as it reads every message: users and topics stay unlocked meanwhile.
-- A post is added at the end of the first. The second costs posts of many authors up to a sixth more of the database's processor time.
CREATE INDEX messages_by_time ON messages (created_at);
CREATE INDEX messages_by_author ON messages (author_id, created_at);
