"""Measures over many seeds how often prediction sets hold the truth, and what a temperature does to calibration, on
generated bonsai. Usage: coverage.py [SEEDS]; needs build/bin/shohin and the interop tests' Python packages."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx

ROOT = pathlib.Path(__file__).parents[2]
CONTRACT = ROOT / "public" / "examples" / "bonsai.contract.json"
CONFIG = '{"n_estimators": 60, "max_depth": 20}'
RATE = 0.1
BINS = 15


def shohin(*arguments):
    subprocess.run([ROOT / "build" / "bin" / "shohin", *map(str, arguments)], check=True, capture_output=True)


def answers(folder, model):
    """(probabilities, labels) of the fresh rows."""
    shohin("predict", "--model", model, "--data", folder / "fresh.csv", "--out", folder / "out.csv")
    with open(folder / "out.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    classes = [name[2:] for name in rows[0] if name.startswith("p_")]
    probabilities = numpy.array([[float(row[f"p_{name}"]) for name in classes] for row in rows])
    return probabilities, numpy.array([classes.index(row["species"]) for row in rows])


def calibration_error(probabilities, labels):
    """Expected calibration error of the best class, in equal bins."""
    best, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = numpy.minimum((best * BINS).astype(int), BINS - 1)
    return sum((place == b).mean() * abs(best[place == b].mean() - right[place == b].mean()) for b in set(place))


def measure(folder, seed):
    """One seed: coverage, then calibration error and log loss without and with a temperature."""
    shohin("generate", "bonsai", "--rows", 1500, "--seed", seed, "--out", folder / "rows.csv")
    shohin("generate", "bonsai", "--rows", 4000, "--seed", 100_000 + seed, "--out", folder / "fresh.csv")
    found = []
    for choice in ("none", "temperature"):
        model = folder / "model.onnx"
        shohin("train", "--data", folder / "rows.csv", "--contract", CONTRACT, "--config", CONFIG, "--seed", seed,
               "--calibration", choice, "--out", model)
        probabilities, labels = answers(folder, model)
        truth = probabilities[numpy.arange(len(labels)), labels]
        found += [calibration_error(probabilities, labels), -numpy.log(truth.clip(numpy.finfo(float).eps)).mean()]
    metadata = {entry.key: entry.value for entry in onnx.load(model).metadata_props}
    least = json.loads(metadata["shohin.calibration"])["conformal"]["least_probability"]
    return [(truth >= numpy.float32(least[round(RATE * 100) - 1])).mean(), *found]


def main(seeds):
    with tempfile.TemporaryDirectory() as folder:
        table = numpy.array([measure(pathlib.Path(folder), seed) for seed in range(seeds)])
    names = ("coverage at 10 %", "calibration error", "log loss", "calibration error, calibrated", "log loss, calibrated")
    for name, column in zip(names, table.T):
        print(f"{name:30} mean {column.mean():.4f}, standard deviation {column.std():.4f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
