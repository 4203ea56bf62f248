"""Proves that MLflow's client meets the gate before production: refused by name, overridden by a tag, rolled back."""
import json

import mlflow
import pytest
import requests
from command_line import DONE, FAILED, FOUND_BAD, run
from mlflow.exceptions import MlflowException
from test_datasets import Caller, put_example, train

from mlflow_session import client_of


@pytest.fixture
def gated(shohin, examples, server, tmp_path):
    """A client, two versions of iris (the second one is worse), and a gate on accuracy."""
    report = train(shohin, examples, server, tmp_path, "--register", "iris", "--alias", "production")
    train(shohin, examples, server, tmp_path, "--register", "iris", "--config", '{"n_estimators": 1, "max_depth": 1}')
    call = Caller(server)
    put_example(call, examples, report["data_digest"])
    gate = {"data_digest": report["data_digest"], "metrics": {"accuracy": {"min": 0.9}}, "class_margin": 0.05}
    assert call("PUT", "models/iris/gate", json=gate).status_code == 200
    with client_of(server) as client:
        yield client, call


def test_a_worse_version_stays_out_until_somebody_says_why(gated):
    client, call = gated
    with pytest.raises(MlflowException, match="Rule metric accuracy") as refused:
        client.set_registered_model_alias("iris", "production", "2")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException, match="Rule class"):
        client.transition_model_version_stage("iris", "2", "Production")
    assert client.get_model_version_by_alias("iris", "production").version == "1"
    client.set_model_version_tag("iris", "2", "shohin.gate.override", "version 1 is withdrawn")
    client.set_registered_model_alias("iris", "production", "2")
    assert client.get_model_version_by_alias("iris", "production").version == "2"
    assert client.get_model_version("iris", "2").tags == {}
    [latest, _] = call("GET", "models/iris/promotions").json()["promotions"]
    assert (latest["version"], latest["reason"], latest["user"]) == ("2", "version 1 is withdrawn", "admin")
    assert latest["failed_rules"].startswith("metric accuracy: it is 0.")
    assert call("POST", "models/iris/rollback").status_code == 200
    assert client.get_model_version_by_alias("iris", "production").version == "1"
    assert mlflow.pyfunc.load_model("models:/iris@production") is not None


def test_a_version_can_be_asked_about_first(gated, shohin, server):
    _, call = gated
    told = call("POST", "models/iris/gate/check", json={"version": "2"}).json()
    assert told["passes"] is False
    failed = {rule["rule"] for rule in told["rules"] if not rule["passes"]}
    assert "metric accuracy" in failed and "file" not in failed and "contract" not in failed
    assert call("POST", "models/iris/gate/check", json={"version": "1"}).json()["passes"] is True
    said, _ = run(shohin, "gate", "iris", "--data", server.data, "--version", "2", expect=FOUND_BAD)
    assert "FAILS   metric accuracy: it is 0." in said
    said, _ = run(shohin, "gate", "iris", "--data", server.data, "--version", "1", "--json", expect=DONE)
    assert json.loads(said)["passes"] is True


def test_the_command_line_sets_a_gate_up(gated, shohin, server, tmp_path):
    place = ["--data", server.data]
    run(shohin, "gate", "iris", *place, "--set", '{"contract": "any"}')
    told = json.loads(run(shohin, "gate", "iris", *place, "--json")[0])
    assert (told["contract"], told["data_digest"], told["metrics"]) == ("any", None, {})
    _, said = run(shohin, "gate", "iris", *place, "--set", '{"margin": 1}', expect=FAILED)
    assert "margin" in said
    _, said = run(shohin, "gate", "roses", *place, expect=FAILED)
    assert "roses" in said
    (tmp_path / "unserved").mkdir()
    _, said = run(shohin, "gate", "iris", "--data", tmp_path / "unserved", expect=FAILED)
    assert "No server serves" in said


def test_who_may_not_promote_cannot_prepare_an_override(gated, server):
    _, call = gated
    made = call("POST", "tokens", json={"name": "ci", "scopes": ["register"]})
    assert made.status_code == 200, made.text
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    url = f"{server.url}/api/2.0/mlflow/model-versions/"

    def post(path, **body):
        return requests.post(url + path, json={"name": "iris", **body}, headers=headers, timeout=30)

    reason = {"key": "shohin.gate.override", "value": "it is green"}
    refused = post("set-tag", version="2", **reason)
    assert (refused.status_code, refused.json()["error_code"]) == (403, "PERMISSION_DENIED")
    assert post("set-tag", version="2", key="note", value="it is green").status_code == 200
    version = requests.get(url + "get", params={"name": "iris", "version": "2"}, headers=headers, timeout=30).json()["model_version"]
    made = {"source": version["source"], "run_id": version["run_id"], "model_id": version.get("model_id", "")}
    assert post("create", tags=[reason], **made).status_code == 403
    assert post("create", **made).status_code == 200
