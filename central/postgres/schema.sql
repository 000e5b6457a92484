-- Head office's tables. The core profile (DESIGN: portable): no sequences, advisory locks, triggers,
-- LISTEN/NOTIFY or PL/pgSQL; `shard` leads every key of events. Unsigned 64-bit ids are kept as
-- bigint in two's complement; times are milliseconds since 1970.

create table chain (
  one             smallint primary key check (one = 1),
  schema_version  integer  not null,
  currency        text     not null,
  shard_count     integer  not null,
  epoch           bigint   not null,
  initialised_at  bigint   not null
);

-- Keys that turn card numbers into card ids. Secret.
create table number_keys (
  version bigint primary key,
  key     bytea  not null
);

-- The counter row of each shard: the last position given and the running hash there, and the same of
-- head office's own log in the shard. Every transaction that appends to a shard writes its row.
create table shards (
  shard     smallint primary key,
  epoch     bigint   not null,
  position  bigint   not null,
  hash      bytea    not null,
  own_seq   bigint   not null,
  own_hash  bytea    not null,
  written   bigint   not null default 0
);

create table events (
  shard       smallint not null,
  position    bigint   not null,
  origin      bigint   not null,
  seq         bigint   not null,
  store       bigint   not null,
  card        bytea,
  bytes       bytea    not null,
  shard_hash  bytea    not null,
  recorded_at bigint   not null,
  primary key (shard, position),
  unique (shard, origin, seq)
);

create index events_by_card on events (shard, card, position);

-- What came of the requests of head office's own desk: the first event of each. One request id leads to
-- events once, whatever card and shard it names, also after a restart. Not sharded: requests are few,
-- and which shard one went to is what is asked here.
create table head_office_requests (
  terminal bigint   not null,
  counter  bigint   not null,
  shard    smallint not null,
  position bigint   not null,
  primary key (terminal, counter)
);

-- Incarnations, and how much of each one's log is durable here.
create table origins (
  origin        bigint primary key,
  store         bigint not null,
  through       bigint not null,
  hash          bytea  not null,
  seal          bytea  not null,
  registered_at bigint not null,
  written       bigint not null default 0
);

create table stores (
  store       bigint primary key,
  name        text   not null unique,
  public_key  bytea  not null,
  enrolled_at bigint not null,
  last_heard  bigint
);

-- Events that are kept and covered by their log's chain, but cannot be folded.
create table quarantine (
  origin      bigint not null,
  seq         bigint not null,
  id          bigint not null unique,
  store       bigint not null,
  reason      text   not null,
  bytes       bytea  not null,
  recorded_at bigint not null,
  primary key (origin, seq)
);

-- Where ids that must be dense come from: stores, quarantine.
create table counters (
  name  text   primary key,
  value bigint not null
);

insert into counters (name, value) values ('stores', 0), ('quarantine', 0);
