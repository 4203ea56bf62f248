"""MLflow's way to a Shohin model: frames in, prediction, confidence and p_<class> out.

The contract inside the ONNX file says which columns there are. A category is given by its name; what may be
missing may be empty, None, NaN or left out; anything else that breaks the contract is refused by row and column.
"""
import json
import math

import numpy
import onnxruntime
import pandas


def _is_missing(value):
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value)) or value is pandas.NA


def _refuse(row, name, value, expected):
    raise ValueError(f"Row {row}, {name}: {value!r} is not {expected}.")


class ShohinModel:
    def __init__(self, path):
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        self.contract = json.loads(self.session.get_modelmeta().custom_metadata_map["shohin.contract"])
        self.features = self.contract["features"]
        self.classes = [target["name"] for target in self.contract["target"]["classes"]]

    def _cell(self, feature, value, row):
        name = feature["name"]
        if _is_missing(value):
            if feature.get("required", True):
                raise ValueError(f"Row {row}, {name}: a value is required.")
            return math.nan
        if feature["kind"] == "categorical":
            names = [c if isinstance(c, str) else c["name"] for c in feature["categories"]]
            return names.index(value) if value in names else _refuse(row, name, value, " or ".join(names))
        try:
            number = float(value)
        except (TypeError, ValueError):
            _refuse(row, name, value, "a number")
        if not feature["min"] <= number <= feature["max"]:
            _refuse(row, name, value, f"between {feature['min']} and {feature['max']}")
        if feature["kind"] == "ordinal" and number != int(number):
            _refuse(row, name, value, "a whole number")
        return number

    def _matrix(self, data):
        frame = data if isinstance(data, pandas.DataFrame) else pandas.DataFrame(data)
        nothing = [None] * len(frame)
        columns = [
            [self._cell(f, v, i + 1) for i, v in enumerate(frame[f["name"]] if f["name"] in frame else nothing)]
            for f in self.features
        ]
        return numpy.array(columns, dtype=numpy.float32).T.reshape(len(frame), len(self.features)), frame.index

    def predict(self, data, params=None):
        matrix, index = self._matrix(data)
        labels, p = self.session.run(["label", "probabilities"], {"features": numpy.ascontiguousarray(matrix)})
        columns = {"prediction": labels, "confidence": p.max(axis=1, initial=0)}
        columns |= {f"p_{name}": p[:, i] for i, name in enumerate(self.classes)}
        return pandas.DataFrame(columns, index=index)


def _load_pyfunc(path):
    return ShohinModel(path)
