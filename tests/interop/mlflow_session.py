"""A real MLflow client that talks to one server, as its users set it up."""
import contextlib
import logging
import os

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"  # a wrong status shows at once instead of after four minutes
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402  (reads the environment when it is imported)

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
