-- Runs that are trained again to see whether the same model comes out; one row a run, the last attempt.
CREATE TABLE verifications (
  run INTEGER PRIMARY KEY REFERENCES runs,
  ticket INTEGER NOT NULL,
  state INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  creation_time INTEGER NOT NULL,
  start_time INTEGER,
  end_time INTEGER,
  report TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX verifications_by_ticket ON verifications (ticket);
CREATE INDEX verifications_by_state ON verifications (state, ticket);
