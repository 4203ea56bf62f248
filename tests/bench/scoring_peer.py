"""The strongest Python stack for POST /predict: FastAPI on uvloop and httptools, ONNX Runtime on one thread.

Usage: SCORING_MODEL=model.onnx uvicorn scoring_peer:app --workers 2 --loop uvloop --http httptools --no-access-log
"""
import json
import os

import numpy
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["SCORING_MODEL"], options, providers=["CPUExecutionProvider"])
contract = json.loads(session.get_modelmeta().custom_metadata_map["shohin.contract"])
classes = [each["name"] for each in contract["target"]["classes"]]
width = len(contract["features"])
app = FastAPI()


class Features(BaseModel):
    features: list[float]


@app.post("/predict")
async def predict(sent: Features):
    row = numpy.full((1, width), numpy.nan, numpy.float32)
    row[0, :len(sent.features)] = sent.features
    label, probabilities = session.run(["label", "probabilities"], {"features": row})
    shares = probabilities[0].tolist()
    return {"prediction": label[0], "confidence": max(shares), "probabilities": dict(zip(classes, shares))}
