"""Predicting one row, a thousand and a hundred thousand, natively and in WebAssembly, beside five peers on one thread.

Figures are processor time, the least of many runs. Python's part of a call is in the native peers' figures; ours is
measured from C++ natively and from JavaScript in WebAssembly, as it is used.
"""
import json
import subprocess
import time

import numpy
import onnxruntime
from prediction_data import FEATURES, make_forests
from samples import PROGRAMS, ROOT
from table import Row

BENCH = ROOT / "tests" / "bench"
NODE = ROOT / "scripts" / "node.sh"
ONE_BY_ONE = 200
BATCHES = (1000, 100_000)


def least_seconds(action):
    action()
    least, end, times = float("inf"), time.monotonic() + 1, 0
    while times < 3 or time.monotonic() < end:
        start = time.process_time()
        action()
        least, times = min(least, time.process_time() - start), times + 1
    return least


def measure_peer(prepare, rows, one_by_one=ONE_BY_ONE):
    """prepare(rows) gives the call that predicts them. Returns microseconds a row as our programs print them."""
    singles = [prepare(rows[i:i + 1]) for i in range(one_by_one)]
    one = least_seconds(lambda: [predict() for predict in singles])
    batch = {}
    for count in BATCHES:
        many = prepare(numpy.resize(rows, (count, rows.shape[1])))
        batch[str(count)] = least_seconds(many) / count * 1e6
    return {"one": one / one_by_one * 1e6, "batch": batch}


def open_runtime(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return lambda rows: lambda: session.run(["probabilities"], {"features": rows})


def open_ydf(model):
    def prepare(rows):
        columns = {name: numpy.ascontiguousarray(rows[:, f]) for f, name in enumerate(FEATURES)}
        return lambda: model.predict(columns, num_threads=1)

    return prepare


def measure_native_peers(forests):
    rows = numpy.ascontiguousarray(forests.rows)
    return {
        "ONNX Runtime": measure_peer(open_runtime(forests.model), rows),
        "XGBoost": measure_peer(lambda some: lambda: forests.booster.inplace_predict(some), rows),
        "YDF": measure_peer(open_ydf(forests.ydf_model), rows),
        "scikit-learn": measure_peer(lambda some: lambda: forests.scikit.predict_proba(some), rows, 20),
    }


def run(*command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout)


def compare(where, ours, peers, one_bound, batch_bound):
    """A bound: how many times faster than that peer ours must be; none where its dict has no such name."""
    found = []
    for name, peer in peers.items():
        bound = peer["one"] / one_bound[name] if name in one_bound else None
        found.append(Row(f"prediction, one row, {where}", ours["one"], "us", peer["one"], name, bound))
    for count in map(str, BATCHES):
        for name, peer in peers.items():
            bound = peer["batch"][count] / batch_bound[name] if name in batch_bound else None
            found.append(Row(f"prediction, a row of {int(count):,}, {where}", ours["batch"][count], "us",
                             peer["batch"][count], name, bound))
    return found


def measure(folder):
    forests = make_forests(folder)
    native = run(PROGRAMS / "predict_speed", forests.model, forests.rows_file)
    wasm = run(NODE, "node", BENCH / "predict_node.mjs", forests.model, forests.rows_file)
    browser_peers = run(NODE, "node", BENCH / "predict_peers.mjs", forests.model, forests.ydf_zip, forests.rows_file,
                        *FEATURES)
    threads = native["threads"]
    return [
        *compare("WebAssembly", wasm, browser_peers, {"onnxruntime-web": 20}, {"onnxruntime-web": 2}),
        *compare("native", native, measure_native_peers(forests), {}, {"XGBoost": 1, "YDF": 1}),
        *(Row(f"prediction, a row of 100,000, native, {count} threads, clock", threads[count], "us", threads["1"],
              "1 thread") for count in threads if count != "1"),
        Row("prediction, model file to first answer, native", native["open_ms"], "ms"),
        Row("prediction, most memory of the process, 100,000 rows", native["peak_kb"] / 1024, "MB"),
    ]
