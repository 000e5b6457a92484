-- Since schema version 8: who serves as head office, of all that stand on this database. The term is raised by
-- whoever takes over, here and in every counter row at once, so that each append sees in the row which it writes
-- anyway whether its writer serves still.
create table head_office (
  one      smallint primary key check (one = 1),
  term     bigint not null,
  holder   text   not null,  -- Empty: nobody.
  renewals bigint not null   -- Grows while the holder is there.
);

insert into head_office (one, term, holder, renewals) values (1, 0, '', 0);

alter table shards add column term bigint not null default 0;
