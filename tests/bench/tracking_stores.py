"""Fills a tracking server's database with finished runs behind its back, as a year of logging would, in seconds.

Each run has the metrics acc (0 to 1, no two alike) and loss, the params model (rf for one in four) and depth, and a tag.
"""
import sqlite3

RUNS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<:runs) "
START = 1_700_000_000_000
# Scattered over 0 to 1 by a multiplication that visits each number once.
ACC = "((i * 7919) % 1000003) / 1000003.0"
MODEL = "CASE i%4 WHEN 0 THEN 'rf' WHEN 1 THEN 'gbt' WHEN 2 THEN 'et' ELSE 'sr' END"
RUN_ID = "printf('%032x', i)"

OURS = [
    f"INSERT INTO runs (run, run_id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri) "
    f"SELECT i+1000, {RUN_ID}, 0, 'run-'||i, 'bench', 3, {START}+i, {START}+i+1, "
    f"'mlflow-artifacts:/0/'||{RUN_ID}||'/artifacts' FROM n",
    *(f"INSERT INTO {table} (run, key, timestamp, step, value, is_nan{extra}) "
      f"SELECT i+1000, '{key}', {START}, 1, {value}, 0{', 0' if extra else ''} FROM n"
      for table, extra in (("metrics", ""), ("latest_metrics", ", experiment_id"))
      for key, value in (("acc", ACC), ("loss", f"1-{ACC}"))),
    *(f"INSERT INTO {table} (run, key, value, experiment_id) SELECT i+1000, '{key}', {value}, 0 FROM n"
      for table, key, value in (("params", "model", MODEL), ("params", "depth", "i%10"), ("tags", "mlflow.runName", "'run-'||i"))),
]


def theirs(value_column, metric_extra, run_extra):
    """MLflow's tables, and FastTrackML's, which were made after them."""
    return [
        f"INSERT INTO runs (run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, "
        f"artifact_uri, experiment_id{run_extra[0]}) SELECT {RUN_ID}, 'run-'||i, 'LOCAL', 'bench', 'FINISHED', {START}+i, "
        f"{START}+i+1, 'active', 'mlflow-artifacts:/0/'||{RUN_ID}||'/artifacts', 0{run_extra[1]} FROM n",
        *(f"INSERT INTO {table} (run_uuid, key, timestamp, step, value, is_nan{extra[0]}) "
          f"SELECT {RUN_ID}, '{key}', {START}, 1, {value}, 0{extra[1]} FROM n"
          for table, extra in metric_extra.items() for key, value in (("acc", ACC), ("loss", f"1-{ACC}"))),
        *(f"INSERT INTO params (run_uuid, key, {value_column}) SELECT {RUN_ID}, '{key}', {value} FROM n"
          for key, value in (("model", MODEL), ("depth", "i%10"))),
        f"INSERT INTO tags (run_uuid, key, value) SELECT {RUN_ID}, 'mlflow.runName', 'run-'||i FROM n",
    ]


STATEMENTS = {
    "shohin": OURS,
    "MLflow": theirs("value", {"metrics": ("", ""), "latest_metrics": ("", "")}, ("", "")),
    "FastTrackML": theirs("value_str", {"metrics": (", iter, context_id", ", 1, 1"),
                                        "latest_metrics": (", last_iter, context_id", ", 1, 1")}, (", row_num", ", i")),
}


def fill(name, database, runs):
    """The server must have made its tables and must not be running."""
    connection = sqlite3.connect(database)
    with connection:
        for statement in STATEMENTS[name]:
            connection.execute(RUNS + statement, {"runs": runs})
        connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
