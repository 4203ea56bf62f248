"""Proves that data finds its way onto the server, and from there to runs, versions and aliases, by plain REST."""
import json
import subprocess

import requests

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
