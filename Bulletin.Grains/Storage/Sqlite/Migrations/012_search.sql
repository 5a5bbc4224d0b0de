-- Every message that is not deleted. place orders them by time: when the message was posted, in milliseconds, times 2097152, plus a number that
-- tells apart those of one millisecond. revision: the message's, when it was indexed.
CREATE TABLE message_search (
  place    INTEGER NOT NULL PRIMARY KEY,
  topic_id TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;

-- Their terms, by place, with a space between two. words: in the order of the text, which phrases need. others: all the rest.
CREATE VIRTUAL TABLE message_terms USING fts5(
  words, others, content='', contentless_delete=1, tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

CREATE TRIGGER message_search_removed AFTER DELETE ON message_search BEGIN
  DELETE FROM message_terms WHERE rowid = old.place;
END;

-- Which revisions of each topic are indexed: those after the floor, up to the revision. By which version of the analyzer, and for which rebuild: when that
-- was asked for, or 0.
CREATE TABLE search_marks (
  topic_id TEXT    NOT NULL PRIMARY KEY,
  floor    INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  rebuild  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a new index was asked for.
CREATE TABLE search_rebuilds (
  asked_at INTEGER NOT NULL PRIMARY KEY
) STRICT;
