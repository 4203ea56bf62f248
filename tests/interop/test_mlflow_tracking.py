"""Proves that the real MLflow client tracks experiments and runs with our server as with its own."""
import math

import mlflow
import pandas
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

from mlflow_session import client_of


@pytest.fixture(scope="module")
def client(module_server):
    with client_of(module_server) as made:
        yield made


@pytest.fixture
def experiment(client, request):
    return client.create_experiment(request.node.name, tags={"of": "a test"})


def test_an_experiment_lives_its_life(client, experiment):
    found = client.get_experiment(experiment)
    assert (found.lifecycle_stage, found.tags) == ("active", {"of": "a test"})
    assert found.artifact_location == f"mlflow-artifacts:/{experiment}"
    client.rename_experiment(experiment, "another name")
    client.set_experiment_tag(experiment, "k", "v")
    assert client.get_experiment_by_name("another name").tags["k"] == "v"
    run = client.create_run(experiment)
    client.delete_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException) as refused:
        client.create_run(experiment)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    client.restore_experiment(experiment)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "active"


def test_a_taken_name_is_refused_and_a_missing_experiment_is_none(client, experiment):
    with pytest.raises(MlflowException) as taken:
        client.create_experiment(client.get_experiment(experiment).name)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    assert client.get_experiment_by_name("nobody made this") is None
    assert client.get_experiment("0").name == "Default"


def test_experiments_are_searched_and_paged(client):
    for number in range(5):
        client.create_experiment(f"paged-{number}", tags={"parity": str(number % 2)})
    first = client.search_experiments(filter_string="name LIKE 'paged-%'", order_by=["name ASC"], max_results=3)
    second = client.search_experiments(filter_string="name LIKE 'paged-%'", order_by=["name ASC"], max_results=3,
                                       page_token=first.token)
    assert [found.name for found in [*first, *second]] == [f"paged-{number}" for number in range(5)]
    assert not second.token
    odd = client.search_experiments(filter_string="name ILIKE 'PAGED%' AND tags.parity = '1'")
    assert {found.name for found in odd} == {"paged-1", "paged-3"}


def test_a_run_keeps_what_is_logged(client, experiment):
    with mlflow.start_run(experiment_id=experiment, run_name="first", description="a note", tags={"a": "b"}) as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 10, "criterion": "gini"})
        for step in range(4):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"accuracy": 0.95, "f1": 0.9}, step=3)
        mlflow.set_tags({"k": "v", "gone": "soon"})
        mlflow.delete_tag("gone")
        dataset = mlflow.data.from_pandas(pandas.DataFrame({"x": [1.0, 2.0]}), name="points")
        mlflow.log_input(dataset, context="training")
    kept = client.get_run(run.info.run_id)
    assert kept.info.status == "FINISHED" and kept.info.run_name == "first" and kept.info.end_time
    assert kept.data.params == {"lr": "0.1", "depth": "10", "criterion": "gini"}
    assert kept.data.metrics == {"loss": 0.25, "accuracy": 0.95, "f1": 0.9}
    assert kept.data.tags["k"] == "v" and "gone" not in kept.data.tags
    assert kept.data.tags["mlflow.note.content"] == "a note" and kept.data.tags["mlflow.runName"] == "first"
    logged = kept.inputs.dataset_inputs[0]
    assert logged.dataset.name == "points"
    assert [(tag.key, tag.value) for tag in logged.tags] == [("mlflow.data.context", "training")]
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(point.step, point.value) for point in history] == [(0, 1.0), (1, 0.5), (2, 1 / 3), (3, 0.25)]


def test_the_latest_metric_goes_by_step_then_time(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_metric(run_id, "m", 3.0, timestamp=10, step=2)
    client.log_metric(run_id, "m", 1.0, timestamp=99, step=1)
    client.log_metric(run_id, "m", 2.0, timestamp=9, step=2)
    client.log_metric(run_id, "m", 3.0, timestamp=10, step=2)
    assert client.get_run(run_id).data.metrics == {"m": 3.0}
    assert len(client.get_metric_history(run_id, "m")) == 3


def test_numbers_at_the_edge(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    for key, value in {"nan": math.nan, "inf": math.inf, "ninf": -math.inf, "tiny": 5e-324, "step": 1.0}.items():
        client.log_metric(run_id, key, value, step=-(2**63) if key == "step" else 0)
    metrics = client.get_run(run_id).data.metrics
    assert math.isnan(metrics["nan"]) and metrics["tiny"] == 5e-324
    assert metrics["inf"] == -metrics["ninf"] == 1.7976931348623157e308
    assert client.get_metric_history(run_id, "step")[0].step == -(2**63)


def test_a_batch_is_all_or_nothing(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_batch(run_id, metrics=[Metric(f"m{i}", i, 1, 0) for i in range(900)],
                     params=[Param("p", "1")], tags=[RunTag("t", "1")])
    assert len(client.get_run(run_id).data.metrics) == 900
    with pytest.raises(MlflowException) as refused:
        client.log_batch(run_id, metrics=[Metric("new", 1, 1, 0)], params=[Param("p", "2")])
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert "new" not in client.get_run(run_id).data.metrics


def test_long_histories_come_in_pages(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    for start in range(0, 3000, 1000):
        client.log_batch(run_id, metrics=[Metric("m", i, i, i) for i in range(start, start + 1000)])
    assert [point.value for point in client.get_metric_history(run_id, "m")] == list(range(3000))


def test_bad_writes_name_what_is_wrong(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_param(run_id, "p", "1")
    client.log_param(run_id, "p", "1")
    for code, word, action in [
        ("INVALID_PARAMETER_VALUE", "p", lambda: client.log_param(run_id, "p", "2")),
        ("INVALID_PARAMETER_VALUE", "a$", lambda: client.set_tag(run_id, "a$", "x")),
        ("INVALID_PARAMETER_VALUE", "timestamp", lambda: client.log_metric(run_id, "m", 1, timestamp=-1)),
        ("RESOURCE_DOES_NOT_EXIST", "0" * 32, lambda: client.log_metric("0" * 32, "m", 1)),
        ("RESOURCE_DOES_NOT_EXIST", "nope", lambda: client.delete_tag(run_id, "nope")),
    ]:
        with pytest.raises(MlflowException) as refused:
            action()
        assert refused.value.error_code == code and word in str(refused.value)


def test_a_deleted_run_can_be_read_and_restored_but_not_written(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.delete_run(run_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    assert not client.search_runs([experiment])
    assert len(client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)) == 1
    with pytest.raises(MlflowException):
        client.log_metric(run_id, "m", 1)
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1)


@pytest.fixture(scope="module")
def six_runs(client):
    """Runs 0..5: metric m is the number (NaN for 4, none for 5), param kind even or Odd, tag only on run 0."""
    experiment = client.create_experiment("six runs")
    for number in range(6):
        run_id = client.create_run(experiment, run_name=f"run {number}", start_time=1000 + number).info.run_id
        client.log_param(run_id, "kind", ["even", "Odd"][number % 2])
        client.log_param(run_id, "my key", str(number))
        if number < 5:
            client.log_metric(run_id, "m", math.nan if number == 4 else number)
        if number == 0:
            client.set_tag(run_id, "only", "here")
            client.set_terminated(run_id, end_time=5000)
    return experiment


@pytest.mark.parametrize(("text", "numbers"), [
    ("metrics.m > 1", "23"), ("metrics.m >= 1", "123"), ("metrics.m < 1", "0"), ("metrics.m <= 1", "01"),
    ("metrics.m = 2", "2"), ("metrics.m != 2", "0134"), ("metrics.m > -1 and metrics.m < 1e0", "0"),
    ("params.kind = 'even'", "024"), ("params.kind != 'even'", "135"), ("params.kind LIKE 'o%'", ""),
    ("params.kind LIKE '%d__'", ""), ("params.kind LIKE 'O_d'", "135"), ("params.kind ILIKE 'o%'", "135"),
    ("params.`my key` = '3'", "3"), ('params."my key" = \'3\'', "3"), ("params.kind LIKE 'ev*'", ""),
    ("tags.only = 'here'", "0"), ("tags.only != 'x'", "0"), ("tags.only IS NULL", "12345"),
    ("tags.only IS NOT NULL", "0"), ("attributes.status = 'FINISHED'", "0"), ("status != 'FINISHED'", "12345"),
    ("start_time >= 1004", "45"), ("attributes.run_name LIKE 'run %' AND created < 1002", "01"), ("end_time > 1", "0"),
    ("run_name = 'run 3' and params.kind = 'Odd' and metrics.m = 3", "3"), ("", "012345"),
])
def test_runs_are_searched(client, six_runs, text, numbers):
    found = client.search_runs([six_runs], text, order_by=["start_time ASC"])
    assert "".join(run.info.run_name[-1] for run in found) == numbers


@pytest.mark.parametrize(("order", "numbers"), [
    ([], "543210"), (["metrics.m ASC"], "012345"), (["metrics.m DESC"], "321045"), (["params.kind", "start_time"], "135024"),
    (["tags.only"], "054321"), (["attributes.end_time DESC"], "054321"), (["attributes.run_name DESC"], "543210"),
])
def test_runs_are_ordered_numbers_then_nan_then_missing(client, six_runs, order, numbers):
    assert "".join(run.info.run_name[-1] for run in client.search_runs([six_runs], order_by=order)) == numbers
    paged, token = "", None
    while token is None or token:
        page = client.search_runs([six_runs], order_by=order, max_results=2, page_token=token)
        paged += "".join(run.info.run_name[-1] for run in page)
        token = page.token or ""
    assert paged == numbers


@pytest.mark.parametrize("text", [
    "metrics.m == 1", "metrics.m > '1'", "params.kind = even", "params.kind > 'a'", "nothing = 'x'", "metrics.m",
    "metrics.m > 1 OR metrics.m < 0", "(metrics.m > 1)", "1 < metrics.m", "params.kind = 'open", "metrics.m > 1; x",
    "experiment_id = '1'", "NOT metrics.m > 1", "metrics.m BETWEEN 1 AND 2", "status IN ('RUNNING')",
])
def test_a_bad_filter_is_refused_at_once(client, six_runs, text):
    with pytest.raises(MlflowException) as refused:
        client.search_runs([six_runs], text)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("count", [1, 2, 1001])
def test_run_ids_are_searched_as_python_writes_a_tuple(client, experiment, count):
    run = client.create_run(experiment)
    wanted = tuple([run.info.run_id] + [f"{i:032x}" for i in range(count - 1)])
    found = client.search_runs([experiment], f"run_id IN {wanted}")
    assert [hit.info.run_id for hit in found] == [run.info.run_id]


def test_run_ids_and_datasets_are_searched(client, experiment):
    runs = [client.create_run(experiment).info.run_id for _ in range(3)]
    found = client.search_runs([experiment], f"run_id IN ('{runs[0]}', '{runs[2]}')")
    assert {run.info.run_id for run in found} == {runs[0], runs[2]}
    mlflow.set_experiment(experiment_id=experiment)  # start_run refuses a run of another than the active one
    with mlflow.start_run(run_id=runs[1]):
        mlflow.log_input(mlflow.data.from_pandas(pandas.DataFrame({"x": [1.0]}), name="searched"), context="test")
    for text in ["datasets.name = 'searched'", "datasets.context = 'test'", "dataset.name IN ('a', 'searched')"]:
        assert [run.info.run_id for run in client.search_runs([experiment], text)] == [runs[1]]


def test_traces_are_refused_without_harm(client, experiment):
    mlflow.set_experiment(experiment_id=experiment)

    @mlflow.trace
    def add(x, y):
        return x + y

    assert add(1, 2) == 3
    mlflow.flush_trace_async_logging()
