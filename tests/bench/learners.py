"""Training beside scikit-learn, XGBoost and ydf-training: seconds, peak memory and accuracy on the same rows.

Seconds are the processor's, so that a shared machine does not matter; those of two threads are the wall's.
Every measurement has a process of its own, with one thread. ydf-training's settings are fixed, so our forest takes them
too where the two are compared.
"""
import json
import os
import subprocess
import sys
from typing import NamedTuple

from samples import PROGRAMS, ROOT
from table import Row
from training_data import make, request

TABLES = ("iris", "breast_cancer", "digits", "bonsai 4000", "bonsai 20000", "bonsai 200000", "five classes")
# Each with the times of its seconds that ours may take.
PEERS = {"random_forest": {"scikit-learn": 1}, "gradient_boosting": {"XGBoost": 2, "HistGradientBoosting": None}}
YDF_BOUND = 1 / 5
YDF_MOST_ROWS = 25_000  # beyond it takes minutes
YDF_FOREST = {"n_estimators": 300, "max_depth": 16, "min_samples_leaf": 5}
FOLDER = ROOT / "build" / "bench" / "learners"
YDF_FOLDER = ROOT / "build" / "bench" / "ydf"
YDF_VERSION = "0.0.1"


def printed(command, stderr=None, **environment):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, stderr=stderr, text=True,
                          env={**os.environ, **environment})
    return json.loads(done.stdout.splitlines()[-1])  # ydf-training logs before


def times_for(table):
    return 5 if table.rows < 10_000 else 3 if table.rows < 50_000 else 1


def ours_native(table, wish, threads=1, wall=False):
    file = table.data.with_name("request.json")
    file.write_text(json.dumps(wish))
    measured = printed([PROGRAMS / "train_speed", table.data, table.contract, file, threads, times_for(table)])
    return {**measured, "seconds": measured["wall"]} if wall else measured


def ours_wasm(table, wish):
    return printed([ROOT / "scripts" / "node.sh", "node", ROOT / "tests" / "bench" / "train_node.mjs", table.data,
                    table.contract, json.dumps(wish), times_for(table), "cpu"])


def peer(table, learner, name):
    return printed([sys.executable, ROOT / "tests" / "bench" / "train_peer.py", learner, name, table.train, table.test,
                    table.target, times_for(table)])


def ydf(table, learner):
    if not (YDF_FOLDER / "node_modules" / "ydf-training").exists():
        YDF_FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run([ROOT / "scripts" / "node.sh", "npm", "install", "--prefix", YDF_FOLDER, "--no-save",
                        f"ydf-training@{YDF_VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return printed([ROOT / "scripts" / "node.sh", "node", ROOT / "tests" / "bench" / "train_ydf.cjs", learner, table.train,
                    table.target, 1], subprocess.DEVNULL, NODE_PATH=str(YDF_FOLDER / "node_modules"))


class Timing(NamedTuple):
    """One measurement; `ours` is what it is compared with, ours in WebAssembly with the same settings."""
    table: str
    what: str
    measured: dict
    ours: dict | None = None
    bound: float | None = None  # ours may take at most that many times its seconds


def measure(name, learner, folder):
    table = make(name, folder)
    wasm = ours_wasm(table, request(learner))
    native = ours_native(table, request(learner))
    found = [Timing(table.name, f"{learner}, ours, WebAssembly", with_accuracy(wasm)),
             Timing(table.name, f"{learner}, ours, native, 1 thread", native, wasm),
             Timing(table.name, f"{learner}, ours, native, 2 threads",
                    ours_native(table, request(learner), 2, wall=True), wasm)]
    for each, bound in PEERS[learner].items():
        found.append(Timing(table.name, f"{learner}, {each}", peer(table, learner, each), wasm, bound))
    if table.rows > YDF_MOST_ROWS:
        return found
    if learner == "random_forest":
        wasm = ours_wasm(table, request(learner, **YDF_FOREST))
        found.append(Timing(table.name, "random_forest 300 x 16, leaf 5, ours, WebAssembly", with_accuracy(wasm)))
    found.append(Timing(table.name, f"{learner}, ydf-training", ydf(table, learner), wasm, YDF_BOUND))
    return found


def with_accuracy(wasm):
    return {**wasm, "accuracy": wasm["report"]["accuracy"]}


def markdown(timing):
    measured, ours = timing.measured, timing.ours
    cells = [timing.table, timing.what, f"{measured['seconds']:.3f}"]
    cells.append(f"{measured['seconds'] / ours['seconds']:.1f}" if ours else "1")
    cells.append(f"{measured['accuracy']:.4f}" if "accuracy" in measured else "")
    cells.append(f"{measured['peak_mb']:.0f}" if "peak_mb" in measured else "")
    return "| " + " | ".join(cells) + " |"


def rows(names=TABLES, folder=FOLDER):
    """Each peer's seconds beside ours in WebAssembly, and its memory beside ours natively, with the bounds."""
    found = []
    for name in names:
        for learner in PEERS:
            timings = measure(name, learner, folder)
            memory = next(timing.measured["peak_mb"] for timing in timings if "native, 1 thread" in timing.what)
            for timing in timings:
                if " ours, " in timing.what:
                    continue
                seconds, what = timing.measured["seconds"], f"on {timing.table}"
                bound = seconds * timing.bound if timing.bound else None
                found.append(Row(f"{learner} {what}, WebAssembly", timing.ours["seconds"], "s", seconds,
                                 timing.what.split(", ")[1], bound))
                if "scikit-learn" in timing.what:
                    peak = timing.measured["peak_mb"]
                    found.append(Row(f"{learner} {what}, peak", memory, "MB", peak, "scikit-learn", peak / 2))
    return found


def main(names):
    print("| table | learner | seconds | times ours in WebAssembly | accuracy | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    for name in names or TABLES:
        for learner in PEERS:
            for timing in measure(name, learner, FOLDER):
                print(markdown(timing), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
