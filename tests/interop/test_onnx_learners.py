"""Proves that ONNX Runtime answers as we do for what every learner trains, with and without calibration, on two classes
and more, with missing values and categories; and that `inspect --card` prints the card that travels in the file."""
import csv
import json

import numpy
import onnx
import onnxruntime
import pytest
from command_line import run

LEARNERS = ["random_forest", "extra_trees", "gradient_boosting", "softmax_regression"]


def read_rows(path, contract):
    """The data set as the model's input: a category is its index, what is missing is NaN."""
    def cell(feature, text):
        if text == "":
            return numpy.nan
        return feature["categories"].index(text) if feature["kind"] == "categorical" else float(text)
    with open(path, newline="") as file:
        return numpy.array([[cell(feature, row[feature["name"]]) for feature in contract["features"]]
                            for row in csv.DictReader(file)], numpy.float32)


@pytest.mark.parametrize("calibration", ["none", "temperature"])
@pytest.mark.parametrize("data", ["iris", "breast_cancer", "bonsai"])
@pytest.mark.parametrize("learner", LEARNERS)
def test_it_answers_as_we_do(shohin, examples, tmp_path, learner, data, calibration):
    table, model, out = examples / f"{data}.csv", tmp_path / "model.onnx", tmp_path / "out.csv"
    contract = json.loads((examples / f"{data}.contract.json").read_text())
    run(shohin, "train", "--data", table, "--contract", examples / f"{data}.contract.json", "--learner", learner,
        "--calibration", calibration, "--out", model)
    run(shohin, "predict", "--model", model, "--data", table, "--out", out)
    with open(out, newline="") as file:
        ours = list(csv.DictReader(file))
    names = [one["name"] for one in contract["target"]["classes"]]
    expected = numpy.array([[float(row[f"p_{name}"]) for name in names] for row in ours], numpy.float32)

    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model)
    labels, probabilities = session.run(["label", "probabilities"], {"features": read_rows(table, contract)})
    exact = calibration == "none" and learner in ("random_forest", "extra_trees")
    assert numpy.abs(probabilities - expected).max() <= (0 if exact else 1e-6)
    ranked = numpy.sort(expected, axis=1)
    clear = ranked[:, -1] - ranked[:, -2] > 1e-6
    assert (labels == numpy.array([row["prediction"] for row in ours]))[clear].all()

    card = {entry.key: entry.value for entry in onnx.load(model).metadata_props}["shohin.card"]
    assert run(shohin, "inspect", model, "--card")[0] == card
    assert "## Limits" in card
