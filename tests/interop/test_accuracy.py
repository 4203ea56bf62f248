"""Proves that every learner is as accurate as its family's peers with the same settings on the same splits: over ten seeds
the paired difference is not below by more than half a point plus two standard errors."""
import peers
import pytest
from sklearn.metrics import log_loss

SEEDS = range(10)
SLOW = {"HistGradientBoosting"}  # tests/bench/accuracy.py has it
SETS = {"iris": lambda examples: peers.example(examples, "iris"),
        "breast_cancer": lambda examples: peers.example(examples, "breast_cancer"),
        "wine": lambda _: peers.wine()}


@pytest.mark.parametrize("learner", ["extra_trees", "gradient_boosting", "softmax_regression"])
@pytest.mark.parametrize("name", SETS)
def test_our_learner_is_as_accurate(shohin, examples, tmp_path, name, learner):
    data = SETS[name](examples)
    differences = {}
    for seed in SEEDS:
        train, test = data.split(seed)
        ours = peers.our_report(shohin, data, learner, train, test, seed, tmp_path)["accuracy"]
        for peer, model in peers.peer_models(learner, seed, peers.COLUMNS).items():
            if peer in SLOW:
                continue
            model.fit(data.matrix[train], data.labels[train])
            differences.setdefault(peer, []).append(ours - model.score(data.matrix[test], data.labels[test]))
    for peer, each in differences.items():
        mean, error = peers.paired(each)
        print(f"{name}, {learner}: {mean:+.4f} to {peer} with standard error {error:.4f}")
        assert mean >= -(0.005 + 2 * error), peer


def test_our_regression_finds_the_answers_of_scikit_learn(shohin, examples, tmp_path):
    for data in (peers.wine(), peers.example(examples, "breast_cancer")):  # three classes and two
        train, test = data.split(1)
        ours = peers.our_report(shohin, data, "softmax_regression", train, test, 1, tmp_path, {"tol": 1e-9},
                                "--calibration", "none")
        theirs = peers.peer_models("softmax_regression", 1)["scikit-learn"].fit(data.matrix[train], data.labels[train])
        loss = log_loss(data.labels[test], theirs.predict_proba(data.matrix[test]))
        assert ours["log_loss"] == pytest.approx(loss, abs=2e-4)
