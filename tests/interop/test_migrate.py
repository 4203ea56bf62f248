"""Proves that a team moves in with its history: what MLflow's own store held is all there afterwards, ids kept."""
import contextlib
import json
import math
import os
import pathlib
import socket
import subprocess
import sys
import time

import mlflow
import numpy
import pandas
import pytest
import requests
from command_line import FAILED, run, run_json
from conftest import ROOT, clean_environment, start_server, stop_server
from doubling import doubling_model
from mlflow_history import history_of

from mlflow_session import client_of, forget_server


@contextlib.contextmanager
def client_at(uri):
    """A client of a store or server without a login."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    yield mlflow.MlflowClient()
    while mlflow.active_run():
        mlflow.end_run()
    forget_server()


def fill(client):
    """A little of everything."""
    experiment = client.create_experiment("with tags", tags={"team": "blue"})
    mlflow.set_experiment(experiment_id=experiment)
    with mlflow.start_run(run_name="first", description="a note") as first:
        mlflow.log_params({"depth": 3, "empty": ""})
        for step, value in enumerate([0.5, math.nan, math.inf, 0.25]):
            mlflow.log_metric("loss", value, step=step)
        data = mlflow.data.from_pandas(pandas.DataFrame({"x": [1.0]}), name="points")
        mlflow.log_input(data, context="training")
        mlflow.log_text("hello", "notes/é a.txt")
        logged = mlflow.onnx.log_model(doubling_model(), name="model", pip_requirements=["onnx"])
        mlflow.log_metric("error", 0.0, model_id=logged.model_id, dataset=data)
        with mlflow.start_run(nested=True) as inside:
            mlflow.log_metric("loss", 9)
    client.create_registered_model("bonsai", tags={"k": "v"}, description="trees")
    for _ in range(3):
        mlflow.register_model(logged.model_uri, "bonsai")
    client.delete_model_version("bonsai", "3")
    client.set_registered_model_alias("bonsai", "champion", "2")
    client.set_model_version_tag("bonsai", "1", "checked", "yes")
    client.update_model_version("bonsai", "1", "the first")
    client.delete_run(inside.info.run_id)
    client.delete_experiment(client.create_experiment("gone"))
    return first.info.run_id


@pytest.fixture(scope="module")
def old_store(tmp_path_factory):
    """(folder with mlflow.db and mlruns of the real MLflow, a run's id, what its client saw)"""
    folder = tmp_path_factory.mktemp("mlflow")
    before = os.getcwd()
    os.chdir(folder)
    try:
        with client_at("sqlite:///mlflow.db") as client:
            run_id = fill(client)
            seen = history_of(client)
    finally:
        os.chdir(before)
    return folder, run_id, seen


@pytest.fixture(scope="module")
def moved(shohin, old_store, tmp_path_factory):
    """(our server on what was moved, the report of the move)"""
    folder = old_store[0]
    data = tmp_path_factory.mktemp("moved") / "data"
    report = run_json(shohin, "migrate", "--from-mlflow", folder / "mlflow.db", folder / "mlruns", "--data", data)
    server = start_server(shohin, data, "--auth", "on")
    yield server, report
    stop_server(server)


def test_everything_is_there_afterwards(old_store, moved):
    server, report = moved
    assert report["left_out"] == []
    assert (report["experiments"], report["runs"], report["registered_models"], report["model_versions"]) == (3, 2, 1, 2)
    with client_of(server) as client:
        now = history_of(client)
        for part, before in old_store[2].items():
            assert now[part] == before, part
        assert len(now["files"]) == 1 and len(now["model files"]) == 1 and len(now["runs"]) == 2
        version = client.get_model_version_by_alias("bonsai", "champion")
        assert version.version == "2" and version.aliases == ["champion"]


def test_work_goes_on_where_it_was(old_store, moved):
    with client_of(moved[0]) as client:
        model = mlflow.pyfunc.load_model("models:/bonsai@champion")
        assert model.predict(numpy.array([[1.5]], numpy.float32))["y"].tolist() == [[3.0]]
        with mlflow.start_run(run_id=old_store[1]):
            mlflow.log_metric("loss", 0.125, step=9)
            mlflow.log_text("more", "notes/more.txt")
        assert client.get_run(old_store[1]).data.metrics["loss"] == 0.125
        model_id = client.get_model_version("bonsai", "1").source.split("/")[-1]
        assert mlflow.register_model(f"models:/{model_id}", "bonsai").version == "4"  # 3 was used and deleted
        assert client.create_experiment("new") == "3"


def test_a_second_move_and_a_wrong_source_are_refused(shohin, old_store, tmp_path):
    folder = old_store[0]
    place = ["--data", tmp_path / "data"]
    (tmp_path / "text").write_text("no database" * 1000)
    for source in ([tmp_path / "none", folder / "mlruns"], [folder / "mlflow.db", tmp_path / "none"],
                   [tmp_path / "text", folder / "mlruns"]):
        said = run(shohin, "migrate", "--from-mlflow", *source, *place, expect=FAILED)[1]
        assert str(tmp_path) in said
        assert not (tmp_path / "data").exists()
    run(shohin, "migrate", "--from-mlflow", folder / "mlflow.db", folder / "mlruns", *place)
    said = run(shohin, "migrate", "--from-mlflow", folder / "mlflow.db", folder / "mlruns", *place, expect=FAILED)[1]
    assert "already" in said


def test_the_old_store_stays_as_it_is(shohin, old_store, tmp_path):
    folder = old_store[0]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run(shohin, "migrate", "--from-mlflow", folder / "mlflow.db", folder / "mlruns", "--data", tmp_path / "data")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mlflow_server(tmp_path):
    """The address of the real MLflow server of the same version, and its folder."""
    port = free_port()
    command = [pathlib.Path(sys.executable).parent / "mlflow", "server", "--backend-store-uri", "sqlite:///mlflow.db",
               "--artifacts-destination", "mlartifacts", "--workers", "1", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, env=clean_environment(), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 120
    while True:
        assert time.monotonic() < end and process.poll() is None
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(url + "/health", timeout=5).ok:
                break
        time.sleep(0.2)
    yield url, tmp_path
    os.killpg(process.pid, 15)
    process.wait(timeout=30)


@pytest.mark.long
def test_a_day_at_mlflows_own_server_moves_and_looks_the_same(shohin, mlflow_server):
    url, folder = mlflow_server
    environment = clean_environment() | {"MLFLOW_TRACKING_URI": url, "PYTHONWARNINGS": "ignore",
                                         "GIT_PYTHON_REFRESH": "quiet"}
    (folder / "day").mkdir()
    day = subprocess.run([sys.executable, ROOT / "tests" / "interop" / "mlflow_day.py", folder / "day"], cwd=folder,
                         env=environment, text=True, capture_output=True, timeout=300, check=True)
    assert json.loads(day.stdout.splitlines()[-1])["registry"]["double"] == [[3.0]]
    with client_at(url) as client:
        before = history_of(client)
    run(shohin, "migrate", "--from-mlflow", folder / "mlflow.db", folder / "mlartifacts", "--data", folder / "data")
    server = start_server(shohin, folder / "data", "--auth", "on")
    with client_of(server) as client:
        now = history_of(client)
    stop_server(server)
    for part, value in before.items():
        assert now[part] == value, part
