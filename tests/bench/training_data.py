"""The tables that training is measured on, each as files for our programs and for the peers, split by our engine."""
import dataclasses
import json
import pathlib
import subprocess
import sys

import pandas
from samples import BASIC, ROOT, SEED, SHOHIN, TEST_SHARE, basic_contract, test_rows

sys.path.insert(0, str(ROOT / "tests" / "interop"))
import peers  # noqa: E402
from sklearn.datasets import make_classification  # noqa: E402


@dataclasses.dataclass(frozen=True)
class TrainingTable:
    name: str
    rows: int
    target: str
    data: pathlib.Path  # all rows
    contract: pathlib.Path
    train: pathlib.Path  # the same rows as ours trains on
    test: pathlib.Path


def bonsai(folder, rows):
    """Bonsai trees with the four basic inputs."""
    every = folder / "every_input.csv"
    subprocess.run([SHOHIN, "generate", "bonsai", "--rows", str(rows), "--seed", str(SEED), "--complete", "--out", every],
                   check=True, capture_output=True)
    contract = basic_contract()
    return pandas.read_csv(every)[[*BASIC, contract["target"]["name"]]], contract


def five_classes(rows, columns=20, classes=5):
    matrix, labels = make_classification(rows, columns, n_informative=max(4, min(15, columns * 3 // 4)), n_redundant=columns // 8,
                                         n_classes=classes, n_clusters_per_class=2, random_state=1)
    data = peers.from_arrays(f"{rows} x {columns}", matrix.astype("float32"), labels)
    return data.rows, data.contract


def load(name, folder):
    """(rows, contract) of a table by its name."""
    if name.startswith("bonsai "):
        return bonsai(folder, int(name.removeprefix("bonsai ")))
    if name == "five classes":
        return five_classes(100_000)
    data = {"digits": peers.digits, "wine": peers.wine}.get(name, lambda: peers.example(ROOT / "public" / "examples", name))()
    return data.rows, data.contract


def write(name, rows, contract, folder):
    target = contract["target"]["name"]
    names = [each["name"] for each in contract["target"]["classes"]]
    test = test_rows(rows[target].map(names.index))
    files = {part: folder / f"{part}.csv" for part in ("data", "train", "test")}
    rows.to_csv(files["data"], index=False)
    rows.iloc[test].to_csv(files["test"], index=False)
    rows.drop(index=rows.index[test]).to_csv(files["train"], index=False)
    (folder / "contract.json").write_text(json.dumps(contract))
    return TrainingTable(name, len(rows), target, contract=folder / "contract.json", **files)


def make(name, folder):
    folder = folder / name.replace(" ", "_")
    folder.mkdir(parents=True, exist_ok=True)
    rows, contract = load(name, folder)
    return write(name, rows, contract, folder)


def request(learner, **settings):
    """What our programs take: the settings of peers.py, or others."""
    return {"learner": learner, "config": {**peers.CONFIGS[learner], **settings}, "seed": SEED, "test_share": TEST_SHARE}
