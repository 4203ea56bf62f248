"""One table for all benchmarks: what was measured, ours, the peer's in the same run, their ratio, and a bound if there is one."""
import dataclasses
import statistics
import time


@dataclasses.dataclass(frozen=True)
class Row:
    what: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    bound: float | None = None  # ours must not exceed it


HEADINGS = ("measured", "ours", "peer", "peer / ours", "bound")


def number(value, unit):
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{text} {unit}"


def cells(row):
    peer = f"{number(row.peer, row.unit)} {row.peer_name}" if row.peer is not None else ""
    ratio = f"{row.peer / row.ours:.1f}" if row.peer is not None else ""
    bound = ""
    if row.bound is not None:
        bound = f"{number(row.bound, row.unit)}: {'kept' if row.ours <= row.bound else 'BROKEN'}"
    return row.what, number(row.ours, row.unit), peer, ratio, bound


def print_table(rows):
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


def median_seconds(action, times=5):
    """Runs action once to warm up, then several times; the machine is shared, so the median."""
    action()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
