-- What people read: rows folded from the events, by shard and version. Made by the projections
-- themselves when they start; all of it can be dropped and folded again. Unsigned 64-bit values are
-- kept as bigint in two's complement, times in milliseconds since 1970, amounts in minor units.

-- Which version of a projection people read, and which one is being built (0: none).
create table if not exists projections (
  projection text   primary key,
  live       bigint not null,
  building   bigint not null,
  newest     bigint not null
);

-- How far each version has folded each shard. Moves only by compare-and-swap, with the rows.
create table if not exists projection_checkpoints (
  shard      smallint not null,
  projection text     not null,
  version    bigint   not null,
  folded     bigint   not null,
  primary key (shard, projection, version)
);

-- Events that could not be folded: counted and shown, never skipped in silence.
create table if not exists projection_parked (
  shard      smallint not null,
  projection text     not null,
  version    bigint   not null,
  position   bigint   not null,
  origin     bigint   not null,
  seq        bigint   not null,
  why        text     not null,
  primary key (shard, projection, version, position)
);

create table if not exists balance (
  shard         smallint not null,
  version       bigint   not null,
  card          bytea    not null,
  last_four     text     not null,
  currency      text     not null,
  issued_at     bigint   not null,
  issued_origin bigint   not null,
  issued_seq    bigint   not null,
  value         bigint   not null,
  held          bigint   not null,
  rights        bigint   not null,
  reserve       bigint   not null,
  loaded        bigint   not null,
  redeemed      bigint   not null,
  reversed      bigint   not null,
  is_frozen     boolean  not null,
  freeze_reason text     not null,
  frozen_origin bigint   not null,
  frozen_seq    bigint   not null,
  last_position bigint   not null,
  primary key (shard, version, card)
);

create table if not exists card_statement (
  shard         smallint not null,
  version       bigint   not null,
  card          bytea    not null,
  position      bigint   not null,
  origin        bigint   not null,
  seq           bigint   not null,
  store         bigint   not null,
  type          text     not null,
  value_effect  bigint   not null,
  balance_after bigint   not null,
  happened      bigint   not null,
  recorded      bigint   not null,
  terminal      bigint   not null,
  cut_off_for   bigint   not null,
  note          text     not null,
  primary key (shard, version, card, position)
);

create table if not exists store_position (
  shard             smallint not null,
  version           bigint   not null,
  store             bigint   not null,
  sold              bigint   not null,
  loaded            bigint   not null,
  reversed          bigint   not null,
  sold_cut_off      bigint   not null,
  purchases         bigint   not null,
  purchases_cut_off bigint   not null,
  events            bigint   not null,
  last_event        bigint   not null,
  primary key (shard, version, store)
);
