"""The table that the benchmarks share: 4,000 bonsai trees with the four basic inputs, split by our engine for everyone."""
import dataclasses
import json
import pathlib
import subprocess

import pandas

ROOT = pathlib.Path(__file__).parents[2]
SHOHIN = ROOT / "build" / "bin" / "shohin"
PROGRAMS = ROOT / "build" / "native" / "tests" / "bench"
BASIC = ["leaf_length", "leaf_width", "branch_thickness", "height"]
ROWS = 4000
SEED = 42
TEST_SHARE = 0.2
CONFIG = {"n_estimators": 100, "max_depth": 10, "min_samples_split": 2, "min_samples_leaf": 1, "max_features": "sqrt",
          "bootstrap": True}


@dataclasses.dataclass(frozen=True)
class Samples:
    folder: pathlib.Path
    contract: pathlib.Path
    data: pathlib.Path  # all rows, as CSV
    target: str
    train: pandas.DataFrame
    test: pandas.DataFrame


def basic_contract():
    contract = json.loads((ROOT / "public" / "examples" / "bonsai.contract.json").read_text())
    contract["features"] = [feature for feature in contract["features"] if feature["name"] in BASIC]
    return contract


def test_rows(labels):
    """The numbers of the rows that our engine keeps for the test."""
    printed = subprocess.run([PROGRAMS / "engine_split", str(SEED), str(TEST_SHARE)], check=True, capture_output=True,
                             text=True, input="\n".join(map(str, labels))).stdout
    return [int(line) for line in printed.split()]


def make_samples(folder):
    """Generates the table into folder; the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    every, data, contract_file = folder / "every_input.csv", folder / "data.csv", folder / "contract.json"
    subprocess.run([SHOHIN, "generate", "bonsai", "--rows", str(ROWS), "--seed", str(SEED), "--complete", "--out", every],
                   check=True, capture_output=True)
    contract = basic_contract()
    contract_file.write_text(json.dumps(contract))
    target = contract["target"]["name"]
    table = pandas.read_csv(every)[[*BASIC, target]]
    table.to_csv(data, index=False)
    classes = [each["name"] for each in contract["target"]["classes"]]
    test = test_rows(table[target].map(classes.index))
    return Samples(folder, contract_file, data, target, table.drop(index=test), table.loc[test])
