-- Head office's epochs: where each shard, and head office's own log in it, stood when an epoch after the
-- first began; and which incarnations have reported in it.
create table epochs (
  epoch         bigint   not null,
  shard         smallint not null,
  position      bigint   not null,
  hash          bytea    not null,
  former_epoch  bigint   not null,
  own_seq       bigint   not null,
  own_hash      bytea    not null,
  began_at      bigint   not null,
  primary key (epoch, shard)
);

create table epoch_reports (
  epoch       bigint not null,
  origin      bigint not null,
  reported_at bigint not null,
  primary key (epoch, origin)
);
