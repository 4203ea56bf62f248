-- Experiments, runs, what runs hold, logged models and artifacts.
CREATE TABLE experiments (
  experiment_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  artifact_location TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL
) STRICT;

CREATE TABLE experiment_tags (
  experiment_id INTEGER NOT NULL REFERENCES experiments,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment_id, key)
) STRICT, WITHOUT ROWID;

-- `run` is the short key that everything below refers to; run_id is what clients see.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  experiment_id INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  artifact_uri TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX runs_by_start ON runs (experiment_id, start_time DESC, run_id);
CREATE INDEX runs_by_end ON runs (experiment_id, end_time);
CREATE INDEX runs_by_name ON runs (experiment_id, name);

-- The experiment stands in params, tags and latest_metrics again so that one index finds the runs of an
-- experiment by a value without reading the runs themselves. A run never changes its experiment.
CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  experiment_id INTEGER NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX params_by_value ON params (experiment_id, key, value);

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  experiment_id INTEGER NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_value ON tags (experiment_id, key, value);

-- Every point, once. NaN is value 0 with is_nan 1, because SQLite has no NaN.
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  step INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL,
  PRIMARY KEY (run, key, timestamp, step, value, is_nan)
) STRICT, WITHOUT ROWID;

-- Of each metric the point with the greatest (step, timestamp, value).
CREATE TABLE latest_metrics (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  step INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL,
  experiment_id INTEGER NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX latest_metrics_by_value ON latest_metrics (experiment_id, key, is_nan, value);

CREATE TABLE datasets (
  dataset INTEGER PRIMARY KEY,
  experiment_id INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  source_type TEXT NOT NULL,
  source TEXT NOT NULL,
  schema TEXT,
  profile TEXT,
  UNIQUE (experiment_id, name, digest)
) STRICT;

CREATE TABLE run_datasets (
  run INTEGER NOT NULL REFERENCES runs,
  dataset INTEGER NOT NULL REFERENCES datasets,
  PRIMARY KEY (run, dataset)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_dataset_tags (
  run INTEGER NOT NULL REFERENCES runs,
  dataset INTEGER NOT NULL REFERENCES datasets,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, dataset, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_model_inputs (
  run INTEGER NOT NULL REFERENCES runs,
  model_id TEXT NOT NULL,
  PRIMARY KEY (run, model_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_model_outputs (
  run INTEGER NOT NULL REFERENCES runs,
  model_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  PRIMARY KEY (run, model_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_models (
  model_id TEXT PRIMARY KEY,
  experiment_id INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  model_type TEXT NOT NULL,
  source_run_id TEXT NOT NULL,
  artifact_uri TEXT NOT NULL,
  status INTEGER NOT NULL,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX logged_models_by_time ON logged_models (experiment_id, creation_time DESC, model_id);
CREATE INDEX logged_models_by_name ON logged_models (experiment_id, name);

CREATE TABLE logged_model_params (
  model_id TEXT NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_tags (
  model_id TEXT NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_metrics (
  model_id TEXT NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  step INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL,
  dataset_name TEXT,
  dataset_digest TEXT,
  PRIMARY KEY (model_id, key, timestamp, step, run_id)
) STRICT, WITHOUT ROWID;

-- An artifact's path lies below the root of all artifacts ("1/<run>/artifacts/model/model.onnx"); its bytes
-- are the blob of that hash.
CREATE TABLE artifacts (
  path TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX artifacts_by_hash ON artifacts (sha256);

INSERT INTO experiments (experiment_id, name, artifact_location, creation_time, last_update_time)
VALUES (0, 'Default', 'mlflow-artifacts:/0', unixepoch() * 1000, unixepoch() * 1000);
