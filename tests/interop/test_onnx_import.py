"""Proves that models of scikit-learn (by skl2onnx), XGBoost and LightGBM (by onnxmltools) answer after `shohin import`
as ONNX Runtime answers with the converter's own file, and that our file of them does so in ONNX Runtime too."""
import csv
import json
import warnings

import lightgbm
import numpy
import onnx
import onnxruntime
import pytest
import xgboost
from command_line import FOUND_BAD, run, run_json
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

TOLERANCE = 1e-6
SETS = {"iris": load_iris, "wine": load_wine, "breast_cancer": load_breast_cancer}


def by_skl2onnx(zipmap):
    def convert(model, rows):
        return to_onnx(model, rows[:1], options={"zipmap": zipmap})
    return convert


def by_onnxmltools(function, **options):
    def convert(model, rows):
        return function(model, initial_types=[("x", FloatTensorType([None, rows.shape[1]]))], **options)
    return convert


KINDS = {
    "random forest": (lambda: RandomForestClassifier(100, random_state=1), by_skl2onnx(False)),
    "random forest, ZipMap": (lambda: RandomForestClassifier(30, random_state=2), by_skl2onnx(True)),
    "extra trees": (lambda: ExtraTreesClassifier(100, random_state=3), by_skl2onnx(False)),
    "gradient boosting": (lambda: GradientBoostingClassifier(n_estimators=60, random_state=4), by_skl2onnx(False)),
    "gradient boosting, ZipMap": (lambda: GradientBoostingClassifier(n_estimators=9, random_state=5),
                                  by_skl2onnx(True)),
    "scaled regression": (lambda: make_pipeline(StandardScaler(), LogisticRegression()), by_skl2onnx(False)),
    "scaled regression, ZipMap": (lambda: make_pipeline(StandardScaler(), LogisticRegression()), by_skl2onnx(True)),
    "scaled without centring": (
        lambda: make_pipeline(StandardScaler(with_mean=False), LogisticRegression(max_iter=2000)), by_skl2onnx(False)),
    "filled regression": (lambda: make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()),
                          by_skl2onnx(False)),
    "xgboost": (lambda: xgboost.XGBClassifier(n_estimators=60, random_state=6), by_onnxmltools(convert_xgboost)),
    "lightgbm": (lambda: lightgbm.LGBMClassifier(n_estimators=60, verbose=-1, random_state=7),
                 by_onnxmltools(convert_lightgbm, zipmap=False)),
    "lightgbm, ZipMap": (lambda: lightgbm.LGBMClassifier(n_estimators=20, verbose=-1, random_state=8),
                         by_onnxmltools(convert_lightgbm)),
}


def theirs(file, rows):
    """Labels and probabilities [N, C] by ONNX Runtime, whether or not a ZipMap stands at the end."""
    session = onnxruntime.InferenceSession(file.SerializeToString())
    labels, scores = session.run(None, {session.get_inputs()[0].name: rows})
    if isinstance(scores, list):
        scores = numpy.array([[one[key] for key in sorted(one)] for one in scores])
    return labels, scores


def ours(shohin, model, rows, folder):
    """What `shohin predict` answers: classes and probabilities [N, C]."""
    names = [one["name"] for one in run_json(shohin, "inspect", model)["contract"]["features"]]
    with open(folder / "rows.csv", "w", newline="") as file:
        csv.writer(file).writerow(names)
        csv.writer(file).writerows([["" if numpy.isnan(v) else repr(float(v)) for v in row] for row in rows])
    run(shohin, "predict", "--model", model, "--data", folder / "rows.csv", "--out", folder / "answers.csv")
    with open(folder / "answers.csv", newline="") as file:
        answers = list(csv.DictReader(file))
    classes = [key for key in answers[0] if key.startswith("p_")]
    scores = numpy.array([[float(one[key]) for key in classes] for one in answers])
    return [one["prediction"] for one in answers], scores


def exact_regression(file, rows):
    """The regression of the converter's file in doubles. ONNX Runtime adds in float32, which alone is off by more than
    1e-6 where the scaled columns are not centred."""
    values = {a.name: onnx.helper.get_attribute_value(a) for node in file.graph.node for a in node.attribute}
    names = ("offset", "scale", "coefficients", "intercepts")
    offset, scale, weights, intercepts = (numpy.array(values[name], numpy.float32).astype(float) for name in names)
    rows = numpy.where(numpy.isnan(rows), values.get("imputed_value_floats", 0), rows.astype(float))
    sums = (rows - offset) * scale @ weights.reshape(len(intercepts), -1).T + intercepts
    powers = numpy.exp(sums - sums.max(axis=1, keepdims=True))
    return 1 / (1 + numpy.exp(-sums)) if len(intercepts) == 2 else powers / powers.sum(axis=1, keepdims=True)


def check_same(labels, scores, our_labels, our_scores, tolerance=TOLERANCE):
    assert numpy.abs(scores - our_scores).max() <= tolerance
    ranked = numpy.sort(scores, axis=1)
    clear = ranked[:, -1] - ranked[:, -2] > TOLERANCE
    assert (numpy.array([str(label) for label in labels]) == numpy.array(our_labels))[clear].all()


@pytest.mark.parametrize("data", SETS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_answers_as_onnx_runtime_does_with_the_original(shohin, tmp_path, kind, data):
    rows, classes = SETS[data](return_X_y=True)
    rows = rows.astype(numpy.float32)
    make, convert = KINDS[kind]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = convert(make().fit(rows, classes), rows)
    onnx.save(file, tmp_path / "foreign.onnx")
    run(shohin, "import", "--model", tmp_path / "foreign.onnx", "--out", tmp_path / "ours.onnx")
    random = numpy.random.default_rng(9)
    noise = random.normal(0, 0.3, rows.shape) * rows.std(axis=0)
    asked = numpy.concatenate([rows, rows + noise.astype(numpy.float32)])
    labels, scores = theirs(file, asked)
    our_labels, our_scores = ours(shohin, tmp_path / "ours.onnx", asked, tmp_path)
    tolerance = TOLERANCE
    if "LinearClassifier" in {node.op_type for node in file.graph.node}:
        exact = exact_regression(file, asked)
        assert numpy.abs(exact - our_scores).max() <= TOLERANCE
        tolerance += numpy.abs(exact - scores).max()
    check_same(labels, scores, our_labels, our_scores, tolerance)
    written = onnx.load(tmp_path / "ours.onnx")
    onnx.checker.check_model(written, full_check=True)
    check_same(labels, scores, *theirs(written, asked), 2 * tolerance)


@pytest.mark.parametrize("library", ["xgboost", "lightgbm"])
def test_missing_values_go_where_the_library_sends_them(shohin, tmp_path, library):
    rows, classes = load_breast_cancer(return_X_y=True)
    rows = rows.astype(numpy.float32)
    rows[numpy.random.default_rng(1).random(rows.shape) < 0.15] = numpy.nan
    make, convert = KINDS[library]
    model = make().fit(rows, classes)
    file = convert(model, rows)
    onnx.save(file, tmp_path / "foreign.onnx")
    run(shohin, "import", "--model", tmp_path / "foreign.onnx", "--out", tmp_path / "ours.onnx")
    our_labels, our_scores = ours(shohin, tmp_path / "ours.onnx", rows, tmp_path)
    check_same(*theirs(file, rows), our_labels, our_scores)
    assert numpy.abs(model.predict_proba(rows) - our_scores).max() < 1e-5  # and as the library itself answers


def test_text_labels_and_a_contract_name_what_the_columns_mean(shohin, examples, tmp_path):
    iris = load_iris()
    rows, names = iris.data.astype(numpy.float32), iris.target_names[iris.target]
    onnx.save(to_onnx(RandomForestClassifier(20, random_state=1).fit(rows, names), rows[:1]), tmp_path / "foreign.onnx")
    report = run_json(shohin, "import", "--model", tmp_path / "foreign.onnx", "--contract",
                      examples / "iris.contract.json", "--out", tmp_path / "ours.onnx")
    assert report["record"]["learner"] == "imported" and report["record"]["producer"] == "skl2onnx"
    evaluation = run_json(shohin, "evaluate", "--model", tmp_path / "ours.onnx", "--data", examples / "iris.csv")
    assert evaluation["accuracy"] == 1.0


TREES, LINEAR = "ai.onnx.ml.TreeEnsembleClassifier", "ai.onnx.ml.LinearClassifier"
# What the converters write of these, and the operator (or its attribute and value) that says so.
REFUSED = {
    "neighbours": (KNeighborsClassifier, by_skl2onnx(False), "Scan"),
    "one against rest": (lambda: OneVsRestClassifier(LogisticRegression(max_iter=2000)), by_skl2onnx(False), "Slice"),
    "an output a class": (lambda: RandomForestClassifier(3), by_skl2onnx("columns"), "Slice"),
    "exponential loss": (lambda: GradientBoostingClassifier(n_estimators=3, loss="exponential"), by_skl2onnx(False),
                         "Sigmoid"),
    "raw scores": (lambda: LogisticRegression(max_iter=2000),
                   lambda model, rows: to_onnx(model, rows[:1], options={"zipmap": False, "raw_scores": True}),
                   f"{LINEAR}.post_transform NONE"),
    "xgboost, softmax of two": (lambda: xgboost.XGBClassifier(n_estimators=3, objective="multi:softprob", num_class=2),
                                by_onnxmltools(convert_xgboost), f"{TREES}.post_transform SOFTMAX"),
    "lightgbm, softmax of two": (
        lambda: lightgbm.LGBMClassifier(n_estimators=3, objective="multiclass", num_class=2, verbose=-1),
        by_onnxmltools(convert_lightgbm, zipmap=False), f"{TREES}.post_transform SOFTMAX"),
    "xgboost, sums alone": (lambda: xgboost.XGBClassifier(n_estimators=3, objective="multi:softmax"),
                            by_onnxmltools(convert_xgboost), f"{TREES}.base_values 3"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_taken_is_refused_by_its_operator(shohin, tmp_path, kind):
    make, convert, named = REFUSED[kind]
    rows, classes = SETS["wine" if kind == "xgboost, sums alone" else "breast_cancer"](return_X_y=True)
    rows = rows.astype(numpy.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        onnx.save(convert(make().fit(rows, classes), rows), tmp_path / "foreign.onnx")
    report = run_json(shohin, "import", "--model", tmp_path / "foreign.onnx", "--out", tmp_path / "ours.onnx",
                      expect=FOUND_BAD)
    fault = report["faults"][0]
    if fault["code"] == "unsupported_operator":
        assert fault["value"] == named
    else:
        assert (fault["code"], f"{fault['field']} {fault['value']}") == ("unsupported_model", named)
    assert named.split(" ")[0] in report["error"]
    assert not (tmp_path / "ours.onnx").exists()


def test_a_contract_of_another_model_is_refused(shohin, examples, tmp_path):
    rows, classes = load_iris(return_X_y=True)
    onnx.save(to_onnx(RandomForestClassifier(3).fit(rows, classes), rows[:1].astype(numpy.float32)),
              tmp_path / "foreign.onnx")
    report = run_json(shohin, "import", "--model", tmp_path / "foreign.onnx", "--contract",
                      examples / "breast_cancer.contract.json", "--out", tmp_path / "ours.onnx", expect=FOUND_BAD)
    assert json.dumps(report["faults"]).count("foreign_contract") == 1
