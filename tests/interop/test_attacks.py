"""Proves that clients which mean harm cost the others nothing and the server little memory."""
import json
import selectors
import socket
import threading
import time

import pytest
import requests
from conftest import start_server, stop_server
from raw_http import ARTIFACTS, GONE, Client

MEGABYTE = 1 << 20
ATTACKERS = 400


def address_of(server):
    host, port = server.url.removeprefix("http://").split(":")
    return host, int(port)


class SlowClients:
    """Connections of another address, each of which sends a byte every two seconds and comes back when cut off."""

    def __init__(self, server, count):
        self.address, self.count, self.over, self.opened = address_of(server), count, threading.Event(), 0
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def open(self):
        client = socket.socket()
        client.bind(("127.0.0.2", 0))
        client.connect(self.address)
        client.setblocking(False)
        self.opened += 1
        return client

    def run(self):
        clients = [self.open() for _ in range(self.count)]
        while not self.over.wait(2 / 10):
            turn = int(time.monotonic() * 5) % 10
            for i in range(turn, self.count, 10):
                clients[i] = self.dribble(clients[i])
        for client in clients:
            client.close()

    def dribble(self, client):
        try:
            client.send(b"G")
            if client.recv(1000) == b"":
                raise ConnectionResetError
        except BlockingIOError:
            pass
        except OSError:
            client.close()
            return self.open()
        return client


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.long)])
def test_400_slow_clients_do_not_slow_an_innocent_one(server, seconds):
    waits = []
    with SlowClients(server, ATTACKERS) as attack:
        innocent = Client(server)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            status, _ = innocent.send("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0")
            waits.append(time.monotonic() - began)
            assert status == 200
            fresh = Client(server, timeout=10)
            assert fresh.send("GET", "/health")[0] == 200
            fresh.close()
            time.sleep(0.01)
        innocent.close()
    waits.sort()
    p99 = waits[len(waits) * 99 // 100]
    print(f"{attack.opened} slow connections in {seconds} s; {len(waits)} innocent requests, p99 {p99 * 1000:.1f} ms")
    assert attack.opened >= ATTACKERS
    # The promise is 200 ms; a machine that runs other tests beside this one may take several times as long.
    assert p99 < (0.2 if seconds == 60 else 1)


def memory(server, field):
    """Bytes of VmRSS or, since the last call of forget_peak(), of VmHWM."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def forget_peak(server):
    with open(f"/proc/{server.process.pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def raw(server, head, pieces=(), wait=True):
    """Sends bytes as they are; gives what came back before the server closed or had enough."""
    answer = b""
    with socket.create_connection(address_of(server), timeout=20) as client:
        try:
            client.sendall(head)
            for piece in pieces:
                client.sendall(piece)
        except OSError:
            pass  # refused early, as it should be
        try:
            while wait and (piece := client.recv(65536)):
                answer += piece
                if len(answer) > 4 * MEGABYTE:
                    break
        except OSError:
            pass
    return answer


def head(server, method, path, *more):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *more]
    if server.token:
        lines.append(f"Authorization: Bearer {server.token}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def chunks(megabytes):
    piece = b"100000\r\n" + b"[" * MEGABYTE + b"\r\n"
    return (piece for _ in range(megabytes))


JSON = "Content-Type: application/json"
BATCH = "/api/2.0/mlflow/runs/log-batch"


def huge_announced(server):
    answer = raw(server, head(server, "POST", BATCH, JSON, f"Content-Length: {300 * MEGABYTE}"))
    assert b" 413 " in answer[:20], answer[:80]


def huge_chunked(server):
    for path in ("/api/2.0/mlflow/runs/search", "/predict", "/api/shohin/v1/backups"):
        answer = raw(server, head(server, "POST", path, JSON, "Transfer-Encoding: chunked"), chunks(300))
        assert answer == b"" or b" 413 " in answer[:20], answer[:80]


def huge_batches(server):
    answer = raw(server, head(server, "POST", BATCH, JSON, "Transfer-Encoding: chunked"), chunks(300))
    assert answer == b"" or b" 413 " in answer[:20], answer[:80]
    for item in (b"1", b"{}", b"[]"):
        body = b'{"run_id":"a","metrics":[' + b",".join([item] * (8 * MEGABYTE // (len(item) + 1))) + b"]}"
        answer = raw(server, head(server, "POST", BATCH, JSON, f"Content-Length: {len(body)}"), [body])
        assert b" 400 " in answer[:20], answer[:80]


def huge_inputs(server):
    dataset = {"name": "d", "digest": "d", "source_type": "local", "profile": "p" * 16777215}
    body = json.dumps({"run_id": "a" * 32, "datasets": [{"dataset": dataset}]}).encode()
    answer = raw(server, head(server, "POST", "/api/2.0/mlflow/runs/log-inputs", JSON, f"Content-Length: {len(body)}"),
                 [body])
    assert b" 404 " in answer[:20], answer[:80]


def huge_upload(server):
    path = f"{ARTIFACTS}0/{'a' * 32}/artifacts/{threading.get_ident()}"
    sent = head(server, "PUT", path, f"Content-Length: {300 * MEGABYTE}")
    answer = raw(server, sent, (b"x" * MEGABYTE for _ in range(300)))
    assert b" 200 " in answer[:20], answer[:80]
    requests.delete(server.url + path, headers={"Authorization": f"Bearer {server.token}"}, timeout=20)


def many_headers(server):
    answer = raw(server, b"GET /health HTTP/1.1\r\nHost: localhost\r\n", (b"X: 1\r\n" * 1000 for _ in range(200)))
    assert b" 400 " in answer[:20], answer[:80]


def many_ranges(server):
    path = f"{ARTIFACTS}0/{'b' * 32}/artifacts/ranged"
    requests.put(server.url + path, data=b"x" * MEGABYTE, headers={"Authorization": f"Bearer {server.token}"},
                 timeout=20).raise_for_status()
    for ranges in ("0-," * 300 + "0-", ",".join(f"{i}-{MEGABYTE - 1}" for i in range(200)), "-1,-2"):
        answer = raw(server, head(server, "GET", path, f"Range: bytes={ranges}"))
        assert b" 416 " in answer[:20] or b" 400 " in answer[:20], answer[:80]


def deep_json(server):
    half = 500_000
    for body in (b"[" * half + b"]" * half, b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b"[" * 1_000_000):
        for path in (BATCH, "/predict", "/api/shohin/v1/session", "/api/2.0/mlflow/runs/search"):
            answer = raw(server, head(server, "POST", path, JSON, f"Content-Length: {len(body)}"), [body])
            status = answer[9:12]
            assert status in (b"200", b"400", b"413", b"422", b"503"), (path, answer[:200])
            assert path != BATCH or status == b"400"
    hidden = json.dumps({"run_id": "a" * 32, "model_json": "[" * half})
    answer = raw(server, head(server, "POST", "/api/2.0/mlflow/runs/log-model", JSON, f"Content-Length: {len(hidden)}"),
                 [hidden.encode()])
    assert b" 400 " in answer[:20], answer[:80]


ATTACKS = [huge_announced, huge_chunked, many_headers, many_ranges, deep_json]


def together(attack, server, times):
    failures = []

    def one():
        try:
            attack(server)
        except AssertionError as failure:
            failures.append(failure)

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("attack", ATTACKS + [huge_upload], ids=lambda attack: attack.__name__)
def test_memory_attacks_stay_below_48_megabytes(module_server, attack):
    for _ in range(20):
        requests.get(module_server.url + "/health", timeout=10).raise_for_status()
    forget_peak(module_server)
    before = memory(module_server, "VmRSS")
    together(attack, module_server, 1 if attack is huge_upload else 8)
    grown = memory(module_server, "VmHWM") - before
    print(f"{attack.__name__}: {grown / MEGABYTE:+.1f} MB")
    assert grown < 48 * MEGABYTE
    assert requests.get(module_server.url + "/health", timeout=10).status_code == 200


@pytest.mark.parametrize(("attack", "megabytes"), [(huge_batches, 48), (huge_inputs, 128)],
                         ids=lambda value: getattr(value, "__name__", ""))
def test_the_longest_messages_cost_a_few_times_their_length(server, attack, megabytes):
    """Eight clients with messages of 9 and 18 MB: as many are held at once as 18 MB, the others wait for their turn."""
    forget_peak(server)
    before = memory(server, "VmRSS")
    together(attack, server, 8)
    grown = memory(server, "VmHWM") - before
    print(f"{attack.__name__}: {grown / MEGABYTE:+.1f} MB")
    assert grown < megabytes * MEGABYTE
    assert requests.get(server.url + "/health", timeout=10).status_code == 200


def test_every_route_refuses_an_announced_body_before_reading_it(shohin, tmp_path):
    server = start_server(shohin, tmp_path / "data", "--auth", "off")
    try:
        endpoints = requests.get(server.url + "/", timeout=10).json()["endpoints"]
        refused = 0
        for endpoint in endpoints:
            path = endpoint["path"].replace("{", "").replace("}", "").replace("...", "")
            answer = raw(server, head(server, endpoint["method"], path, JSON, f"Content-Length: {10**13}"))
            status = int(answer[9:12])
            assert status in (400, 413), (endpoint, answer[:200])
            assert endpoint["method"] == "GET" or status == 413 or b"No body" in answer, (endpoint, answer[:300])
            told = json.loads(answer.partition(b"\r\n\r\n")[2])
            assert told.get("message") or told.get("error"), endpoint  # "error" is KServe's word
            refused += status == 413
        assert refused > 50
    finally:
        stop_server(server)
