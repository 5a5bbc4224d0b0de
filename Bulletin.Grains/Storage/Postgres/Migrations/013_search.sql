-- The terms of every message that is not deleted. place orders them by time: when the message was posted, in milliseconds, times 2097152, plus a
-- number that tells apart those of one millisecond. revision: the message's, when it was indexed.
CREATE TABLE message_search (
  place    bigint   NOT NULL PRIMARY KEY,
  seq      bigint   NOT NULL,
  revision bigint   NOT NULL,
  topic_id uuid     NOT NULL,
  terms    tsvector NOT NULL
);

-- What is public has an index of its own: looking up for each message whether it is public would take most of a search. In the other one, the few
-- topics of a person narrow everything down. Without a list of pending entries: each search would read it, and now and then a write would wait while
-- it is merged.
CREATE INDEX message_search_public ON message_search USING gin (terms) WITH (fastupdate = off) WHERE terms @@ '''=p'''::tsquery;
CREATE INDEX message_search_private ON message_search USING gin (terms) WITH (fastupdate = off) WHERE NOT terms @@ '''=p'''::tsquery;

-- Which revisions of each topic are indexed: those after the floor, up to the revision. By which version of the analyzer, and for which rebuild: when that
-- was asked for, or 0.
CREATE TABLE search_marks (
  floor    bigint  NOT NULL,
  revision bigint  NOT NULL,
  rebuild  bigint  NOT NULL,
  topic_id uuid    NOT NULL PRIMARY KEY,
  version  integer NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- When a new index was asked for.
CREATE TABLE search_rebuilds (
  asked_at bigint NOT NULL PRIMARY KEY
);
