"""Proves that `shohin generate` makes the set that ships, with the gaps it promises, and prints the ceiling."""
import csv

import pytest
from command_line import WRONG_USAGE, run, run_json

BASIC = ["leaf_length", "leaf_width", "branch_thickness", "height"]


def read_rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_the_default_is_the_set_that_ships(shohin, examples, tmp_path):
    out = tmp_path / "bonsai.csv"
    run(shohin, "generate", "bonsai", "--out", out)
    assert out.read_bytes() == (examples / "bonsai.csv").read_bytes()


def test_without_out_the_rows_go_to_stdout(shohin, examples):
    stdout, _ = run(shohin, "generate", "bonsai", "--rows", 10)
    assert (examples / "bonsai.csv").read_text().startswith(stdout)
    assert stdout.count("\n") == 11


def test_half_of_the_rows_have_only_the_basic_inputs(shohin, tmp_path):
    run(shohin, "generate", "bonsai", "--rows", 8000, "--seed", 9, "--out", tmp_path / "gaps.csv")
    rows = read_rows(tmp_path / "gaps.csv")
    optional = [name for name in rows[0] if name not in BASIC and name != "species"]
    assert all(row[name] for row in rows for name in BASIC)
    basic_only = [row for row in rows if not any(row[name] for name in optional)]
    assert 0.47 < len(basic_only) / len(rows) < 0.53
    others = [row for row in rows if any(row[name] for name in optional)]
    for name in optional:
        assert 0.27 < sum(not row[name] for row in others) / len(others) < 0.33, name


def test_a_complete_set_has_no_gap_and_fits_the_contract(shohin, examples, tmp_path):
    out = tmp_path / "complete.csv"
    run(shohin, "generate", "bonsai", "--rows", 3000, "--complete", "--noise", 0.3, "--out", out)
    assert all(all(row.values()) for row in read_rows(out))
    contract = examples / "bonsai.contract.json"
    assert run_json(shohin, "validate", "--contract", contract, "--data", out)["rows"] == 3000


def test_the_ceiling_is_near_95_percent_with_four_inputs_and_99_with_eight(shohin):
    report = run_json(shohin, "generate", "bonsai", "--bayes", "--rows", 20000)
    best = {row["inputs"]: row["bayes"] for row in report["accuracy"]}
    assert 0.945 < best["basic"]["value"] < 0.965
    assert 0.985 < best["measured"]["value"] < 0.995
    assert best["all"]["value"] > 0.999
    assert 0 < best["basic"]["standard_error"] < 0.002


@pytest.mark.parametrize("arguments, names", [
    (["--rows", 1], ["rows", "1", "2 to 5000000"]),
    (["--noise", 0.6], ["noise", "0.6", "0 to 0.5"]),
    (["--seed", -1], ["--seed", "-1"]),
    (["--rows", "many"], ["--rows", "many"]),
    (["--model", "m.onnx"], ["--model", "--bayes"]),
])
def test_wrong_options_are_named(shohin, tmp_path, arguments, names):
    out = [] if "--model" in arguments else ["--out", tmp_path / "x.csv"]
    _, stderr = run(shohin, "generate", "bonsai", *arguments, *out, expect=WRONG_USAGE)
    assert all(name in stderr for name in names), stderr
    assert not list(tmp_path.iterdir())


def test_what_was_learned_from_made_rows_says_so_in_record_and_card(shohin, examples, tmp_path):
    run(shohin, "generate", "bonsai", "--rows", 200, "--out", tmp_path / "made.csv")
    files = {}
    for name, options in {"told": ["--synthetic"], "untold": []}.items():
        files[name] = tmp_path / f"{name}.onnx"
        run(shohin, "train", "--data", tmp_path / "made.csv", "--contract", examples / "bonsai.contract.json", "--config",
            '{"n_estimators": 3}', "--out", files[name], *options)
    told, untold = (run_json(shohin, "inspect", file) for file in files.values())
    assert told["record"]["synthetic"] is True and "synthetic" not in untold["record"]
    assert told["model_digest"] == untold["model_digest"]
    assert "Made by a program, not measured." in run(shohin, "inspect", "--card", files["told"])[0]
    assert "Made by a program" not in run(shohin, "inspect", "--card", files["untold"])[0]
