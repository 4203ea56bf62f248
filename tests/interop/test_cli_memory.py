"""Proves that `predict` needs no more memory for a long file than for a short one."""
import os
import subprocess

import pytest
from command_line import run


def peak_kib(program, *arguments):
    """Runs the program and gives the most memory that it held at once."""
    process = subprocess.Popen([str(part) for part in (program, *arguments)], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


@pytest.fixture(scope="module")
def model(shohin, examples, tmp_path_factory):
    out = tmp_path_factory.mktemp("model") / "iris.onnx"
    run(shohin, "train", "--data", examples / "iris.csv", "--contract", examples / "iris.contract.json", "--config",
        '{"n_estimators": 5}', "--out", out)
    return out


def long_file(examples, path, megabytes):
    header, *lines = (examples / "iris.csv").read_text().splitlines(keepends=True)
    block = "".join(lines) * 50
    with open(path, "w") as file:
        file.write(header)
        for _ in range(megabytes * 1_000_000 // len(block)):
            file.write(block)
    return path


def check_memory_stays(shohin, examples, model, folder, short, long):
    peaks = []
    for megabytes in (short, long):
        data = long_file(examples, folder / "rows.csv", megabytes)
        peaks.append(peak_kib(shohin, "predict", "--model", model, "--data", data, "--out", folder / "out.csv",
                              "--threads", "2"))
        with open(data) as rows, open(folder / "out.csv") as answers:
            assert sum(1 for _ in answers) == sum(1 for _ in rows)
    assert peaks[1] < peaks[0] + 4_000, peaks


def test_twelve_times_the_rows_need_no_more_memory(shohin, examples, model, tmp_path):
    check_memory_stays(shohin, examples, model, tmp_path, 2, 24)


@pytest.mark.long
def test_200_megabytes_need_no_more_memory(shohin, examples, model, tmp_path):
    check_memory_stays(shohin, examples, model, tmp_path, 2, 200)
