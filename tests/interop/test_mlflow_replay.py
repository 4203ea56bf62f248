"""Proves that our server answers a recorded session of MLflow's client as MLflow's own server did, field by field, and as
/openapi.json says."""
import collections
import json

import pytest
import requests
from openapi_answers import Document
from recording import Names, bytes_of, essence, first_difference, load, parsed

TRACES = "/api/3.0/mlflow/traces"
REFUSED = (TRACES, "/v1/traces", "/api/2.0/mlflow/webhooks")  # what this server does not keep: 501
# What is better here: the model_id is taken from the source when none is sent, which would make a version more than was
# recorded; and a search by a data set's name alone finds something.
NOT_SENT = ("create_mv_models_uri_without_model_id", "search_lm_filters")


def path_of(exchange):
    return exchange["path"].split("?")[0]


class Replay:
    def __init__(self, server):
        self.url = server.url
        self.document = Document(server.url)
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {server.token}"
        self.names = Names()
        self.seen = collections.Counter()

    def send(self, method, path, body=None, content_type=None, chunked=False):
        headers = {"Content-Type": content_type} if content_type else {}
        return self.session.request(method, self.url + self.names.to_ours(path), data=iter([]) if chunked else body,
                                    headers=headers, timeout=30)

    def post(self, path, **body):
        answer = self.send("POST", "/api/2.0/mlflow/" + path, json.dumps(body).encode(), "application/json")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def repeat(self, exchange):
        """Sends what was recorded; returns what differs in the answer, or nothing."""
        sent = None if exchange["body"] is None else bytes_of(self.names.to_ours(exchange["body"]))
        answer = self.send(exchange["method"], exchange["path"], sent, exchange["type"], exchange["chunked"])
        self.seen[exchange["method"], answer.status_code] += 1
        if path_of(exchange).startswith(REFUSED):
            return None if answer.status_code == 501 and answer.json()["error_code"] == "NOT_IMPLEMENTED" else answer.text
        if difference := self.document.difference(exchange["method"], answer):
            return f"/openapi.json: {difference}: {answer.text[:300]}"
        if answer.status_code != exchange["status"]:
            return f"{answer.status_code} instead of {exchange['status']}: {answer.text}"
        if "/mlflow-artifacts/artifacts/" in exchange["path"] and exchange["method"] == "GET" and answer.ok:
            return self.other_bytes(exchange, answer)
        return self.other_json(exchange, answer)

    def other_bytes(self, exchange, answer):
        wanted = bytes_of(self.names.to_ours(exchange["answer"] or ""))
        return None if answer.content == wanted else f"{answer.content[:200]} instead of {wanted[:200]}"

    def other_json(self, exchange, answer):
        recorded, is_cut = parsed(exchange["answer"] or "")
        if recorded is None:
            return None  # no JSON: /version, and uploads, whose answer is empty
        if exchange["status"] != 200:
            return self.other_error(recorded, answer.json())
        if path_of(exchange).endswith("/server-info"):
            return None if recorded.keys() == answer.json().keys() else f"other fields: {answer.text}"
        self.learn(exchange, recorded, answer.json())
        ours = json.loads(self.names.to_recorded(answer.text), object_hook=without_our_aliases)
        if path_of(exchange).endswith("/runs/create"):
            assert ours["run"].pop("outputs") == {}  # left out there alone by MLflow
        return first_difference(essence(recorded), essence(ours), is_cut)

    @staticmethod
    def other_error(recorded, ours):
        same = ours["error_code"] == recorded["error_code"] and ours["message"]
        return None if same else f"{ours} instead of {recorded}"

    def learn(self, exchange, recorded, ours):
        self.names.learn(recorded, ours)
        if path_of(exchange).endswith("/runs/create"):
            self.names.name(recorded["run"]["info"]["run_name"], ours["run"]["info"]["run_name"])


def without_our_aliases(value):
    """The stage Production and the alias `production` are kept in step here, so one alias more is seen; and the latest
    versions of a model name their aliases too."""
    for version in value.get("latest_versions", []):
        version.pop("aliases", None)
    if "aliases" in value:
        value["aliases"] = [a for a in value["aliases"] if (a if isinstance(a, str) else a["alias"]) != "production"]
        if not value["aliases"]:
            del value["aliases"]
    return value


@pytest.fixture(scope="module")
def exchanges():
    return load()


@pytest.fixture
def replay(server, exchanges):
    """A server with what the recorded one held at the start: an experiment, a run, and a version of its model."""
    made = Replay(server)
    assert made.post("experiments/create", name="golden-1795254024") == {"experiment_id": "1"}
    download = next(e for e in exchanges if e["path"].endswith("GoldenModel&version=1") and "download-uri" in e["path"])
    model_id = json.loads(download["answer"])["artifact_uri"].split("/")[3]
    run = made.post("runs/create", experiment_id="1")["run"]["info"]["run_id"]
    model = made.post("logged-models", experiment_id="1", name="model", source_run_id=run)["model"]["info"]["model_id"]
    made.names.name(model_id.removeprefix("m-"), model.removeprefix("m-"))
    kept = {e["path"]: e["answer"] for e in exchanges if f"/1/models/{model_id}/artifacts/" in e["path"]}
    made.names.name(next(line.split()[1] for text in kept.values() for line in text.splitlines()
                         if line.startswith("run_id:")), run)
    for path, text in kept.items():
        assert made.send("PUT", path, bytes_of(made.names.to_ours(text))).status_code == 200
    made.post("registered-models/create", name="GoldenModel")
    made.post("model-versions/create", name="GoldenModel", source=f"models:/{model}", model_id=model)
    return made


def test_a_recorded_session_is_answered_alike(replay, exchanges):
    differences = []
    sent = [exchange for exchange in exchanges if exchange["step"] not in NOT_SENT]
    for exchange in sent:
        if difference := replay.repeat(exchange):
            differences.append(f"{exchange['step']}: {exchange['method']} {exchange['path']}\n  {exchange['body']}\n"
                               f"  {difference}")
    assert not differences, f"{len(differences)} differ:\n" + "\n".join(differences)
    assert sum(replay.seen.values()) == len(sent) > 440
