"""Proves that `search` finds settings that `train` takes, the same with any number of threads, as scikit-learn would
judge them, and that `reproduce` tells the same model from another."""
import json

import numpy
import pytest
from command_line import DONE, FOUND_BAD, WRONG_USAGE, run, run_json
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score

SPACE = '{"max_depth": {"least": 1, "most": 9}, "n_estimators": [8, 16], "max_features": ["sqrt", "all"]}'


def data_of(examples, name):
    return "--data", examples / f"{name}.csv", "--contract", examples / f"{name}.contract.json"


def test_the_best_settings_go_into_train(shohin, examples, tmp_path):
    best = tmp_path / "best-config.json"
    report = run_json(shohin, "search", *data_of(examples, "iris"), "--method", "random", "--trials", "5", "--space",
                      SPACE, "--out", best)
    assert json.loads(best.read_text()) == report["best"]["config"]
    assert len(report["trials"]) == 5 and not report["was_cut"]
    assert report["best"]["accuracy"] == max(trial["accuracy"] for trial in report["trials"])
    for trial in report["trials"]:
        assert trial["accuracy"] == pytest.approx(numpy.mean(trial["folds"]["accuracy"]))
        assert trial["log_loss_deviation"] == pytest.approx(numpy.std(trial["folds"]["log_loss"], ddof=1))
    model = tmp_path / "best.onnx"
    run(shohin, "train", *data_of(examples, "iris"), "--config", best, "--out", model)
    assert run_json(shohin, "inspect", model)["record"]["config"] == report["best"]["config"]


@pytest.mark.parametrize("method", ["random", "halving"])
def test_the_winner_is_the_same_with_any_number_of_threads(shohin, examples, method):
    def found(threads):
        report = run_json(shohin, "search", *data_of(examples, "iris"), "--method", method, "--trials", "6", "--space",
                          SPACE, "--folds", "3", "--metric", "log_loss", "--threads", threads)
        del report["seconds"]
        return report

    assert found(1) == found(2) == found(5)


def test_each_trial_is_told_as_it_ends(shohin, examples):
    out, told = run(shohin, "search", *data_of(examples, "iris"), "--space", '{"n_estimators": [2, 3, 4]}')
    assert sorted(line.split(":")[0] for line in told.splitlines() if line.startswith("trial")) == [
        "trial 0", "trial 1", "trial 2"]
    assert out.startswith("3 trials\nbest: trial ")


def test_a_budget_leaves_at_least_the_first_trial(shohin, examples):
    report = run_json(shohin, "search", *data_of(examples, "iris"), "--seconds", "0", "--space",
                      '{"n_estimators": [2, 3, 4]}')
    assert report["was_cut"] and report["best"]["trial"] == 0


def test_cross_validation_agrees_with_that_of_scikit_learn(shohin, examples):
    ours = run_json(shohin, "search", *data_of(examples, "breast_cancer"), "--space", '{"n_estimators": 60}',
                    "--repeats", "2")["best"]
    rows = numpy.genfromtxt(examples / "breast_cancer.csv", delimiter=",", skip_header=1, dtype=str)
    theirs = cross_val_score(RandomForestClassifier(60, max_depth=10, random_state=0), rows[:, :-1].astype(float),
                             rows[:, -1], cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=0))
    assert len(ours["folds"]["accuracy"]) == len(theirs)
    assert ours["accuracy"] == pytest.approx(theirs.mean(), abs=0.015)


@pytest.mark.parametrize("options, exit_code, words", [
    (("--folds", "51"), FOUND_BAD, ["setosa", "50", "51"]),
    (("--folds", "1"), FOUND_BAD, ["folds", "2 to 100"]),
    (("--space", '{"max_depht": [3]}'), FOUND_BAD, ["max_depht"]),
    (("--space", '{"max_depth": {"least": 3}}', "--method", "random"), FOUND_BAD, ["max_depth.most"]),
    (("--space", '{"max_depth": {"least": 3, "most": 9}}'), FOUND_BAD, ["max_depth"]),
    (("--method", "halving", "--reduction", "1"), FOUND_BAD, ["reduction"]),
    (("--method", "bayes"), WRONG_USAGE, ["bayes"]),
    (("--metric", "f2"), WRONG_USAGE, ["f2"]),
])
def test_what_cannot_be_searched_is_refused_by_name(shohin, examples, options, exit_code, words):
    _, said = run(shohin, "search", *data_of(examples, "iris"), *options, expect=exit_code)
    for word in words:
        assert word in said


def test_reproduce_tells_the_same_model_from_another(shohin, examples, tmp_path):
    model = tmp_path / "model.onnx"
    report = run_json(shohin, "train", *data_of(examples, "bonsai"), "--config", '{"n_estimators": 12}', "--out", model)
    again = run_json(shohin, "reproduce", "--model", model, "--data", examples / "bonsai.csv", expect=DONE)
    assert again["same"] and again["model_digest"] == report["model_digest"]
    lines = (examples / "bonsai.csv").read_text().splitlines(keepends=True)
    (tmp_path / "short.csv").write_text("".join(lines[:-1]))
    other = run_json(shohin, "reproduce", "--model", model, "--data", tmp_path / "short.csv", expect=FOUND_BAD)
    assert [one["what"] for one in other["differences"]] == ["data_digest", "rows"]
    said, _ = run(shohin, "reproduce", "--model", model, "--data", tmp_path / "short.csv", expect=FOUND_BAD)
    assert "data_digest" in said and "rows" in said


def test_reproduce_takes_the_test_rows_from_their_own_file(shohin, examples, tmp_path):
    header, *lines = (examples / "iris.csv").read_text().splitlines(keepends=True)
    (tmp_path / "train.csv").write_text(header + "".join(lines[::2]))
    (tmp_path / "test.csv").write_text(header + "".join(lines[1::2]))
    model = tmp_path / "model.onnx"
    files = "--data", tmp_path / "train.csv", "--test", tmp_path / "test.csv"
    run(shohin, "train", *files, "--contract", examples / "iris.contract.json", "--out", model)
    run(shohin, "reproduce", "--model", model, *files)
