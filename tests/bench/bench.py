"""Measures speed and size beside the peers, in one run on one machine, and prints a table.

Usage: bench.py [training|learners|prediction|size|server|tracking]...     exit code 1 when a bound is broken
"""
import sys

import learners
import prediction
import server
import size
import tracking
import training
from samples import ROOT, make_samples
from table import print_table

PARTS = ("training", "learners", "prediction", "size", "server", "tracking")
FOLDER = ROOT / "build" / "bench"


def measure_engine(parts):
    found = training.measure(make_samples(FOLDER)) if "training" in parts else []
    found += learners.rows() if "learners" in parts else []
    return found + (prediction.measure(FOLDER / "prediction") if "prediction" in parts else [])


def measure_server(parts, folder):
    data = server.fill(folder / "data")
    found = []
    if "size" in parts:
        with server.running(data) as (_, url):
            found += size.measure(url)
    return found + (server.measure(data, folder) if "server" in parts else [])


def main(parts):
    unknown = set(parts) - set(PARTS)
    if unknown:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    parts = parts or PARTS
    rows = []
    if {"training", "learners", "prediction"} & set(parts):
        rows += measure_engine(parts)
    if {"size", "server"} & set(parts):
        rows += measure_server(parts, FOLDER)
    rows += tracking.measure() if "tracking" in parts else []
    print_table(rows)
    return any(row.bound is not None and row.ours > row.bound for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
