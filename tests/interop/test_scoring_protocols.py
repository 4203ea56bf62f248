"""Proves our scoring protocols with their own clients: MLflow's scoring server is the oracle of /invocations, its client
and Triton's talk to us, and a batch over HTTP gives the bytes of `shohin predict`."""
import json
import re
import subprocess
import threading
import time

import mlflow
import numpy
import pandas
import pytest
import requests
import tritonclient.http as triton
from command_line import run, run_json
from conftest import ROOT, start_server, stop_server
from mlflow.exceptions import MlflowException
from mlflow.pyfunc import scoring_server
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from pandas._libs.parsers import STR_NA_VALUES

from mlflow_session import client_of

JSON, CSV = "application/json", "text/csv"
NAMES = ("bonsai", "iris")
FULL = {"leaf_length": 8.0, "leaf_width": 0.12, "branch_thickness": 60.0, "height": 55.0, "age": 12.0,
        "seasonal_color_index": 0.3, "root_system": "tap", "bark_texture": 4.0, "foliage": "needle"}
BASIC = {name: FULL[name] for name in ("leaf_length", "leaf_width", "branch_thickness", "height")}


@pytest.fixture(scope="module")
def serving(shohin, examples, tmp_path_factory):
    """A server with Iris and bonsai in production; gives it with the model files and MLflow's own model of bonsai."""
    folder = tmp_path_factory.mktemp("serving")
    server = start_server(shohin, folder / "data", "--prediction-log", "inputs")
    (folder / "token").write_text(server.token)
    for name in NAMES:
        run_json(shohin, "train", "--data", examples / f"{name}.csv", "--contract", examples / f"{name}.contract.json",
                 "--config", '{"n_estimators": 15}', "--out", folder / f"{name}.onnx", "--log", server.url,
                 "--experiment", name, "--register", name, "--alias", "production", "--token-file", folder / "token")
    with client_of(server):
        oracle = mlflow.pyfunc.load_model("models:/bonsai@production")
    yield server, folder, oracle
    stop_server(server)


def ask_oracle(model, body, content_type):
    """Status and parsed body of what `mlflow models serve` answers."""
    try:
        answer = scoring_server.invocations(body, content_type, model, model.metadata.get_input_schema())
        return answer.status, json.loads(answer.response) if answer.mimetype == JSON else answer.response
    except MlflowException as refused:
        return refused.get_http_status_code(), json.loads(refused.serialize_as_json())


def ask_us(server, body, content_type):
    answer = requests.post(f"{server.url}/invocations", data=body, headers={"Content-Type": content_type}, timeout=10)
    return answer.status_code, answer.json() if answer.headers["Content-Type"] == JSON else answer.text


GOOD = {
    "split": ({"dataframe_split": {"columns": list(FULL), "data": [list(FULL.values())] * 3, "index": [4, 5, 6]}}, JSON),
    "split, other order": ({"dataframe_split": {"columns": list(FULL)[::-1], "data": [list(FULL.values())[::-1]]}}, JSON),
    "records": ({"dataframe_records": [FULL, FULL]}, JSON),
    "records, basic": ({"dataframe_records": [BASIC]}, JSON),
    "records, more columns": ({"dataframe_records": [FULL | {"colour": "red"}]}, JSON),
    "records, whole numbers": ({"dataframe_records": [BASIC | {"height": 55}]}, JSON),
    "inputs, lists": ({"inputs": {name: [value, value] for name, value in FULL.items()}}, JSON),
    "inputs, records": ({"inputs": [FULL, FULL]}, JSON),
    "inputs, one row": ({"inputs": FULL}, JSON),
    "instances": ({"instances": [FULL, FULL]}, JSON),
    "instances, lists": ({"instances": {name: [value] for name, value in FULL.items()}}, JSON),
    "params": ({"inputs": [FULL], "params": {"anything": 1}}, JSON),
    "null": ({"dataframe_records": [FULL | {"age": None}, FULL]}, JSON),
    "bare NaN": ('{"dataframe_records": [{"leaf_length": 8, "leaf_width": 0.12, "branch_thickness": 60, "height": 55,'
                 '"age": NaN}]}', JSON),
    "csv": (pandas.DataFrame([FULL, FULL]).to_csv(index=False), CSV),
    "csv, utf-8": (pandas.DataFrame([BASIC]).to_csv(index=False), CSV + "; charset=utf-8"),
    "split, no index": ({"dataframe_split": {"columns": list(FULL), "data": [list(FULL.values())], "index": None}},
                                    JSON),
    "split, a column that no model knows twice": ({"dataframe_split": {
        "columns": ["x", *FULL, "x"], "data": [[1.0, *FULL.values(), 2.0]]}}, JSON),
    "csv, a column twice": ("leaf_length,leaf_width,branch_thickness,height,height\n8,0.12,60,55,1\n", CSV),
    "csv, pandas' words for what is missing": ("leaf_length,leaf_width,branch_thickness,height,age,root_system\n" + "".join(
        f"8,0.12,60,55,{word},{word}\n" for word in sorted(STR_NA_VALUES)), CSV),
    "csv, gaps": (pandas.DataFrame([FULL, FULL | {"age": None}]).to_csv(index=False), CSV),
}


@pytest.mark.parametrize("name", GOOD)
def test_invocations_answer_as_mlflow_does(serving, name):
    server, _, oracle = serving
    body, content_type = GOOD[name]
    body = body if isinstance(body, str) else json.dumps(body)
    (status, ours), (expected, theirs) = ask_us(server, body, content_type), ask_oracle(oracle, body, content_type)
    assert (status, expected) == (200, 200), (ours, theirs)
    assert list(ours) == list(theirs) == ["predictions"]
    assert len(ours["predictions"]) == len(theirs["predictions"])
    for mine, other in zip(ours["predictions"], theirs["predictions"]):
        assert list(mine) == list(other)
        assert mine["prediction"] == other["prediction"]
        for column in list(mine)[1:]:
            assert numpy.float32(mine[column]) == numpy.float32(other[column])


BAD = {
    "nothing": ("", JSON),
    "no JSON": ("{", JSON),
    "a list": ([FULL], JSON),
    "a number": ("5", JSON),
    "no form": ({"rows": [FULL]}, JSON),
    "two forms": ({"inputs": [FULL], "instances": [FULL]}, JSON),
    "records of another type": ({"dataframe_records": FULL}, JSON),
    "split of another type": ({"dataframe_split": [FULL]}, JSON),
    "split without data": ({"dataframe_split": {"columns": list(FULL)}}, JSON),
    "split with more": ({"dataframe_split": {"columns": list(FULL), "data": [list(FULL.values())], "rows": 1}}, JSON),
    "split, ragged": ({"dataframe_split": {"columns": list(FULL), "data": [[1]]}}, JSON),
    "split without columns": ({"dataframe_split": {"data": [list(FULL.values())]}}, JSON),
    "a column missing": ({"dataframe_records": [{"height": 55.0}]}, JSON),
    "no records": ({"dataframe_records": []}, JSON),
    "no instances": ({"instances": []}, JSON),
    "no inputs": ({"inputs": {}}, JSON),
    "numbers without names": ({"inputs": [[5, 3, 1, 1]]}, JSON),
    "one number": ({"inputs": 5}, JSON),
    "one text": ({"inputs": "x"}, JSON),
    "split, a column twice": ({"dataframe_split": {"columns": [*FULL, "height"], "data": [[*FULL.values(), 1.0]]}}, JSON),
    "csv, required and missing": ("leaf_length,leaf_width,branch_thickness,height\n8,0.12,60,NaN\n", CSV),
    "below the range": ({"dataframe_records": [FULL | {"height": -5.0}]}, JSON),
    "unknown category": ({"dataframe_records": [FULL | {"root_system": "wings"}]}, JSON),
    "required and null": ({"dataframe_records": [BASIC | {"height": None}, BASIC]}, JSON),
    "lists of two lengths": ({"instances": {name: [1.0] * (1 + (name == "height")) for name in BASIC}}, JSON),
    "csv, a column missing": ("height\n55\n", CSV),
    "csv, nothing": ("", CSV),
    "plain text": ("x", "text/plain"),
    "old form": ("{}", JSON + "; format=pandas-split"),
    "latin-1": ("{}", JSON + "; charset=latin-1"),
}


@pytest.mark.parametrize("name", BAD)
def test_invocations_refuse_as_mlflow_does(serving, name):
    server, _, oracle = serving
    body, content_type = BAD[name]
    body = body if isinstance(body, str) else json.dumps(body)
    (status, ours), (expected, theirs) = ask_us(server, body, content_type), ask_oracle(oracle, body, content_type)
    assert status == expected, (ours, theirs)
    if isinstance(theirs, dict):
        for field in ("error_code", "sqlstate", "error_class"):
            if field == "error_code" or ours.get(field):
                assert ours.get(field) == theirs.get(field), (ours, theirs)
    else:
        assert isinstance(ours, str)


def test_mlflows_scoring_client_works_unmodified(serving):
    server, _, oracle = serving
    host, port = server.url.removeprefix("http://").split(":")
    client = ScoringServerClient(host, int(port))
    client.wait_server_ready(timeout=5)
    frame = pandas.DataFrame([FULL, FULL | {"age": None}])
    answer = client.invoke(frame).get_predictions()
    expected = oracle.predict(frame)
    assert list(answer["prediction"]) == list(expected["prediction"])
    assert numpy.array_equal(answer["confidence"].to_numpy(numpy.float32), expected["confidence"].to_numpy(numpy.float32))


@pytest.fixture
def triton_client(serving):
    client = triton.InferenceServerClient(serving[0].url.removeprefix("http://"))
    yield client
    client.close()


def test_tritons_client_sees_server_and_models(triton_client):
    assert triton_client.is_server_live() and triton_client.is_server_ready()
    assert triton_client.is_model_ready("iris") and not triton_client.is_model_ready("cactus")
    assert "binary_tensor_data" in triton_client.get_server_metadata()["extensions"]
    about = triton_client.get_model_metadata("iris")
    assert about["inputs"] == [{"name": "features", "datatype": "FP32", "shape": [-1, 4]}]
    assert [output["name"] for output in about["outputs"]] == ["label", "probabilities"]


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("outputs", [None, ("probabilities",), ("label", "probabilities")])
def test_tritons_client_infers_in_json_and_in_bytes(serving, triton_client, examples, binary, outputs):
    server, folder, _ = serving
    frame = pandas.read_csv(examples / "iris.csv")
    rows = frame.drop(columns="species").to_numpy(numpy.float32)
    given = triton.InferInput("features", list(rows.shape), "FP32")
    given.set_data_from_numpy(rows, binary_data=binary)
    wanted = outputs and [triton.InferRequestedOutput(name, binary_data=binary) for name in outputs]
    answer = triton_client.infer("iris", [given], outputs=wanted, request_id="7")
    assert answer.get_response()["id"] == "7" and answer.get_response()["model_name"] == "iris"
    run(server_program(server), "predict", "--model", folder / "iris.onnx", "--data", examples / "iris.csv", "--out",
        folder / "expected.csv")
    expected = pandas.read_csv(folder / "expected.csv")
    columns = [column for column in expected if column.startswith("p_")]
    assert numpy.array_equal(answer.as_numpy("probabilities"), expected[columns].to_numpy(numpy.float32))
    labels = answer.as_numpy("label")
    if outputs and "label" not in outputs:
        assert labels is None
    else:
        assert [text_of(label) for label in labels] == list(expected["prediction"])


def text_of(label):
    return label.decode() if isinstance(label, bytes) else label


def server_program(server):
    return server.process.args[0]


def test_tritons_client_gets_our_fault_as_its_own(triton_client):
    rows = numpy.array([[-1, 3, 1, 1]], numpy.float32)
    given = triton.InferInput("features", [1, 4], "FP32")
    given.set_data_from_numpy(rows)
    with pytest.raises(triton.InferenceServerException, match="sepal_length"):
        triton_client.infer("iris", [given])


def test_tritons_client_reads_why_a_compressed_request_is_refused(triton_client):
    given = triton.InferInput("features", [1, 4], "FP32")
    given.set_data_from_numpy(numpy.array([[5.1, 3.5, 1.4, 0.2]], numpy.float32))
    with pytest.raises(triton.InferenceServerException, match="without Content-Encoding"):
        triton_client.infer("iris", [given], request_compression_algorithm="gzip")


def bearer(server, content_type=CSV):
    return {"Authorization": f"Bearer {server.token}", "Content-Type": content_type}


def test_a_batch_has_the_bytes_of_predict(serving, examples, shohin):
    server, folder, _ = serving
    for name in NAMES:
        run(shohin, "predict", "--model", folder / f"{name}.onnx", "--data", examples / f"{name}.csv", "--out",
            folder / "expected.csv")
        with open(examples / f"{name}.csv", "rb") as rows:
            answer = requests.post(f"{server.url}/models/{name}/batch", data=rows, headers=bearer(server), timeout=30)
        assert answer.status_code == 200
        assert answer.content == (folder / "expected.csv").read_bytes()


def peak_mb(server):
    status = open(f"/proc/{server.process.pid}/status").read()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def test_a_batch_streams_in_constant_memory(serving, examples):
    server, _, _ = serving
    header, *lines = (examples / "iris.csv").read_bytes().splitlines(keepends=True)
    block = b"".join(lines) * 40

    def pieces(count):
        yield header
        for _ in range(count):
            yield block

    def score(count):
        answer = requests.post(f"{server.url}/models/iris/batch", data=pieces(count), headers=bearer(server), stream=True,
                               timeout=60)
        assert answer.status_code == 200
        return sum(part.count(b"\n") for part in answer.iter_content(1 << 20))

    assert score(15) == 15 * 40 * len(lines) + 1
    before = peak_mb(server)
    assert score(600) == 600 * 40 * len(lines) + 1  # 90 MB
    assert peak_mb(server) < before + 32  # at most a million rows wait for the prediction log
    assert not list((server.data / "tmp").iterdir())


def test_promotions_under_load_lose_no_request(serving, examples, shohin):
    server, folder, _ = serving
    run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json", "--seed", 9,
             "--config", '{"n_estimators": 15}', "--out", folder / "second.onnx", "--log", server.url, "--experiment",
             "iris", "--register", "iris", "--alias", "next", "--token-file", folder / "token")
    row, statuses, versions, done = {"features": [5.1, 3.5, 1.4, 0.2]}, set(), set(), threading.Event()

    def score():
        with requests.Session() as session:
            while not done.is_set():
                answer = session.post(f"{server.url}/models/iris/predict", json=row, timeout=10)
                statuses.add(answer.status_code)
                versions.add(answer.json()["model"]["version"])

    threads = [threading.Thread(target=score) for _ in range(3)]
    for thread in threads:
        thread.start()
    with client_of(server) as client:
        for turn in range(20):
            client.set_registered_model_alias("iris", "production", "2" if turn % 2 == 0 else "1")
    done.set()
    for thread in threads:
        thread.join()
    assert statuses == {200} and versions == {"1", "2"}


def test_any_version_scores_and_downloads_by_alias(serving):
    server, folder, _ = serving
    with client_of(server) as client:
        client.set_registered_model_alias("bonsai", "blue", "1")
    base = f"{server.url}/models/bonsai/blue"
    assert requests.post(f"{base}/predict", json=BASIC, timeout=10).status_code == 401
    answer = requests.post(f"{base}/predict?explain=1", json=BASIC, headers=bearer(server, JSON), timeout=10).json()
    assert answer["model"]["version"] == "1" and "explanation" in answer
    assert requests.get(base, headers=bearer(server), timeout=10).content == (folder / "bonsai.onnx").read_bytes()
    card = requests.get(f"{base}/card", headers=bearer(server), timeout=10)
    assert card.headers["Content-Type"].startswith("text/markdown") and "bonsai" in card.text.lower()


def test_the_prediction_log_tells_what_was_answered(serving):
    server, _, _ = serving
    answer = requests.post(f"{server.url}/predict", json=FULL, timeout=10)
    wanted = {"request_id": answer.headers["X-Request-Id"], "model": "bonsai", "version": "1",
              "class": answer.json()["prediction"]}
    for _ in range(100):
        listed = requests.get(f"{server.url}/api/shohin/v1/predictions?model=bonsai", headers=bearer(server, None),
                              timeout=10).json()["predictions"]
        found = [row for row in listed if row["request_id"] == wanted["request_id"]]
        if found:
            break
        time.sleep(0.1)
    row = found[0]
    assert {name: row[name] for name in wanted} == wanted
    assert row["inputs"]["root_system"] == "tap" and row["inputs"]["height"] == 55
    assert abs(row["time_ms"] / 1000 - time.time()) < 60


def test_promtool_finds_nothing_to_correct_once_models_answered(serving):
    server, _, _ = serving
    told = requests.get(f"{server.url}/metrics", timeout=10).text
    check = subprocess.run([ROOT / "build" / "promtool" / "promtool", "check", "metrics"], input=told, capture_output=True,
                           text=True, check=False)
    assert check.returncode == 0, check.stderr + check.stdout
    for sample in ('shohin_predictions_total{model="iris",class="setosa"}', 'shohin_model_loaded{model="bonsai"} 1',
                   'shohin_prediction_confidence_bucket{model="iris",le="0.5"}', 'shohin_model_info{model="bonsai",version="1"',
                   'shohin_model_load_duration_seconds_count{model="iris"}', "shohin_versions_loaded ", "shohin_api_health 1",
                   'shohin_api_request_duration_seconds_bucket{method="POST",endpoint="/models/{name}/batch",le="10"}'):
        assert sample in told, sample


def test_encoded_copies_are_there_at_once_after_a_restart(serving, shohin):
    server, folder, _ = serving
    copies = server.data / "encoded"
    for _ in range(400):
        if len(list(copies.glob("*.br"))) >= 3:
            break
        time.sleep(0.05)
    stop_server(server)
    again = start_server(shohin, server.data)
    try:
        answer = requests.get(f"{again.url}/models/production", headers={"Accept-Encoding": "gzip"}, timeout=10)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.content == (folder / "bonsai.onnx").read_bytes()
        brotli = requests.get(f"{again.url}/models/production", headers={"Accept-Encoding": "br"}, stream=True, timeout=10)
        assert brotli.headers["Content-Encoding"] == "br"
    finally:
        stop_server(again)
