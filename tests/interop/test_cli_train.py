"""Proves that train, predict, evaluate and inspect agree with each other and with scikit-learn's arithmetic."""
import csv
import hashlib
import json
import math

import numpy
import pytest
from command_line import run, run_json
from sklearn import metrics

SETS = ["iris", "breast_cancer", "bonsai"]
REPORT = {"accuracy", "accuracy_train", "precision", "recall", "f1", "log_loss", "confusion_matrix", "labels",
          "rows_train", "rows_test", "seconds", "model_digest", "file_sha256", "data_digest", "classes"}


def train(shohin, examples, name, out, *options):
    return run_json(shohin, "train", "--data", examples / f"{name}.csv", "--contract",
                    examples / f"{name}.contract.json", "--config", '{"n_estimators": 20}', "--out", out, *options)


@pytest.fixture(scope="module", params=SETS)
def trained(request, shohin, examples, tmp_path_factory):
    """(name of the set, model file, training report)."""
    out = tmp_path_factory.mktemp(request.param) / "model.onnx"
    return request.param, out, train(shohin, examples, request.param, out)


def predict(shohin, model, data, out, *options):
    run(shohin, "predict", "--model", model, "--data", data, "--out", out, *options)
    with open(out, newline="") as file:
        return list(csv.DictReader(file))


def test_the_report_has_every_promised_field(trained):
    _, model, report = trained
    assert REPORT <= set(report)
    assert report["file_sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert report["rows_train"] == pytest.approx(4 * report["rows_test"], rel=0.02)
    assert sum(map(sum, report["confusion_matrix"])) == report["rows_test"]


def test_inspect_shows_what_train_reported(shohin, examples, trained):
    name, model, report = trained
    seen = run_json(shohin, "inspect", model)
    for field in ("model_digest", "file_sha256", "data_digest"):
        assert seen[field] == report[field]
    assert seen["learner"] == "random_forest" and seen["sizes"]["trees"] == 20
    shipped = json.loads((examples / f"{name}.contract.json").read_text())
    assert [feature["name"] for feature in seen["contract"]["features"]] == [f["name"] for f in shipped["features"]]
    assert seen["record"]["config"]["n_estimators"] == 20
    text, _ = run(shohin, "inspect", model)
    assert report["model_digest"] in text


def test_the_model_is_the_same_with_any_number_of_threads(shohin, examples, tmp_path, trained):
    name, model, report = trained
    for threads in (1, 3):
        again = train(shohin, examples, name, tmp_path / "again.onnx", "--threads", threads)
        assert again["file_sha256"] == report["file_sha256"]
    assert (tmp_path / "again.onnx").read_bytes() == model.read_bytes()


def test_another_seed_gives_another_model(shohin, examples, tmp_path, trained):
    name, _, report = trained
    other = train(shohin, examples, name, tmp_path / "other.onnx", "--seed", 7)
    assert other["model_digest"] != report["model_digest"]
    assert other["data_digest"] == report["data_digest"]


def test_predictions_follow_the_input_columns(shohin, examples, tmp_path, trained):
    name, model, report = trained
    data = examples / f"{name}.csv"
    rows = predict(shohin, model, data, tmp_path / "out.csv", "--threads", 2)
    with open(data, newline="") as file:
        given = list(csv.DictReader(file))
    classes = report["labels"]
    assert list(rows[0]) == [*given[0], "prediction", "confidence", *(f"p_{one}" for one in classes)]
    assert len(rows) == len(given)
    for row, source in zip(rows, given):
        assert all(row[column] == source[column] for column in source)
        shares = [float(row[f"p_{one}"]) for one in classes]
        assert math.isclose(sum(shares), 1, abs_tol=1e-6)
        assert row["prediction"] == classes[int(numpy.argmax(shares))]
        assert float(row["confidence"]) == max(shares)


def test_predictions_are_the_same_with_any_number_of_threads(shohin, examples, tmp_path, trained):
    name, model, _ = trained
    for threads in (1, 4):
        predict(shohin, model, examples / f"{name}.csv", tmp_path / f"{threads}.csv", "--threads", threads)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "4.csv").read_bytes()


def test_onnx_runtime_gives_the_same_labels_and_probabilities(shohin, examples, tmp_path, trained):
    import onnxruntime
    name, model, report = trained
    contract = json.loads((examples / f"{name}.contract.json").read_text())
    rows = predict(shohin, model, examples / f"{name}.csv", tmp_path / "out.csv")

    def cell(feature, text):
        if not text:
            return math.nan
        return feature["categories"].index(text) if feature["kind"] == "categorical" else float(text)

    values = numpy.array([[cell(f, row[f["name"]]) for f in contract["features"]] for row in rows], numpy.float32)
    labels, shares = onnxruntime.InferenceSession(model).run(["label", "probabilities"], {"features": values})
    ours = numpy.array([[float(row[f"p_{one}"]) for one in report["labels"]] for row in rows], numpy.float32)
    assert list(labels) == [row["prediction"] for row in rows]
    assert numpy.array_equal(shares, ours)


def test_evaluate_agrees_with_scikit_learn(shohin, examples, tmp_path, trained):
    name, model, report = trained
    target = json.loads((examples / f"{name}.contract.json").read_text())["target"]["name"]
    rows = predict(shohin, model, examples / f"{name}.csv", tmp_path / "out.csv")
    seen = run_json(shohin, "evaluate", "--model", model, "--data", examples / f"{name}.csv")
    truth = [row[target] for row in rows]
    guess = [row["prediction"] for row in rows]
    labels = report["labels"]
    index = [labels.index(one) for one in truth]
    shares = numpy.array([[float(row[f"p_{one}"]) for one in labels] for row in rows])
    shares /= shares.sum(axis=1, keepdims=True)  # float32 shares add up to 1 within 1e-7 only
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(truth, guess, labels=labels,
                                                                       average="weighted", zero_division=0)
    assert seen["accuracy"] == pytest.approx(metrics.accuracy_score(truth, guess), abs=1e-12)
    assert [seen["precision"], seen["recall"], seen["f1"]] == pytest.approx([precision, recall, f1], abs=1e-12)
    assert seen["log_loss"] == pytest.approx(metrics.log_loss(index, shares, labels=range(len(labels))), abs=1e-5)
    assert seen["confusion_matrix"] == metrics.confusion_matrix(truth, guess, labels=labels).tolist()
    assert seen["rows"] == len(rows)


def test_a_file_of_its_own_can_be_the_test(shohin, examples, tmp_path):
    lines = (examples / "iris.csv").read_text().splitlines(keepends=True)
    (tmp_path / "train.csv").write_text("".join(lines[:1] + lines[1::2]))
    (tmp_path / "test.csv").write_text("".join(lines[:1] + lines[2::2]))
    report = run_json(shohin, "train", "--data", tmp_path / "train.csv", "--test", tmp_path / "test.csv", "--contract",
                      examples / "iris.contract.json", "--out", tmp_path / "m.onnx")
    assert (report["rows_train"], report["rows_test"]) == (75, 75)
    seen = run_json(shohin, "evaluate", "--model", tmp_path / "m.onnx", "--data", tmp_path / "test.csv")
    assert seen["accuracy"] == report["accuracy"]
    assert seen["confusion_matrix"] == report["confusion_matrix"]


def test_json_rows_train_the_same_model_as_csv(shohin, examples, tmp_path):
    with open(examples / "iris.csv", newline="") as file:
        rows = [{k: v if k == "species" else float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    (tmp_path / "iris.json").write_text(json.dumps(rows))
    report = run_json(shohin, "train", "--data", tmp_path / "iris.json", "--contract",
                      examples / "iris.contract.json", "--config", '{"n_estimators": 20}')
    from_csv = train(shohin, examples, "iris", tmp_path / "m.onnx")
    assert report["model_digest"] == from_csv["model_digest"]
    assert report["data_digest"] == from_csv["data_digest"]


def test_quoted_names_and_gaps_come_through_predict(shohin, examples, tmp_path):
    contract = json.loads((examples / "iris.contract.json").read_text())
    contract["features"][0]["name"] = 'sepal, "long"'
    contract["target"]["classes"][0]["name"] = "a,b"
    (tmp_path / "c.json").write_text(json.dumps(contract))
    text = (examples / "iris.csv").read_text().replace("sepal_length", '"sepal, ""long"""').replace("setosa", '"a,b"')
    (tmp_path / "d.csv").write_text(text)
    run(shohin, "train", "--data", tmp_path / "d.csv", "--contract", tmp_path / "c.json", "--out", tmp_path / "m.onnx")
    rows = predict(shohin, tmp_path / "m.onnx", tmp_path / "d.csv", tmp_path / "o.csv")
    assert rows[0]['sepal, "long"'] == "5.1" and rows[0]["prediction"] == "a,b" and "p_a,b" in rows[0]


def test_many_rows_are_scored_in_little_memory(shohin, examples, tmp_path):
    train(shohin, examples, "bonsai", tmp_path / "m.onnx")
    run(shohin, "generate", "bonsai", "--rows", 400000, "--out", tmp_path / "d.csv")
    assert (tmp_path / "d.csv").stat().st_size > 15_000_000
    import resource
    import subprocess
    command = [shohin, "predict", "--model", tmp_path / "m.onnx", "--data", tmp_path / "d.csv", "--out",
               tmp_path / "o.csv"]
    limit = 400 << 20  # address space, threads' stacks included
    subprocess.run(command, check=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    with open(tmp_path / "o.csv") as file:
        assert sum(1 for _ in file) == 400001


def test_the_model_stands_beside_the_ceiling_in_one_command(shohin, examples, tmp_path):
    train(shohin, examples, "bonsai", tmp_path / "m.onnx")
    report = run_json(shohin, "generate", "bonsai", "--bayes", "--model", tmp_path / "m.onnx", "--rows", 4000)
    for row in report["accuracy"]:
        assert row["difference"]["value"] == pytest.approx(row["model"]["value"] - row["bayes"]["value"])
        assert row["model"]["value"] < row["bayes"]["value"] + 3 * row["difference"]["standard_error"]
        assert row["model"]["value"] > 0.85
    text, _ = run(shohin, "generate", "bonsai", "--bayes", "--model", tmp_path / "m.onnx", "--rows", 1000)
    assert "Bayes" in text and "real trees" in text
