-- What topics are found by: the terms of their names, with a space between two. Apart from the topics, whose rows change with every post. Existing
-- topics are added by the silos, a few at a time. name_key: as it was in the topic.
CREATE TABLE topic_names (
  place    INTEGER NOT NULL PRIMARY KEY,
  topic_id TEXT    NOT NULL UNIQUE,
  name_key TEXT    NOT NULL,
  terms    TEXT    NOT NULL
) STRICT;

-- The ascii tokenizer splits only at ASCII characters that are neither letters nor digits, of which the terms have none.
CREATE VIRTUAL TABLE topic_name_terms USING fts5(terms, content='topic_names', content_rowid='place', detail=none, columnsize=0, tokenize='ascii');

CREATE TRIGGER topic_names_added AFTER INSERT ON topic_names BEGIN
  INSERT INTO topic_name_terms (rowid, terms) VALUES (new.place, new.terms);
END;

CREATE TRIGGER topic_names_removed AFTER DELETE ON topic_names BEGIN
  INSERT INTO topic_name_terms (topic_name_terms, rowid, terms) VALUES ('delete', old.place, old.terms);
END;

CREATE TRIGGER topic_names_changed AFTER UPDATE ON topic_names BEGIN
  INSERT INTO topic_name_terms (topic_name_terms, rowid, terms) VALUES ('delete', old.place, old.terms);
  INSERT INTO topic_name_terms (rowid, terms) VALUES (new.place, new.terms);
END;

-- Topics of exactly this name. A folded name may be too long for an index.
CREATE INDEX topic_names_by_key ON topic_names (substr(name_key, 1, 64), topic_id);
