"""Proves that bad input is refused with a message that names field, value and what is right, and leaves nothing."""
import json
import os

import pytest
from command_line import FAILED, FOUND_BAD, WRONG_USAGE, run, run_json

HEADER = "sepal_length,sepal_width,petal_length,petal_width,species\n"
GOOD = "5.1,3.5,1.4,0.2,setosa\n"

BAD_DATA = {
    "wrong header": ("sepal_length,width,petal_length,petal_width,species\n" + GOOD, ["width", "sepal_width"]),
    "name twice": ("sepal_length,sepal_length,sepal_width,petal_length,petal_width,species\n5,5,3,1,0.2,setosa\n",
                   ["sepal_length"]),
    "ragged row": (HEADER + GOOD + "5.1,3.5,1.4\n", ["Row 2", "3", "5"]),
    "text for a number": (HEADER + "5.1,ten,1.4,0.2,setosa\n", ["Row 1", "column 2", "sepal_width", "ten"]),
    "unknown class": (HEADER + "5.1,3.5,1.4,0.2,rose\n", ["Row 1", "column 5", "species", "rose", "setosa"]),
    "empty file": ("", ["nothing to read"]),
    "not a number": (HEADER + "nan,3.5,1.4,0.2,setosa\n", ["Row 1", "sepal_length", "nan"]),
    "infinity": (HEADER + "5.1,3.5,inf,0.2,setosa\n", ["Row 1", "petal_length", "inf"]),
    "too large a number": (HEADER + "5.1,3.5,1e999,0.2,setosa\n", ["Row 1", "petal_length", "1e999"]),
    "out of range": (HEADER + GOOD + "5.1,3.5,1.4,-1,setosa\n", ["Row 2", "column 4", "petal_width", "-1", "0.05"]),
    "required and empty": (HEADER + "5.1,,1.4,0.2,setosa\n", ["Row 1", "column 2", "sepal_width"]),
    "open quote": (HEADER + '5.1,"3.5,1.4,0.2,setosa\n', ["Row 1"]),
}


@pytest.fixture(scope="module")
def model(shohin, examples, tmp_path_factory):
    out = tmp_path_factory.mktemp("model") / "iris.onnx"
    run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
        "--config", '{"n_estimators": 5}', "--out", out)
    return out


def iris(examples):
    return examples / "iris.contract.json"


@pytest.mark.parametrize("name", BAD_DATA)
def test_validate_and_train_name_what_is_wrong(shohin, examples, tmp_path, name):
    text, words = BAD_DATA[name]
    data = tmp_path / "data.csv"
    data.write_text(text)
    stdout, _ = run(shohin, "validate", "--contract", iris(examples), "--data", data, expect=FOUND_BAD)
    assert all(word in stdout for word in words), stdout
    _, stderr = run(shohin, "train", "--contract", iris(examples), "--data", data, "--out", tmp_path / "m.onnx",
                    expect=FOUND_BAD)
    assert all(word in stderr for word in words), stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]


@pytest.mark.parametrize("name", BAD_DATA)
def test_predict_writes_nothing_for_bad_rows(shohin, tmp_path, model, name):
    text, words = BAD_DATA[name]
    (tmp_path / "data.csv").write_text(text)
    (tmp_path / "out.csv").write_text("as it was\n")
    _, stderr = run(shohin, "predict", "--model", model, "--data", tmp_path / "data.csv", "--out",
                    tmp_path / "out.csv", expect=FOUND_BAD)
    assert all(word in stderr for word in words), stderr
    assert (tmp_path / "out.csv").read_text() == "as it was\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unknown_category_is_named_with_the_right_ones(shohin, examples, tmp_path):
    (tmp_path / "data.csv").write_text("leaf_length,leaf_width,branch_thickness,height,root_system,species\n"
                                       "3.1,1.9,25,22,airy,ficus\n")
    stdout, _ = run(shohin, "validate", "--contract", examples / "bonsai.contract.json", "--data",
                    tmp_path / "data.csv", expect=FOUND_BAD)
    assert all(word in stdout for word in ["Row 1", "column 5", "root_system", "airy", "fibrous, tap, aerial"]), stdout


def test_every_fault_of_a_file_is_counted_and_the_first_hundred_listed(shohin, examples, tmp_path):
    (tmp_path / "data.csv").write_text(HEADER + "x,3.5,1.4,0.2,setosa\n" * 250)
    report = run_json(shohin, "validate", "--contract", iris(examples), "--data", tmp_path / "data.csv",
                      expect=FOUND_BAD)
    assert report["count"] == 250 and len(report["faults"]) == 100
    assert report["faults"][99] == {"code": "not_a_number", "field": "sepal_length", "value": "x",
                                    "expected": report["faults"][0]["expected"], "row": 100, "column": 1}


@pytest.mark.parametrize("command", ["validate", "train", "predict", "evaluate"])
def test_a_file_of_a_gigabyte_is_refused_by_its_size(shohin, examples, tmp_path, model, command):
    data = tmp_path / "big.csv"
    with open(data, "wb") as file:
        file.truncate(1 << 30)  # takes no room on the disk
    arguments = ["--data", data]
    arguments += ["--contract", iris(examples)] if command in ("validate", "train") else ["--model", model]
    arguments += ["--out", tmp_path / "out.csv"] if command == "predict" else []
    stdout, stderr = run(shohin, command, *arguments, expect=FOUND_BAD, timeout=5)
    assert "1073741824" in stdout + stderr and "268435456" in stdout + stderr
    assert [path.name for path in tmp_path.iterdir()] == ["big.csv"]


def test_a_truncated_model_is_refused(shohin, examples, tmp_path, model):
    whole = model.read_bytes()
    for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut.onnx").write_bytes(whole[:size])
        _, stderr = run(shohin, "inspect", tmp_path / "cut.onnx", expect=FOUND_BAD)
        assert "cut.onnx" in stderr and len(stderr) < 2000


def test_a_file_that_is_no_model_is_refused(shohin, tmp_path):
    (tmp_path / "text.onnx").write_text("not a model\n")
    run(shohin, "inspect", tmp_path / "text.onnx", expect=FOUND_BAD)
    (tmp_path / "noise.onnx").write_bytes(os.urandom(4096))
    run(shohin, "inspect", tmp_path / "noise.onnx", expect=FOUND_BAD)


def test_an_onnx_file_of_another_kind_is_refused_by_its_operator(shohin, tmp_path):
    import onnx
    from onnx import TensorProto, helper
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g",
                              [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])])
    onnx.save(helper.make_model(graph), tmp_path / "relu.onnx")
    report = run_json(shohin, "inspect", tmp_path / "relu.onnx", expect=FOUND_BAD)
    assert report["faults"][0]["code"] in ("unsupported_operator", "unsupported_model"), report


def test_a_model_with_a_foreign_contract_is_refused(shohin, examples, tmp_path, model):
    import onnx
    changed = onnx.load(model)
    for entry in changed.metadata_props:
        if entry.key == "shohin.contract":
            entry.value = (examples / "breast_cancer.contract.json").read_text()
    onnx.save(changed, tmp_path / "foreign.onnx")
    report = run_json(shohin, "inspect", tmp_path / "foreign.onnx", expect=FOUND_BAD)
    assert report["faults"][0]["code"] == "foreign_contract", report


def test_a_model_does_not_take_the_rows_of_another_contract(shohin, examples, tmp_path, model):
    _, stderr = run(shohin, "evaluate", "--model", model, "--data", examples / "bonsai.csv", expect=FOUND_BAD)
    assert "leaf_length" in stderr and "sepal_length" in stderr


@pytest.mark.parametrize("change, words", [
    (lambda c: c.pop("name"), ["name"]),
    (lambda c: c["features"][2].update(min=99), ["features[2]", "99"]),
    (lambda c: c["features"][1].update(kind="vector"), ["features[1]", "vector", "numeric"]),
    (lambda c: c["features"][1].update(name="sepal_length"), ["features[1]", "twice"]),
    (lambda c: c["target"].update(classes=[]), ["classes"]),
])
def test_a_bad_contract_is_refused_with_the_place(shohin, examples, tmp_path, change, words):
    contract = json.loads(iris(examples).read_text())
    change(contract)
    (tmp_path / "bad.json").write_text(json.dumps(contract))
    _, stderr = run(shohin, "train", "--contract", tmp_path / "bad.json", "--data", examples / "iris.csv",
                    expect=FOUND_BAD)
    assert all(word in stderr for word in words), stderr


@pytest.mark.parametrize("config, words", [
    ('{"n_estimators": 0}', ["n_estimators", "0"]),
    ('{"max_depth": "deep"}', ["max_depth", "deep", "number"]),
    ('{"trees": 5}', ["trees"]),
    ('{"max_depth": 3', ["--config"]),
])
def test_bad_settings_are_refused_by_name(shohin, examples, config, words):
    _, stderr = run(shohin, "train", "--contract", iris(examples), "--data", examples / "iris.csv", "--config", config,
                    expect=FOUND_BAD)
    assert all(word in stderr for word in words), stderr


def test_files_that_are_not_there_or_cannot_be_written_fail(shohin, examples, tmp_path, model):
    _, stderr = run(shohin, "inspect", tmp_path / "none.onnx", expect=FAILED)
    assert "none.onnx" in stderr
    _, stderr = run(shohin, "predict", "--model", model, "--data", examples / "iris.csv", "--out",
                    tmp_path / "no" / "out.csv", expect=FAILED)
    assert "out.csv" in stderr
    _, stderr = run(shohin, "inspect", tmp_path, expect=FAILED)
    assert "folder" in stderr


@pytest.mark.parametrize("arguments", [
    [], ["fly"], ["train"], ["train", "--data"], ["predict", "--model", "x"], ["generate"], ["generate", "roses"],
    ["train", "--data", "d.csv", "--contract", "c.json", "--learner", "magic"],
    ["train", "--data", "d.csv", "--contract", "c.json", "--threads", "0"],
    ["train", "--data", "d.csv", "--contract", "c.json", "--seed", "-1"],
    ["train", "--data", "d.csv", "--contract", "c.json", "--alias", "production"],
    ["train", "--data", "d.csv", "--contract", "c.json", "--log", "https://example.org"],
])
def test_wrong_usage_ends_with_2_and_says_something(shohin, arguments):
    stdout, stderr = run(shohin, *arguments, expect=WRONG_USAGE)
    assert stdout + stderr


@pytest.mark.parametrize("command", ["", "serve", "train", "predict", "evaluate", "inspect", "validate", "generate",
                                     "generate bonsai", "health"])
def test_help_is_everywhere(shohin, command):
    stdout, _ = run(shohin, *command.split(), "--help")
    assert "Usage" in stdout
