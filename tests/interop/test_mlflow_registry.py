"""Proves that the real MLflow client logs, registers, finds and loads models with our server as with its own."""
import mlflow
import numpy
import pandas
import pytest
import requests
from doubling import doubling_model
from mlflow.exceptions import MlflowException

from mlflow_session import client_of


@pytest.fixture(scope="module")
def client(module_server):
    with client_of(module_server) as made:
        mlflow.set_experiment("registry")
        yield made


@pytest.fixture(scope="module")
def logged(client):
    """A run with metrics that logged an ONNX model and registered it as `doubling`."""
    with mlflow.start_run() as run:
        mlflow.log_param("factor", 2)
        mlflow.log_metric("error", 0.0)
        info = mlflow.onnx.log_model(doubling_model(), name="model", registered_model_name="doubling")
    return run.info.run_id, info


def register(client, logged, name):
    """Makes a registered model of that name with one version; gives its number."""
    client.create_registered_model(name)
    return mlflow.register_model(logged[1].model_uri, name).version


def test_a_logged_model_knows_its_run_params_and_metrics(client, logged):
    run_id, info = logged
    model = mlflow.get_logged_model(info.model_id)
    assert (model.status, model.source_run_id, model.name) == ("READY", run_id, "model")
    assert model.params["factor"] == "2"
    assert {metric.key: metric.value for metric in model.metrics} == {"error": 0.0}
    assert [output.model_id for output in client.get_run(run_id).outputs.model_outputs] == [info.model_id]
    found = mlflow.search_logged_models(filter_string="name = 'model' AND metrics.error < 0.5", output_format="list")
    assert [hit.model_id for hit in found] == [info.model_id]
    assert mlflow.search_logged_models(filter_string="params.factor = '3'", output_format="list") == []


@pytest.mark.parametrize("reference", ["{id}", "doubling/1", "doubling/latest", "doubling@twice", "runs"])
def test_a_model_is_loaded_back_by_every_name(client, logged, reference):
    client.set_registered_model_alias("doubling", "twice", "1")
    run_id, info = logged
    uri = f"runs:/{run_id}/model" if reference == "runs" else f"models:/{reference.format(id=info.model_id)}"
    model = mlflow.pyfunc.load_model(uri)
    assert model.predict(numpy.array([[1.5]], numpy.float32))["y"].tolist() == [[3.0]]


def test_a_python_model_goes_through_too(client):
    class Shouting(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input: list[str]) -> list[str]:
            return [text.upper() for text in model_input]

    with mlflow.start_run():
        info = mlflow.pyfunc.log_model(name="shouting", python_model=Shouting())
    assert mlflow.pyfunc.load_model(info.model_uri).predict(["a"]) == ["A"]


def test_metrics_of_a_model_are_found_by_data_set(client):
    data = mlflow.data.from_pandas(pandas.DataFrame({"x": [1.0]}), name="held out")
    model = mlflow.initialize_logged_model(name="measured")
    with mlflow.start_run():
        mlflow.log_metric("accuracy", 0.75, model_id=model.model_id, dataset=data)
    mlflow.finalize_logged_model(model.model_id, "READY")
    found = mlflow.search_logged_models(filter_string="metrics.accuracy > 0.7", output_format="list",
                                        datasets=[{"dataset_name": data.name, "dataset_digest": data.digest}])
    assert [hit.model_id for hit in found] == [model.model_id]
    client.delete_logged_model(model.model_id)
    with pytest.raises(MlflowException) as gone:
        mlflow.get_logged_model(model.model_id)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_a_registered_model_lives_its_life(client, logged):
    register(client, logged, "life")
    client.update_registered_model("life", "described")
    client.set_registered_model_tag("life", "k", "v")
    client.set_model_version_tag("life", "1", "checked", "yes")
    client.update_model_version("life", "1", "the first")
    client.rename_registered_model("life", "afterlife")
    model = client.get_registered_model("afterlife")
    assert (model.description, model.tags) == ("described", {"k": "v"})
    version = client.get_model_version("afterlife", "1")
    assert (version.description, version.tags, version.status) == ("the first", {"checked": "yes"}, "READY")
    client.delete_model_version_tag("afterlife", "1", "checked")
    client.delete_registered_model_tag("afterlife", "k")
    client.delete_model_version("afterlife", "1")
    assert mlflow.register_model(logged[1].model_uri, "afterlife").version == "2"  # numbers are never used again
    client.delete_registered_model("afterlife")
    with pytest.raises(MlflowException) as gone:
        client.get_registered_model("afterlife")
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_aliases_move_and_go_with_their_version(client, logged):
    register(client, logged, "aliased")
    mlflow.register_model(logged[1].model_uri, "aliased")
    client.set_registered_model_alias("aliased", "champion", "1")
    client.set_registered_model_alias("aliased", "champion", "2")
    assert client.get_model_version_by_alias("aliased", "champion").version == "2"
    assert client.get_registered_model("aliased").aliases == {"champion": "2"}
    client.delete_model_version("aliased", "2")
    with pytest.raises(MlflowException) as gone:
        client.get_model_version_by_alias("aliased", "champion")
    assert gone.value.error_code == "INVALID_PARAMETER_VALUE"
    for alias in ["latest", "v1", "a b"]:
        with pytest.raises(MlflowException):
            client.set_registered_model_alias("aliased", alias, "1")


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("source", ["models:/shared@best", "models:/shared/latest", "models:/shared/Staging"])
def test_a_version_is_made_of_another_by_alias_latest_and_stage(client, logged, source):
    if not client.search_registered_models("name = 'shared'"):
        register(client, logged, "shared")
        client.set_registered_model_alias("shared", "best", "1")
        client.transition_model_version_stage("shared", "1", "Staging")
        client.create_registered_model("sharing")
    made = client.create_model_version("sharing", source)
    assert (made.source, made.status) == ("models:/shared/1", "READY")
    original = client.get_model_version_download_uri("shared", "1")
    assert client.get_model_version_download_uri("sharing", made.version) == original


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_stages_and_the_production_alias_keep_in_step(client, logged):
    register(client, logged, "staged")
    mlflow.register_model(logged[1].model_uri, "staged")
    client.transition_model_version_stage("staged", "1", "Production")
    assert client.get_model_version_by_alias("staged", "production").version == "1"
    client.set_registered_model_alias("staged", "production", "2")
    assert [client.get_model_version("staged", number).current_stage for number in "12"] == ["Archived", "Production"]
    assert client.get_latest_versions("staged", ["Production"])[0].version == "2"
    client.transition_model_version_stage("staged", "1", "Production", archive_existing_versions=True)
    assert client.get_latest_versions("staged", ["Production"])[0].version == "1"
    assert client.get_model_version("staged", "2").current_stage == "Archived"
    client.transition_model_version_stage("staged", "1", "Staging")
    assert "production" not in client.get_registered_model("staged").aliases


def test_models_and_versions_are_searched(client, logged):
    for name in ["find-a", "find-b"]:
        register(client, logged, name)
    client.set_registered_model_tag("find-b", "team", "blue")
    assert [hit.name for hit in client.search_registered_models("name LIKE 'find-%'")] == ["find-a", "find-b"]
    assert [hit.name for hit in client.search_registered_models("tags.team = 'blue'")] == ["find-b"]
    descending = client.search_registered_models("name ILIKE 'FIND%'", order_by=["name DESC"], max_results=1)
    assert [hit.name for hit in descending] == ["find-b"] and descending.token
    versions = client.search_model_versions(f"name = 'find-a' and run_id = '{logged[0]}'")
    assert [hit.version for hit in versions] == ["1"]


def test_a_version_is_copied(client, logged):
    register(client, logged, "original")
    copied = client.copy_model_version("models:/original/1", "copied")
    assert (copied.name, copied.version, copied.run_id) == ("copied", "1", logged[0])
    assert mlflow.pyfunc.load_model("models:/copied/1").predict(numpy.array([[2.0]], numpy.float32))["y"].tolist() == [[4.0]]


def test_prompts_stay_out_of_model_searches(client):
    mlflow.genai.register_prompt("greeting", "Hello {{name}}")
    assert mlflow.genai.load_prompt("prompts:/greeting/1").format(name="you") == "Hello you"
    assert "greeting" not in [model.name for model in client.search_registered_models()]


def test_prompts_have_versions_aliases_and_a_search_of_their_own(client):
    for text in ("Hi {{name}}", "Hey {{name}}"):
        mlflow.genai.register_prompt("salute", text, commit_message=text, tags={"tone": "kind"})
    mlflow.genai.set_prompt_alias("salute", alias="latest-good", version=1)
    assert mlflow.genai.load_prompt("prompts:/salute@latest-good").template == "Hi {{name}}"
    assert mlflow.genai.load_prompt("salute").version == 2
    assert "salute" in [prompt.name for prompt in mlflow.genai.search_prompts()]
    mlflow.genai.delete_prompt_alias("salute", alias="latest-good")
    assert client.search_model_versions("name = 'salute'") == []


def test_the_list_of_models_has_its_old_name_too(client, module_server):
    client.create_registered_model("listed")
    answer = requests.get(f"{module_server.url}/api/2.0/mlflow/registered-models/list", params={"max_results": 1000},
                          headers={"Authorization": f"Bearer {module_server.token}"})
    assert "listed" in [model["name"] for model in answer.json()["registered_models"]]


@pytest.mark.parametrize("source", ["/etc/passwd", "file:///etc", "s3://bucket/key", "mlflow-artifacts:/9/x",
                                    "runs:/" + "0" * 32 + "/model", "models:/nobody/1", "http://127.0.0.1/x"])
def test_a_source_that_the_server_did_not_give_is_refused(client, logged, source):
    client_error = None
    try:
        client.create_registered_model("sources")
    except MlflowException as taken:
        client_error = taken.error_code
    assert client_error in (None, "RESOURCE_ALREADY_EXISTS")
    with pytest.raises(MlflowException) as refused:
        client._get_registry_client().store.create_model_version("sources", source, logged[0])
    assert refused.value.error_code in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST")
    assert not client.search_model_versions("name = 'sources'")


@pytest.mark.parametrize("name", ["", " ", "a/b", "a:b", ".", "production", "predict"])
def test_a_bad_model_name_is_refused(client, name):
    with pytest.raises(MlflowException) as refused:
        client.create_registered_model(name)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_scikit_learn_logs_itself(client):
    linear = pytest.importorskip("sklearn.linear_model")
    mlflow.sklearn.autolog()
    try:
        with mlflow.start_run() as run:
            linear.LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    finally:
        mlflow.sklearn.autolog(disable=True)
    kept = client.get_run(run.info.run_id)
    assert kept.data.params["C"] == "1.0" and kept.data.metrics["training_accuracy_score"] == 1.0
    assert len(kept.outputs.model_outputs) == 1
