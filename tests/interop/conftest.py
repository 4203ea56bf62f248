"""What the interop tests share: our program, and a server of it on a free port with an empty data directory."""
import dataclasses
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
LISTENING = "listening on "


@dataclasses.dataclass(frozen=True)
class Server:
    url: str  # http://127.0.0.1:PORT, no slash at the end
    token: str  # the admin's: Bearer, or the password of HTTP Basic
    data: pathlib.Path
    process: subprocess.Popen


def clean_environment():
    """The environment without what would configure our server or MLflow's client."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SHOHIN_", "MLFLOW_"))}


def start_server(program, data, *options):
    """Starts `serve` and waits until it answers. The caller stops it."""
    command = [program, "serve", "--port", "0", "--data", data, *options]
    log = open(f"{data}.log", "wb")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=clean_environment())
    log.close()
    line = process.stdout.readline()
    if not line.startswith(LISTENING):
        process.kill()
        process.wait()
        pytest.fail(f"serve said {line!r} first; its log: {pathlib.Path(log.name).read_text()}")
    token = (data / "admin-secret").read_text().strip() if (data / "admin-secret").exists() else ""
    return Server(line.removeprefix(LISTENING).strip(), token, data, process)


def stop_server(server):
    """Ends it as an operator would, and holds it to a clean end within the time it promises."""
    server.process.terminate()
    try:
        exit_code = server.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
        pytest.fail("serve did not stop within ten seconds of SIGTERM")
    finally:
        server.process.stdout.close()
    assert exit_code == 0, f"serve ended with {exit_code}"


@pytest.fixture(scope="session")
def shohin():
    """The path of the release build's program."""
    program = ROOT / "build" / "bin" / "shohin"
    assert program.is_file(), f"{program} is missing: run make build"
    return program


@pytest.fixture(scope="session")
def examples():
    """The folder of the example data sets and contracts."""
    return ROOT / "public" / "examples"


@pytest.fixture
def server(shohin, tmp_path):
    """A server of its own for one test: empty, with authentication."""
    started = start_server(shohin, tmp_path / "data", "--auth", "on")
    yield started
    stop_server(started)


@pytest.fixture(scope="module")
def module_server(shohin, tmp_path_factory):
    """One server for the tests of a file that do not disturb each other."""
    started = start_server(shohin, tmp_path_factory.mktemp("server") / "data", "--auth", "on")
    yield started
    stop_server(started)
