"""Proves that our forest is as accurate as scikit-learn's with the same settings on the same splits: over ten
seeds the paired difference is not below by more than half a point plus two standard errors."""
import json
import math

import numpy
import pytest
from command_line import run_json
from peers import example
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

SEEDS = range(10)
CONFIG = {"n_estimators": 100, "max_depth": 10, "min_samples_split": 2, "min_samples_leaf": 1}


@pytest.mark.parametrize("name", ["iris", "breast_cancer", "bonsai"])
def test_our_forest_is_as_accurate(shohin, examples, tmp_path, name):
    data = example(examples, name)
    rows, matrix, labels = data.rows, data.matrix, data.labels
    differences, theirs = [], []
    for seed in SEEDS:
        train, test = train_test_split(numpy.arange(len(labels)), test_size=0.25, stratify=labels, random_state=seed)
        rows.iloc[train].to_csv(tmp_path / "train.csv", index=False)
        rows.iloc[test].to_csv(tmp_path / "test.csv", index=False)
        report = run_json(shohin, "train", "--data", tmp_path / "train.csv", "--test", tmp_path / "test.csv",
                          "--contract", examples / f"{name}.contract.json", "--config", json.dumps(CONFIG),
                          "--seed", seed)
        forest = RandomForestClassifier(random_state=seed, **CONFIG).fit(matrix[train], labels[train])
        theirs.append(forest.score(matrix[test], labels[test]))
        differences.append(report["accuracy"] - theirs[-1])
    mean = numpy.mean(differences)
    error = numpy.std(differences, ddof=1) / math.sqrt(len(differences))
    print(f"{name}: ours {numpy.mean(theirs) + mean:.4f}, scikit-learn {numpy.mean(theirs):.4f}, "
          f"difference {mean:+.4f} with standard error {error:.4f}")
    assert mean >= -(0.005 + 2 * error)
