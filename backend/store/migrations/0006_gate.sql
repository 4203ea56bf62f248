-- What a version must fulfil before it enters production, and every time that one did.
CREATE TABLE gates (
  registered_model INTEGER PRIMARY KEY REFERENCES registered_models ON DELETE CASCADE,
  document TEXT NOT NULL
) STRICT;

-- `previous` served before. A rollback marks what it takes back as undone, and is a row itself.
CREATE TABLE promotions (
  promotion INTEGER PRIMARY KEY,
  registered_model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
  version INTEGER NOT NULL,
  previous INTEGER,
  is_rollback INTEGER NOT NULL,
  is_undone INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL,
  failed_rules TEXT NOT NULL,
  user_id TEXT NOT NULL,
  creation_time INTEGER NOT NULL
) STRICT;
CREATE INDEX promotions_by_model ON promotions (registered_model, promotion DESC);
