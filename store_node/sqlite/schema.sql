-- A store's durable memory. Append-only by trigger: what is recorded is never changed or removed.
-- Unsigned 64-bit numbers are stored as the signed numbers of the same bits. Format version 1.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,  -- format, store, incarnation, synced_through
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- This store's own log: bytes verbatim, and the chain's hash after each event.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  hash BLOB NOT NULL,
  terminal INTEGER,
  counter INTEGER
) STRICT;
CREATE UNIQUE INDEX log_by_request ON log (terminal, counter) WHERE terminal IS NOT NULL;

-- Requests that were refused. content: a digest of what was asked.
CREATE TABLE declines (
  terminal INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  content BLOB NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (terminal, counter)
) STRICT, WITHOUT ROWID;

-- Each shard's order as heard from head office. bytes is NULL for this log's own events. terminal and
-- counter: the request that led to another's event. A database from before they were kept is given them,
-- NULL in the rows that it has.
CREATE TABLE replica (
  shard INTEGER NOT NULL,
  position INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB,
  terminal INTEGER,
  counter INTEGER,
  PRIMARY KEY (shard, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX replica_by_request ON replica (terminal, counter) WHERE terminal IS NOT NULL;

-- How far each shard was heard; the only table here whose rows move on.
CREATE TABLE cursors (
  shard INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- Others' events that were heard beyond where head office was later restored to: they happened, and have
-- no place in a shard's order any more; epoch, shard and position are the ones they had. Rows come here from
-- replica, and stay.
CREATE TABLE past (
  number INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  position INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  terminal INTEGER,
  counter INTEGER
) STRICT;
CREATE INDEX past_by_request ON past (terminal, counter) WHERE terminal IS NOT NULL;
CREATE TRIGGER past_keeps BEFORE UPDATE ON past BEGIN SELECT RAISE(ABORT, 'past is append-only'); END;
CREATE TRIGGER past_stays BEFORE DELETE ON past BEGIN SELECT RAISE(ABORT, 'past is append-only'); END;

-- Receipts that tills gave back and that the log does not hold.
CREATE TABLE handed_back (
  incarnation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  previous_hash BLOB NOT NULL,
  bytes BLOB NOT NULL,
  later_digests BLOB NOT NULL,  -- 32 bytes each
  signature BLOB NOT NULL,
  PRIMARY KEY (incarnation, seq, hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_keeps BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER declines_keeps BEFORE UPDATE ON declines BEGIN SELECT RAISE(ABORT, 'declines is append-only'); END;
CREATE TRIGGER declines_stays BEFORE DELETE ON declines BEGIN SELECT RAISE(ABORT, 'declines is append-only'); END;
CREATE TRIGGER replica_keeps BEFORE UPDATE ON replica BEGIN SELECT RAISE(ABORT, 'replica is append-only'); END;
CREATE TRIGGER replica_stays BEFORE DELETE ON replica BEGIN SELECT RAISE(ABORT, 'replica is append-only'); END;
CREATE TRIGGER handed_back_keeps BEFORE UPDATE ON handed_back BEGIN SELECT RAISE(ABORT, 'handed_back is append-only'); END;
CREATE TRIGGER handed_back_stays BEFORE DELETE ON handed_back BEGIN SELECT RAISE(ABORT, 'handed_back is append-only'); END;
