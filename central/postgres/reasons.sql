-- Since schema version 6: what operators' sealed reasons say. Events have a reason's commitment only; its salt and text
-- stand here and nowhere else, so that they can be erased. Not sharded: there are few.
create table reasons (
  commitment bytea  primary key,
  salt       bytea  not null,
  text       text   not null,
  kept_at    bigint not null
);

-- Else the server would keep samples of the texts elsewhere (pg_statistic), for a while after they are erased.
alter table reasons alter column text set statistics 0;

-- Written to by each erasure, also by one that finds nothing, so that its commit waits for the standbys.
insert into counters (name, value) values ('reasons', 0);
