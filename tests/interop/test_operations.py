"""Proves what an operator does with a data directory, with a server on it and without: backup, restore, doctor, export, migrate."""
import json
import sqlite3
import threading

import pytest
from command_line import FAILED, FOUND_BAD, WRONG_USAGE, run, run_json
from conftest import start_server, stop_server
from raw_http import ARTIFACTS, Client


def fill(server, count=20):
    """A run with values and files, and a registered version of one of them; gives the run's id."""
    client = Client(server)
    made = client.post("runs/create", {"experiment_id": "0", "run_name": "kept"})[1]
    run_id = made["run"]["info"]["run_id"]
    for i in range(count):
        point = {"run_id": run_id, "key": "loss of all", "value": 1 / (i + 1), "timestamp": 1_700_000_000_000 + i, "step": i}
        assert client.post("runs/log-metric", point)[0] == 200
        path = f"{ARTIFACTS}0/{run_id}/artifacts/model/part%20{i}.txt"
        assert client.send("PUT", path, f"file {i}".encode() * 1000)[0] == 200
    assert client.post("registered-models/create", {"name": "texts"})[0] == 200
    status, body = client.post("model-versions/create", {"name": "texts", "source": f"runs:/{run_id}/model", "run_id": run_id})
    assert status == 200, body
    client.close()
    return run_id


def test_a_backup_during_load_restores_intact(shohin, server, tmp_path):
    run_id = fill(server)
    over, written = threading.Event(), []

    def load(writer):
        client = Client(server)
        for i in range(100_000):
            if over.is_set():
                break
            path = f"{ARTIFACTS}0/{run_id}/artifacts/load/{writer}-{i}"
            assert client.send("PUT", path, f"{writer}-{i}".encode())[0] == 200
            assert client.post("runs/set-tag", {"run_id": run_id, "key": f"{writer}-{i}", "value": "v"})[0] == 200
            written.append(f"{writer}-{i}")
        client.close()

    threads = [threading.Thread(target=load, args=(writer,)) for writer in range(3)]
    for thread in threads:
        thread.start()
    backups = []
    while len(backups) < 3:
        before = list(written)
        target = tmp_path / f"backup-{len(backups)}"
        report = run_json(shohin, "backup", target, "--data", server.data)
        assert report["blobs"] >= 20 + len(before)
        backups.append((target, before, len(written)))
    over.set()
    for thread in threads:
        thread.join()
    assert list((server.data / "backups").iterdir()) == []
    for target, before, after in backups:
        run_json(shohin, "doctor", "--data", target)
        data = tmp_path / f"{target.name}-restored"
        run_json(shohin, "restore", target, "--data", data)
        restored = start_server(shohin, data)
        client = Client(restored)
        tags = client.get(f"/api/2.0/mlflow/runs/get?run_id={run_id}")["run"]["data"]["tags"]
        kept = {pair["key"] for pair in tags if not pair["key"].startswith("mlflow.")}
        assert set(before) <= kept
        assert len(kept) <= after + len(threads)
        for name in kept:
            assert client.send("GET", f"{ARTIFACTS}0/{run_id}/artifacts/load/{name}") == (200, name.encode())
        client.close()
        stop_server(restored)


def test_a_backup_of_files_is_the_same_as_one_of_a_server(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data")
    fill(server)
    by_server = run_json(shohin, "backup", tmp_path / "one", "--data", server.data)
    stop_server(server)
    by_files = run_json(shohin, "backup", tmp_path / "two", "--data", server.data)
    assert {k: v for k, v in by_server.items() if k != "target"} == {k: v for k, v in by_files.items() if k != "target"}

    def names(folder):
        return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())

    assert names(tmp_path / "one") == names(tmp_path / "two")
    assert "admin-secret" not in names(tmp_path / "one")
    _, said = run(shohin, "backup", tmp_path / "one", "--data", server.data, expect=FAILED)
    assert "not empty" in said


def test_a_restore_asks_before_it_replaces_and_never_under_a_server(shohin, server, tmp_path):
    fill(server, 2)
    run(shohin, "backup", tmp_path / "backup", "--data", server.data)
    assert "not empty" in run(shohin, "restore", tmp_path / "backup", "--data", server.data, expect=FAILED)[1]
    said = run(shohin, "restore", tmp_path / "backup", "--data", server.data, "--replace", expect=FAILED)[1]
    assert "in use" in said
    blob = next(file for file in (tmp_path / "backup" / "blobs").rglob("*") if file.is_file())
    blob.unlink()
    assert "damaged" in run(shohin, "restore", tmp_path / "backup", "--data", tmp_path / "new", expect=FOUND_BAD)[1]
    assert not (tmp_path / "new").exists()


def findings(report):
    return {finding["check"]: finding["condition"] for finding in report["findings"]}


def test_the_doctor_finds_damage_with_and_without_a_server(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data")
    fill(server, 3)
    good = run_json(shohin, "doctor", "--data", server.data)
    assert set(findings(good).values()) == {"good"}
    blob = next(file for file in (server.data / "blobs").rglob("*") if file.is_file())
    blob.write_bytes(b"x" * blob.stat().st_size)
    bad = run_json(shohin, "doctor", "--data", server.data, expect=FOUND_BAD)
    assert findings(bad)["blobs"] == "bad"
    assert blob.name in json.dumps(bad)
    stop_server(server)
    (server.data / "admin-secret").chmod(0o644)
    bad = run_json(shohin, "doctor", "--data", server.data, expect=FOUND_BAD)
    assert findings(bad) == {"database": "good", "schema": "good", "blobs": "bad", "orphans": "good", "disk": "good",
                             "predictions": "good", "secret": "bad"}
    text = run(shohin, "doctor", "--data", server.data, expect=FOUND_BAD)[0]
    assert text.splitlines()[2].startswith("bad\tblobs\t")
    run(shohin, "doctor", "--data", tmp_path / "nowhere", expect=FAILED)


def test_a_wrong_token_is_told(shohin, server, tmp_path):
    wrong = tmp_path / "token"
    wrong.write_text("nobody-knows-this-token\n")
    said = run(shohin, "doctor", "--data", server.data, "--token-file", wrong, expect=FAILED)[1]
    assert "--token-file" in said


def tree(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_export_is_the_same_with_and_without_a_server(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data")
    run_id = fill(server)
    wanted = {"run": ("--run", run_id), "version": ("--model", "texts", "--version", "1")}
    for name, which in wanted.items():
        run_json(shohin, "export", *which, "--data", server.data, "--out", tmp_path / "served" / name)
    stop_server(server)
    for name, which in wanted.items():
        run_json(shohin, "export", *which, "--data", server.data, "--out", tmp_path / "files" / name)
    served = tree(tmp_path / "served")
    assert served == tree(tmp_path / "files")
    assert served["run/artifacts/model/part 7.txt"] == b"file 7" * 1000
    assert served["version/model/part 7.txt"] == b"file 7" * 1000
    lines = served["run/metrics.csv"].decode().splitlines()
    assert lines[0] == "key,step,timestamp,value"
    assert lines[3] == f"loss of all,2,1700000000002,{1 / 3!r}"
    assert len(lines) == 21
    assert json.loads(served["run/run.json"])["info"]["run_name"] == "kept"
    assert json.loads(served["version/version.json"])["run_id"] == run_id


def test_an_export_of_nothing_leaves_nothing(shohin, server, tmp_path):
    run(shohin, "export", "--run", "f" * 32, "--data", server.data, "--out", tmp_path / "out", expect=FAILED)
    run(shohin, "export", "--model", "none", "--data", server.data, "--out", tmp_path / "out", expect=FAILED)
    run(shohin, "export", "--data", server.data, "--out", tmp_path / "out", expect=WRONG_USAGE)
    run(shohin, "export", "--run", "f" * 32, "--model", "m", "--data", server.data, "--out", tmp_path / "out",
        expect=WRONG_USAGE)
    assert not (tmp_path / "out").exists()


def schema_of(file):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


def test_migrate_says_what_it_would_do_and_does_it(shohin, tmp_path):
    data = tmp_path / "data"
    stop_server(start_server(shohin, data))
    newest = schema_of(data / "shohin.db")
    nothing = run_json(shohin, "migrate", "--data", data)
    assert nothing == {"schema": newest, "newest": newest, "steps": [], "copy": "", "done": True}
    (data / "shohin.db").unlink()
    with sqlite3.connect(data / "shohin.db") as database:
        database.execute("CREATE TABLE unused (i INTEGER)")
    database.close()
    planned = run_json(shohin, "migrate", "--data", data, "--dry-run")
    assert (planned["schema"], len(planned["steps"]), planned["done"]) == (0, newest, False)
    assert schema_of(data / "shohin.db") == 0
    done = run_json(shohin, "migrate", "--data", data)
    assert done["steps"] == planned["steps"]
    assert schema_of(data / "shohin.db") == newest


def test_migrate_refuses_what_it_must_not_touch(shohin, server, tmp_path):
    assert "in use" in run(shohin, "migrate", "--data", server.data, expect=FAILED)[1]
    (tmp_path / "empty").mkdir()
    run(shohin, "migrate", "--data", tmp_path / "empty", expect=FAILED)
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("command", ["backup", "restore", "doctor", "export", "migrate"])
def test_help_shows_an_example(shohin, command):
    assert f"Example: shohin {command}" in run(shohin, command, "--help")[0]
