-- What topics are found by: the terms of their names. Apart from the topics, whose rows change with every post. Existing topics are added by the
-- silos, a few at a time. name_key: as it was in the topic; an earlier version that runs beside this one changes it only there.
CREATE TABLE topic_names (
  topic_id uuid     NOT NULL PRIMARY KEY,
  name_key text     COLLATE "C" NOT NULL,
  terms    tsvector NOT NULL
);

-- Without a list of pending entries: each search would read it, and now and then a new topic would wait while it is merged.
CREATE INDEX topic_names_terms ON topic_names USING gin (terms) WITH (fastupdate = off);

-- Topics of exactly this name. A folded name may be too long for an index.
CREATE INDEX topic_names_by_key ON topic_names (substr(name_key, 1, 64), topic_id);
