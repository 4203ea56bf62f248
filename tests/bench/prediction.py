"""Predicting one row and a thousand: ours natively and in WebAssembly, scikit-learn and ONNX Runtime on one thread."""
import json
import subprocess

import numpy
import onnxruntime
from samples import BASIC, PROGRAMS, ROOT
from table import Row, median_seconds

BATCH = 1000


def many_rows(samples):
    inputs = samples.test[BASIC].to_numpy("float32")
    return numpy.ascontiguousarray(numpy.resize(inputs, (BATCH, inputs.shape[1])))


def microseconds_a_row(predict, parts):
    """parts: tables of rows that are given one after another, so that no call has the row of the one before."""
    def run():
        for part in parts:
            predict(part)

    return median_seconds(run) / sum(map(len, parts)) * 1e6


def open_runtime(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return lambda rows: session.run(["probabilities"], {"features": rows})


def measure_ours(command, model, rows_file):
    """The program prints {"one": microseconds, "batch": microseconds a row}, WebAssembly's only the first."""
    return json.loads(subprocess.run([*command, model, rows_file, str(BATCH)], check=True, capture_output=True, text=True).stdout)


def measure(samples, forest):
    """Needs what training left: samples.folder/model.onnx and scikit-learn's forest of the same rows."""
    model, rows = samples.folder / "model.onnx", many_rows(samples)
    rows_file = samples.folder / "rows.f32"
    rows.tofile(rows_file)
    native = measure_ours([PROGRAMS / "predict_speed"], model, rows_file)
    wasm = measure_ours([ROOT / "scripts" / "node.sh", "node", ROOT / "tests" / "bench" / "predict_node.mjs"], model, rows_file)
    runtime = open_runtime(model)
    singles, batches = [rows[i:i + 1] for i in range(BATCH)], [rows] * 5
    one_row_peer = microseconds_a_row(runtime, singles)
    return [
        Row("prediction, one row, WebAssembly, with the JavaScript call", wasm["one"], "us", one_row_peer, "ONNX Runtime"),
        Row("prediction, one row, native", native["one"], "us", one_row_peer, "ONNX Runtime"),
        Row("prediction, one row, native", native["one"], "us", microseconds_a_row(forest.predict_proba, singles[:20]),
            "scikit-learn"),
        Row(f"prediction, batch of {BATCH:,}, a row, native", native["batch"], "us", microseconds_a_row(runtime, batches),
            "ONNX Runtime"),
        Row(f"prediction, batch of {BATCH:,}, a row, native", native["batch"], "us",
            microseconds_a_row(forest.predict_proba, batches), "scikit-learn"),
    ]
