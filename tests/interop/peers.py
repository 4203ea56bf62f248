"""Data sets, and the same family of learners at scikit-learn, XGBoost and YDF, for comparisons on the same rows."""
import json
import math

import numpy
import pandas
from command_line import run_json
from sklearn import datasets
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROUNDS, DEPTH = 100, 6
CONFIGS = {"random_forest": {"n_estimators": 100, "max_depth": 10},
           "extra_trees": {"n_estimators": 100, "max_depth": 16},
           "gradient_boosting": {"n_estimators": ROUNDS, "max_depth": DEPTH},
           "softmax_regression": {}}
COLUMNS = 0.5
# What ours has wherever accuracy is compared, on every table: boosting draws half of the columns for each tree.
ACCURATE = CONFIGS | {"gradient_boosting": CONFIGS["gradient_boosting"] | {"colsample_bytree": COLUMNS}}


class DataSet:
    """A contract, rows as text, and the same as a matrix (categories as their index, missing as NaN) and class indices."""

    def __init__(self, name, contract, rows):
        self.name, self.contract, self.rows = name, contract, rows
        self.matrix = numpy.array([[number(f, text) for text in rows[f["name"]]] for f in contract["features"]],
                                  numpy.float32).T
        names = [c["name"] for c in contract["target"]["classes"]]
        self.labels = numpy.array([names.index(text) for text in rows[contract["target"]["name"]]])
        self.categorical = [f["kind"] == "categorical" for f in contract["features"]]

    def split(self, seed, test_share=0.25):
        return train_test_split(numpy.arange(len(self.labels)), test_size=test_share, stratify=self.labels,
                                random_state=seed)


def number(feature, text):
    if text == "":
        return math.nan
    if feature["kind"] != "categorical":
        return float(text)
    return [c if isinstance(c, str) else c["name"] for c in feature["categories"]].index(text)


def example(examples, name):
    """One of the sets that ship."""
    contract = json.loads((examples / f"{name}.contract.json").read_text())
    return DataSet(name, contract, pandas.read_csv(examples / f"{name}.csv", dtype=str, keep_default_na=False))


def from_arrays(name, matrix, labels, columns=None):
    columns = columns or [f"x{i}" for i in range(matrix.shape[1])]
    features = [{"name": column, "kind": "numeric", "min": float(values.min()) - 1, "max": float(values.max()) + 1,
                 "required": True} for column, values in zip(columns, matrix.T)]
    classes = [{"name": f"c{c}"} for c in range(int(labels.max()) + 1)]
    contract = {"schema": "shohin.contract/1", "name": name, "version": 1, "title": {"en": name}, "features": features,
                "target": {"name": "class", "classes": classes}}
    rows = pandas.DataFrame(matrix.astype(numpy.float32), columns=columns).astype(str)
    rows["class"] = [f"c{c}" for c in labels]
    return DataSet(name, contract, rows)


def wine():
    matrix, labels = datasets.load_wine(return_X_y=True)
    return from_arrays("wine", matrix, labels, [name.replace("/", " or ") for name in datasets.load_wine().feature_names])


def digits():
    matrix, labels = datasets.load_digits(return_X_y=True)
    return from_arrays("digits", matrix, labels)


def our_report(shohin, data, learner, train, test, seed, folder, config=None, *options):
    """The report of a training with our program on those rows."""
    data.rows.iloc[train].to_csv(folder / "train.csv", index=False)
    data.rows.iloc[test].to_csv(folder / "test.csv", index=False)
    (folder / "contract.json").write_text(json.dumps(data.contract))
    return run_json(shohin, "train", "--data", folder / "train.csv", "--test", folder / "test.csv", "--contract",
                    folder / "contract.json", "--learner", learner, "--config",
                    json.dumps(ACCURATE[learner] if config is None else config), "--seed", seed, "--threads", 1, *options)


def peer_models(learner, seed, columns=1.0):
    """{name: an estimator with fit and score} of the same family with the same settings; boosting draws that share of the
    columns (XGBoost for each tree, HistGradientBoosting for each split)."""
    if learner == "random_forest":
        return {"scikit-learn": RandomForestClassifier(random_state=seed, **CONFIGS[learner])}
    if learner == "extra_trees":
        return {"scikit-learn": ExtraTreesClassifier(random_state=seed, **CONFIGS[learner])}
    if learner == "softmax_regression":
        return {"scikit-learn": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))}
    from xgboost import XGBClassifier
    return {"XGBoost": XGBClassifier(tree_method="hist", n_estimators=ROUNDS, max_depth=DEPTH, learning_rate=0.1,
                                     colsample_bytree=columns, n_jobs=1, random_state=seed),
            "HistGradientBoosting": HistGradientBoostingClassifier(max_iter=ROUNDS, max_features=columns,
                                                                   early_stopping=False, random_state=seed)}


def paired(differences):
    """(mean, its standard error)."""
    return float(numpy.mean(differences)), float(numpy.std(differences, ddof=1) / math.sqrt(len(differences)))
