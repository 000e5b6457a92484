-- Since schema version 5: one-time codes by which stores enrol. Of a code's secret only its hash is kept; a
-- code that was used stays, and says by whom. Not sharded: there are few.
create table enrolment_codes (
  secret_hash bytea  primary key,
  name        text   not null,
  offered_at  bigint not null,
  expires_at  bigint not null,
  used_at     bigint,
  used_by     bytea  -- The public key that the store enrolled with.
);
