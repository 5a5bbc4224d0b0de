-- Silos ask every other second who has changed their name.
CREATE INDEX users_by_change ON users (changed_at);
