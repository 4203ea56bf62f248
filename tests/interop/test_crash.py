"""Proves over HTTP that kill -9 loses nothing that was acknowledged and leaves nothing half, and that SIGTERM drains."""
import hashlib
import random
import signal
import threading
import time

import pytest
from conftest import start_server, stop_server
from raw_http import ARTIFACTS, GONE, MLFLOW, Client

WRITERS = 4


def content_of(run_id, number):
    """The bytes of an artifact, known from its name: some short, some longer than a piece of a body."""
    seed = hashlib.sha256(f"{run_id}/{number}".encode()).digest()
    return seed * (1 + (seed[0] * seed[1]) % 3000)


class Log:
    """What one client was promised: its run, the numbers of its batches, points and files."""

    def __init__(self):
        self.run_id, self.batches, self.points, self.files = None, set(), set(), set()

    def count(self):
        return len(self.batches) + len(self.points) + len(self.files) + (self.run_id is not None)


def write_until_gone(server, log):
    """Writes as fast as it is answered; notes a write only after its 200 was read whole."""
    client = Client(server)
    try:
        status, made = client.post("runs/create", {"experiment_id": "0"})
        assert status == 200, made
        log.run_id = made["run"]["info"]["run_id"]
        for number in range(1_000_000):
            key = f"n{number:06}"
            batch = {"run_id": log.run_id, "params": [{"key": key, "value": "v"}],
                     "tags": [{"key": key, "value": "v"}],
                     "metrics": [{"key": "batch", "value": number, "timestamp": 1, "step": number}]}
            assert client.post("runs/log-batch", batch)[0] == 200
            log.batches.add(number)
            point = {"run_id": log.run_id, "key": "point", "value": number, "timestamp": 1, "step": number}
            assert client.post("runs/log-metric", point)[0] == 200
            log.points.add(number)
            if number % 4 == 0:
                path = f"{ARTIFACTS}0/{log.run_id}/artifacts/{number}"
                assert client.send("PUT", path, content_of(log.run_id, number))[0] == 200
                log.files.add(number)
    except GONE:
        pass
    finally:
        client.close()


def steps(client, run_id, key):
    history = client.get(f"{MLFLOW}metrics/get-history?run_id={run_id}&metric_key={key}").get("metrics", [])
    return {int(point["step"]) for point in history}


def numbers_of(pairs):
    return {int(pair["key"][1:]) for pair in pairs if not pair["key"].startswith("mlflow.")}


def check(client, log):
    """Fails when something promised is missing or something is half."""
    data = client.get(f"{MLFLOW}runs/get?run_id={log.run_id}")["run"]["data"]
    params, tags = numbers_of(data.get("params", [])), numbers_of(data.get("tags", []))
    assert params == tags == steps(client, log.run_id, "batch"), "half a batch"
    assert log.batches <= params, f"lost batches {log.batches - params}"
    assert log.points <= steps(client, log.run_id, "point"), "lost points"
    files = client.get(f"{ARTIFACTS[:-1]}?path=0/{log.run_id}/artifacts").get("files", [])
    assert log.files <= {int(file["path"]) for file in files}, "lost files"
    for file in files:
        status, body = client.send("GET", f"{ARTIFACTS}0/{log.run_id}/artifacts/{file['path']}")
        assert (status, body) == (200, content_of(log.run_id, int(file["path"]))), "half a file"


def check_all(server, logs):
    client = Client(server)
    try:
        for log in logs:
            if log.run_id:
                check(client, log)
    finally:
        client.close()


def start_writers(server):
    logs = [Log() for _ in range(WRITERS)]
    threads = [threading.Thread(target=write_until_gone, args=(server, log)) for log in logs]
    for thread in threads:
        thread.start()
    return logs, threads


@pytest.mark.parametrize("kills", [50, pytest.param(2000, marks=pytest.mark.long)])
def test_kill_9_loses_nothing_acknowledged(shohin, tmp_path, kills):
    moments, kept, last = random.Random(kills), 0, []
    every = []
    for _ in range(kills):
        server = start_server(shohin, tmp_path / "data")
        check_all(server, last)
        last, threads = start_writers(server)
        time.sleep(moments.uniform(0.01, 0.12))
        server.process.kill()
        server.process.wait()
        server.process.stdout.close()
        for thread in threads:
            thread.join()
        kept += sum(log.count() for log in last)
        every.append(last[0])
    server = start_server(shohin, tmp_path / "data")
    check_all(server, last + every[:: max(1, kills // 50)])
    stop_server(server)
    print(f"{kills} kills: {kept} acknowledged writes, none lost, none half")
    assert kept > 5 * kills


def test_sigterm_finishes_what_was_begun(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data")
    logs, threads = start_writers(server)
    time.sleep(0.3)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=10) == 0
    assert time.monotonic() - began < 5
    server.process.stdout.close()
    for thread in threads:
        thread.join()
    assert all(log.batches for log in logs)
    assert not (tmp_path / "data" / "shohin.db-wal").exists(), "the log was not brought into the database"
    server = start_server(shohin, tmp_path / "data")
    check_all(server, logs)
    stop_server(server)
