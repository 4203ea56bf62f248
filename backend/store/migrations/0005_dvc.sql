-- The objects of a DVC remote. `name` is what DVC calls one: 32 hex digits of MD5, with ".dir" behind them for
-- the listing of a folder.
CREATE TABLE dvc_objects (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dvc_objects_by_hash ON dvc_objects (sha256);
