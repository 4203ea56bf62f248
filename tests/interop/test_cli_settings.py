"""Proves that `train` lists the settings of every learner, weighs rows by a column, and refuses what does not go together."""
import json

import numpy
import pandas
import pytest
from command_line import FOUND_BAD, run, run_json

LEARNERS = ["random_forest", "extra_trees", "gradient_boosting", "softmax_regression"]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_settings_of_a_learner_are_listed_and_accepted(shohin, examples, learner):
    listed = run(shohin, "train", "--settings", learner)[0]
    assert listed.strip() in run(shohin, "train", "--help")[0]
    rows = [line.split() for line in listed.splitlines()[1:] if line.strip()]
    config = {name: default if kind == "choice" else json.loads(default) for name, kind, default, *_ in rows}
    assert {"class_weight", "scaler"} <= set(config)
    run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
             "--learner", learner, "--config", json.dumps(config))


def test_a_row_of_weight_two_counts_as_two_rows(shohin, examples, tmp_path):
    rows = pandas.read_csv(examples / "iris.csv")
    weights = numpy.arange(len(rows)) % 3
    rows.assign(weight=weights).to_csv(tmp_path / "weighted.csv", index=False)
    rows.loc[rows.index.repeat(weights)].to_csv(tmp_path / "repeated.csv", index=False)
    rows.to_csv(tmp_path / "test.csv", index=False)
    config = '{"n_estimators": 5, "bootstrap": false, "max_features": "all"}'
    common = ["--contract", examples / "iris.contract.json", "--test", tmp_path / "test.csv", "--config", config]
    weighted = run_json(shohin, "train", "--data", tmp_path / "weighted.csv", "--weights", "weight", *common)
    repeated = run_json(shohin, "train", "--data", tmp_path / "repeated.csv", *common)
    assert weighted["confusion_matrix"] == repeated["confusion_matrix"]
    assert weighted["log_loss"] == repeated["log_loss"]


def test_a_feature_cannot_be_the_weights(shohin, examples):
    said = run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                 "--weights", "petal_width", expect=FOUND_BAD)[1]
    assert "petal_width" in said


def test_settings_that_do_not_go_together_are_named(shohin, examples):
    said = run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
                 "--config", '{"bootstrap": false, "max_samples": 0.5}', expect=FOUND_BAD)[1]
    assert "max_samples" in said and "bootstrap" in said
