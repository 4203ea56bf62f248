"""Proves over HTTP that a disk which is full or fails refuses writes, is read from, and is used again by itself."""
import shutil
import subprocess
import time

import pytest
from conftest import start_server
from raw_http import ARTIFACTS, Client

pytestmark = pytest.mark.skipif(not shutil.which("fiu-run"), reason="fiu-run makes the disk fail")
FULL, INPUT_OUTPUT_ERROR = 28, 5  # ENOSPC, EIO


class Disk:
    """What the server's calls to the disk answer."""

    def __init__(self, pipe, server):
        self.pipe, self.server, self.failing = pipe, server, []

    def tell(self, command):
        subprocess.run(["fiu-ctrl", "-f", self.pipe, "-c", command, str(self.server.process.pid)], check=True,
                       timeout=10, capture_output=True)

    def fail(self, *points, number):
        for point in points:
            self.tell(f"enable name=posix/io/{point},failinfo={number}")
        self.failing = list(points)

    def work(self):
        for point in self.failing:
            self.tell(f"disable name=posix/io/{point}")


@pytest.fixture
def failing(shohin, tmp_path):
    """A server and the disk under it."""
    pipe = tmp_path / "fiu"
    program = tmp_path / "shohin-on-a-failing-disk"
    program.write_text(f'#!/bin/sh\nexec fiu-run -x -f {pipe} {shohin} "$@"\n')
    program.chmod(0o755)
    server = start_server(program, tmp_path / "data", "--default-model", "")  # ready without a model
    yield server, Disk(pipe, server)
    # Not SIGTERM: libfiu's own thread was there before the program asked its threads to leave that signal alone.
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()


def new_run(client):
    status, made = client.post("runs/create", {"experiment_id": "0"})
    assert status == 200, made
    return made["run"]["info"]["run_id"]


def tag(client, run_id, value):
    return client.post("runs/set-tag", {"run_id": run_id, "key": "k", "value": value})


def value_of(client, run_id):
    tags = client.get(f"/api/2.0/mlflow/runs/get?run_id={run_id}")["run"]["data"].get("tags", [])
    return next((pair["value"] for pair in tags if pair["key"] == "k"), None)


def test_a_full_disk_answers_507_until_there_is_room(failing):
    server, disk = failing
    client = Client(server)
    run_id = new_run(client)
    assert tag(client, run_id, "before")[0] == 200
    disk.fail("rw/pwrite", "rw/write", number=FULL)
    status, body = tag(client, run_id, "lost")
    assert (status, body["error_code"]) == (507, "INSUFFICIENT_STORAGE")
    assert client.send("PUT", f"{ARTIFACTS}0/{run_id}/artifacts/a", b"bytes")[0] == 507
    assert value_of(client, run_id) == "before"
    disk.work()
    assert client.send("PUT", f"{ARTIFACTS}0/{run_id}/artifacts/a", b"bytes")[0] == 200
    assert tag(client, run_id, "after")[0] == 200
    assert value_of(client, run_id) == "after"
    client.close()


def test_a_failed_sync_answers_503_until_the_disk_keeps_what_it_is_given(failing):
    server, disk = failing
    client = Client(server)
    run_id = new_run(client)
    assert tag(client, run_id, "before")[0] == 200
    disk.fail("sync/fsync", "sync/fdatasync", number=INPUT_OUTPUT_ERROR)
    for _ in range(3):
        status, body = tag(client, run_id, "lost")
        assert (status, body["error_code"]) == (503, "TEMPORARILY_UNAVAILABLE")
    assert client.send("PUT", f"{ARTIFACTS}0/{run_id}/artifacts/a", b"bytes")[0] == 503
    assert client.send("GET", "/ready")[0] == 503
    assert client.send("GET", "/health")[0] == 200
    assert value_of(client, run_id) == "before"
    disk.work()
    deadline = time.monotonic() + 10
    while tag(client, run_id, "after")[0] != 200:
        assert time.monotonic() < deadline, "writing did not go on by itself"
        time.sleep(0.1)
    assert value_of(client, run_id) == "after"
    assert client.send("GET", "/ready")[0] == 200
    assert client.send("PUT", f"{ARTIFACTS}0/{run_id}/artifacts/a", b"bytes")[0] == 200
    client.close()
