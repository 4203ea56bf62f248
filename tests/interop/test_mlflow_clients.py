"""Proves that MLflow clients of two ages do a whole working day against our server and see the same."""
import json
import subprocess
import sys

import pytest
from conftest import ROOT, clean_environment, start_server, stop_server

PYTHONS = {"3.17.2": sys.executable, "2.22.4": ROOT / "build" / "python-mlflow2" / "bin" / "python",
           "newest": ROOT / "build" / "python-mlflow-newest" / "bin" / "python"}


@pytest.fixture(scope="module", params=["3.17.2", "2.22.4", pytest.param("newest", marks=pytest.mark.long)])
def day(request, shohin, tmp_path_factory):
    """(the client's version, what its day printed)"""
    folder = tmp_path_factory.mktemp("day")
    server = start_server(shohin, folder / "data", "--auth", "on")
    environment = clean_environment() | {
        "MLFLOW_TRACKING_URI": server.url, "MLFLOW_TRACKING_TOKEN": server.token, "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",
        "MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet", "PYTHONWARNINGS": "ignore"}
    script = ROOT / "tests" / "interop" / "mlflow_day.py"
    done = subprocess.run([PYTHONS[request.param], script, folder], env=environment, cwd=folder, text=True,
                          capture_output=True, timeout=180, check=False)
    stop_server(server)
    assert done.returncode == 0, done.stderr
    return request.param, json.loads(done.stdout.splitlines()[-1])


def test_it_is_the_client_that_it_should_be(day):
    version, seen = day
    if version == "newest":
        assert [int(part) for part in seen["version"].split(".")[:2]] >= [3, 17]
    else:
        assert seen["version"] == version


def test_a_run_keeps_everything(day):
    run = day[1]["run"]
    assert run["status"] == "FINISHED"
    assert run["params"] == {"lr": "0.1", "depth": "3", "kind": "even", "p": "1"}
    assert run["metrics"] == {"loss": 1 / 3, "accuracy": 0.75, "batch": 1.5}
    assert run["history"] == [1.0, 0.5, 1 / 3]
    assert run["tags"] == {"a": "b", "k": "v", "gone": None, "t": "1", "mlflow.note.content": "a note"}
    assert run["datasets"] == ["points"] and run["files"] == ["a.json", "many", "notes"]


def test_autolog_keeps_a_model_that_loads_back(day):
    autolog = day[1]["autolog"]
    assert autolog["c"] == "1.0" and autolog["accuracy"] == 1.0 and autolog["datasets"] == 1
    assert autolog["predicted"] == [0, 0, 1, 1]


def test_models_are_registered_and_loaded_by_alias_and_number(day):
    registry = day[1]["registry"]
    assert registry["versions"] == ["1", "2"] and registry["staged"] == ["2"]
    assert registry["aliases"] == {"production": "1", "double": "2"}
    assert registry["production"] == [0, 0, 1, 1] and registry["double"] == [[3.0]]


def test_searches_and_downloads_give_what_was_logged(day):
    assert day[1]["search"] == {"found": True, "nobody": 0, "refusal": "INVALID_PARAMETER_VALUE"}
    assert day[1]["download"] == {"text": "hello", "empty": 0}


def test_the_mlflow_command_works(day):
    assert day[1]["command_line"] == {"experiments": True, "runs": True, "describe": True, "artifacts": True,
                                      "download": {"a": 1}}
