"""Proves that our contributions are those of PyPI's shap for the same trees, forests and boosted, read from our ONNX file:
with missing values and categories, to 1e-9."""
import numpy
import onnx
import pandas
import pytest
import shap
from command_line import FOUND_BAD, WRONG_USAGE, run, run_json
from peers import example

SETTINGS = '{"n_estimators": 20, "max_depth": 12}'


def attributes(path):
    """The attributes of the ensemble's node, by name."""
    node = next(n for n in onnx.load(path).graph.node if n.op_type == "TreeEnsembleClassifier")
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


class Tree:
    """One tree in the arrays that shap.TreeExplainer takes."""

    def __init__(self, outputs):
        self.outputs, self.rows = outputs, []

    def add(self, left=-1, right=-1, default=-1, feature=-2, threshold=0.0, hits=0.0, values=None):
        self.rows.append([left, right, default, feature, threshold, hits,
                          numpy.zeros(self.outputs) if values is None else values])
        return len(self.rows) - 1

    def dictionary(self):
        names = ("children_left", "children_right", "children_default", "features", "thresholds", "node_sample_weight")
        types = (numpy.int32, numpy.int32, numpy.int32, numpy.int32, numpy.float64, numpy.float64)
        columns = {n: numpy.array([r[i] for r in self.rows], t) for i, (n, t) in enumerate(zip(names, types))}
        return columns | {"values": numpy.array([r[6] for r in self.rows])}


def read_trees(path, outputs):
    """The file's trees for shap, which knows no test for equality: "is it category k" becomes "is it at most k - 1/2"
    and "is it at most k + 1/2". A row that is not k takes one of two equal branches; how their training rows are
    shared between these changes no Shapley value."""
    a = attributes(path)
    mode, key = [m.decode() for m in a["nodes_modes"]], list(zip(a["nodes_treeids"], a["nodes_nodeids"]))
    place = {k: i for i, k in enumerate(key)}
    leaves = {k: numpy.zeros(outputs) for k in key}
    for tree, node, output, weight in zip(a["class_treeids"], a["class_nodeids"], a["class_ids"], a["class_weights"]):
        leaves[tree, node][output] += weight

    def child(i, which):
        return place[a["nodes_treeids"][i], a[f"nodes_{which}nodeids"][i]]

    def build(tree, i, hits):
        """Adds the nodes below i, scaled to that number of training rows."""
        scale = hits / a["nodes_hitrates"][i]
        if mode[i] == "LEAF":
            return tree.add(hits=hits, values=leaves[key[i]])
        true, false = child(i, "true"), child(i, "false")
        missing_true = bool(a["nodes_missing_value_tracks_true"][i])
        feature, threshold = a["nodes_featureids"][i], a["nodes_values"][i]
        if mode[i] == "BRANCH_NEQ":
            true, false, missing_true = false, true, False  # a missing value differs from every category
        node = tree.add(feature=feature, hits=hits)
        row = tree.rows[node]
        true_hits, false_hits = a["nodes_hitrates"][true] * scale, a["nodes_hitrates"][false] * scale
        if mode[i] == "BRANCH_LEQ":
            row[0], row[1] = build(tree, true, true_hits), build(tree, false, false_hits)
            row[2], row[4] = row[0] if missing_true else row[1], threshold
            return node
        row[4] = threshold - 0.5
        row[0] = build(tree, false, false_hits / 2)
        row[1] = above = tree.add(feature=feature, threshold=threshold + 0.5, hits=true_hits + false_hits / 2)
        inner = tree.rows[above]
        inner[0], inner[1] = build(tree, true, true_hits), build(tree, false, false_hits / 2)
        inner[2] = inner[0] if missing_true else inner[1]
        row[2] = above if missing_true else row[0]
        return node

    trees = []
    for tree in sorted(set(a["nodes_treeids"])):
        made = Tree(outputs)
        build(made, place[tree, 0], a["nodes_hitrates"][place[tree, 0]])
        trees.append(made.dictionary())
    return trees


def answers_of(scores, names, unit):
    """The probabilities that scores stand for."""
    if unit == "probability":
        return scores
    powers = {name: numpy.exp(scores[name]) for name in names}
    if len(names) == 2:  # one sum, against the first class and for the second
        return {name: power / (1 + power) for name, power in powers.items()}
    return {name: power / sum(powers.values()) for name, power in powers.items()}


@pytest.mark.parametrize("learner, name", [("random_forest", "iris"), ("random_forest", "breast_cancer"),
                                           ("random_forest", "bonsai"), ("extra_trees", "bonsai"),
                                           ("gradient_boosting", "breast_cancer"), ("gradient_boosting", "bonsai")])
def test_contributions_are_those_of_shap(shohin, examples, tmp_path, learner, name):
    model = tmp_path / "model.onnx"
    contract = examples / f"{name}.contract.json"
    run_json(shohin, "train", "--data", examples / f"{name}.csv", "--contract", contract, "--learner", learner, "--config",
             SETTINGS, "--out", model)
    unit = "log_odds" if learner == "gradient_boosting" else "probability"
    data = example(examples, name)
    rows, matrix = data.rows, data.matrix
    classes = run_json(shohin, "inspect", model)["contract"]["target"]["classes"]
    names = [c["name"] for c in classes]
    outputs = 1 if len(names) == 2 else len(names)
    theirs = shap.TreeExplainer({"trees": read_trees(model, outputs)}, feature_perturbation="tree_path_dependent")
    chosen = numpy.linspace(0, len(rows) - 1, 12).astype(int)
    values = numpy.asarray(theirs.shap_values(matrix[chosen].astype(numpy.float64), check_additivity=False))
    for i, row in enumerate(chosen):
        ours = run_json(shohin, "explain", "--model", model, "--data", examples / f"{name}.csv", "--row", row + 1)
        said = ours["explanation"]
        assert said["unit"] == unit and said["before_calibration"] is False
        answers = answers_of(said["score"], names, unit)
        for c, target in enumerate(names):
            contributions = numpy.array(list(said["contributions"][target].values()))
            total = said["base"][target] + contributions.sum()
            assert total == pytest.approx(said["score"][target], abs=1e-12)
            assert answers[target] == pytest.approx(ours["probabilities"][target], abs=1e-6)
            if outputs > 1:
                expected = values[i][:, c]
            else:  # the file holds the second class's share
                expected = values[i].reshape(-1) * (1 if c == 1 else -1)
            assert contributions == pytest.approx(expected, abs=1e-9)


def test_importance_is_the_mean_absolute_contribution_of_every_row(shohin, examples, tmp_path):
    model, data = tmp_path / "model.onnx", tmp_path / "rows.csv"
    run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
             "--config", SETTINGS, "--out", model)
    pandas.read_csv(examples / "iris.csv", dtype=str).iloc[40:60].to_csv(data, index=False)
    whole = run_json(shohin, "explain", "--model", model, "--data", data, "--global")
    each = [run_json(shohin, "explain", "--model", model, "--data", data, "--row", row)["explanation"]["contributions"]
            for row in range(1, 21)]
    assert whole["rows"] == 20
    for one in whole["importance"]:
        for target, mean in one["classes"].items():
            assert mean == pytest.approx(numpy.mean([abs(e[target][one["feature"]]) for e in each]), abs=1e-12)
        assert one["mean_absolute"] == pytest.approx(sum(one["classes"].values()), abs=1e-12)
    means = [one["mean_absolute"] for one in whole["importance"]]
    assert means == sorted(means, reverse=True)


def test_partial_dependence_is_the_mean_prediction(shohin, examples, tmp_path):
    model = tmp_path / "model.onnx"
    run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
             "--config", SETTINGS, "--out", model)
    said = run_json(shohin, "explain", "--model", model, "--data", examples / "iris.csv", "--partial", "petal_length")
    point = said["values"][len(said["values"]) // 2]
    rows = pandas.read_csv(examples / "iris.csv").assign(petal_length=point["value"])
    rows.to_csv(tmp_path / "set.csv", index=False)
    run(shohin, "predict", "--model", model, "--data", tmp_path / "set.csv", "--out", tmp_path / "out.csv")
    answers = pandas.read_csv(tmp_path / "out.csv")
    for target, mean in point["probabilities"].items():
        assert mean == pytest.approx(answers[f"p_{target}"].mean(), abs=1e-6)


def test_what_cannot_be_explained_is_refused(shohin, examples, tmp_path):
    model = tmp_path / "model.onnx"
    run_json(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json",
             "--config", SETTINGS, "--out", model)
    data = ("--data", examples / "iris.csv")
    run(shohin, "explain", "--model", model, *data, "--row", "1", "--global", expect=WRONG_USAGE)
    _, text = run(shohin, "explain", "--model", model, *data, "--row", "151", expect=FOUND_BAD)
    assert "150 rows" in text
    _, text = run(shohin, "explain", "--model", model, *data, "--partial", "stem", expect=FOUND_BAD)
    assert "stem" in text
    file = onnx.load(model)
    node = file.graph.node[0]
    for attribute in list(node.attribute):
        if attribute.name == "nodes_hitrates":
            node.attribute.remove(attribute)
    onnx.save(file, tmp_path / "no_hits.onnx")
    _, text = run(shohin, "explain", "--model", tmp_path / "no_hits.onnx", *data, expect=FOUND_BAD)
    assert "nodes_hitrates" in text
