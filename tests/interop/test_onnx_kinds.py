"""Proves that ONNX Runtime answers as we do for a model of every kind that a model file can hold, not only those that
our learners make: shares on and off the grid, sums with softmax and logistic links, softmax regression, every step of a
pipeline, every calibration; and that each file is sound ONNX."""
import subprocess

import numpy
import onnx
import onnxruntime
import pytest
from conftest import ROOT

EXACT = {"forest_2", "forest_3"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder with the models, rows and answers that the engine's tests make by rule."""
    program = ROOT / "build" / "native" / "tests" / "engine" / "write_models"
    assert program.is_file(), f"{program} is missing: run scripts/build.sh native:write_models"
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([program, folder], check=True)
    return folder


def read(path, columns):
    return numpy.fromfile(path, numpy.float32).reshape(-1, columns)


def test_every_kind_answers_as_we_do(made):
    paths = sorted(made.glob("*.onnx"))
    assert len(paths) == 15
    for path in paths:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(path)
        rows = read(path.with_suffix(".rows"), session.get_inputs()[0].shape[1])
        ours = read(path.with_suffix(".answers"), session.get_outputs()[1].shape[1])
        labels, probabilities = session.run(["label", "probabilities"], {"features": rows})
        assert numpy.abs(probabilities - ours).max() <= (0 if path.stem in EXACT else 1e-6), path.stem
        ranked = numpy.sort(ours, axis=1)
        clear = ranked[:, -1] - ranked[:, -2] > 1e-6
        best = numpy.array([f"kind {chr(ord('A') + c)}" for c in ours.argmax(axis=1)])
        assert (labels == best)[clear].all(), path.stem
        assert len(set(best)) > 1, f"{path.stem}: a model with one answer shows little"


def test_all_operators_of_the_document_are_shown(made):
    operators = {node.op_type for path in made.glob("*.onnx") for node in onnx.load(path).graph.node}
    assert operators == {"TreeEnsembleClassifier", "LinearClassifier", "Scaler", "Imputer", "Normalizer", "Constant",
                         "Gather", "Equal", "Cast", "Concat", "Pow"}


def test_what_shohin_knows_travels_in_the_metadata(made):
    model = onnx.load(made / "linear_scaled_2.onnx")
    assert [entry.key for entry in model.metadata_props] == [
        "shohin.contract", "shohin.record", "shohin.calibration", "shohin.baseline", "shohin.card"]
