-- Contracts, and the data sets that were checked against them.
CREATE TABLE contracts (
  contract_digest TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  creation_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contracts_by_name ON contracts (name, creation_time);

-- `parent` is the data set that this one was made from.
CREATE TABLE data_sets (
  data_digest TEXT PRIMARY KEY,
  contract_digest TEXT NOT NULL REFERENCES contracts,
  name TEXT NOT NULL,
  format INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  parent TEXT REFERENCES data_sets,
  note TEXT NOT NULL,
  user_id TEXT NOT NULL,
  creation_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX data_sets_by_time ON data_sets (creation_time DESC, data_digest);
CREATE INDEX data_sets_by_parent ON data_sets (parent);
CREATE INDEX data_sets_by_hash ON data_sets (sha256);

-- From a data digest to the runs that had it as an input.
CREATE INDEX datasets_by_digest ON datasets (digest);
CREATE INDEX run_datasets_by_dataset ON run_datasets (dataset, run);
