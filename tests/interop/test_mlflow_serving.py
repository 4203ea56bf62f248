"""Proves that a model which the real MLflow client registers and promotes is the one that the server then serves."""
import hashlib
import os
import signal
import socket
import time

import mlflow
import onnx
import pytest
import requests
from command_line import run_json
from conftest import start_server, stop_server
from doubling import doubling_model
from mlflow.exceptions import MlflowException

from mlflow_session import client_of

ROW = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}


@pytest.fixture(scope="module")
def model_files(shohin, examples, tmp_path_factory):
    """Two of our model files for Iris, made with different seeds."""
    folder = tmp_path_factory.mktemp("models")
    for seed in (1, 2):
        run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json", "--seed",
                 seed, "--config", '{"n_estimators": 10}', "--out", folder / f"{seed}.onnx")
    return [folder / "1.onnx", folder / "2.onnx"]


@pytest.fixture
def client(server):
    with client_of(server) as made:
        mlflow.set_experiment("serving")
        yield made


def log_version(client, model_file, name="bonsai"):
    """Logs a run with params, metrics and the model file, and registers it; gives the version's number."""
    with mlflow.start_run() as run:
        mlflow.log_params({"n_estimators": 10})
        mlflow.log_metric("accuracy", 0.95)
        mlflow.log_artifact(str(model_file), "model")
    try:
        client.create_registered_model(name)
    except MlflowException as taken:
        assert taken.error_code == "RESOURCE_ALREADY_EXISTS"
    source = f"runs:/{run.info.run_id}/model"
    return client.create_model_version(name, source, run.info.run_id).version


def served_hash(server):
    answer = requests.get(f"{server.url}/models/production")
    return hashlib.sha256(answer.content).hexdigest() if answer.status_code == 200 else answer.status_code


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_the_client_promotes_is_served(server, client, model_files):
    assert served_hash(server) in (404, 503)
    assert requests.post(f"{server.url}/predict", json=ROW).status_code == 503
    version = log_version(client, model_files[0])
    assert requests.post(f"{server.url}/predict", json=ROW).status_code == 503
    client.set_registered_model_alias("bonsai", "production", version)
    assert served_hash(server) == hash_of(model_files[0])
    answer = requests.post(f"{server.url}/predict", json=ROW).json()
    assert answer["prediction"] == "setosa" and answer["model"]["name"] == "bonsai"
    assert answer["model"]["version"] == version
    manifest = requests.get(f"{server.url}/models/bonsai/production/manifest").json()
    assert (manifest["version"], manifest["sha256"], manifest["rollback"]) == (version, hash_of(model_files[0]), False)


def test_promotion_moves_on_and_rolls_back(server, client, model_files):
    for file in model_files:
        client.set_registered_model_alias("bonsai", "production", log_version(client, file))
        assert served_hash(server) == hash_of(file)
    client.set_registered_model_alias("bonsai", "production", "1")
    assert served_hash(server) == hash_of(model_files[0])
    assert requests.get(f"{server.url}/models/bonsai/production/manifest").json()["rollback"] is True
    client.delete_registered_model_alias("bonsai", "production")
    assert requests.post(f"{server.url}/predict", json=ROW).status_code == 503


def test_a_foreign_model_is_accepted_but_never_replaces_one_that_serves(server, client, model_files, tmp_path):
    foreign = tmp_path / "foreign.onnx"
    onnx.save(doubling_model(), foreign)
    other = log_version(client, foreign, "other")
    client.set_registered_model_alias("other", "production", other)
    assert requests.post(f"{server.url}/models/other/predict", json=ROW).status_code in (404, 503)
    client.set_registered_model_alias("bonsai", "production", log_version(client, model_files[0]))
    bad = log_version(client, foreign)
    for promote in (lambda: client.set_registered_model_alias("bonsai", "production", bad),
                    lambda: client.transition_model_version_stage("bonsai", bad, "Production")):
        with pytest.raises(MlflowException) as refused:
            promote()
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
        assert client.get_model_version_by_alias("bonsai", "production").version == "1"
        assert served_hash(server) == hash_of(model_files[0])


def test_a_version_stays_what_it_was_when_its_artifact_is_overwritten(server, client, model_files, tmp_path):
    version = log_version(client, model_files[0])
    run_id = client.get_model_version("bonsai", version).run_id
    overwriting = tmp_path / model_files[0].name
    overwriting.write_bytes(model_files[1].read_bytes())
    client.log_artifact(run_id, str(overwriting), "model")
    client.set_registered_model_alias("bonsai", "production", version)
    assert served_hash(server) == hash_of(model_files[0])


def test_everything_acknowledged_is_there_after_kill_9(shohin, model_files, tmp_path):
    server = start_server(shohin, tmp_path / "data", "--auth", "on")
    try:
        with client_of(server) as client:
            mlflow.set_experiment("killed")
            client.set_registered_model_alias("bonsai", "production", log_version(client, model_files[0]))
            run_id = client.create_run("1").info.run_id
            client.log_metric(run_id, "m", 1.5)
            client.log_text(run_id, "kept", "a.txt")
    finally:
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.process.stdout.close()
    server = start_server(shohin, tmp_path / "data", "--auth", "on")
    try:
        with client_of(server) as client:
            assert served_hash(server) == hash_of(model_files[0])
            kept = client.get_run(run_id)
            assert kept.data.metrics == {"m": 1.5}
            assert mlflow.artifacts.load_text(kept.info.artifact_uri + "/a.txt") == "kept"
    finally:
        stop_server(server)


def begin_upload(server, path, sent):
    """Sends the head and a part of an upload of a million bytes; gives the connection once the file is begun."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    head = (f"PUT /api/2.0/mlflow-artifacts/artifacts/{path} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Authorization: Bearer {server.token}\r\nContent-Length: 1000000\r\n\r\n")
    connection.sendall(head.encode() + b"x" * sent)
    wait_until(lambda: uploads(server))
    return connection


def uploads(server):
    return list((server.data / "tmp").iterdir())


def blobs(server):
    return [path for path in (server.data / "blobs").rglob("*") if path.is_file()]


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_upload_that_stops_leaves_no_row_and_no_file(server, client):
    run = client.create_run("0").info
    begin_upload(server, f"0/{run.run_id}/artifacts/half.bin", 300_000).close()
    wait_until(lambda: not uploads(server))
    assert blobs(server) == [] and client.list_artifacts(run.run_id) == []


def test_stopping_the_server_in_the_middle_of_an_upload_leaves_nothing(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data", "--auth", "on")
    with begin_upload(server, "0/x/half.bin", 9_000):
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.process.stdout.close()
    server = start_server(shohin, tmp_path / "data", "--auth", "on")
    try:
        assert uploads(server) == [] and blobs(server) == []
        listing = requests.get(f"{server.url}/api/2.0/mlflow-artifacts/artifacts?path=0",
                               headers={"Authorization": f"Bearer {server.token}"})
        assert listing.json() == {}
    finally:
        stop_server(server)
