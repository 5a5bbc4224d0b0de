-- What people are found by: user names, display names, and display names from each word on. One page of a search is one range.
CREATE TABLE user_name_keys (
  user_id      uuid NOT NULL,
  name_key     text COLLATE "C" NOT NULL,
  username_key text COLLATE "C" NOT NULL,
  CONSTRAINT user_name_keys_pkey PRIMARY KEY (name_key, username_key)
);

CREATE INDEX user_name_keys_by_user ON user_name_keys (user_id, name_key);

-- Keys are folded from now on, and end with a space. These indexes hold what version 0.1.0 has written, which nothing does for long.
CREATE INDEX users_to_fold ON users (id) WHERE display_name_key NOT LIKE '% ';
CREATE INDEX topics_to_fold ON topics (id) WHERE name_key NOT LIKE '% ';
