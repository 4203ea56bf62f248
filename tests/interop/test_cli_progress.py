"""Proves that long work shows how far it is: a bar on a terminal, which is gone at the end, and nothing where a machine
reads."""
import os
import pty
import subprocess

import pytest

LONG = {
    "training": ["train", "--data", "{examples}/bonsai.csv", "--contract", "{examples}/bonsai.contract.json", "--config",
                 '{"n_estimators": 2000, "max_depth": 20}', "--threads", "1"],
    "generating": ["generate", "bonsai", "--rows", "200000", "--out", "{out}"],
    "predicting": ["predict", "--model", "{model}", "--data", "{out}", "--out", "{out}.answers"],
}
UNITS = {"training": "of 2000 trees", "generating": "of 200000 rows", "predicting": "bytes"}


def on_terminal(command):
    """What a command writes to its error output when that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says so when nobody holds the other end
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert process.wait() == 0
    return written.decode()


@pytest.fixture(scope="module")
def places(shohin, examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("progress")
    places = {"examples": examples, "out": folder / "rows.csv", "model": folder / "model.onnx"}
    for command in (["generate", "bonsai", "--rows", "200000", "--out", places["out"]],
                    ["train", "--data", examples / "bonsai.csv", "--contract", examples / "bonsai.contract.json", "--out",
                     places["model"]]):
        subprocess.run([shohin, *command], check=True, capture_output=True)
    return places


def words(command, places):
    """The places in an argument, not the braces of a config."""
    for name, place in places.items():
        command = [word.replace("{" + name + "}", str(place)) for word in command]
    return command


@pytest.mark.parametrize("work", LONG)
def test_a_terminal_shows_a_bar_that_is_gone_at_the_end(shohin, places, work):
    written = on_terminal([shohin, *words(LONG[work], places)])
    assert f"\r{work} [" in written and UNITS[work] in written
    assert written.endswith("\r\x1b[K")


@pytest.mark.parametrize("work", ["training", "predicting"])
def test_a_machine_that_asks_for_json_reads_no_progress(shohin, places, work):
    done = subprocess.run([shohin, *words(LONG[work], places), "--json"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
