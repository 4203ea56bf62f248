"""Proves that every command explains itself: what it is for, an example that names it, and its exit codes."""
import re

import pytest
from command_line import DONE, FAILED, WRONG_USAGE, run

COMMANDS = ["serve", "train", "search", "predict", "evaluate", "explain", "reproduce", "drift", "inspect", "import",
            "validate", "generate", "health", "migrate", "user", "token", "gate"]
SPEAKS_JSON = ["train", "search", "predict", "evaluate", "explain", "reproduce", "drift", "inspect", "import",
               "validate", "generate bonsai", "health", "backup", "restore", "doctor", "migrate", "export", "user list",
               "token list", "gate"]


def test_the_help_lists_every_command(shohin):
    out, _ = run(shohin, "--help")
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", out, re.M), command


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_an_example(shohin, command):
    out, _ = run(shohin, command, "--help")
    assert re.search(rf"Example: shohin {command}\b", out)


@pytest.mark.parametrize("command", SPEAKS_JSON)
def test_a_command_speaks_json(shohin, command):
    assert "--json" in run(shohin, *command.split(), "--help", expect=DONE)[0]


@pytest.mark.parametrize("arguments, said", [
    (["nix"], "There is no command 'shohin nix'. shohin --help lists them."),
    (["serv"], "There is no command 'shohin serv'. Did you mean 'serve'? shohin --help lists them."),
    (["evalaute", "--json"], "Did you mean 'evaluate'?"),
    (["user", "lst"], "There is no command 'shohin user lst'. Did you mean 'list'? shohin user --help lists them."),
])
def test_an_unknown_command_is_named(shohin, arguments, said):
    assert said in run(shohin, *arguments, expect=WRONG_USAGE)[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(shohin, command):
    _, said = run(shohin, command, "--no-such-option", expect=WRONG_USAGE)
    assert said


@pytest.mark.parametrize("command, arguments", [
    ("train", ["--data", "{none}", "--contract", "{contract}"]),
    ("search", ["--data", "{none}", "--contract", "{contract}"]),
    ("predict", ["--model", "{none}", "--data", "{data}", "--out", "{none}.csv"]),
    ("evaluate", ["--model", "{none}", "--data", "{data}"]),
    ("reproduce", ["--model", "{none}", "--data", "{data}"]),
    ("inspect", ["{none}"]),
    ("validate", ["--contract", "{contract}", "--data", "{none}"]),
])
def test_a_file_that_is_not_there_fails_by_name(shohin, examples, tmp_path, command, arguments):
    places = {"none": tmp_path / "none", "data": examples / "iris.csv", "contract": examples / "iris.contract.json"}
    _, said = run(shohin, command, *(argument.format(**places) for argument in arguments), expect=FAILED)
    assert str(tmp_path / "none") in said
