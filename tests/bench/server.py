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

from samples import ROOT, SHOHIN
from table import Row

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


def load(url, folder, clients):
    """Five seconds of POST /predict by wrk; returns answers a second and the 99th percentile in ms."""
    script = folder / "predict.lua"
    script.write_text('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                      f"wrk.body = '{json.dumps(ROW)}'\n")
    printed = subprocess.run(["wrk", "-t1", f"-c{clients}", "-d5s", "--latency", "-s", script, url + "/predict"],
                             check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in printed, printed
    late, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", printed).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1]), float(late) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def measure(data, folder):
    """Needs a data directory that fill() has made; folder is for what wrk reads."""
    ready = seconds_until_ready(data)
    with running(data) as (process, url):
        status_of(url + "/predict", json.dumps(ROW).encode())
        rows = [
            Row("server, start to ready", ready * 1e3, "ms", bound=100),
            Row("server, resident, three models, idle", resident_mb(process), "MB", bound=30),
        ]
        for clients in (1, 16):
            a_second, late = load(url, folder, clients)
            rows += [Row(f"POST /predict, {clients} clients", a_second, "/s"),
                     Row(f"POST /predict, {clients} clients, 99th percentile", late, "ms")]
        return [*rows, Row("server, resident after the load", resident_mb(process), "MB")]
