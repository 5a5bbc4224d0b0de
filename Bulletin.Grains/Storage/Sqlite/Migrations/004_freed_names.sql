-- Names of closed accounts, as hashes: nobody can sign up under one before its time.
CREATE TABLE freed_names (
  name_hash   TEXT    NOT NULL PRIMARY KEY,
  rests_until INTEGER NOT NULL
) STRICT;
