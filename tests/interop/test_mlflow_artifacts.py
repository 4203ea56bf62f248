"""Proves that files go up, come back and are listed through the real MLflow client, and what is refused on the way."""
import hashlib

import mlflow
import pytest
import requests

from mlflow_session import client_of

FILES = "/api/2.0/mlflow-artifacts/artifacts"


@pytest.fixture(scope="module")
def client(module_server):
    with client_of(module_server) as made:
        yield made


@pytest.fixture
def run(client):
    return client.create_run("0").info


@pytest.fixture
def http(module_server):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {module_server.token}"
    session.base = module_server.url + FILES
    return session


def test_files_come_back_as_they_went(client, run, tmp_path):
    contents = {"plain.txt": b"hello", "empty.bin": b"", "sub/deep/h w+%é.json": b'{"a": 1}',
                "big.bin": hashlib.sha512(b"x").digest() * 40_000}
    for name, content in contents.items():
        (tmp_path / "up" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "up" / name).write_bytes(content)
    client.log_artifacts(run.run_id, str(tmp_path / "up"), "folder")
    (tmp_path / "down").mkdir()
    down = mlflow.artifacts.download_artifacts(run_id=run.run_id, artifact_path="folder", dst_path=str(tmp_path / "down"))
    for name, content in contents.items():
        assert (tmp_path / "down" / "folder" / name).read_bytes() == content, down


def test_folders_are_listed_with_sizes(client, run):
    client.log_text(run.run_id, "one", "a/b/c.txt")
    client.log_text(run.run_id, "three", "a/d.txt")
    client.log_text(run.run_id, "x", "a-b.txt")
    assert [(f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run.run_id)] == [
        ("a", True, None), ("a-b.txt", False, 1)]
    assert [(f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run.run_id, "a")] == [
        ("a/b", True, None), ("a/d.txt", False, 5)]
    assert client.list_artifacts(run.run_id, "a/d.txt") == []
    assert client.list_artifacts(run.run_id, "nothing") == []


def test_a_second_upload_replaces_the_first_and_a_table_grows(client, run):
    client.log_text(run.run_id, "old", "a.txt")
    client.log_text(run.run_id, "new", "a.txt")
    assert mlflow.artifacts.load_text(run.artifact_uri + "/a.txt") == "new"
    client.log_table(run.run_id, {"x": [1]}, "t.json")
    client.log_table(run.run_id, {"x": [2]}, "t.json")
    assert client.load_table("0", "t.json", run_ids=[run.run_id])["x"].tolist() == [1, 2]


def test_a_file_has_a_range_an_etag_and_is_no_page(client, run, http):
    client.log_text(run.run_id, "<script>0123456789</script>", "page.html")
    url = f"{http.base}/0/{run.run_id}/artifacts/page.html"
    whole = http.get(url)
    assert whole.headers["Content-Disposition"].startswith("attachment") and whole.headers["ETag"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = http.get(url, headers={"Range": "bytes=8-10"})
    assert (part.status_code, part.text) == (206, "012")
    assert http.get(url, headers={"Range": "bytes=900-"}).status_code == 416
    assert http.get(url, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_text_is_text_and_the_rest_is_bytes(client, run, http):
    for name, kind in {"MLmodel": "text/plain", "a.yaml": "text/plain", "a.csv": "text/plain", "a.json": "text/plain",
                       "a.onnx": "application/octet-stream", "a.png": "image/png", "none": "application/octet-stream"}.items():
        client.log_text(run.run_id, "x", name)
        assert http.get(f"{http.base}/0/{run.run_id}/artifacts/{name}").headers["Content-Type"].startswith(kind)


def test_deleting_is_deep_and_forgiving(client, run, http):
    client.log_text(run.run_id, "x", "a/b.txt")
    for _ in range(2):
        assert http.delete(f"{http.base}/0/{run.run_id}/artifacts/a").json() == {}
    assert client.list_artifacts(run.run_id) == []


@pytest.mark.parametrize("path", ["%2e%2e/x", "0/%2e%2e/x", "0/%252e%252e/x", "%2Fetc/x", "0/a%5cb", "0/a%00b", "0//b",
                                  "0/a%23b", "0/a/", "0/" + "x" * 1100, "0/%ff"])
def test_a_path_that_climbs_or_hides_is_refused(http, path):
    for method in ("PUT", "GET"):
        request = requests.Request(method, "http://x/", data=b"x" if method == "PUT" else None).prepare()
        request.url = f"{http.base}/{path}"
        request.headers["Authorization"] = http.headers["Authorization"]
        answer = http.send(request)
        assert answer.status_code in (400, 404), (method, answer.text)
    assert requests.get(http.base, params={"path": "../x"}, headers=http.headers).status_code == 400


def test_a_file_is_no_folder_and_a_folder_no_file(client, run, http):
    client.log_text(run.run_id, "x", "a/b.txt")
    base = f"{http.base}/0/{run.run_id}/artifacts"
    assert http.put(f"{base}/a", data=b"x").status_code == 400
    assert http.put(f"{base}/a/b.txt/c", data=b"x").status_code == 400
    assert http.get(f"{base}/a").status_code == 400
    assert http.get(f"{base}/nothing").status_code == 404


def test_nobody_reads_or_writes_without_a_token(module_server):
    assert requests.put(f"{module_server.url}{FILES}/0/x", data=b"x").status_code == 401
    assert requests.get(f"{module_server.url}{FILES}?path=0").status_code == 401
