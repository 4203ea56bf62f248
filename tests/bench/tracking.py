"""Tracking beside MLflow's server and FastTrackML: writes that are on disk when they are answered, searches, histories.

All on SQLite in the same folder; the disk's own rate of commits stands above. MLflow searches a tenth of the runs, since it
needs minutes for all of them.
"""
import os
import re
import shutil
import time
import urllib.parse

from load import Caller, late, lua_headers, middle, wrk
from samples import ROOT
from table import Row
from tracking_servers import DATABASE, NAMES, running
from tracking_stores import START, fill

API = "/api/2.0/mlflow"
RUNS, MOST_RUNS, MLFLOW_RUNS = 100_000, 1_000_000, 10_000
POINTS, BATCH = 100_000, 1000
LEAST_TIMES_MLFLOW = 20
FOLDER = ROOT / "build" / "bench" / "tracking"

SEARCHES = {
    "50 runs by a metric, with filter on a metric and a param": {
        "filter": "metrics.acc > 0.5 and params.model = 'rf'", "order_by": ["metrics.acc DESC"]},
    "50 runs by a metric": {"order_by": ["metrics.acc DESC"]},
    "the newest 50 runs": {},
}


def disk_commits_a_second(folder):
    """Appends of 4 KB, each synced."""
    with open(folder / "commits", "wb", buffering=0) as file:
        count, end = 0, time.perf_counter() + 3
        while time.perf_counter() < end:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            count += 1
    return count / 3


def new_run(server):
    call = Caller(server)  # servers close a connection that was idle for long
    return call("POST", f"{API}/runs/create", {"experiment_id": "0", "start_time": START})["run"]["info"]["run_id"]


def metric_script(server, run, metrics):
    """wrk's script that logs points nobody has logged before: one by log-metric, more by log-batch."""
    point = '{"key":"m%d","value":%d.5,"timestamp":%d,"step":%d}'
    one = point.replace("{", '{"run_id":"' + run + '",', 1)
    body = (f"string.format('{one}', id, n, {START} + n, n)" if metrics == 1 else
            "'{\"run_id\":\"" + run + "\",\"metrics\":[' .. table.concat(points, ',') .. ']}'")
    fill_points = "" if metrics == 1 else (
        f"local points = {{}} for i = 1, {metrics} do points[i] = string.format('{point}', i, n, {START} + n, n) end")
    route = "log-metric" if metrics == 1 else "log-batch"
    return f"""
local threads = 0
function setup(thread) thread:set("id", threads) threads = threads + 1 end
{lua_headers(server.headers)}
wrk.headers["Content-Type"] = "application/json"
local n = 0
function request()
  n = n + 1
  if n == 1 then n = (id + 1) * 10000000 end
  {fill_points}
  return wrk.format("POST", "{API}/runs/{route}", nil, {body})
end
"""


def measure_writes(server, folder):
    """{what: (microseconds a piece, 99th percentile in ms)}"""
    def each(rate):
        return 1e6 / rate if rate else float("inf")  # nothing was answered in time

    found = {}
    for clients in (1, 16, 64):
        rate, last = wrk(server.url, metric_script(server, new_run(server), 1), folder, clients)
        found[f"log-metric, {clients} clients, each"] = (each(rate), last)
    for clients in (1, 16):
        rate, last = wrk(server.url, metric_script(server, new_run(server), 100), folder, clients)
        found[f"log-batch of 100, {clients} clients, a metric"] = (each(rate) / 100, last)
    create = (f"{lua_headers(server.headers)}wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\n"
              f"wrk.path = '{API}/runs/create'\nwrk.body = '{{\"experiment_id\":\"0\",\"start_time\":{START}}}'\n")
    rate, last = wrk(server.url, create, folder, 16)
    found["runs/create, 16 clients, each"] = (each(rate), last)
    return found


def log_history(server):
    run, call = new_run(server), Caller(server)
    for first in range(0, POINTS, BATCH):
        call("POST", f"{API}/runs/log-batch", {"run_id": run, "metrics": [
            {"key": "loss", "value": step / 7, "timestamp": START + step, "step": step} for step in range(first, first + BATCH)]})
    return run


def read_history(server, run):
    """Milliseconds until all points are here, in the pages that the client asks for; not those of reading the JSON."""
    call, token, count = Caller(server), "", 0
    start = time.perf_counter()
    while token is not None:
        page = call.read("GET", f"{API}/metrics/get-history?run_id={run}&metric_key=loss&max_results=25000{token}")
        count += page.count(b'"timestamp"')
        next_page = re.search(rb'"next_page_token":\s*"([^"]+)"', page)
        token = f"&page_token={urllib.parse.quote(next_page[1].decode())}" if next_page else None
    taken = (time.perf_counter() - start) * 1e3
    assert count == POINTS, count
    return taken


def measure_searches(call, times):
    """{what: the 95th percentile in ms}"""
    return {what: late(call.milliseconds(times, "POST", f"{API}/runs/search",
                                         {"experiment_ids": ["0"], "max_results": 50, **search}))
            for what, search in SEARCHES.items()}


def filled(name, folder, runs):
    shutil.rmtree(folder, ignore_errors=True)
    with running(name, folder):
        pass
    fill(name, folder / DATABASE[name], runs)
    return folder


def measure_server(name):
    """Everything about one server: {what: milliseconds or MB}"""
    runs = MLFLOW_RUNS if name == "MLflow" else RUNS
    folder = filled(name, FOLDER / name, runs)
    with running(name, folder) as server:
        found = {"start": server.seconds_to_start * 1e3}
        found.update(measure_searches(Caller(server), 5 if name == "MLflow" else 100))
        writes = measure_writes(server, folder)
        found["resident"] = server.resident_mb()
        run = log_history(server)
        found["history"] = middle(sorted(read_history(server, run) for _ in range(3)))
    shutil.rmtree(folder, ignore_errors=True)
    return found, writes


def with_million_runs():
    folder = filled("shohin", FOLDER / "million", MOST_RUNS)
    with running("shohin", folder) as server:
        found = measure_searches(Caller(server), 100)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def bounds(what, commits, theirs):
    """The most that ours may take; none where nothing was promised."""
    promised = {"start": 100, "resident": 64, "history": 100, "log-batch of 100, 16 clients, a metric": 25,
                "log-metric, 64 clients, each": 1e6 / min(3000, commits / 2), **dict.fromkeys(SEARCHES, 10)}
    beaten = [theirs["FastTrackML"][what]] if what not in ("start", "resident") else []
    if what in ("start", "history", "log-metric, 16 clients, each", *SEARCHES):
        beaten.append(theirs["MLflow"][what] / LEAST_TIMES_MLFLOW)
    return min([promised.get(what, float("inf")), *beaten])


def rows_of(what, unit, measured, commits):
    theirs = {name: measured[name] for name in NAMES if name != "shohin"}
    bound = bounds(what, commits, theirs)
    return [Row(f"tracking, {what}", measured["shohin"][what], unit, values[what],
                f"{name}, {MLFLOW_RUNS:,} runs" if name == "MLflow" and what in SEARCHES else name,
                bound if bound < float("inf") else None) for name, values in theirs.items()]


def measure():
    FOLDER.mkdir(parents=True, exist_ok=True)
    commits = disk_commits_a_second(FOLDER)
    found = {name: measure_server(name) for name in NAMES}
    values = {name: {**plain, **{what: each for what, (each, _) in writes.items()}} for name, (plain, writes) in found.items()}
    rows = [Row("tracking, the disk, a synced append", 1e6 / commits, "us")]
    for what in values["shohin"]:
        unit = "us" if "," in what and "client" in what else "MB" if what == "resident" else "ms"
        rows += rows_of(what, unit, values, commits)
    for what, (_, last) in found["shohin"][1].items():
        rows += [Row(f"tracking, {what}: 99th percentile", last, "ms", found[name][1][what][1], name) for name in NAMES[1:]]
    return rows + [Row(f"tracking, {what}, of {MOST_RUNS:,}", each, "ms", bound=10) for what, each in with_million_runs().items()]
