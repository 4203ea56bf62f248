"""Holds an answer against /openapi.json."""
import re

import jsonschema_rs
import requests


class Document:
    def __init__(self, url):
        self.json = requests.get(url + "/openapi.json", timeout=10).json()
        # A pattern with fewer parameters goes first, as in the server.
        paths = sorted(self.json["paths"], key=lambda path: (path.count("{"), path))
        self.patterns = [(re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)) + "$"), path) for path in paths]
        self.validators = {}

    def operation(self, method, path):
        """What answers there; nothing for what is not in the document."""
        path = path.split("?")[0].replace("/ajax-api/", "/api/")
        if "/mlflow-artifacts/artifacts/" in path:
            path = path[:path.index("/artifacts/") + len("/artifacts/")] + "x"  # its {path} holds slashes
        for pattern, name in self.patterns:
            if pattern.match(path) and method.lower() in self.json["paths"][name]:
                return self.json["paths"][name][method.lower()]
        return None

    def difference(self, method, answer):
        """Why an answer of requests is not as the document says; nothing when it is."""
        operation = self.operation(method, requests.utils.urlparse(answer.url).path)
        if operation is None:
            return f"{method} {answer.url} is not described"
        told = operation["responses"].get(str(answer.status_code))
        if told is None:
            return f"{answer.status_code} is not described"
        if "$ref" in told:
            told = self.json["components"]["responses"][told["$ref"].split("/")[-1]]
        kind = answer.headers["Content-Type"].split(";")[0]
        content = told.get("content", {})
        if "*/*" in content or not content:
            return None
        if kind not in content:
            return f"{kind} is not described"
        return None if kind != "application/json" else self.schema_difference(content[kind]["schema"], answer.json())

    def schema_difference(self, schema, value):
        key = repr(schema)
        if key not in self.validators:
            whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [schema],
                     "components": self.json["components"]}
            self.validators[key] = jsonschema_rs.validator_for(whole)
        return next((error.message[:300] for error in self.validators[key].iter_errors(value)), None)
