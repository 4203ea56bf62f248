"""A real MLflow client that talks to one server, as its users set it up."""
import contextlib
import logging
import os

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"  # a wrong status shows at once instead of after four minutes
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402  (reads the environment when it is imported)
import numpy  # noqa: E402
import onnx  # noqa: E402

logging.getLogger("mlflow").setLevel(logging.ERROR)


def forget_server():
    """What mlflow remembers of a server would lead later tests to it."""
    mlflow.set_tracking_uri(None)
    mlflow.set_registry_uri(None)
    for name in ("MLFLOW_TRACKING_TOKEN", "MLFLOW_REGISTRY_URI"):
        os.environ.pop(name, None)


@contextlib.contextmanager
def client_of(server):
    """Points mlflow at the server for a while; gives a client."""
    os.environ["MLFLOW_TRACKING_TOKEN"] = server.token
    mlflow.set_tracking_uri(server.url)
    mlflow.set_registry_uri(server.url)
    try:
        yield mlflow.MlflowClient()
    finally:
        while mlflow.active_run():
            mlflow.end_run()
        forget_server()


def doubling_model():
    """A small ONNX file of another kind than ours: y = 2x."""
    float32 = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Mul", ["x", "two"], ["y"])], "doubling",
        [onnx.helper.make_tensor_value_info("x", float32, [None, 1])],
        [onnx.helper.make_tensor_value_info("y", float32, [None, 1])],
        [onnx.helper.make_tensor("two", float32, [1], numpy.array([2], numpy.float32))])
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
