"""Draws how training time and memory grow with rows, columns, trees, classes and threads: docs/training-scaling.svg.

Natively; 100 trees or rounds, 10,000 rows, 20 columns, 5 classes, one thread where these do not vary. Seconds are the
processor's, but the wall's by threads.
"""
import json
import math
import sys

from learners import ours_native
from samples import ROOT
from training_data import five_classes, request, write

PANELS = {"rows": (2_500, 10_000, 40_000, 160_000), "columns": (5, 10, 20, 40, 80),
          "trees": (25, 50, 100, 200), "classes": (2, 3, 5, 8), "threads": (1, 2)}
PLAIN = {"rows": 10_000, "columns": 20, "trees": 100, "classes": 5, "threads": 1}
LEARNERS = {"random_forest": "#2f6f4f", "gradient_boosting": "#b0562a"}
WIDTH, HEIGHT, LEFT, TOP = 190, 150, 48, 40  # of a panel


def points(panel, folder):
    """[(x, {learner: (seconds, MB)})] of one panel."""
    found = []
    for x in PANELS[panel]:
        wish = {**PLAIN, panel: x}
        rows, contract = five_classes(wish["rows"], wish["columns"], wish["classes"])
        table = write("scaling", rows, contract, folder)
        measured = {learner: ours_native(table, request(learner, n_estimators=wish["trees"]), wish["threads"], wall=panel == "threads")
                    for learner in LEARNERS}
        found.append((x, {learner: (each["seconds"], each["peak_mb"]) for learner, each in measured.items()}))
        print(panel, x, json.dumps(found[-1][1]), flush=True)
    return found


def scale(values, length):
    """A logarithmic scale: (place of a value, marks)."""
    low, high = math.log10(min(values)), math.log10(max(values))
    low, high = low - 0.05 * (high - low + 0.1), high + 0.05 * (high - low + 0.1)
    marks = [m * 10**e for e in range(-4, 7) for m in (1, 2, 5) if low <= math.log10(m * 10**e) <= high]
    return lambda value: (math.log10(value) - low) / (high - low) * length, marks


def line(x, y, series, colour):
    path = " ".join(f"{x(a):.1f},{HEIGHT - y(b):.1f}" for a, b in series)
    dots = "".join(f'<circle cx="{x(a):.1f}" cy="{HEIGHT - y(b):.1f}" r="2.5" fill="{colour}"/>' for a, b in series)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>{dots}'


def text(x, y, said, anchor="middle"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{said}</text>'


def draw_panel(panel, found, part, unit):
    series = {learner: [(x, each[learner][part]) for x, each in found] for learner in LEARNERS}
    x, _ = scale([a for a, _ in found], WIDTH)
    y, marks = scale([b for each in series.values() for _, b in each], HEIGHT)
    out = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>'
    out += "".join(f'<path d="M0 {HEIGHT - y(mark):.1f}H{WIDTH}" stroke="#ddd"/>' +
                   text(-4, HEIGHT - y(mark) + 4, f"{mark:g}", "end") for mark in marks)
    out += "".join(text(x(a), HEIGHT + 14, f"{a / 1000:g}k" if a >= 1000 else a) for a, _ in found)
    out += "".join(line(x, y, each, LEARNERS[learner]) for learner, each in series.items())
    return out + text(WIDTH / 2, -6, f"{unit} by {panel}")


def draw(found):
    width, height = (WIDTH + LEFT) * len(found) + 16, (HEIGHT + TOP) * 2 + 40
    out = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
    out += f'<rect width="{width}" height="{height}" fill="white"/>'
    for row, (part, unit) in enumerate(((0, "seconds"), (1, "peak MB"))):
        for column, (panel, each) in enumerate(found.items()):
            place = f"translate({LEFT + column * (WIDTH + LEFT)} {TOP + row * (HEIGHT + TOP)})"
            out += f'<g transform="{place}">{draw_panel(panel, each, part, unit)}</g>'
    for i, (learner, colour) in enumerate(LEARNERS.items()):
        out += f'<rect x="{LEFT + i * 180}" y="{height - 22}" width="12" height="12" fill="{colour}"/>'
        out += text(LEFT + i * 180 + 18, height - 12, learner, "start")
    return out + "</svg>\n"


def main():
    folder = ROOT / "build" / "bench" / "scaling"
    folder.mkdir(parents=True, exist_ok=True)
    found = {panel: points(panel, folder) for panel in PANELS}
    (ROOT / "docs" / "training-scaling.svg").write_text(draw(found))


if __name__ == "__main__":
    sys.exit(main())
