-- Since schema version 7: the keys that stores' logs went on under, as the logs say it themselves. The column
-- public_key of stores is what a store enrolled with. Not sharded: there are few.
create table log_keys (
  store  bigint not null,
  number bigint not null,  -- Of the store's changes, from 1.
  origin bigint not null,
  seq    bigint not null,
  former bytea  not null,
  next   bytea  not null,
  since  bigint not null,
  primary key (store, number),
  unique (origin, seq)
);
