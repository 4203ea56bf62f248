"""Everything that an MLflow client can see of a server's or store's history, to be compared with that of another."""
import hashlib
import pathlib
import tempfile

import mlflow
from mlflow.entities import ViewType


def run_of(client, run):
    info, data = run.info, run.data
    return {"name": info.run_name, "status": info.status, "start": info.start_time, "end": info.end_time,
            "user": info.user_id, "stage": info.lifecycle_stage, "params": data.params, "tags": data.tags,
            "metrics": {key: repr(value) for key, value in data.metrics.items()},
            "history": {key: sorted((point.timestamp, point.step, repr(point.value))
                                    for point in client.get_metric_history(info.run_id, key)) for key in data.metrics},
            "data": [(given.dataset.to_dictionary(), {tag.key: tag.value for tag in given.tags})
                     for given in run.inputs.dataset_inputs],
            "models in": sorted(given.model_id for given in run.inputs.model_inputs),
            "models out": sorted((made.model_id, made.step) for made in run.outputs.model_outputs)}


def files_below(uri):
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(mlflow.artifacts.download_artifacts(uri, dst_path=folder))
        return {str(file.relative_to(whole)): hashlib.sha256(file.read_bytes()).hexdigest()
                for file in whole.rglob("*") if file.is_file()}


def model_of(model):
    return {"name": model.name, "experiment": model.experiment_id, "status": str(model.status), "type": model.model_type or "",
            "run": model.source_run_id, "params": model.params, "tags": model.tags,
            "metrics": sorted((m.key, m.timestamp, m.step, repr(m.value), m.run_id, m.dataset_name, m.dataset_digest)
                              for m in model.metrics), "created": model.creation_timestamp}


def version_of(version):
    """Without what differs here: `production` and the stage of that name are kept in step."""
    return {"description": version.description or "", "run": version.run_id, "tags": version.tags,
            "created": version.creation_timestamp, "aliases": sorted(set(version.aliases) - {"production"})}


def history_of(client):
    """All of it, as plain values; places of artifacts are left out, their bytes are in."""
    experiments = client.search_experiments(view_type=ViewType.ALL)
    ids = [experiment.experiment_id for experiment in experiments]
    runs = client.search_runs(ids, run_view_type=ViewType.ALL, max_results=1000)
    models = mlflow.search_logged_models(experiment_ids=ids, output_format="list")
    registered = client.search_registered_models()
    versions = client.search_model_versions()
    return {
        "experiments": {e.experiment_id: (e.name, e.lifecycle_stage, e.tags, e.creation_time) for e in experiments},
        "runs": {run.info.run_id: run_of(client, client.get_run(run.info.run_id)) for run in runs},
        "files": {run.info.run_id: files_below(run.info.artifact_uri) for run in runs
                  if client.list_artifacts(run.info.run_id)},
        "models": {model.model_id: model_of(model) for model in models},
        "model files": {model.model_id: files_below(f"models:/{model.model_id}") for model in models},
        "registered": {model.name: (model.description or "", model.tags, model.creation_timestamp) for model in registered},
        "versions": {(version.name, str(version.version)): version_of(client.get_model_version(version.name, version.version))
                     for version in versions},
        "version files": {(version.name, str(version.version)): files_below(f"models:/{version.name}/{version.version}")
                          for version in versions}}
