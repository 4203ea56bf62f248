"""Proves that data finds its way onto the server, and from there to runs, versions and aliases, by plain REST."""
import json
import os
import signal
import subprocess
import time

import pytest
import requests
from conftest import start_server, stop_server

API = "/api/shohin/v1/"


class Caller:
    """One client of our own routes."""

    def __init__(self, server):
        self.url = server.url + API
        self.headers = {"Authorization": f"Bearer {server.token}"}

    def __call__(self, method, path, **options):
        headers = self.headers | options.pop("headers", {})
        return requests.request(method, self.url + path, headers=headers, timeout=60, **options)


def train(shohin, examples, server, tmp_path, *options, name="iris"):
    """Trains on an example and logs to the server; gives the command's report."""
    token = tmp_path / "token"
    token.write_text(server.token)
    command = [shohin, "train", "--data", examples / f"{name}.csv", "--contract", examples / f"{name}.contract.json",
               "--out", tmp_path / "model.onnx", "--json", "--log", server.url, "--experiment", "data",
               "--token-file", token, *options]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)


def put_example(call, examples, digest, name="iris", **query):
    """Sends contract and rows."""
    contract = json.loads((examples / f"{name}.contract.json").read_text())
    assert call("POST", "contracts", json=contract).status_code == 200
    with open(examples / f"{name}.csv", "rb") as rows:
        return call("PUT", f"datasets/{digest}", params={"contract": name, **query}, data=rows,
                    headers={"Content-Type": "text/csv"})


def run_of(call, digest):
    return call("GET", f"datasets/{digest}/lineage").json()["runs"][0]["run_id"]


def wait_until(call, run, *states):
    for _ in range(300):
        told = call("GET", f"runs/{run}/verification").json()
        if told["state"] in states:
            return told
        time.sleep(0.1)
    pytest.fail(f"still {told}")


def test_data_leads_to_run_version_and_alias(shohin, examples, server, tmp_path):
    report = train(shohin, examples, server, tmp_path, "--register", "iris", "--alias", "production")
    call, digest = Caller(server), report["data_digest"]
    sent = put_example(call, examples, digest, note="Anderson's")
    assert sent.status_code == 200, sent.text
    assert (sent.json()["rows"], sent.json()["note"], sent.json()["user"]) == (150, "Anderson's", "admin")
    [run] = call("GET", f"datasets/{digest}/lineage").json()["runs"]
    assert (run["context"], run["status"], run["model_digest"]) == ("training", "FINISHED", report["model_digest"])
    assert run["versions"] == [{"name": "iris", "version": "1", "stage": "Production", "aliases": ["production"]}]
    data = call("GET", f"datasets/{digest}/data")
    assert data.content == (examples / "iris.csv").read_bytes()
    part = call("GET", f"datasets/{digest}/data", headers={"Range": "bytes=0-11"})
    assert (part.status_code, part.content) == (206, b"sepal_length")


def test_rows_that_break_the_contract_are_named(examples, server):
    call = Caller(server)
    answer = put_example(call, examples, "0" * 64)
    assert (answer.status_code, answer.json()["field"]) == (400, "data_digest")
    rows = "sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setosa\n5,3,1,ten,setosa\n"
    answer = call("POST", "datasets", params={"contract": "iris"}, data=rows, headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["field"], answer.json()["value"]) == (422, "petal_width", "ten")
    assert call("GET", "datasets").json() == {"datasets": []}


def test_a_run_is_verified_by_training_it_again(shohin, examples, server, tmp_path):
    report = train(shohin, examples, server, tmp_path)
    call, digest = Caller(server), report["data_digest"]
    found = requests.post(server.url + "/api/2.0/mlflow/runs/search", headers=call.headers, timeout=10,
                          json={"experiment_ids": ["1"]}).json()
    run = found["runs"][0]["info"]["run_id"]
    lacking = call("POST", f"runs/{run}/verification")
    assert (lacking.status_code, lacking.json()["field"]) == (400, "data_digest")
    assert f"/api/shohin/v1/datasets/{digest}" in lacking.json()["message"]
    put_example(call, examples, digest)
    assert call("POST", f"runs/{run}/verification").status_code == 202
    told = wait_until(call, run, "verified", "different", "failed")
    assert told["state"] == "verified"
    assert told["report"]["model_digest"] == report["model_digest"]
    tagged = requests.post(server.url + "/api/2.0/mlflow/runs/search", headers=call.headers, timeout=10,
                           json={"experiment_ids": ["1"], "filter": "tags.`shohin.verified` = 'true'"}).json()
    assert [hit["info"]["run_id"] for hit in tagged["runs"]] == [run]


def test_a_killed_server_goes_on_with_the_verification(shohin, examples, tmp_path):
    data = tmp_path / "data"
    server = start_server(shohin, data)
    config = '{"n_estimators": 1000}'  # some seconds: killed on the way
    report = train(shohin, examples, server, tmp_path, "--config", config, name="bonsai")
    call = Caller(server)
    put_example(call, examples, report["data_digest"], "bonsai")
    run = run_of(call, report["data_digest"])
    assert call("POST", f"runs/{run}/verification").status_code == 202
    assert wait_until(call, run, "running", "verified")["state"] == "running"
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    server.process.stdout.close()
    server = start_server(shohin, data)
    try:
        assert wait_until(Caller(server), run, "verified", "different", "failed")["state"] == "verified"
    finally:
        stop_server(server)
