"""Proves that /metrics is what Prometheus reads: promtool checks it, and the names outsiders rely on are there."""
import subprocess

import pytest
import requests
from conftest import ROOT

# Written here as in the public list of metrics: the dashboards of operators hang on them.
COUNTED = {
    "shohin_api_requests_total": ("method", "endpoint", "status"),
    "shohin_api_request_duration_seconds_bucket": ("method", "endpoint"),
    "shohin_api_health": (),
    "shohin_api_active_requests": (),
    "shohin_build_info": (),
    "shohin_disk_free_bytes": (),
    "shohin_versions_loaded": (),
    "shohin_prediction_log_rows_total": ("result",),
    "process_resident_memory_bytes": (),
    "process_cpu_seconds_total": (),
}


@pytest.fixture(scope="module")
def exposition(module_server):
    """The text of /metrics after a few requests, good and bad."""
    for path in ("/health", "/version", "/no-such-path"):
        requests.get(module_server.url + path, timeout=10)
    requests.post(module_server.url + "/predict", json={"features": [1, 2, 3, 4]}, timeout=10)
    answer = requests.get(module_server.url + "/metrics", timeout=10)
    assert answer.status_code == 200
    return answer


def test_promtool_finds_nothing_to_correct(exposition):
    check = subprocess.run([ROOT / "build" / "promtool" / "promtool", "check", "metrics"],
                           input=exposition.content, capture_output=True, check=False)
    assert check.returncode == 0, check.stderr.decode() + check.stdout.decode()


def test_the_content_type_names_the_text_format(exposition):
    assert exposition.headers["Content-Type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize(("name", "labels"), COUNTED.items())
def test_has_the_names_that_outsiders_rely_on(exposition, name, labels):
    samples = [line for line in exposition.text.splitlines() if line.split("{")[0].split(" ")[0] == name]
    assert samples, f"no sample of {name}"
    for label in labels:
        assert all(f'{label}="' in sample for sample in samples), f"{name} without {label}"


def test_a_request_is_counted_where_it_was_answered(exposition):
    counted = [line for line in exposition.text.splitlines()
               if line.startswith("shohin_api_requests_total{") and 'endpoint="/health"' in line]
    assert any('status="200"' in line and 'method="GET"' in line and line.endswith(" 1") for line in counted), counted


def test_paths_that_clients_make_up_become_no_labels(exposition):
    assert "/no-such-path" not in exposition.text
