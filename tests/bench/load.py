"""Load on a server: wrk for many clients at once, one kept connection for the time of single requests."""
import http.client
import json
import re
import statistics
import subprocess
import time
import urllib.parse

SECONDS = 5
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def wrk(url, script, folder, clients):
    """Answers a second and the 99th percentile in ms. The script is wrk's Lua; a refused request fails it all."""
    file = folder / "load.lua"
    file.write_text(script)
    printed = subprocess.run(["wrk", "-t2" if clients > 1 else "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "20s",
                              "--latency", "-s", file, url], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in printed, printed
    late, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", printed).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1]), float(late) * UNITS[unit]


def lua_headers(headers):
    return "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in headers.items())


def posting(headers, body):
    """The script that sends the same JSON again and again."""
    return f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\n{lua_headers(headers)}wrk.body = '{body}'\n"


class Caller:
    """One client with one connection."""

    def __init__(self, server):
        parts = urllib.parse.urlsplit(server.url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=300)
        self.headers = {**server.headers, "Content-Type": "application/json"}

    def read(self, method, path, body=None):
        """The answer's bytes."""
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        read = answer.read()
        assert answer.status == 200, (method, path, answer.status, read[:300])
        return read

    def __call__(self, *request):
        return json.loads(self.read(*request))

    def milliseconds(self, times, *request):
        """[of each call], sorted, after one to warm up."""
        self.read(*request)
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            self.read(*request)
            taken.append((time.perf_counter() - start) * 1e3)
        return sorted(taken)


def middle(sorted_values):
    return statistics.median(sorted_values)


def late(sorted_values):
    """The 95th percentile."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * 0.95))]
