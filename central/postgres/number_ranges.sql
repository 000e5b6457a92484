-- Since schema version 3: which card numbers are the chain's. Ranges are added and never changed, but
-- for the first serial that was not given out yet. Not sharded: there are few, and none is on the way
-- of a sale.
create table number_ranges (
  id           bigint  primary key,
  prefix       text    not null,
  length       integer not null,
  key_version  bigint  not null,
  kind         text    not null check (kind in ('self_proving', 'foreign')),
  next_serial  bigint  not null default 0,
  added_at     bigint  not null,
  unique (length, prefix)
);

insert into counters (name, value) values ('number_ranges', 0);
