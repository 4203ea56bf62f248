"""Proves that `shohin drift` gives SciPy's statistics on the same samples, to 1e-9, that the baseline a model carries
leads to the same verdicts within its stated bounds, and that exit codes say what was found."""
import csv
import json
import math

import numpy
import pytest
from command_line import DONE, FAILED, FOUND_BAD, WRONG_USAGE, run, run_json
from scipy import stats
from scipy.spatial.distance import jensenshannon

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def generate(shohin, out, rows, seed, noise=0.1):
    run(shohin, "generate", "bonsai", "--rows", rows, "--seed", seed, "--noise", noise, "--out", out)
    return out


@pytest.fixture(scope="module")
def bonsai(shohin, examples, tmp_path_factory):
    """Training rows, a model of them, rows of the same kind and rows measured far less exactly."""
    folder = tmp_path_factory.mktemp("drift")
    train = generate(shohin, folder / "train.csv", 3000, 1)
    run_json(shohin, "train", "--data", train, "--contract", examples / "bonsai.contract.json", "--config",
             '{"n_estimators": 10}', "--out", folder / "m.onnx")
    generate(shohin, folder / "same.csv", 1500, 2)
    generate(shohin, folder / "noisy.csv", 1500, 3, noise=0.5)
    return folder


def columns(path, contract):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {feature["name"]: [row[feature["name"]] for row in rows] for feature in contract["features"]}


def numbers(cells):
    """As the engine keeps them: float32, sorted, without what is missing."""
    return numpy.sort(numpy.array([cell for cell in cells if cell], numpy.float32).astype(float))


def contract_of(examples, name="bonsai"):
    return json.loads((examples / f"{name}.contract.json").read_text())


def stability(reference, data, edges):
    counts = [numpy.bincount(numpy.searchsorted(edges, side, side="right"), minlength=len(edges) + 1) / len(side)
              for side in (reference, data)]
    r, d = (numpy.maximum(count, 1e-4) for count in counts)
    return ((d - r) * numpy.log(d / r)).sum()


def check_number(seen, reference, data):
    expected = stats.ks_2samp(reference, data, method="asymp")
    assert seen["statistic"] == pytest.approx(expected.statistic, **CLOSE)
    assert seen["p"] == pytest.approx(expected.pvalue, **CLOSE)
    area = stats.wasserstein_distance(reference, data)
    assert seen["wasserstein"] == pytest.approx(area, **CLOSE)
    assert seen["wasserstein_over_deviation"] == pytest.approx(area / reference.std(), **CLOSE)
    deciles = numpy.unique(numpy.quantile(reference, numpy.arange(1, 10) / 10))
    assert seen["psi"] == pytest.approx(stability(reference, data, deciles), **CLOSE)
    edges = numpy.histogram_bin_edges(numpy.concatenate([reference, data]), "sturges")
    counts = [numpy.histogram(side, edges)[0] for side in (reference, data)]
    check_counts(seen, *counts)


def check_counts(seen, reference, data):
    r, d = numpy.array(reference) / sum(reference), numpy.array(data) / sum(data)
    assert seen["jensen_shannon"] == pytest.approx(jensenshannon(r, d), **CLOSE)
    assert seen["hellinger"] == pytest.approx(numpy.linalg.norm(numpy.sqrt(r) - numpy.sqrt(d)) / math.sqrt(2), **CLOSE)
    assert seen["largest_difference"] == pytest.approx(abs(r - d).max(), **CLOSE)


def check_categories(seen, reference, data):
    table = numpy.array([reference, data])
    table = table[:, table.sum(axis=0) > 0]
    expected = stats.chi2_contingency(table, correction=False)
    assert seen["statistic"] == pytest.approx(expected.statistic, **CLOSE)
    assert seen["degrees"] == expected.dof
    assert seen["p"] == pytest.approx(expected.pvalue, **CLOSE)
    assert seen["cramers_v"] == pytest.approx(stats.contingency.association(table, method="cramer"), **CLOSE)
    check_counts(seen, reference, data)


@pytest.mark.parametrize("window", ["same", "noisy"])
def test_raw_samples_have_scipys_statistics(shohin, examples, bonsai, window):
    contract = contract_of(examples)
    arguments = ["drift", "--reference", bonsai / "train.csv", "--contract", examples / "bonsai.contract.json",
                 "--data", bonsai / f"{window}.csv"]
    report = run_json(shohin, *arguments, expect=FOUND_BAD if window == "noisy" else DONE)
    assert report["drifted"] == (window == "noisy")
    before, after = (columns(bonsai / f"{name}.csv", contract) for name in ("train", window))
    for feature, seen in zip(contract["features"], report["features"]):
        name = feature["name"]
        assert seen["feature"] == name
        if feature["kind"] == "categorical":
            check_categories(seen, *([side[name].count(one if isinstance(one, str) else one["name"])
                                      for one in feature["categories"]] for side in (before, after)))
        else:
            check_number(seen, numbers(before[name]), numbers(after[name]))
        lost = [side[name].count("") for side in (before, after)]
        assert seen["missing"]["share"] == pytest.approx(lost[1] / report["rows"], **CLOSE)
        if any(lost):
            table = [[report["reference_rows"] - lost[0], lost[0]], [report["rows"] - lost[1], lost[1]]]
            assert seen["missing"]["p"] == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, **CLOSE)


def test_p_values_are_corrected_as_holm_does(shohin, examples, bonsai):
    report = run_json(shohin, "drift", "--model", bonsai / "m.onnx", "--data", bonsai / "noisy.csv", expect=FOUND_BAD)
    tests = [part for one in report["features"] for part in (one, one.get("missing", {}))]
    made = sorted((one["p"], one["p_holm"]) for one in tests if one.get("p") is not None)
    assert len(made) > len(report["features"])
    least = 0
    for rank, (p, corrected) in enumerate(made):
        least = max(least, min(1, p * (len(made) - rank)))
        assert corrected == pytest.approx(least, **CLOSE)


@pytest.mark.parametrize("window", ["same", "noisy"])
def test_a_models_baseline_knows_the_distances_within_its_bounds(shohin, examples, bonsai, window):
    """The model trains on a file of its own, so that its training rows are known."""
    contract, model = contract_of(examples), bonsai / f"{window}.onnx"
    run_json(shohin, "train", "--data", bonsai / "train.csv", "--test", bonsai / "same.csv", "--contract",
             examples / "bonsai.contract.json", "--config", '{"n_estimators": 3}', "--out", model)
    report = run_json(shohin, "drift", "--model", model, "--data", bonsai / f"{window}.csv",
                      expect=FOUND_BAD if window == "noisy" else DONE)
    before, after = (columns(bonsai / f"{name}.csv", contract) for name in ("train", window))
    for feature, seen in zip(contract["features"], report["features"]):
        if feature["kind"] == "categorical":
            continue
        reference, data = numbers(before[feature["name"]]), numbers(after[feature["name"]])
        distance, area = stats.ks_2samp(reference, data).statistic, stats.wasserstein_distance(reference, data)
        assert seen["statistic"] <= distance + 1e-9 and distance <= seen["statistic_at_most"] + 1e-9
        low, high = seen["wasserstein_between"]
        assert low - 1e-9 <= area <= high + 1e-9
        deciles = numpy.unique(numpy.quantile(reference, numpy.arange(1, 10) / 10))
        assert seen["psi"] == pytest.approx(stability(reference, data, deciles), abs=0.01)
        assert seen["wasserstein"] == pytest.approx(area, abs=(0.1 if window == "same" else 0.5) * reference.std())


def test_labels_are_compared_only_when_they_are_there(shohin, bonsai):
    unlabelled = bonsai / "unlabelled.csv"
    with open(bonsai / "same.csv", newline="") as source, open(unlabelled, "w", newline="") as out:
        writer = csv.writer(out)
        for row in csv.reader(source):
            writer.writerow(row[:-1])
    with_labels = run_json(shohin, "drift", "--model", bonsai / "m.onnx", "--data", bonsai / "same.csv")
    without = run_json(shohin, "drift", "--model", bonsai / "m.onnx", "--data", unlabelled)
    assert [one["feature"] for one in with_labels["features"]] == \
        [*(one["feature"] for one in without["features"]), "species"]


def test_a_small_window_gets_no_verdict(shohin, bonsai):
    lines = (bonsai / "noisy.csv").read_text().splitlines(keepends=True)
    (bonsai / "few.csv").write_text("".join(lines[:150]))
    report = run_json(shohin, "drift", "--model", bonsai / "m.onnx", "--data", bonsai / "few.csv")
    assert {one["verdict"] for one in report["features"]} == {"too_few_rows"}


def test_people_read_a_table_and_the_outcome(shohin, bonsai):
    text, _ = run(shohin, "drift", "--model", bonsai / "m.onnx", "--data", bonsai / "same.csv")
    assert "No drift that matters." in text and "leaf_length" in text
    text, _ = run(shohin, "drift", "--model", bonsai / "m.onnx", "--data", bonsai / "noisy.csv", expect=FOUND_BAD)
    assert "The data have drifted." in text


def test_what_makes_no_sense_is_refused(shohin, examples, bonsai):
    data, contract = bonsai / "same.csv", examples / "bonsai.contract.json"
    run(shohin, "drift", "--data", data, expect=WRONG_USAGE)
    run(shohin, "drift", "--reference", data, "--data", data, expect=WRONG_USAGE)
    run(shohin, "drift", "--model", bonsai / "m.onnx", "--reference", data, "--contract", contract, "--data", data,
        expect=WRONG_USAGE)
    run(shohin, "drift", "--model", bonsai / "nothing.onnx", "--data", data, expect=FAILED)
    refused = run_json(shohin, "drift", "--model", bonsai / "m.onnx", "--data", examples / "iris.csv", expect=FOUND_BAD)
    assert refused["faults"]


def test_a_model_of_another_program_has_no_baseline(shohin, bonsai):
    import onnx
    model = onnx.load(bonsai / "m.onnx")
    kept = [entry for entry in model.metadata_props if entry.key != "shohin.baseline"]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    onnx.save(model, bonsai / "bare.onnx")
    _, said = run(shohin, "drift", "--model", bonsai / "bare.onnx", "--data", bonsai / "same.csv", expect=FAILED)
    assert "--reference" in said


def test_a_broken_baseline_is_named(shohin, bonsai):
    import onnx
    model = onnx.load(bonsai / "m.onnx")
    for entry in model.metadata_props:
        if entry.key == "shohin.baseline":
            entry.value = entry.value.replace('"deciles":[', '"deciles":[-1,', 1)
    onnx.save(model, bonsai / "broken.onnx")
    refused = run_json(shohin, "drift", "--model", bonsai / "broken.onnx", "--data", bonsai / "same.csv",
                       expect=FOUND_BAD)
    assert refused["faults"][0]["field"] == "shohin.baseline" and refused["faults"][0]["value"] == "deciles"
