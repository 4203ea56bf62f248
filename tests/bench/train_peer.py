"""Trains a peer in a process of its own and prints {"seconds": median of the processor's, "accuracy", "peak_mb", "data_mb"}.

Usage: train_peer.py LEARNER PEER TRAIN.csv TEST.csv TARGET TIMES     the settings are those of peers.py in tests/interop
"""
import json
import pathlib
import re
import statistics
import sys
import time

import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))
from peers import peer_models  # noqa: E402


def peak_mb():
    """Not the kernel's ru_maxrss, which starts at what the parent had."""
    return int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024


def processor_seconds(action):
    start = time.process_time()
    action()
    return time.process_time() - start


def main(learner, peer, train_file, test_file, target, times):
    train, test = pandas.read_csv(train_file), pandas.read_csv(test_file)
    names = sorted(train[target].unique())
    rows, labels = train.drop(columns=target).to_numpy("float32"), train[target].map(names.index).to_numpy()
    model = peer_models(learner, 42)[peer]
    before = peak_mb()
    seconds = statistics.median(processor_seconds(lambda: model.fit(rows, labels)) for _ in range(int(times)))
    accuracy = model.score(test.drop(columns=target).to_numpy("float32"), test[target].map(names.index).to_numpy())
    print(json.dumps({"seconds": seconds, "accuracy": accuracy, "peak_mb": peak_mb(), "data_mb": before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
