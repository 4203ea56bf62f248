"""Proves that bad input to MLflow's routes is answered as its clients expect: 400 with the field's name, never a 500,
which they would repeat for minutes."""
import json

import pytest
import requests

API = "/api/2.0/mlflow"
TEXT, INTEGER, NUMBER, TEXTS, OBJECTS, OBJECT, FLAG = "text", "integer", "number", "texts", "objects", "object", "flag"
WRONG = {TEXT: [5, True, [], {}], INTEGER: ["abc", {}, [], True, 1.5, 2 ** 63], NUMBER: ["abc", {}, []],
         TEXTS: ["a", 5, {}, [5]], OBJECTS: ["a", 5, {}, ["a"]], OBJECT: ["a", 5, []], FLAG: ["maybe", 5, {}]}
# In a query everything is a text, and every name may come many times.
WRONG_IN_QUERY = {INTEGER: ["abc", "1.5", str(2 ** 63)]}

# Every route of MLflow's API that reads fields: which, their types, and `*` where one must be there.
ROUTES = {
    "POST /experiments/create": {"name*": TEXT, "artifact_location": TEXT, "tags": OBJECTS},
    "GET /experiments/get": {"experiment_id*": TEXT},
    "GET /experiments/get-by-name": {"experiment_name*": TEXT},
    "POST /experiments/search": {"max_results*": INTEGER, "filter": TEXT, "order_by": TEXTS, "page_token": TEXT},
    "GET /experiments/search": {"max_results*": INTEGER},
    "POST /experiments/update": {"experiment_id*": TEXT, "new_name*": TEXT},
    "POST /experiments/delete": {"experiment_id*": TEXT},
    "POST /experiments/restore": {"experiment_id*": TEXT},
    "POST /experiments/set-experiment-tag": {"experiment_id*": TEXT, "key*": TEXT, "value": TEXT},
    "POST /experiments/delete-experiment-tag": {"experiment_id*": TEXT, "key*": TEXT},
    "POST /runs/create": {"experiment_id*": TEXT, "user_id": TEXT, "run_name": TEXT, "start_time": INTEGER, "tags": OBJECTS},
    "GET /runs/get": {"run_id*": TEXT},
    "POST /runs/update": {"run_id*": TEXT, "end_time": INTEGER, "run_name": TEXT},
    "POST /runs/delete": {"run_id*": TEXT},
    "POST /runs/restore": {"run_id*": TEXT},
    "POST /runs/search": {"experiment_ids": TEXTS, "filter": TEXT, "max_results": INTEGER, "order_by": TEXTS,
                          "page_token": TEXT},
    "POST /runs/log-metric": {"run_id*": TEXT, "key*": TEXT, "value*": NUMBER, "timestamp*": INTEGER, "step": INTEGER},
    "POST /runs/log-parameter": {"run_id*": TEXT, "key*": TEXT, "value": TEXT},
    "POST /runs/log-batch": {"run_id*": TEXT, "metrics": OBJECTS, "params": OBJECTS, "tags": OBJECTS},
    "POST /runs/set-tag": {"run_id*": TEXT, "key*": TEXT, "value": TEXT},
    "POST /runs/delete-tag": {"run_id*": TEXT, "key*": TEXT},
    "POST /runs/log-inputs": {"run_id*": TEXT, "datasets": OBJECTS, "models": OBJECTS},
    "POST /runs/outputs": {"run_id*": TEXT, "models*": OBJECTS},
    "POST /runs/log-model": {"run_id*": TEXT, "model_json*": TEXT},
    "GET /metrics/get-history": {"run_id*": TEXT, "metric_key*": TEXT, "max_results": INTEGER},
    "GET /metrics/get-history-bulk-interval": {"run_ids*": TEXTS, "metric_key*": TEXT, "start_step": INTEGER,
                                               "end_step": INTEGER, "max_results": INTEGER},
    "POST /logged-models": {"experiment_id*": TEXT, "name": TEXT, "params": OBJECTS, "tags": OBJECTS},
    "POST /logged-models/search": {"experiment_ids": TEXTS, "filter": TEXT, "datasets": OBJECTS, "max_results": INTEGER,
                                   "order_by": OBJECTS},
    "GET /logged-models/{model_id}": {},
    "DELETE /logged-models/{model_id}": {},
    "PATCH /logged-models/{model_id}": {"status*": TEXT},
    "PATCH /logged-models/{model_id}/tags": {"tags": OBJECTS},
    "DELETE /logged-models/{model_id}/tags/{key}": {},
    "POST /logged-models/{model_id}/params": {"params": OBJECTS},
    "GET /logged-models/{model_id}/artifacts/directories": {},
    "GET /artifacts/list": {"run_id*": TEXT},
    "POST /artifacts/presigned-upload-url": {},
    "POST /artifacts/presigned-download-url": {},
    "POST /registered-models/create": {"name*": TEXT, "description": TEXT, "tags": OBJECTS},
    "GET /registered-models/get": {"name*": TEXT},
    "GET /registered-models/search": {"max_results": INTEGER},
    "GET /registered-models/list": {"max_results": INTEGER},
    "PATCH /registered-models/update": {"name*": TEXT, "description": TEXT},
    "POST /registered-models/rename": {"name*": TEXT, "new_name*": TEXT},
    "DELETE /registered-models/delete": {"name*": TEXT},
    "POST /registered-models/get-latest-versions": {"name*": TEXT, "stages": TEXTS},
    "GET /registered-models/get-latest-versions": {"name*": TEXT},
    "POST /registered-models/set-tag": {"name*": TEXT, "key*": TEXT, "value": TEXT},
    "DELETE /registered-models/delete-tag": {"name*": TEXT, "key*": TEXT},
    "POST /registered-models/alias": {"name*": TEXT, "alias*": TEXT, "version*": TEXT},
    "GET /registered-models/alias": {"name*": TEXT, "alias*": TEXT},
    "DELETE /registered-models/alias": {"name*": TEXT, "alias*": TEXT},
    "POST /model-versions/create": {"name*": TEXT, "source*": TEXT, "run_id": TEXT, "tags": OBJECTS},
    "GET /model-versions/get": {"name*": TEXT, "version*": TEXT},
    "GET /model-versions/get-download-uri": {"name*": TEXT, "version*": TEXT},
    "GET /model-versions/search": {"max_results": INTEGER},
    "PATCH /model-versions/update": {"name*": TEXT, "version*": TEXT, "description": TEXT},
    "POST /model-versions/transition-stage": {"name*": TEXT, "version*": TEXT, "stage*": TEXT,
                                              "archive_existing_versions": FLAG},
    "POST /model-versions/set-tag": {"name*": TEXT, "version*": TEXT, "key*": TEXT, "value": TEXT},
    "DELETE /model-versions/delete-tag": {"name*": TEXT, "version*": TEXT, "key*": TEXT},
    "DELETE /model-versions/delete": {"name*": TEXT, "version*": TEXT},
}
# Served elsewhere: accounts, and what is refused whole.
OTHERS = ("/users/", "/webhooks")
VALID = {TEXT: "1", INTEGER: 1, NUMBER: 1.0, TEXTS: ["1"], OBJECTS: [{"key": "k", "value": "v"}], OBJECT: {}, FLAG: True}


class Client:
    def __init__(self, server):
        self.url, self.session = server.url, requests.Session()
        self.session.headers["Authorization"] = f"Bearer {server.token}"

    def send(self, route, fields, **options):
        method, path = route.split(" ")
        url = self.url + API + path.replace("{model_id}", "m-" + "0" * 32).replace("{key}", "k")
        if method == "GET":
            return self.session.get(url, params=fields, timeout=30, **options)
        return self.session.request(method, url, json=fields, timeout=30, **options)

    def raw(self, route, body, content_type):
        method, path = route.split(" ")
        headers = {"Content-Type": content_type} if content_type else {}
        return self.session.request(method, self.url + API + path, data=body, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def client(module_server):
    return Client(module_server)


def whole(route):
    """What the route must be sent, no more."""
    return {name.strip("*"): VALID[kind] for name, kind in ROUTES[route].items() if name.endswith("*")}


def is_refusal(answer, word=""):
    said = answer.json()
    return answer.status_code == 400 and said["error_code"] == "INVALID_PARAMETER_VALUE" and word in said["message"]


def routes_with_body():
    return [route for route, fields in ROUTES.items() if not route.startswith("GET") and "{" not in route and
            any(name.endswith("*") for name in fields)]


def test_every_route_is_tested(client):
    listed = client.session.get(client.url + "/", headers={"Accept": "application/json"}, timeout=30).json()["endpoints"]
    served = {f"{entry['method']} {entry['path'].removeprefix(API)}" for entry in listed if entry["path"].startswith(API + "/")}
    assert {route for route in served if not any(other in route for other in OTHERS)} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_wrong_type_names_its_field(client, route):
    wrong = WRONG_IN_QUERY if route.startswith("GET") else WRONG
    for name, kind in ROUTES[route].items():
        field = name.strip("*")
        for value in wrong.get(kind, []):
            answer = client.send(route, whole(route) | {field: value})
            assert is_refusal(answer, field), (field, value, answer.status_code, answer.text)


@pytest.mark.parametrize("route", ROUTES)
def test_a_missing_field_is_named(client, route):
    for name in ROUTES[route]:
        field = name.strip("*")
        fields = {key: value for key, value in whole(route).items() if key != field}
        if name.endswith("*"):
            for missing in (fields, fields if route.startswith("GET") else fields | {field: None}):
                answer = client.send(route, missing)
                assert is_refusal(answer, field), (field, answer.status_code, answer.text)


def test_an_unknown_field_is_ignored(client):
    answer = client.send("POST /runs/create", {"experiment_id": "0", "no_such_field": {"deep": [1]}})
    assert answer.status_code == 200 and answer.json()["run"]["info"]["experiment_id"] == "0"
    assert client.send("GET /experiments/get", {"experiment_id": "0", "no_such_field": "x"}).status_code == 200


@pytest.mark.parametrize("route", routes_with_body())
def test_a_body_that_is_none_is_refused(client, route):
    required = next(name.strip("*") for name in ROUTES[route] if name.endswith("*"))
    for body in (b"{oops", b"", b'{"a": 1', b"\xff\xfe"):
        assert is_refusal(client.raw(route, body, "application/json"), required)
    for body in (b"[]", b"5", b'"text"'):
        assert is_refusal(client.raw(route, body, "application/json"))
    for content_type in ("text/plain", "application/x-www-form-urlencoded", None):
        assert is_refusal(client.raw(route, json.dumps(whole(route)).encode(), content_type))


@pytest.mark.parametrize(("route", "megabytes"), [("POST /runs/create", 1), ("POST /runs/log-batch", 9),
                                                  ("POST /logged-models", 9), ("POST /runs/log-inputs", 18)])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, route, megabytes):
    answer = client.raw(route, b'{"run_id": "' + b"x" * (megabytes << 20) + b'"}', "application/json")
    assert answer.status_code == 413 and answer.json()["error_code"]


def test_the_longest_that_mlflow_allows_is_taken(client):
    """Each character comes as \\uXXXX, six bytes."""
    experiment = client.send("POST /experiments/create", {"name": "long"}).json()["experiment_id"]
    run = client.send("POST /runs/create", {"experiment_id": experiment}).json()["run"]["info"]["run_id"]
    params = [{"key": f"p{i}", "value": "ä" * 6000} for i in range(100)]
    tags = [{"key": f"t{i}", "value": "ä" * 8000} for i in range(100)]
    assert client.send("POST /runs/log-batch", {"run_id": run, "params": params, "tags": tags}).status_code == 200
    model = client.send("POST /logged-models", {"experiment_id": experiment, "name": "long", "params": params,
                                                "tags": tags})
    assert model.status_code == 200 and len(model.json()["model"]["data"]["params"]) == 100
    dataset = {"name": "d", "digest": "long", "source_type": "local", "source": "s" * 65535, "schema": "s" * 1048575,
               "profile": "p" * 16777215}
    assert client.send("POST /runs/log-inputs", {"run_id": run, "datasets": [{"dataset": dataset}]}).status_code == 200
    kept = client.send("GET /runs/get", {"run_id": run}).json()["run"]
    assert kept["inputs"]["dataset_inputs"][0]["dataset"] == dataset
    assert sum(len(param["value"]) for param in kept["data"]["params"]) == 600_000
    assert sum(len(tag["value"]) for tag in kept["data"]["tags"] if tag["key"].startswith("t")) == 800_000


def test_a_wrong_method_says_which_ones_there_are(client):
    paths = {}
    for route in ROUTES:
        method, path = route.split(" ")
        if "{" not in path and path != "/logged-models/search":  # GET takes it for the model `search`
            paths.setdefault(path, set()).add(method)
    for path, methods in paths.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = client.send(f"{method} {path}", {})
            assert answer.status_code == 405 and answer.json()["error_code"] == "METHOD_NOT_ALLOWED", (method, path)
            assert {name.strip() for name in answer.headers["Allow"].split(",")} - {"HEAD"} == methods


def test_an_address_that_nobody_knows_is_told_as_json(client):
    answer = client.send("GET /no-such-thing", {})
    assert answer.status_code == 404 and answer.json()["error_code"] == "ENDPOINT_NOT_FOUND"


@pytest.mark.parametrize(("route", "fields", "word"), [
    ("POST /experiments/create", {"name": "x" * 501}, "500"),
    ("POST /experiments/create", {"name": "long tag", "tags": [{"key": "k", "value": "x" * 20001}]}, "20000"),
    ("POST /registered-models/create", {"name": "m", "tags": [{"key": "x" * 251, "value": ""}]}, "250"),
    ("POST /registered-models/create", {"name": "m", "tags": [{"key": "k", "value": "x" * 100001}]}, "100000"),
    ("POST /runs/log-batch", {"run_id": "r", "metrics": [{"key": "m", "value": 1, "timestamp": 1}] * 1001}, "1000"),
    ("POST /runs/log-batch", {"run_id": "r", "params": [{"key": f"p{i}", "value": "v"} for i in range(101)]}, "100"),
    ("POST /runs/log-batch", {"run_id": "r", "params": [{"key": "p", "value": "1"}, {"key": "p", "value": "1"}]}, "p"),
    ("POST /runs/search", {"experiment_ids": ["0"], "max_results": 50001}, "max_results"),
    ("POST /runs/search", {"experiment_ids": ["0"], "max_results": 0}, "max_results"),
    ("POST /runs/search", {"experiment_ids": ["0"], "page_token": "!"}, "page_token"),
    ("POST /runs/search", {"experiment_ids": ["x"]}, "experiment_id"),
    ("POST /experiments/search", {"max_results": -1}, "max_results"),
    ("GET /registered-models/search", {"max_results": 1001}, "max_results"),
    ("GET /metrics/get-history-bulk-interval", {"run_ids": ["r"] * 101, "metric_key": "m"}, "run_ids"),
    ("POST /runs/log-inputs", {"run_id": "r", "datasets": [{"dataset": {"name": "d", "digest": "x" * 37,
                                                                        "source_type": "local"}}]}, "digest"),
])
def test_limits_are_refused_by_name(client, route, fields, word):
    answer = client.send(route, fields)
    assert is_refusal(answer, word), answer.text


def test_long_params_and_run_tags_are_cut_silently(client):
    run = client.send("POST /runs/create", {"experiment_id": "0"}).json()["run"]["info"]["run_id"]
    assert client.send("POST /runs/log-parameter", {"run_id": run, "key": "p", "value": "ä" * 6001}).status_code == 200
    assert client.send("POST /runs/set-tag", {"run_id": run, "key": "t", "value": "x" * 8001}).status_code == 200
    data = client.send("GET /runs/get", {"run_id": run}).json()["run"]["data"]
    assert data["params"] == [{"key": "p", "value": "ä" * 6000}]
    assert {"key": "t", "value": "x" * 8000} in data["tags"]


CLIMBING = ["..", "../../outside", "..\\..\\outside", "/../outside", "%2e%2e/outside", "%2e%2e%2foutside",
            "%252e%252e%252foutside", "..%5c..%5coutside", "a/../../outside", "..%00/outside"]


def test_no_field_that_names_a_place_leads_out(client, module_server):
    """Experiment name, location, artifact path, source, run id, model name: nothing outside is read or written."""
    outside = module_server.data.parent / "outside"
    outside.write_text("secret")
    before = {path for path in module_server.data.parent.rglob("*")}
    run = client.send("POST /runs/create", {"experiment_id": "0"}).json()["run"]["info"]["run_id"]
    client.send("POST /registered-models/create", {"name": "climbing"})
    pages = module_server.url + "/ajax-api/2.0/mlflow/upload-artifact"
    for path in CLIMBING:
        location = f"mlflow-artifacts:/{path}"
        for route, fields in [
            ("POST /experiments/create", {"name": path}),
            ("POST /experiments/create", {"name": "climbs", "artifact_location": location}),
            ("POST /experiments/create", {"name": "climbs", "artifact_location": f"{module_server.data}/{path}"}),
            ("POST /registered-models/create", {"name": path}),
            ("POST /registered-models/rename", {"name": "climbing", "new_name": path}),
            ("POST /logged-models", {"experiment_id": "0", "name": path}),
            ("GET /artifacts/list", {"run_id": run, "path": path}),
            ("POST /runs/log-metric", {"run_id": run, "key": path, "value": 1, "timestamp": 1}),
            ("POST /model-versions/create", {"name": "climbing", "source": f"runs:/{run}/{path}", "run_id": run}),
            ("POST /model-versions/create", {"name": "climbing", "source": location, "run_id": run}),
            ("POST /model-versions/create", {"name": "climbing", "source": f"models:/climbing/{path}"}),
        ]:
            answer = client.send(route, fields)
            assert answer.status_code in (400, 404) and "secret" not in answer.text, (route, fields, answer.text)
        answer = client.send("GET /artifacts/list", {"run_id": path})
        assert answer.status_code == 404, answer.text
        for action in (client.session.get(module_server.url + "/get-artifact", params={"run_id": run, "path": path}),
                       client.session.post(pages, params={"run_uuid": run, "path": path}, data=b"x"),
                       client.session.get(module_server.url + "/model-versions/get-artifact",
                                          params={"name": "climbing", "version": "1", "path": path})):
            assert action.status_code in (400, 404) and "secret" not in action.text, action.text
    new = {path for path in module_server.data.parent.rglob("*")} - before
    assert all(module_server.data in path.parents for path in new), new
    assert outside.read_text() == "secret"


def test_what_pages_of_mlflow_ask_is_there(client, module_server):
    run = client.send("POST /runs/create", {"experiment_id": "0"}).json()["run"]["info"]["run_id"]
    data = {"name": "d", "digest": "abc", "source_type": "local"}
    context = [{"key": "mlflow.data.context", "value": "training"}]
    client.send("POST /runs/log-inputs", {"run_id": run, "datasets": [{"dataset": data, "tags": context}]})
    client.send("POST /runs/log-metric", {"run_id": run, "key": "m", "value": 2, "timestamp": 1})
    ajax = module_server.url + "/ajax-api/2.0/mlflow"
    history = client.session.get(ajax + "/metrics/get-history-bulk", params={"run_id": [run], "metric_key": "m"}).json()
    assert [(point["run_id"], point["value"]) for point in history["metrics"]] == [(run, 2.0)]
    found = client.session.post(ajax + "/experiments/search-datasets", json={"experiment_ids": ["0"]}).json()
    assert found == {"dataset_summaries": [{"experiment_id": "0", "name": "d", "digest": "abc", "context": "training"}]}
    client.session.post(ajax + "/upload-artifact", params={"run_uuid": run, "path": "a/b.txt"}, data=b"x").raise_for_status()
    file = client.session.get(module_server.url + "/get-artifact", params={"run_uuid": run, "path": "a/b.txt"})
    assert file.content == b"x" and file.headers["Content-Disposition"].startswith("attachment")


def test_what_is_not_kept_is_answered_so_that_clients_go_on(client, module_server):
    for path in ("/api/3.0/mlflow/traces", "/api/2.0/mlflow/webhooks", "/v1/traces", "/graphql"):
        answer = client.session.post(module_server.url + path, json={})
        assert answer.status_code == 501 and answer.json()["error_code"] == "NOT_IMPLEMENTED"
