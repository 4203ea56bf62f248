"""HTTP as the standard library speaks it: one connection, one answer at a time, nothing tried twice."""
import http.client
import json

MLFLOW = "/api/2.0/mlflow/"
ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/"
# What a client sees when the server dies under it: the request was not acknowledged.
GONE = (ConnectionError, http.client.HTTPException, TimeoutError)


class Client:
    """Keeps one connection and, as its owner wants it, a log of what was acknowledged."""

    def __init__(self, server, source="", timeout=30):
        host, port = server.url.removeprefix("http://").split(":")
        address = (source, 0) if source else None
        self.connection = http.client.HTTPConnection(host, int(port), timeout=timeout, source_address=address)
        self.headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}

    def send(self, method, path, body=None, headers=None):
        """Gives (status, bytes of the answer)."""
        self.connection.request(method, path, body, self.headers | (headers or {}))
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def post(self, call, message):
        """One call of MLflow's API: (status, JSON)."""
        status, body = self.send("POST", MLFLOW + call, json.dumps(message), {"Content-Type": "application/json"})
        return status, json.loads(body or b"{}")

    def get(self, path):
        """The JSON that a path answers; fails for any other status than 200."""
        status, body = self.send("GET", path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def close(self):
        self.connection.close()
