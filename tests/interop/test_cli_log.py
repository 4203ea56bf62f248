"""Proves that `shohin train --log` leaves a whole run on the server, as MLflow's own client sees it."""
import hashlib
import os
import pathlib

import pytest
from command_line import FAILED, run, run_json

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")


@pytest.fixture(scope="module")
def client(module_server):
    import mlflow
    os.environ["MLFLOW_TRACKING_TOKEN"] = module_server.token
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(module_server.url)  # downloads look there, not at the client's own address
    yield mlflow.MlflowClient()
    mlflow.set_tracking_uri(before)
    del os.environ["MLFLOW_TRACKING_TOKEN"]


@pytest.fixture(scope="module")
def logged(shohin, examples, module_server):
    token = module_server.data / "admin-secret"
    return run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                    "--config", '{"n_estimators": 10}', "--log", module_server.url, "--token-file", token,
                    "--experiment", "irises", "--register", "iris", "--alias", "production")


def test_the_run_has_parameters_metrics_and_its_data_set(client, logged):
    run_ = client.get_run(logged["run"]["run_id"])
    assert run_.info.status == "FINISHED" and run_.info.end_time >= run_.info.start_time
    assert run_.data.params["n_estimators"] == "10"
    assert run_.data.metrics["accuracy"] == logged["accuracy"]
    dataset = run_.inputs.dataset_inputs[0].dataset
    assert dataset.digest == logged["data_digest"][:32]
    assert logged["data_digest"] in dataset.source
    assert client.get_experiment(run_.info.experiment_id).name == "irises"


def test_the_run_holds_reports_and_the_model_folder(client, logged, tmp_path):
    run_id = logged["run"]["run_id"]
    assert sorted(item.path for item in client.list_artifacts(run_id)) == ["model", "reports"]
    # The folder is the run's and the logged model's; MLflow's client lists it from both.
    files = {item.path for item in client.list_artifacts(run_id, "model")}
    assert {"model/MLmodel", "model/model.onnx", "model/requirements.txt", "model/code"} <= files
    path = client.download_artifacts(run_id, "model/model.onnx", str(tmp_path))
    assert hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() == logged["file_sha256"]


def test_the_version_is_registered_and_promoted(client, logged):
    version = client.get_model_version_by_alias("iris", "production")
    assert version.version == logged["run"]["version"] == "1"
    assert version.run_id == logged["run"]["run_id"]


def test_a_second_run_is_the_next_version(shohin, examples, module_server, client, logged):
    again = run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                     "--config", '{"n_estimators": 5}', "--log", module_server.url, "--token-file",
                     module_server.data / "admin-secret", "--experiment", "irises", "--register", "iris")
    assert again["run"]["version"] == "2"
    assert again["run"]["experiment_id"] == logged["run"]["experiment_id"]
    assert client.get_model_version_by_alias("iris", "production").version == "1"


def test_a_wrong_token_is_told_and_nothing_is_logged(shohin, examples, module_server, client, logged, tmp_path):
    (tmp_path / "token").write_text("wrong")
    _, stderr = run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                    "--config", '{"n_estimators": 2}', "--log", module_server.url, "--token-file", tmp_path / "token",
                    "--experiment", "stolen", expect=FAILED)
    assert "--token-file" in stderr and "wrong" not in stderr.replace("admin-secret", "")
    assert client.get_experiment_by_name("stolen") is None


def test_a_name_that_the_server_refuses_is_told_and_leaves_a_whole_run(shohin, examples, module_server, client):
    _, stderr = run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                    "--config", '{"n_estimators": 2}', "--log", module_server.url, "--token-file",
                    module_server.data / "admin-secret", "--experiment", "named", "--register", "a/b", expect=FAILED)
    assert "registered-models/create" in stderr and "a/b" in stderr
    experiment = client.get_experiment_by_name("named")
    runs = client.search_runs([experiment.experiment_id])
    assert [one.info.status for one in runs] == ["FINISHED"]
    assert all(one.name != "a/b" for one in client.search_registered_models())


def test_a_server_that_is_not_there_is_named(shohin, examples):
    _, stderr = run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                    "--config", '{"n_estimators": 2}', "--log", "http://127.0.0.1:9", expect=FAILED)
    assert "http://127.0.0.1:9" in stderr
