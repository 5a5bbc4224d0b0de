-- Names of closed accounts, as hashes: nobody can sign up under one before its time.
CREATE TABLE freed_names (
  rests_until bigint NOT NULL,
  name_hash   text   COLLATE "C" NOT NULL PRIMARY KEY
);
