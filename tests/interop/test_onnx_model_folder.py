"""Proves that the model folder of a logged run works in MLflow's own hands: pyfunc with our loader, the ONNX
flavour, the signature, the data set input."""
import json
import os
import subprocess
import sys

import mlflow
import numpy
import onnx
import pandas
import pytest
from command_line import run, run_json


@pytest.fixture(scope="module", params=["iris", "breast_cancer", "bonsai"])
def logged(request, shohin, examples, module_server, tmp_path_factory):
    """(name of the set, model folder, run id, our predictions as a frame)."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    (folder / "token").write_text(module_server.token)
    data = examples / f"{name}.csv"
    report = run_json(shohin, "train", "--data", data, "--contract", examples / f"{name}.contract.json", "--config",
                      '{"n_estimators": 15}', "--out", folder / "model.onnx", "--log", module_server.url,
                      "--experiment", f"folders of {name}", "--token-file", folder / "token")
    run(shohin, "predict", "--model", folder / "model.onnx", "--data", data, "--out", folder / "out.csv")
    os.environ["MLFLOW_TRACKING_TOKEN"] = module_server.token
    os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"
    mlflow.set_tracking_uri(module_server.url)
    run_id = report["run"]["run_id"]
    path = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="model", dst_path=str(folder))
    yield name, path, run_id, pandas.read_csv(folder / "out.csv", keep_default_na=False, dtype=str)
    mlflow.set_tracking_uri(None)
    del os.environ["MLFLOW_TRACKING_TOKEN"]


def frame_for(model, ours):
    """The data as a user of pandas has it: numbers and names, gaps as NaN or None."""
    frame = pandas.DataFrame()
    for column in model.metadata.signature.inputs.inputs:
        texts = ours[column.name]
        if column.type == mlflow.types.DataType.double:
            frame[column.name] = pandas.to_numeric(texts.replace("", None)).astype("float64")
        else:
            frame[column.name] = texts.replace("", None).astype(object)
    return frame


def test_pyfunc_answers_as_we_do(logged):
    _, path, _, ours = logged
    model = mlflow.pyfunc.load_model(path)
    answer = model.predict(frame_for(model, ours))
    assert list(answer.columns[:2]) == ["prediction", "confidence"]
    assert list(answer["prediction"]) == list(ours["prediction"])
    for name in answer.columns[1:]:
        assert numpy.array_equal(answer[name].to_numpy(numpy.float32), ours[name].astype(numpy.float32).to_numpy())


def test_optional_columns_may_be_left_out(logged):
    name, path, _, ours = logged
    model = mlflow.pyfunc.load_model(path)
    frame = frame_for(model, ours)
    needed = [c.name for c in model.metadata.signature.inputs.inputs if c.required]
    assert (len(needed) < len(frame.columns)) == (name == "bonsai")
    assert len(model.predict(frame[needed])) == len(frame)


def test_bad_values_are_refused_by_name(logged):
    _, path, _, ours = logged
    model = mlflow.pyfunc.load_model(path)
    frame = frame_for(model, ours).head(3)
    first = frame.columns[0]
    too_large = frame.assign(**{first: [1.0, 1e9, 1.0]})
    with pytest.raises(ValueError, match=f"Row 2, {first}: 1000000000.0 is not between"):
        model.predict(too_large)
    with pytest.raises(ValueError, match=f"Row 1, {first}: a value is required"):
        model.predict(frame.assign(**{first: [None, 1.0, 1.0]}).astype({first: "float64"}))


@pytest.mark.parametrize("logged", ["bonsai"], indirect=True)
def test_unknown_categories_are_refused_by_name(logged):
    _, path, _, ours = logged
    model = mlflow.pyfunc.load_model(path)
    frame = frame_for(model, ours).head(2)
    with pytest.raises(ValueError, match="Row 2, foliage: 'plastic' is not needle or"):
        model.predict(frame.assign(foliage=["needle", "plastic"]))


def test_the_onnx_flavour_loads(logged):
    _, path, _, _ = logged
    assert mlflow.onnx.load_model(path).graph.node[0].op_type == "TreeEnsembleClassifier"
    onnx.checker.check_model(f"{path}/model.onnx", full_check=True)


def test_the_data_set_is_an_input_whose_source_holds_the_whole_digest(logged):
    name, _, run_id, _ = logged
    found = mlflow.get_run(run_id)
    dataset = found.inputs.dataset_inputs[0].dataset
    whole = found.data.tags["shohin.data_digest"]
    assert (dataset.name, dataset.digest, len(whole)) == (name, whole[:32], 64)
    source = mlflow.data.get_source(dataset)
    assert source.to_dict() == {"tags": {"shohin.data_digest": whole}}


def test_a_process_that_has_only_the_folder_can_predict(logged):
    """As a deployment would: another working directory, no server, the loader from the folder."""
    _, path, _, ours = logged
    code = ("import json, mlflow, pandas, sys; model = mlflow.pyfunc.load_model(sys.argv[1]);"
            "print(model.predict(pandas.DataFrame([json.loads(sys.argv[2])]))['prediction'][0])")
    model = mlflow.pyfunc.load_model(path)
    row = {c.name: float(ours[c.name][0]) for c in model.metadata.signature.inputs.inputs if c.required}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MLFLOW_")}
    done = subprocess.run([sys.executable, "-c", code, path, json.dumps(row)], capture_output=True, text=True,
                          cwd="/", env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == model.predict(pandas.DataFrame([row]))["prediction"][0]
