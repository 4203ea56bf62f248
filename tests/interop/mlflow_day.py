"""A working day with an MLflow client, run by clients of different ages: prints what it saw as one line of JSON.

Usage: MLFLOW_TRACKING_URI=... MLFLOW_TRACKING_TOKEN=... mlflow_day.py FOLDER     FOLDER is for what is downloaded
"""
import json
import pathlib
import sys

import mlflow
import numpy
import pandas
from click.testing import CliRunner
from doubling import doubling_model
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from sklearn.linear_model import LogisticRegression

IS_OLD = int(mlflow.__version__.split(".")[0]) < 3
ROWS = pandas.DataFrame({"x": [0.0, 1.0, 2.0, 3.0], "y": [1.0, 0.0, 1.0, 0.0]})
LABELS = [0, 0, 1, 1]


def named(name):
    """How a client of this age says what a model is called in its run; guessing what it requires would take seconds."""
    return {"artifact_path" if IS_OLD else "name": name, "pip_requirements": ["numpy"]}


def log_run(client, folder):
    """Everything that goes into a run by hand."""
    with mlflow.start_run(run_name="by hand", description="a note", tags={"a": "b"}) as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "kind": "even"})
        for step in range(3):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"accuracy": 0.75})
        mlflow.set_tags({"k": "v", "gone": "soon"})
        mlflow.delete_tag("gone")
        mlflow.log_input(mlflow.data.from_pandas(ROWS, name="points"), context="training")
        mlflow.log_text("hello", "notes/hello.txt")
        mlflow.log_dict({"a": 1}, "a.json")
        (folder / "up").mkdir()
        (folder / "up" / "empty").touch()
        mlflow.log_artifacts(str(folder / "up"), "many")
        with mlflow.start_run(run_name="inside", nested=True):
            mlflow.log_metric("loss", 9)
    run_id = run.info.run_id
    client.log_batch(run_id, [Metric("batch", 1.5, 1, 0)], [Param("p", "1")], [RunTag("t", "1")])
    kept = client.get_run(run_id)
    return {"run_id": run_id, "status": kept.info.status, "params": kept.data.params, "metrics": kept.data.metrics,
            "tags": {key: kept.data.tags.get(key) for key in ("a", "k", "gone", "t", "mlflow.note.content")},
            "datasets": [given.dataset.name for given in kept.inputs.dataset_inputs],
            "history": [point.value for point in client.get_metric_history(run_id, "loss")],
            "files": sorted(entry.path for entry in client.list_artifacts(run_id))}


def fit_with_autolog(client):
    mlflow.sklearn.autolog()
    with mlflow.start_run() as run:
        LogisticRegression().fit(ROWS, LABELS)
    mlflow.sklearn.autolog(disable=True)
    kept = client.get_run(run.info.run_id)
    model = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    return {"c": kept.data.params["C"], "accuracy": kept.data.metrics["training_accuracy_score"],
            "datasets": len(kept.inputs.dataset_inputs), "predicted": model.predict(ROWS).tolist()}


def register_and_load(client):
    with mlflow.start_run():
        sklearn = mlflow.sklearn.log_model(LogisticRegression().fit(ROWS, LABELS), registered_model_name="bonsai",
                                           **named("sklearn"))
        double = mlflow.onnx.log_model(doubling_model(), **named("double"))
    version = mlflow.register_model(double.model_uri, "bonsai").version
    client.set_registered_model_alias("bonsai", "production", "1")
    client.set_registered_model_alias("bonsai", "double", version)
    client.transition_model_version_stage("bonsai", version, "Staging")
    one = numpy.array([[1.5]], numpy.float32)
    return {"versions": sorted(found.version for found in client.search_model_versions("name = 'bonsai'")),
            "aliases": client.get_registered_model("bonsai").aliases,
            "production": mlflow.pyfunc.load_model("models:/bonsai@production").predict(ROWS).tolist(),
            "double": mlflow.pyfunc.load_model(f"models:/bonsai/{version}").predict(one)["y"].tolist(),
            "staged": [found.version for found in client.get_latest_versions("bonsai", ["Staging"])],
            "source": sklearn.model_uri.split("/")[0]}


def search(run_id):
    found = mlflow.search_runs(filter_string="metrics.loss < 1 AND params.kind LIKE 'ev%'", order_by=["metrics.loss"])
    nobody = mlflow.search_runs(filter_string="tags.k != 'v'")
    try:
        mlflow.search_runs(filter_string="metrics.loss == 1")
        refusal = None
    except MlflowException as refused:
        refusal = refused.error_code
    return {"found": found["run_id"].tolist() == [run_id], "nobody": len(nobody), "refusal": refusal}


def download(run_id, folder):
    file = mlflow.artifacts.download_artifacts(f"runs:/{run_id}/notes/hello.txt", dst_path=str(folder))
    whole = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="many", dst_path=str(folder))
    return {"text": pathlib.Path(file).read_text(), "empty": (pathlib.Path(whole) / "empty").stat().st_size}


def command_line(run_id, folder):
    """The `mlflow` command, in this process: importing it takes seconds."""
    from mlflow.cli import cli

    def run(*arguments):
        done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    download = run("artifacts", "download", "--run-id", run_id, "--artifact-path", "a.json", "--dst-path", str(folder))
    return {"experiments": "a day" in run("experiments", "search")[1],
            "runs": "by hand" in run("runs", "list", "--experiment-id", mlflow.get_run(run_id).info.experiment_id)[1],
            "describe": json.loads(run("runs", "describe", "--run-id", run_id)[1])["info"]["run_id"] == run_id,
            "artifacts": "a.json" in run("artifacts", "list", "--run-id", run_id)[1],
            "download": download[0] == 0 and json.loads((folder / "a.json").read_text())}


def main(folder):
    client = mlflow.MlflowClient()
    mlflow.set_experiment("a day")
    run = log_run(client, folder)
    day = {"version": mlflow.__version__, "run": run, "autolog": fit_with_autolog(client),
           "registry": register_and_load(client), "search": search(run["run_id"]),
           "download": download(run["run_id"], folder),
           "command_line": command_line(run["run_id"], folder)}
    print(json.dumps(day))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
