-- Registered models, their versions and aliases.
CREATE TABLE registered_models (
  registered_model INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  last_version INTEGER NOT NULL DEFAULT 0,
  highest_production_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE registered_model_tags (
  registered_model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (registered_model, key)
) STRICT, WITHOUT ROWID;

-- file_* name the version's model file once it has been found: from then on later uploads to the same
-- artifact path do not change what the version is.
CREATE TABLE model_versions (
  registered_model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
  version INTEGER NOT NULL,
  description TEXT NOT NULL,
  source TEXT NOT NULL,
  artifact_uri TEXT NOT NULL,
  run_id TEXT NOT NULL,
  run_link TEXT NOT NULL,
  model_id TEXT NOT NULL,
  stage INTEGER NOT NULL DEFAULT 0,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  file_sha256 TEXT,
  file_size INTEGER,
  PRIMARY KEY (registered_model, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_versions_by_file ON model_versions (file_sha256);
CREATE INDEX model_versions_by_run ON model_versions (run_id);

CREATE TABLE model_version_tags (
  registered_model INTEGER NOT NULL,
  version INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (registered_model, version, key),
  FOREIGN KEY (registered_model, version) REFERENCES model_versions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  registered_model INTEGER NOT NULL,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (registered_model, alias),
  FOREIGN KEY (registered_model, version) REFERENCES model_versions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
