"""Tracking servers on SQLite that a benchmark starts: ours, MLflow's own and FastTrackML, set to the same durability.

MLflow runs as lean as it can, one worker and no jobs; FastTrackML with synchronous=FULL, which it is not by default.
"""
import contextlib
import dataclasses
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from peer_programs import programs
from samples import SHOHIN

NAMES = ("shohin", "MLflow", "FastTrackML")
DATABASE = {"shohin": "shohin.db", "MLflow": "mlflow.db", "FastTrackML": "fasttrackml.db"}


@dataclasses.dataclass(frozen=True)
class Server:
    name: str
    url: str
    headers: dict
    process: int
    seconds_to_start: float  # until it answers a request

    def resident_mb(self):
        """Of the process and all below it."""
        return sum(resident_kb(process) for process in descendants(self.process)) / 1024


def descendants(process):
    below = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(each for child in below for each in descendants(int(child)))]


def resident_kb(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process}/status").read_text())[1])


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def command(name, folder, port):
    if name == "shohin":
        return [SHOHIN, "serve", "--port", port, "--data", folder, "--log-level", "warning"]
    if name == "MLflow":
        return [pathlib.Path(sys.executable).with_name("mlflow"), "server", "--backend-store-uri",
                f"sqlite:///{folder / DATABASE[name]}", "--artifacts-destination", folder / "artifacts", "--workers", "1",
                "--port", port]
    return [programs("fasttrackml") / "fml", "server", "-a", f"127.0.0.1:{port}", "-l", "error", "-d",
            f"sqlite://{folder / DATABASE[name]}?_synchronous=FULL"]


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


@contextlib.contextmanager
def running(name, folder):
    """Starts the server on its database in folder; ends it and what it started afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = [str(part) for part in command(name, folder, port)]
    started = time.perf_counter()
    environment = {**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    process = subprocess.Popen(words, env=environment, cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        while not answers(f"{url}/health"):
            assert process.poll() is None and time.perf_counter() - started < 60, f"{name} did not start"
            time.sleep(0.002)
        seconds = time.perf_counter() - started
        secret = {"Authorization": f"Bearer {(folder / 'admin-secret').read_text().strip()}"} if name == "shohin" else {}
        yield Server(name, url, secret, process.pid, seconds)
    finally:
        for each in descendants(process.pid):  # MLflow's workers do not end with it
            os.kill(each, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # MLflow's, when requests are left
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
