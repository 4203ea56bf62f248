"""Accuracy beside the same family's peers: the same splits, ten seeds, paired differences with their standard errors. Ours
has one configuration for all tables, peers.ACCURATE; boosted peers draw from all columns, or from half of them as ours.

Usage: accuracy.py [TABLE]...     iris breast_cancer wine digits bonsai; prints Markdown
"""
import pathlib
import sys
import tempfile

import numpy
import pandas
from samples import ROOT, SHOHIN

sys.path.insert(0, str(ROOT / "tests" / "interop"))
import peers  # noqa: E402

SEEDS = range(10)
TABLES = ("iris", "breast_cancer", "wine", "digits", "bonsai")
YDF = {"random_forest": "RandomForestLearner", "gradient_boosting": "GradientBoostedTreesLearner"}


class Ydf:
    """YDF's learner with fit and score; its own defaults but for the number and depth of trees."""

    def __init__(self, learner, seed, categorical):
        import ydf
        ydf.verbose(0)
        config = peers.CONFIGS[learner]
        more = {"early_stopping": "NONE", "validation_ratio": 0.0} if learner == "gradient_boosting" else {}
        self.categorical = categorical
        self.learner = getattr(ydf, YDF[learner])(label="label", task=ydf.Task.CLASSIFICATION, random_seed=seed,
                                                  num_trees=config["n_estimators"], max_depth=config["max_depth"], **more)

    def frame(self, rows):
        frame = pandas.DataFrame(rows, columns=[f"x{i}" for i in range(rows.shape[1])])
        for column, categorical in zip(frame.columns, self.categorical):
            if categorical:
                frame[column] = frame[column].map(lambda value: "" if numpy.isnan(value) else f"c{value:.0f}")
        return frame

    def fit(self, rows, labels):
        self.model = self.learner.train(self.frame(rows).assign(label=[f"l{label:03}" for label in labels]))

    def score(self, rows, labels):
        chances = self.model.predict(self.frame(rows))
        best = (chances > 0.5).astype(int) if chances.ndim == 1 else chances.argmax(axis=1)
        names = [int(name[1:]) for name in self.model.label_classes()]
        return float(numpy.mean(numpy.array(names)[best] == labels))


def models(data, learner, seed):
    made = peers.peer_models(learner, seed)
    if learner == "gradient_boosting":
        halves = peers.peer_models(learner, seed, peers.COLUMNS)
        made |= {f"{name} with half of the columns": model for name, model in halves.items()}
    if learner == "softmax_regression" and numpy.isnan(data.matrix).any():
        return {}
    return {**made, "YDF": Ydf(learner, seed, data.categorical)} if learner in YDF else made


def compare(data, learner, folder):
    ours, differences = [], {}
    for seed in SEEDS:
        train, test = data.split(seed)
        ours.append(peers.our_report(SHOHIN, data, learner, train, test, seed, folder)["accuracy"])
        for name, model in models(data, learner, seed).items():
            model.fit(data.matrix[train], data.labels[train])
            differences.setdefault(name, []).append(ours[-1] - model.score(data.matrix[test], data.labels[test]))
    return numpy.mean(ours), {name: peers.paired(each) for name, each in differences.items()}


def load(name):
    return {"wine": peers.wine, "digits": peers.digits}.get(name, lambda: peers.example(ROOT / "public" / "examples", name))()


def main(names):
    print("| table | learner | ours | ours less the peer's (standard error) |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name in names or TABLES:
            data = load(name)
            for learner in peers.CONFIGS:
                accuracy, differences = compare(data, learner, pathlib.Path(folder))
                said = ", ".join(f"{peer} {mean:+.4f} ({error:.4f})" for peer, (mean, error) in differences.items())
                print(f"| {name} | {learner} | {accuracy:.4f} | {said} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
