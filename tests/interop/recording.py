"""Exchanges of a real MLflow client with MLflow's own server, sent again to ours, and what must be the same.

recordings/mlflow-3.17.2.jsonl.gz holds one whole session of MLflow 3.17.2's client with `mlflow server` of the same
version on SQLite, written down by a proxy between the two: one JSON object a line with method, path, content type, body,
status and answer. Binary bodies are told by their size; answers above 3000 characters are cut.
"""
import contextlib
import gzip
import json
import pathlib
import re

RECORDING = pathlib.Path(__file__).parent / "recordings" / "mlflow-3.17.2.jsonl.gz"
ID = re.compile(r"\b(?:m-)?([0-9a-f]{32})\b")
BINARY = re.compile(r"<binary (\d+) bytes>")
CUT = re.compile(r"\.\.\.<\d+ chars>$")
TIMES = {"creation_time", "last_update_time", "creation_timestamp", "last_updated_timestamp", "creation_timestamp_ms",
         "last_updated_timestamp_ms"}
UNORDERED = {"tags", "params", "metrics"}  # of one run or model; MLflow promises no order


def load():
    with gzip.open(RECORDING, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def bytes_of(text):
    """A recorded body as bytes; of a binary one only the size is known."""
    binary = BINARY.fullmatch(text)
    return b"\0" * int(binary[1]) if binary else text.encode()


def close_brackets(text):
    """A cut JSON text up to its last complete value, with what is open closed."""
    stack, in_string, best = [], False, ("", [])
    position = 0
    while position < len(text):
        character = text[position]
        if character == "\\" and in_string:
            position += 1
        elif character == '"':
            in_string = not in_string
        elif not in_string and character in "{[":
            stack.append("}" if character == "{" else "]")
        elif not in_string and character in "}]":
            stack.pop()
            best = (text[:position + 1], list(stack))
        position += 1
    return best[0] + "".join(reversed(best[1]))


def parsed(text):
    """(the JSON, whether it is only a part), or (None, False) for what is no JSON."""
    cut = CUT.search(text)
    if not text.startswith("{"):
        return None, False
    return json.loads(close_brackets(text[:cut.start()]) if cut else text), bool(cut)


class Names:
    """Which of our ids and random names stand for which recorded ones."""

    def __init__(self):
        self.ours = {}  # recorded -> ours

    def learn(self, recorded, ours):
        """From two answers of the same shape."""
        if isinstance(recorded, dict) and isinstance(ours, dict):
            for key in recorded.keys() & ours.keys():
                self.learn(recorded[key], ours[key])
        elif isinstance(recorded, str) and isinstance(ours, str):
            for theirs, mine in zip(ID.findall(recorded), ID.findall(ours)):
                self.ours.setdefault(theirs, mine)

    def name(self, recorded, ours):
        self.ours.setdefault(recorded, ours)

    def to_ours(self, text):
        for recorded, ours in self.ours.items():
            text = text.replace(recorded, ours)
        return text

    def to_recorded(self, text):
        for recorded, ours in self.ours.items():
            text = text.replace(ours, recorded)
        return text


def essence(value, key=""):
    """The JSON without times, with unordered lists sorted."""
    if isinstance(value, dict):
        return {name: 0 if name in TIMES else essence(item, name) for name, item in value.items()}
    if isinstance(value, list):
        items = [essence(item) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True)) if key in UNORDERED else items
    if isinstance(value, str) and value.startswith("[{"):
        with contextlib.suppress(json.JSONDecodeError):
            return json.loads(value)  # a tag that holds JSON, however it is spaced
    return value


def first_difference(recorded, ours, is_cut, place=""):
    """Where two answers differ first and how, or nothing. A cut one must agree as far as it goes."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        if missing := recorded.keys() - ours.keys() or (not is_cut and ours.keys() - recorded.keys()):
            return f"{place}: {sorted(missing)} is in one only"
        pairs = [(f"{place}.{name}", recorded[name], ours[name]) for name in recorded]
    elif isinstance(recorded, list) and isinstance(ours, list):
        if is_cut and place.rsplit(".", 1)[-1] in UNORDERED:
            return next((f"{place}: no {item}" for item in recorded
                         if all(first_difference(item, other, True) for other in ours)), None)
        if len(recorded) > len(ours) or (not is_cut and len(recorded) < len(ours)):
            return f"{place}: {len(ours)} instead of {len(recorded)}"
        pairs = [(f"{place}[{number}]", item, ours[number]) for number, item in enumerate(recorded)]
    else:
        return None if recorded == ours else f"{place}: {ours!r} instead of {recorded!r}"
    return next(filter(None, (first_difference(item, other, is_cut, name) for name, item, other in pairs)), None)
