"""Proves that `shohin evaluate` gives scikit-learn's values on the same predictions, to 1e-9."""
import csv
import json
import math

import numpy
import pytest
from command_line import DONE, FOUND_BAD, WRONG_USAGE, run, run_json
from scipy import stats
from sklearn import calibration, metrics

SETS = ["iris", "breast_cancer", "bonsai"]
CLOSE = 1e-9


def train(shohin, examples, name, out, trees):
    run_json(shohin, "train", "--data", examples / f"{name}.csv", "--contract", examples / f"{name}.contract.json",
             "--config", json.dumps({"n_estimators": trees, "max_depth": 3}), "--out", out)


class Case:
    """One model's answers, read from its own prediction file, beside its evaluation."""

    def __init__(self, shohin, examples, folder, name):
        self.name, self.model, self.other = name, folder / "model.onnx", folder / "other.onnx"
        self.data = examples / f"{name}.csv"
        self.contract = json.loads((examples / f"{name}.contract.json").read_text())
        self.labels = [one["name"] for one in self.contract["target"]["classes"]]
        train(shohin, examples, name, self.model, 12)
        train(shohin, examples, name, self.other, 1)
        self.truth, self.shares = self.predict(shohin, self.model, folder / "out.csv")
        _, self.other_shares = self.predict(shohin, self.other, folder / "other.csv")
        self.guess = self.shares.argmax(axis=1)
        self.seen = run_json(shohin, "evaluate", "--model", self.model, "--data", self.data, "--compare", self.other,
                             "--curves", "--report", "--confidence", 0.95)

    def predict(self, shohin, model, out):
        run(shohin, "predict", "--model", model, "--data", self.data, "--out", out)
        with open(out, newline="") as file:
            rows = list(csv.DictReader(file))
        shares = [[numpy.float32(row[f"p_{one}"]) for one in self.labels] for row in rows]
        truth = numpy.array([self.labels.index(row[self.contract["target"]["name"]]) for row in rows])
        return truth, numpy.array(shares, numpy.float64)


@pytest.fixture(scope="module", params=SETS)
def case(request, shohin, examples, tmp_path_factory):
    return Case(shohin, examples, tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture(scope="module")
def iris(shohin, examples, tmp_path_factory):
    return Case(shohin, examples, tmp_path_factory.mktemp("iris"), "iris")


def same(ours, theirs):
    return numpy.shape(ours) == numpy.shape(theirs) and numpy.allclose(ours, theirs, rtol=CLOSE, atol=CLOSE)


def test_the_counted_metrics_are_scikit_learns(case):
    of, seen = (case.truth, case.guess), case.seen
    assert same(seen["accuracy"], metrics.accuracy_score(*of))
    assert same(seen["balanced_accuracy"], metrics.balanced_accuracy_score(*of))
    assert same(seen["matthews"], metrics.matthews_corrcoef(*of))
    assert seen["confusion_matrix"] == metrics.confusion_matrix(*of).tolist()
    for average, end in (("weighted", ""), ("macro", "_macro")):
        theirs = metrics.precision_recall_fscore_support(*of, average=average, zero_division=0)[:3]
        assert same([seen[name + end] for name in ("precision", "recall", "f1")], theirs)
    each = numpy.array(metrics.precision_recall_fscore_support(*of, average=None, zero_division=0)).T
    for label, theirs in zip(case.labels, each):
        ours = seen["classes"][label]
        assert same([ours[name] for name in ("precision", "recall", "f1", "support")], theirs)


def test_the_losses_are_scikit_learns(case):
    everyone = range(len(case.labels))
    assert same(case.seen["log_loss"], metrics.log_loss(case.truth, y_proba=case.shares, labels=everyone))
    assert same(case.seen["brier"], metrics.brier_score_loss(case.truth, case.shares, labels=everyone))


def test_the_areas_and_curves_are_scikit_learns(case):
    areas, averages = [], []
    for index, label in enumerate(case.labels):
        truth, share, curves = case.truth == index, case.shares[:, index], case.seen["curves"][label]
        roc, pairs = curves["roc"], curves["precision_recall"]
        x, y, thresholds = metrics.roc_curve(truth, share)
        assert roc["thresholds"][0] is None and math.isinf(thresholds[0])
        assert same([roc["false_positive_rate"], roc["true_positive_rate"]], [x.tolist(), y.tolist()])
        assert same(roc["thresholds"][1:], thresholds[1:])
        assert same(roc["auc"], metrics.roc_auc_score(truth, share))
        precision, recall, thresholds = metrics.precision_recall_curve(truth, share)
        assert same([pairs["precision"], pairs["recall"]], [precision.tolist(), recall.tolist()])
        assert same(pairs["thresholds"], thresholds)
        assert same(pairs["auc"], metrics.auc(recall, precision))
        areas.append(metrics.roc_auc_score(truth, share))
        averages.append(metrics.average_precision_score(truth, share))
        ours = case.seen["classes"][label]
        assert same([ours["roc_auc"], ours["average_precision"]], [areas[-1], averages[-1]])
    pair = len(case.labels) == 2
    assert same(case.seen["roc_auc"], areas[1] if pair else numpy.mean(areas))
    assert same(case.seen["average_precision"], averages[1] if pair else numpy.mean(averages))


def test_the_calibration_curves_are_scikit_learns(case):
    for index, label in enumerate(case.labels):
        ours = case.seen["curves"][label]["calibration"]
        observed, predicted = calibration.calibration_curve(case.truth == index, case.shares[:, index], n_bins=15)
        assert same([ours["observed"], ours["predicted"]], [observed.tolist(), predicted.tolist()])
        assert sum(ours["rows"]) == len(case.truth)


def test_the_calibration_error_is_its_definition(case):
    sure, right = case.shares.max(axis=1), case.guess == case.truth
    bins = numpy.ceil(sure * 15)
    error = sum((bins == b).sum() * abs(sure[bins == b].mean() - right[bins == b].mean()) for b in numpy.unique(bins))
    assert same(case.seen["calibration_error"], error / len(right))


def test_mcnemar_is_the_binomial_and_the_corrected_chi_squared_test(case):
    right, other = case.guess == case.truth, case.other_shares.argmax(axis=1) == case.truth
    b, c = int((right & ~other).sum()), int((other & ~right).sum())
    test = case.seen["comparison"]["mcnemar"]
    assert (test["only_first_right"], test["only_second_right"]) == (b, c)
    assert b + c > 0
    assert same(test["exact_p"], stats.binomtest(b, b + c, 0.5).pvalue)
    statistic = max(0, abs(b - c) - 1) ** 2 / (b + c)
    assert same([test["statistic"], test["corrected_p"]], [statistic, stats.chi2.sf(statistic, 1)])
    assert same(case.seen["comparison"]["other"]["accuracy"], other.mean())


def test_the_report_is_scikit_learns_letter_by_letter(case):
    theirs = metrics.classification_report(case.truth, case.guess, target_names=case.labels, zero_division=0)
    assert case.seen["report"] == theirs


def test_bootstrap_intervals_are_those_of_resampling(case):
    """Another generator's 4,000 resamples: the ends agree within the noise of 1,000."""
    random, n = numpy.random.default_rng(1), len(case.truth)
    right = case.guess == case.truth
    loss = -numpy.log(numpy.clip(case.shares[numpy.arange(n), case.truth], 2.2e-16, 1))
    ours = case.seen["confidence"]
    for name, values in (("accuracy", right), ("log_loss", loss)):
        drawn = [values[random.integers(0, n, n)].mean() for _ in range(4000)]
        low, high = numpy.quantile(drawn, [0.025, 0.975])
        slack = 0.15 * (high - low) + 1e-12
        assert ours[name] == pytest.approx([low, high], abs=slack), name
    assert ours["brier"][0] < case.seen["brier"] < ours["brier"][1]
    assert ours["matthews"][0] <= case.seen["matthews"] <= ours["matthews"][1]


def test_the_same_seed_gives_the_same_findings_with_any_number_of_threads(shohin, iris):
    command = ["evaluate", "--model", iris.model, "--data", iris.data, "--importance", "--repeats", 3,
               "--confidence", 0.9]
    one = run_json(shohin, *command, "--threads", 1)
    assert one == run_json(shohin, *command, "--threads", 3)
    other = run_json(shohin, *command, "--seed", 7)
    assert other["importance"]["features"] != one["importance"]["features"]
    assert other["confidence"]["log_loss"] != one["confidence"]["log_loss"]


def test_permutation_importance_is_scikit_learns(shohin, examples, tmp_path):
    """The same model under scikit-learn's permutation_importance: other shuffles, the same means within their noise."""
    import onnxruntime
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.inspection import permutation_importance

    train(shohin, examples, "iris", tmp_path / "m.onnx", 12)
    with open(examples / "iris.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "species"]
    values = numpy.array([[float(row[name]) for name in names] for row in rows], numpy.float32)
    truth = numpy.array([row["species"] for row in rows])
    session = onnxruntime.InferenceSession(tmp_path / "m.onnx")

    class Served(ClassifierMixin, BaseEstimator):
        def fit(self, x, y):
            self.classes_ = numpy.unique(y)
            return self

        def predict(self, x):
            return session.run(["label"], {"features": numpy.asarray(x, numpy.float32)})[0]

    theirs = permutation_importance(Served().fit(values, truth), values, truth, n_repeats=60, random_state=3)
    ours = run_json(shohin, "evaluate", "--model", tmp_path / "m.onnx", "--data", examples / "iris.csv",
                    "--importance", "--repeats", 60)["importance"]["features"]
    assert [one["feature"] for one in ours] == names
    for one, mean, deviation in zip(ours, theirs.importances_mean, theirs.importances_std):
        accuracy = one["accuracy"]
        assert same([accuracy["mean"], accuracy["deviation"]],
                    [numpy.mean(accuracy["values"]), numpy.std(accuracy["values"])])
        assert accuracy["mean"] == pytest.approx(mean, abs=5 * deviation * math.sqrt(2 / 60) + 1e-3)
        assert one["log_loss"]["mean"] > -0.05


def test_people_read_intervals_comparison_and_importance(shohin, iris):
    text, _ = run(shohin, "evaluate", "--model", iris.model, "--data", iris.data, "--compare", iris.other,
                  "--confidence", 0.95, "--importance", expect=DONE)
    for words in ("intervals of 95 %", "McNemar: exact p", "accuracy lost when a feature is shuffled", "Matthews"):
        assert words in text


def test_another_problems_model_is_refused(shohin, examples, tmp_path):
    for name in ("iris", "breast_cancer"):
        train(shohin, examples, name, tmp_path / f"{name}.onnx", 2)
    command = ["evaluate", "--model", tmp_path / "iris.onnx", "--data", examples / "iris.csv"]
    refused = run_json(shohin, *command, "--compare", tmp_path / "breast_cancer.onnx", expect=FOUND_BAD)
    assert refused["faults"][0]["code"] == "foreign_contract"
    run(shohin, *command, "--curves", expect=WRONG_USAGE)
    run(shohin, *command, "--confidence", 1.5, expect=WRONG_USAGE)
