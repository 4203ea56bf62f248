"""The server: time until it answers, memory, answers a second. Its data directory holds the three example models."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

from load import posting, wrk
from peer_programs import programs
from samples import ROOT, SHOHIN
from table import Row
from tracking_servers import answers, free_port

EXAMPLES = ("bonsai", "iris", "breast_cancer")
ROW = {"features": [2.1, 1.8, 5.5, 25.3]}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("SHOHIN_")}


@contextlib.contextmanager
def running(data, *options):
    """Gives the process and its address as soon as it says that it listens; ends it afterwards."""
    process = subprocess.Popen([SHOHIN, "serve", "--port", "0", "--data", data, *options], env=ENVIRONMENT,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process, process.stdout.readline().removeprefix("listening on ").strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def status_of(url, body=None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def fill(data):
    """Lets a first start train and promote the examples; returns the directory when all of them are served."""
    shutil.rmtree(data, ignore_errors=True)
    with running(data, "--examples", "on") as (_, url):
        deadline = time.monotonic() + 120
        for name in EXAMPLES:
            while status_of(f"{url}/models/{name}/production/manifest") != 200:
                assert time.monotonic() < deadline, f"{name} was not promoted within two minutes"
                time.sleep(0.1)
    return data


def seconds_until_ready(data):
    """From the start of the process to the answer of /ready, without the time it takes to stop."""
    def once():
        begin = time.perf_counter()
        with running(data) as (_, url):
            assert status_of(url + "/ready") == 200
            return time.perf_counter() - begin

    once()
    return sorted(once() for _ in range(5))[2]


def resident_mb(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


@contextlib.contextmanager
def running_peer(model):
    """FastAPI with ONNX Runtime and the same model file; gives its address."""
    port = free_port()
    words = [programs("scoring") / "uvicorn", "scoring_peer:app", "--port", port, "--workers", "2", "--loop", "uvloop", "--http",
             "httptools", "--no-access-log", "--log-level", "error"]
    process = subprocess.Popen([str(word) for word in words], cwd=pathlib.Path(__file__).parent, start_new_session=True,
                               env={**ENVIRONMENT, "SCORING_MODEL": str(model)})
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while not answers(f"{url}/docs"):
            assert process.poll() is None and time.monotonic() < deadline, "FastAPI did not start"
            time.sleep(0.05)
        yield url
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=10)


def save(url, file):
    with urllib.request.urlopen(url, timeout=5) as answer:
        file.write_bytes(answer.read())
    return file


def measure_downloads(url, folder, size):
    """The production model's file as it is, without compression, by 16 clients; bound for one of 300 KB."""
    a_second, last = wrk(f"{url}/models/production", "", folder, 16)
    return [Row(f"model of {size / 1000:.0f} KB, 16 clients, each", 1e6 / a_second, "us", bound=500 * max(1, size / 300_000)),
            Row("model, 16 clients, 99th percentile", last, "ms")]


def measure(data, folder):
    """Needs a data directory that fill() has made; folder is for what wrk reads."""
    ready = seconds_until_ready(data)
    script = posting({}, json.dumps(ROW))
    with running(data) as (process, url):
        status_of(url + "/predict", json.dumps(ROW).encode())
        model = save(f"{url}/models/production", folder / "production.onnx")
        rows = [
            Row("server, start to ready", ready * 1e3, "ms", bound=100),
            Row("server, resident, three models, idle", resident_mb(process), "MB", bound=30),
        ]
        ours = {clients: wrk(f"{url}/predict", script, folder, clients) for clients in (1, 16)}
        downloads = measure_downloads(url, folder, model.stat().st_size)
        rows.append(Row("server, resident after the load", resident_mb(process), "MB", bound=64))
    with running_peer(model) as url:
        theirs = {clients: wrk(f"{url}/predict", script, folder, clients) for clients in (1, 16)}
    name = "FastAPI + ONNX Runtime"
    for clients, (a_second, last) in ours.items():
        their_rate, their_last = theirs[clients]
        bound = min(50, 1e6 / their_rate / 2.5) if clients > 1 else None
        rows += [Row(f"POST /predict, {clients} clients, each", 1e6 / a_second, "us", 1e6 / their_rate, name, bound),
                 Row(f"POST /predict, {clients} clients, 99th percentile", last, "ms", their_last, name, 5)]
    return rows + downloads
