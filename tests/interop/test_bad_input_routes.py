"""Proves for every route of the table and every kind of caller that a bad request is refused in words and never
breaks the server: wrong method, type, size and bytes, and fields of wrong types, too long, unknown."""
import http.client
import json
import re

import pytest
import requests
from conftest import start_server, stop_server

PASSWORD = "correct horse battery"
# No field takes one of these.
VALUES = [[], {}, True, 1e300, -1, "x" * 100_000, "../../etc/passwd", "\u0000", [[[]]], None]
BODIES = [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"a": 1, "a": 2}',
          b'{"no_such_field": 1}']
# What a scoring request holds is told by the model's contract.
SCORING_FIELDS = ["inputs", "outputs", "instances", "features", "dataframe_split", "dataframe_records", "params", "id"]
OWN_ERRORS = ("/v2", "/invocations")  # these follow their own protocols


class Caller:
    """One connection, made anew when the server closed it."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=20)

    def send(self, method, path, headers=None, body=None, length=None):
        """Sends it and gives status, headers and body; with `length` only announces a body."""
        self.connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            self.connection.putheader(name, value)
        if body is not None or length is not None:
            self.connection.putheader("Content-Length", str(len(body) if length is None else length))
        self.connection.endheaders()
        if body:
            try:
                self.connection.send(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before it was read
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.will_close:
            self.connection.close()
        return answer.status, dict(answer.getheaders()), data


@pytest.fixture(scope="module")
def site(shohin, tmp_path_factory):
    """A server and the headers of every kind of caller."""
    server = start_server(shohin, tmp_path_factory.mktemp("bad") / "data", "--log-level", "error")
    headers = {"Authorization": f"Bearer {server.token}"}
    callers = {"nobody": {}, "bad token": {"Authorization": "Bearer shohin_" + "0" * 64},
               "bad cookie": {"Cookie": "shohin_session=0", "Origin": server.url}}
    for role in ("viewer", "staff", "admin"):
        user = {"user": f"a-{role}", "password": PASSWORD, "role": role}
        requests.post(f"{server.url}/api/shohin/v1/users", json=user, headers=headers, timeout=10).raise_for_status()
        token = {"user": f"a-{role}", "name": "t", "scopes": ["admin"]}
        made = requests.post(f"{server.url}/api/shohin/v1/tokens", json=token, headers=headers, timeout=10).json()
        callers[role] = {"Authorization": f"Bearer {made['token']}"}
    yield server, callers
    stop_server(server)


@pytest.fixture(scope="module")
def routes(site):
    found = requests.get(site[0].url + "/", timeout=10).json()["endpoints"]
    assert len(found) > 150
    return found


@pytest.fixture(scope="module")
def document(site):
    return requests.get(site[0].url + "/openapi.json", timeout=10).json()


def operations_of(document):
    """(method, path, operation, the members of its JSON body by name) of every operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            forms = body.get("anyOf", [body])
            yield method.upper(), path, operation, {name: schema for form in forms
                                                    for name, schema in form.get("properties", {}).items()}


def path_of(route):
    return re.sub(r"\{[^}]*\}", "none", route["path"])


def is_mlflow(route):
    return route["path"].startswith(("/api/2.0/", "/api/3.0/", "/ajax-api/"))


def message_of(data):
    """What an answer says is wrong; nothing when it says it in no way that a client could read."""
    try:
        said = json.loads(data)
    except ValueError:
        return data.decode(errors="replace") if data else None
    return said.get("message") or said.get("error") or said.get("detail") if isinstance(said, dict) else None


def is_refused(route, caller):
    """The statuses that a caller gets who may not do this; nothing when he may."""
    rank = ["public", "metrics", "viewer", "staff", "admin"]
    if route["role"] in ("public", "metrics"):
        return None  # this test asks from loopback
    if caller not in rank:
        return 401
    return 403 if rank.index(caller) < rank.index(route["role"]) else None


def bodies_of(document):
    """Every bad body, and every declared field of every route with each value that no field takes."""
    fields = {name for *_, members in operations_of(document) for name in members} | set(SCORING_FIELDS)
    assert len(fields) > 60
    return BODIES + [json.dumps(dict.fromkeys(sorted(fields), value)).encode() for value in VALUES]


def test_a_bad_body_is_refused_in_words(site, routes, document):
    server, callers = site
    caller = Caller(server)
    wrong = []
    bodies = bodies_of(document)
    for route in routes:
        if route["accepts"] not in ("json", "any") or route["path"] == "/api/shohin/v1/session":
            continue
        for name, credential in callers.items():
            refusal = is_refused(route, name)
            # Who may not do it is told so whatever he sends: three bodies will do.
            for body in bodies if refusal is None else bodies[:3]:
                headers = credential | {"Content-Type": "application/json"}
                status, _, data = caller.send(route["method"], path_of(route), headers, body)
                bad = status not in (refusal,) if refusal else status in (401, 500, 502, 504)
                if bad or (status >= 400 and not message_of(data)):
                    wrong.append((route["method"], route["path"], name, body[:60], status, data[:200]))
    assert wrong[:10] == []
    assert server.process.poll() is None


def sample_of(schema):
    """A value that the schema allows, or nearly."""
    schema = schema.get("anyOf", [schema])[0]
    kinds = {"string": "1", "integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}
    return schema["enum"][0] if "enum" in schema else kinds.get(schema.get("type"))


def wrong_for(schema):
    """A value of a type that the schema does not allow; nothing when it allows any."""
    kind = schema.get("anyOf", [schema])[0].get("type")
    return None if kind is None else "text" if kind in ("array", "object") else [1]


def test_every_declared_field_is_named_when_its_type_is_wrong(site, document):
    server, callers = site
    caller = Caller(server)
    checked = 0
    for method, path, operation, members in operations_of(document):
        own = operation["x-shohin-strict"]
        for name, schema in members.items():
            wrong = wrong_for(schema)
            if wrong is None or path.endswith("/session"):
                continue
            body = {other: sample_of(members[other]) for other in members} if not own else {}
            if name == "run_uuid":  # of older clients, looked at without a run_id only
                del body["run_id"]
            headers = callers["admin"] | {"Content-Type": "application/json"}
            status, _, data = caller.send(method, re.sub(r"\{[^}]*\}", "none", path), headers,
                                          json.dumps(body | {name: wrong}).encode())
            assert status == 400 and name in message_of(data) + str(json.loads(data).get("details")), (method, path, name, data)
            checked += 1
    assert checked > 150


def test_an_unknown_field_is_named_by_our_own_routes(site, routes):
    server, callers = site
    caller = Caller(server)
    checked = 0
    for route in routes:
        if route["accepts"] != "json" or not route["path"].startswith("/api/shohin/v1/"):
            continue
        status, _, data = caller.send(route["method"], path_of(route),
                                      callers["admin"] | {"Content-Type": "application/json"}, b'{"no_such_field": 1}')
        assert status in (400, 404), (route, status, data)
        if status == 400:
            assert b"no_such_field" in data, (route, data)
            checked += 1
    assert checked >= 4


def test_a_wrong_content_type_is_refused(site, routes):
    server, callers = site
    caller = Caller(server)
    for route in routes:
        if route["accepts"] != "json":
            continue
        for credential in callers.values():
            status, _, data = caller.send(route["method"], path_of(route), credential | {"Content-Type": "text/plain"},
                                          b"{}")
            expected = (400, 401, 403) if is_mlflow(route) else (415,)
            assert status in expected, (route, status, data)
            assert message_of(data), route


def test_a_body_that_is_too_large_is_refused_unread(site, routes):
    server, callers = site
    caller = Caller(server)
    for route in routes:
        if route["accepts"] == "none":
            continue
        for credential in callers.values():
            status, _, data = caller.send(route["method"], path_of(route),
                                          credential | {"Content-Type": "application/json"},
                                          length=int(route["body_limit"]) + 1)
            assert status == 413, (route, status, data)
            assert str(int(route["body_limit"])) in message_of(data)


def test_a_body_where_none_is_meant_is_refused(site, routes):
    server, callers = site
    caller = Caller(server)
    for route in routes:
        if route["accepts"] != "none":
            continue
        for credential in callers.values():
            status, _, data = caller.send(route["method"], path_of(route), credential, b"{}")
            assert status == 400, (route, status, data)
            assert message_of(data), route


def test_a_wrong_method_is_answered_with_the_right_ones(site, routes):
    server, callers = site
    caller = Caller(server)
    refused = 0
    for path in sorted({path_of(route) for route in routes}):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            for credential in callers.values():
                status, headers, data = caller.send(method, path, credential)
                if status == 405:
                    assert method not in headers["Allow"].split(", "), (path, headers)
                    assert message_of(data), path
                    refused += 1
                    break  # the same for everybody, and before anybody is asked who he is
                if status != 401:
                    break
    assert refused > 100


def test_a_bad_address_is_refused_in_words(site):
    server, callers = site
    caller = Caller(server)
    for path in ("/%", "/%zz", "/models/%00", "/models/%ff/1", "/no/such/place", "/api/2.0/mlflow/runs/get?run_id=%ff",
                 "/api/shohin/v1/users/%2e%2e%2fadmin", "/api/shohin/v1/tokens/1e9", "/x" * 4000):
        for credential in callers.values():
            status, _, data = caller.send("GET", path, credential)
            assert status in (400, 401, 403, 404, 405), (path, status)
            assert message_of(data), path
