-- Who may do what: users with their sessions and API tokens; and who did what: the audit log.
-- Numbers of users, sessions and tokens are never used twice, because servers hold them in memory.
CREATE TABLE users (
  user_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'staff', 'admin')),
  -- NULL until the first password is set: until then the first admin signs in with the initial secret.
  password_hash TEXT,
  password_version INTEGER NOT NULL DEFAULT 0,
  creation_time INTEGER NOT NULL
) STRICT;

-- Secrets are kept as their SHA-256. A session is good while its password_version is its user's.
CREATE TABLE sessions (
  session_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  secret_hash TEXT NOT NULL UNIQUE,
  password_version INTEGER NOT NULL,
  creation_time INTEGER NOT NULL,
  last_use_time INTEGER NOT NULL,
  address TEXT NOT NULL,
  client TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
  token_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  creation_time INTEGER NOT NULL,
  expiration_time INTEGER NOT NULL,
  last_use_time INTEGER
) STRICT;
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE audit (
  entry INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  user_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL,
  reason TEXT NOT NULL,
  address TEXT NOT NULL,
  request_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

INSERT INTO users (name, role, creation_time) VALUES ('admin', 'admin', unixepoch() * 1000);
