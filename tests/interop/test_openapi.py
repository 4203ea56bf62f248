"""Proves that every route answers as /openapi.json says: schemathesis tries each with good and bad data, with an
admin's token and with none."""
import base64
import json
import os
import pathlib
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests
from conftest import start_server, stop_server

# What a check cannot know, by its reason: (the check, or None for any; whether the failure is of that kind).
MLFLOW = ("/api/2.0/", "/ajax-api/", "/api/3.0/", "/get-artifact", "/model-versions/")


def is_mlflow(failure):
    return failure["path"].startswith(MLFLOW)


def is_verification(failure):
    return failure["path"].startswith("/api/shohin/v1/runs/") and failure["path"].endswith("/verification")


EXPECTED = {
    "MLflow ignores fields that it does not know, takes numbers as texts and no JSON for an empty object":
        ("negative_data_rejection", is_mlflow),
    "which names, filters and keys MLflow takes is told by its documentation and by 400, not by a schema":
        ("positive_data_acceptance", is_mlflow),
    "a contract has rules between its fields":
        ("positive_data_acceptance", lambda f: f["path"] == "/api/shohin/v1/contracts"),
    "a data set names a contract that the server must have, and a gate a data set":
        ("positive_data_acceptance", lambda f: f["path"].startswith("/api/shohin/v1/datasets") or f["path"].endswith("/gate")),
    "a run that can be verified has logged its data, configuration, seed and model":
        ("positive_data_acceptance", is_verification),
    "a page token is one that the server gave":
        ("positive_data_acceptance", lambda f: "page_token=" in f["request"]),
    "a DVC object is named by the MD5 of its bytes":
        ("positive_data_acceptance", lambda f: "/dvc/files/md5/" in f["path"]),
    "a name that is taken is refused":
        ("positive_data_acceptance", lambda f: f["path"] in ("/api/shohin/v1/users", "/api/shohin/v1/tokens")),
    "what a model takes is told by its contract, at the route's sister /contract":
        ("positive_data_acceptance", lambda f: f["path"].startswith(("/predict", "/models/", "/invocations", "/v2/", "/batch"))),
    "after several wrong credentials the server answers 429 for a moment":
        ("ignored_auth", lambda f: f["status"] == 429),
    "an address that several patterns fit answers to the methods of all of them":
        ("allow_header_conformance", lambda f: f["status"] == 405),
    "MLflow's scoring server answers an empty line as JSON":
        ("response_schema_conformance", lambda f: f["path"] == "/ping"),
    "503 before a model is in production, with its reason":
        ("not_a_server_error", lambda f: f["status"] == 503),
    "501 is what makes MLflow's clients go on without what this server does not offer":
        (None, lambda f: f["status"] == 501),
}


def recorders_of(report):
    """What happened to each operation."""
    for line in report.read_text().splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        if "cases" in recorder:
            yield recorder


def failures_of(report):
    """Every failed check of a run: operation, path, check, status, message, request and answer."""
    for recorder in recorders_of(report):
        for case, checks in recorder["checks"].items():
            exchange = recorder["interactions"].get(case, {})
            answer = exchange.get("response") or {}
            for check in checks:
                if check["status"] == "success":
                    continue
                label = recorder["label"]
                request = exchange.get("request") or {}
                path = label.split(" ")[-1] if "/" in label else urlsplit(request["uri"]).path  # a chain has no label
                content = base64.b64decode((answer.get("content") or {}).get("$base64", ""))
                yield {"operation": label, "path": path, "check": check["name"],
                       "status": answer.get("status_code"), "answer": content[:300].decode(errors="replace"),
                       "request": request.get("uri"),
                       "message": check["failure_info"]["failure"]["message"][:300]}


def is_expected(failure):
    return any(check in (failure["check"], None) and fits(failure) for check, fits in EXPECTED.values())


def try_out(server, folder, *options):
    """Lets schemathesis try every operation; gives the failures and how many cases it made."""
    report = folder / "report.ndjson"
    config = folder / "schemathesis.toml"
    config.write_text("")
    command = [pathlib.Path(sys.executable).parent / "st", "--config-file", config, "run", f"{server.url}/openapi.json",
               "--checks", "all", "--generation-deterministic", "--no-shrink", "--continue-on-failure", "--no-color",
               "--report", "ndjson", "--report-ndjson-path", report, *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=os.environ | {"HOME": str(folder)})
    assert report.is_file(), done.stdout + done.stderr
    cases = sum(len(recorder["cases"]) for recorder in recorders_of(report))
    assert cases > 0, done.stdout
    return list(failures_of(report)), cases


@pytest.fixture
def admin(server):
    return ["--header", f"Authorization: Bearer {server.token}"]


def assert_as_told(failures):
    wrong = [failure for failure in failures if not is_expected(failure)]
    assert wrong[:10] == [], f"{len(wrong)} failures"


def test_every_operation_is_as_told_to_an_admin(server, admin, tmp_path):
    failures, cases = try_out(server, tmp_path, *admin, "--phases", "coverage")
    assert cases > 2000
    assert_as_told(failures)
    assert server.process.poll() is None


def test_every_operation_is_as_told_to_nobody(server, tmp_path):
    failures, cases = try_out(server, tmp_path, "--phases", "fuzzing", "--max-examples", "2")
    assert cases > 200
    assert_as_told(failures)


def test_the_examples_of_the_document_are_answered(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data", "--auth", "on", "--examples", "on")
    for _ in range(600):  # until the example is trained
        if requests.get(f"{server.url}/ready").status_code == 200:
            break
        time.sleep(0.1)
    document = requests.get(f"{server.url}/openapi.json").json()
    tried = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for content_type, body in operation.get("requestBody", {}).get("content", {}).items():
                if "example" not in body:
                    continue
                example = body["example"]
                answer = requests.request(
                    method, server.url + path.format(name="bonsai", version="1"),
                    data=example if isinstance(example, str) else json.dumps(example),
                    headers={"Authorization": f"Bearer {server.token}", "Content-Type": content_type})
                assert answer.status_code == 200, (path, answer.text)
                tried += 1
    assert tried >= 12
    stop_server(server)


@pytest.mark.long
def test_every_operation_is_as_told_in_many_words(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data", "--examples", "on", "--log-level", "error")
    token = f"Authorization: Bearer {server.token}"
    failures, cases = try_out(server, tmp_path, "--header", token, "--phases", "coverage,fuzzing,stateful",
                              "--max-examples", "100")
    assert cases > 10_000
    assert_as_told(failures)
    stop_server(server)
