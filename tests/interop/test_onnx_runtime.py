"""Proves that ONNX Runtime answers exactly as we do where trees are hardest: chains of categories, what is
missing on either side, two classes and many, deep trees, one row and many; and that the file is sound ONNX."""
import csv
import json

import numpy
import onnx
import onnxruntime
import pytest
from command_line import run

SHAPES = ["round", "long", "flat", "wavy", "split"]
CASES = [(2, {}), (3, {"max_depth": 20}), (5, {"max_features": "all"}), (2, {"n_estimators": 1, "bootstrap": False}),
         (4, {"n_estimators": 3, "min_samples_leaf": 30})]


def contract(classes):
    category = {"kind": "categorical", "categories": SHAPES, "required": False}
    return {
        "schema": "shohin.contract/1", "name": "hard", "version": 1,
        "features": [{"name": "x", "kind": "numeric", "min": -100, "max": 100, "required": False},
                     {"name": "grade", "kind": "ordinal", "min": 0, "max": 9, "required": False},
                     {"name": "shape", **category}, {"name": "look", **category}],
        "target": {"name": "kind", "classes": [{"name": f"class {i}"} for i in range(classes)]},
    }


def rows(classes, count=1500, seed=5):
    """Labels that hang on single categories and on what is missing, so that trees ask for them in chains."""
    random = numpy.random.default_rng(seed)
    shape, look = random.integers(0, 5, (2, count))
    grade = random.integers(0, 10, count)
    x = numpy.round(random.normal(0, 10, count), 2)
    gaps = random.random((4, count)) < 0.2
    score = shape * 2 + look * 3 + gaps[2] * 5 + gaps[0] * 2 + (x > 3) + grade // 4 + (random.random(count) < 0.1)
    columns = [[f"{v}" for v in x], [f"{v}" for v in grade], [SHAPES[v] for v in shape], [SHAPES[v] for v in look]]
    cells = [["" if gap else cell for cell, gap in zip(column, gaps[i])] for i, column in enumerate(columns)]
    return list(zip(*cells, [f"class {int(v) % classes}" for v in score]))


def matrix(table):
    def cell(column, text):
        if text == "":
            return numpy.nan
        return float(text) if column < 2 else SHAPES.index(text)
    return numpy.array([[cell(i, text) for i, text in enumerate(row[:4])] for row in table], numpy.float32)


@pytest.fixture(scope="module", params=CASES, ids=str)
def trained(request, shohin, tmp_path_factory):
    """(model file, rows, our predictions as a list of dicts)."""
    classes, config = request.param
    folder = tmp_path_factory.mktemp("hard")
    data, model, out = folder / "data.csv", folder / "model.onnx", folder / "out.csv"
    (folder / "contract.json").write_text(json.dumps(contract(classes)))
    table = rows(classes)
    with open(data, "w", newline="") as file:
        csv.writer(file).writerows([["x", "grade", "shape", "look", "kind"], *table])
    run(shohin, "train", "--data", data, "--contract", folder / "contract.json", "--config",
        json.dumps({"n_estimators": 40} | config), "--out", model)
    run(shohin, "predict", "--model", model, "--data", data, "--out", out)
    with open(out, newline="") as file:
        return model, table, list(csv.DictReader(file))


def test_labels_and_probabilities_are_exactly_ours(trained):
    model, table, ours = trained
    session = onnxruntime.InferenceSession(model)
    labels, probabilities = session.run(["label", "probabilities"], {"features": matrix(table)})
    names = [f"p_class {i}" for i in range(probabilities.shape[1])]
    expected = numpy.array([[float(row[name]) for name in names] for row in ours], numpy.float32)
    assert numpy.array_equal(probabilities, expected)
    assert list(labels) == [row["prediction"] for row in ours]


def test_one_row_at_a_time_gives_the_same(trained):
    model, table, ours = trained
    session = onnxruntime.InferenceSession(model)
    for index, row in enumerate(matrix(table[:100])):
        labels, probabilities = session.run(None, {"features": row.reshape(1, -1)})
        assert labels[0] == ours[index]["prediction"]
        assert probabilities[0].max() == numpy.float32(ours[index]["confidence"])


def test_the_file_is_sound_onnx_that_says_what_it_is(trained):
    path, table, _ = trained
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == 8
    assert {(o.domain, o.version) for o in model.opset_import} == {("", 17), ("ai.onnx.ml", 1)}
    texts = {entry.key: entry.value for entry in model.metadata_props}
    assert texts.pop("shohin.card").startswith("# hard\n")  # Markdown; all else is JSON
    metadata = {key: json.loads(text) for key, text in texts.items()}
    assert metadata["shohin.contract"]["name"] == "hard"
    assert metadata["shohin.record"]["learner"] == "random_forest"
    assert not {"time", "threads", "path"} & set(metadata["shohin.record"])


def test_hits_are_the_training_rows_that_came_by(trained):
    path, table, _ = trained
    node = onnx.load(path).graph.node[0]
    lists = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    rows_train = json.loads(onnx.load(path).metadata_props[1].value)["split"]["rows_train"]
    place = {key: i for i, key in enumerate(zip(lists["nodes_treeids"], lists["nodes_nodeids"]))}
    for i, mode in enumerate(lists["nodes_modes"]):
        tree = lists["nodes_treeids"][i]
        if lists["nodes_nodeids"][i] == 0:
            assert lists["nodes_hitrates"][i] == rows_train
        if mode != b"LEAF":
            children = [place[tree, lists[name][i]] for name in ("nodes_truenodeids", "nodes_falsenodeids")]
            assert lists["nodes_hitrates"][i] == sum(lists["nodes_hitrates"][child] for child in children)
