"""The table that prediction is measured on, and its forests: 8 features, 4 classes, 100 trees of depth 10.

Ours, scikit-learn's, XGBoost's and YDF's are trained on the same 16,000 rows, each by its own trainer.
"""
import dataclasses
import json
import pathlib
import shutil
import subprocess

import numpy
import pandas
import xgboost
import ydf
from samples import SHOHIN
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier

FEATURES = [f"f{i}" for i in range(8)]
CLASSES = ["a", "b", "c", "d"]
TREES, DEPTH, SEED = 100, 10, 1
TRAIN_ROWS, TEST_ROWS = 16_000, 4_000


@dataclasses.dataclass(frozen=True)
class Forests:
    model: pathlib.Path  # ours, ONNX
    ydf_zip: pathlib.Path
    rows_file: pathlib.Path  # float32, what is predicted
    rows: numpy.ndarray
    scikit: RandomForestClassifier
    booster: xgboost.Booster
    ydf_model: ydf.RandomForestModel


def contract():
    return {"schema": "shohin.contract/1", "name": "table", "version": 1, "title": {"en": "Table"},
            "features": [{"name": name, "kind": "numeric", "min": -100, "max": 100, "required": True} for name in FEATURES],
            "target": {"name": "class", "classes": [{"name": name} for name in CLASSES]}}


def train_ours(folder, frame):
    data, contract_file, model = folder / "train.csv", folder / "contract.json", folder / "model.onnx"
    frame.to_csv(data, index=False, float_format="%.9g")
    contract_file.write_text(json.dumps(contract()))
    subprocess.run([SHOHIN, "train", "--data", data, "--contract", contract_file, "--learner", "random_forest", "--config",
                    json.dumps({"n_estimators": TREES, "max_depth": DEPTH}), "--seed", str(SEED), "--test-share", "0.2",
                    "--out", model], check=True, capture_output=True)
    return model


def train_booster(inputs, labels):
    """One round of a forest: a tree of depth 10 for each class, a quarter of a hundred times."""
    parameters = {"objective": "multi:softprob", "num_class": len(CLASSES), "num_parallel_tree": TREES // len(CLASSES),
                  "max_depth": DEPTH, "subsample": 0.63, "colsample_bynode": 0.35, "learning_rate": 1, "nthread": 1,
                  "seed": SEED}
    return xgboost.train(parameters, xgboost.DMatrix(inputs, label=labels), 1)


def train_ydf(folder, frame):
    """Its depth counts the root; its file is zipped as ydf-inference wants it."""
    ydf.verbose(0)
    learner = ydf.RandomForestLearner(label="class", num_trees=TREES, max_depth=DEPTH + 1, winner_take_all=False,
                                      compute_oob_performances=False, num_threads=1, random_seed=SEED)
    model = learner.train(frame)
    shutil.rmtree(folder / "ydf", ignore_errors=True)
    model.save(str(folder / "ydf"))
    return model, pathlib.Path(shutil.make_archive(str(folder / "ydf"), "zip", folder / "ydf"))


def make_forests(folder):
    folder.mkdir(parents=True, exist_ok=True)
    inputs, labels = make_classification(n_samples=TRAIN_ROWS + TEST_ROWS, n_features=len(FEATURES), n_informative=6,
                                         n_redundant=1, n_classes=len(CLASSES), random_state=SEED)
    inputs = numpy.ascontiguousarray(inputs, numpy.float32)
    frame = pandas.DataFrame(inputs, columns=FEATURES).assign(**{"class": [CLASSES[label] for label in labels]})
    train_inputs, train_labels, train = inputs[:TRAIN_ROWS], labels[:TRAIN_ROWS], frame[:TRAIN_ROWS]
    rows_file = folder / "rows.f32"
    inputs[TRAIN_ROWS:].tofile(rows_file)
    ydf_model, ydf_zip = train_ydf(folder, train)
    scikit = RandomForestClassifier(n_estimators=TREES, max_depth=DEPTH, n_jobs=1, random_state=SEED)
    return Forests(train_ours(folder, frame), ydf_zip, rows_file, inputs[TRAIN_ROWS:],
                   scikit.fit(train_inputs, train_labels), train_booster(train_inputs, train_labels), ydf_model)
