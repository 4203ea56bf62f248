"""Proves what an operator relies on: roles on every endpoint, signing in, first start, one server a directory, clean ends."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
import requests
from conftest import ROOT, clean_environment, start_server, stop_server

SESSION = "/api/shohin/v1/session"


def bearer(server):
    return {"Authorization": f"Bearer {server.token}"}


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """A web folder that holds nothing but the examples."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(ROOT / "public" / "examples", folder / "examples")
    return folder


def endpoints(server):
    return requests.get(server.url + "/", timeout=10).json()["endpoints"]


def call(server, endpoint, headers):
    """One request to an endpoint, its parameters filled in; nothing that it could change exists."""
    path = re.sub(r"\{[^}]*\}", "none", endpoint["path"])
    body = {"json": {}} if endpoint["accepts"] in ("json", "any") else {}
    return requests.request(endpoint["method"], server.url + path, headers=headers, timeout=10, **body)


def test_every_endpoint_asks_for_its_role(module_server):
    found = endpoints(module_server)
    assert len(found) > 100
    wrong = []
    for endpoint in found:
        for name, headers in {"none": {}, "bad": {"Authorization": "Bearer nobody-knows-this-token"},
                              "bad cookie": {"Cookie": "shohin_session=0", "Sec-Fetch-Site": "same-origin"}}.items():
            status = call(module_server, endpoint, headers).status_code
            is_open = endpoint["role"] in ("public", "metrics")
            # Signing in is public and itself answers 401 to nobody.
            if not is_open and status != 401:
                wrong.append((name, endpoint, status))
            if is_open and status in (401, 403) and endpoint["path"] != SESSION:
                wrong.append((name, endpoint, status))
    assert wrong == []


def test_the_admin_may_call_every_endpoint(module_server):
    for endpoint in endpoints(module_server):
        if endpoint["path"] == SESSION:
            continue
        status = call(module_server, endpoint, bearer(module_server)).status_code
        assert status not in (401, 403, 405), endpoint
        assert status not in (500, 507), endpoint


def test_roles_are_as_promised(module_server):
    roles = {(e["method"], e["path"]): e["role"] for e in endpoints(module_server)}
    public = {path for (method, path), role in roles.items() if role == "public"}
    below = {f"{model}/{part}".rstrip("/") for model in ("/models/production", "/models/{name}/production")
             for part in ("", "manifest", "contract", "card")}
    scoring = {"/predict", "/models/{name}/predict", "/models/{name}/production/predict", "/invocations",
               "/models/{name}/invocations", "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/{name}",
               "/v2/models/{name}/ready", "/v2/models/{name}/infer"}
    assert public == below | scoring | {"/health", "/ping", "/ready", "/version", "/contract", "/models/sha256/{hex}", SESSION,
                                        "/api/3.0/mlflow/server-info", "/ajax-api/3.0/mlflow/server-info", "/openapi.json"}
    assert roles[("GET", "/api/shohin/v1/predictions")] == "staff"
    assert roles[("POST", "/models/{name}/{version}/predict")] == roles[("POST", "/batch")] == "viewer"
    assert roles[("GET", "/metrics")] == "metrics"


def test_the_printed_link_signs_in_once(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data")
    try:
        code = server.process.stdout.readline().strip().partition("/studio/#code=")[2]
        browser = requests.Session()
        origin = {"Origin": server.url}
        answer = browser.post(server.url + SESSION, json={"code": code}, headers=origin, timeout=10)
        assert answer.json() == {"user": "admin", "role": "admin"}
        assert browser.get(server.url + SESSION, timeout=10).json()["user"] == "admin"
        create = server.url + "/api/2.0/mlflow/experiments/create"
        assert browser.post(create, json={"name": "by cookie"}, headers=origin, timeout=10).status_code == 200
        foreign = browser.post(create, json={"name": "forged"}, headers={"Origin": "http://evil.example"}, timeout=10)
        assert foreign.status_code == 403
        assert requests.post(server.url + SESSION, json={"code": code}, timeout=10).status_code == 401
        assert browser.delete(server.url + SESSION, headers=origin, timeout=10).status_code == 200
        assert browser.get(server.url + SESSION, timeout=10).status_code == 401
    finally:
        stop_server(server)
    log = (tmp_path / "data.log").read_text()
    assert code not in log
    assert server.token not in log
    assert all(json.loads(line)["level"] in ("info", "warning", "error") for line in log.splitlines())


def loaded_models(server):
    text = requests.get(server.url + "/metrics", timeout=10).text
    return {re.search('model="([^"]*)"', line)[1] for line in text.splitlines()
            if line.startswith("shohin_model_loaded") and line.endswith(" 1")}


def wait_for_examples(server, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if loaded_models(server) == {"bonsai", "iris", "breast_cancer"}:
            return
        time.sleep(0.1)
    pytest.fail(f"only {loaded_models(server)} after {seconds} s")


def test_a_first_start_that_is_killed_is_finished_by_the_next(shohin, tmp_path, web):
    options = ("--examples", "on", "--web", web)
    for pause in (0.05, 0.4, 0.9):
        server = start_server(shohin, tmp_path / "data", *options)
        time.sleep(pause)
        server.process.kill()
        server.process.wait()
        server.process.stdout.close()
    server = start_server(shohin, tmp_path / "data", *options)
    try:
        wait_for_examples(server)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            runs = requests.post(server.url + "/api/2.0/mlflow/runs/search", json={"experiment_ids": ["1"]},
                                 headers=bearer(server), timeout=10).json()["runs"]
            statuses = [run["info"]["status"] for run in runs]
            if "RUNNING" not in statuses:
                break
        assert statuses.count("FINISHED") >= 3
        assert "RUNNING" not in statuses
        answer = requests.post(server.url + "/predict", json={"features": [2.1, 1.8, 12, 25.3]}, timeout=10)
        assert answer.status_code == 200
        assert answer.json()["model"]["name"] == "bonsai"
        kept = requests.get(server.url + "/api/shohin/v1/datasets", headers=bearer(server), timeout=10).json()
        assert {data["name"] for data in kept["datasets"]} == {"bonsai", "iris", "breast_cancer"}
    finally:
        stop_server(server)


def test_a_directory_that_belongs_to_somebody_gets_no_examples(shohin, tmp_path, web):
    server = start_server(shohin, tmp_path / "data")
    requests.post(server.url + "/api/2.0/mlflow/experiments/create", json={"name": "mine"}, headers=bearer(server),
                  timeout=10).raise_for_status()
    stop_server(server)
    server = start_server(shohin, tmp_path / "data", "--examples", "on", "--web", web)
    time.sleep(3)
    try:
        assert loaded_models(server) == set()
    finally:
        stop_server(server)


def test_what_it_keeps_is_for_its_owner(shohin, server):
    files = [path for path in server.data.rglob("*") if path.is_file()]
    assert {"shohin.db", "admin-secret"} <= {path.name for path in files}
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_one_directory_has_one_server(shohin, server):
    second = subprocess.run([shohin, "serve", "--port", "0", "--data", server.data], capture_output=True, text=True,
                            env=clean_environment(), timeout=20, check=False)
    assert second.returncode == 1
    assert "listening" not in second.stdout
    assert str(server.data) in second.stderr


def test_a_taken_port_is_told(shohin, server, tmp_path):
    port = server.url.rpartition(":")[2]
    second = subprocess.run([shohin, "serve", "--port", port, "--data", tmp_path / "other"], capture_output=True,
                            text=True, env=clean_environment(), timeout=20, check=False)
    assert second.returncode == 1
    assert port in second.stderr


def test_without_authentication_it_stays_on_loopback(shohin, tmp_path):
    refused = subprocess.run([shohin, "serve", "--auth", "off", "--host", "0.0.0.0", "--data", tmp_path / "data"],
                             capture_output=True, text=True, env=clean_environment(), timeout=20, check=False)
    assert refused.returncode == 2
    assert not (tmp_path / "data").exists()
    server = start_server(shohin, tmp_path / "open", "--auth", "off")
    try:
        assert requests.get(server.url + SESSION, timeout=10).json() == {"user": "anonymous", "role": "admin"}
        rebound = requests.get(server.url + SESSION, headers={"Host": "evil.example"}, timeout=10)
        assert rebound.status_code == 403
    finally:
        stop_server(server)


@pytest.mark.parametrize("arguments, code, said", [
    (["--trusted-proxies", "foo"], 2, "trusted-proxies: 'foo' (from flag) must be IP addresses with commas."),
    (["--allowed-hosts", "a b,", "--print-config"], 2, "allowed-hosts: 'a b,' (from flag)"),
    (["--host", "nosuchhost.invalid", "--port", "0"], 1, "host: 'nosuchhost.invalid' has no address"),
])
def test_a_setting_that_cannot_work_is_named(shohin, tmp_path, arguments, code, said):
    refused = subprocess.run([shohin, "serve", "--data", tmp_path / "data", *arguments], capture_output=True, text=True,
                             env=clean_environment(), timeout=60, check=False)
    assert refused.returncode == code
    assert said in refused.stderr
    assert not (tmp_path / "data").exists()


def test_health_speaks_json(shohin, module_server):
    asked = [subprocess.run([shohin, "health", url, "--json"], capture_output=True, text=True, timeout=20, check=False)
             for url in (module_server.url, "http://127.0.0.1:1")]
    assert [one.returncode for one in asked] == [0, 1]
    assert json.loads(asked[0].stdout)["status"] == "ok"
    assert "127.0.0.1:1" in json.loads(asked[1].stdout)["error"]


def test_print_config_names_the_origin_of_each_value(shohin):
    environment = clean_environment() | {"SHOHIN_PORT": "9", "SHOHIN_DATA": "/somewhere"}
    printed = subprocess.run([shohin, "serve", "--port", "7", "--print-config"], capture_output=True, text=True,
                             env=environment, timeout=20, check=True)
    config = json.loads(printed.stdout)
    assert config["port"] == {"value": "7", "from": "flag"}
    assert config["data"] == {"value": "/somewhere", "from": "environment"}
    assert config["host"] == {"value": "127.0.0.1", "from": "default"}


def test_print_config_names_every_option_of_serve(shohin):
    told = [subprocess.run([shohin, "serve", option], capture_output=True, text=True, env=clean_environment(), timeout=20,
                           check=True).stdout for option in ("--help", "--print-config")]
    flags = set(re.findall(r"^ +(?:-\w,)?--([a-z-]+)", told[0], re.MULTILINE))
    assert set(json.loads(told[1])) == flags - {"help", "print-config"} and len(flags) > 10


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_an_upload_that_the_end_cuts_off_leaves_nothing(shohin, tmp_path, end):
    server = start_server(shohin, tmp_path / "data")
    host, port = server.url.removeprefix("http://").split(":")
    path = "/api/2.0/mlflow-artifacts/artifacts/0/" + "a" * 32 + "/artifacts/big.bin"
    with socket.create_connection((host, int(port))) as upload:
        head = f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {server.token}\r\nContent-Length: 1000000\r\n\r\n"
        upload.sendall(head.encode() + os.urandom(500_000))
        time.sleep(0.3)
        began = time.monotonic()
        server.process.send_signal(end)
        server.process.wait(timeout=10)
        assert time.monotonic() - began < 6
    server.process.stdout.close()
    server = start_server(shohin, tmp_path / "data")
    try:
        assert requests.get(server.url + path, headers=bearer(server), timeout=10).status_code == 404
        files = [f for folder in ("tmp", "blobs") for f in (tmp_path / "data" / folder).rglob("*") if f.is_file()]
        assert files == []
    finally:
        stop_server(server)


def test_it_starts_at_once_and_stays_small(shohin, tmp_path, web):
    server = start_server(shohin, tmp_path / "data", "--examples", "on", "--web", web)
    wait_for_examples(server)
    stop_server(server)
    times = []
    for _ in range(5):
        began = time.monotonic()
        server = start_server(shohin, tmp_path / "data", "--web", web)
        requests.get(server.url + "/ready", timeout=10).raise_for_status()
        times.append(time.monotonic() - began)
        status = (ROOT / "/proc" / str(server.process.pid) / "status").read_text()
        resident = int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])
        stop_server(server)
    print(f"ready after {min(times) * 1000:.0f} ms, {resident / 1024:.1f} MB resident")
    # The promise is 100 ms and 30 MB; a busy machine may take several times as long.
    assert min(times) < 0.5
    assert resident < 30 * 1024
