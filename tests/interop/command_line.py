"""Runs our program and gives what it said."""
import json
import subprocess

DONE, FAILED, WRONG_USAGE, FOUND_BAD = 0, 1, 2, 3


def run(program, *arguments, expect=DONE, stdin=None, timeout=120):
    """Runs the program, holds it to an exit code and gives (stdout, stderr)."""
    command = [str(part) for part in (program, *arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == expect, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout, done.stderr


def run_json(program, *arguments, expect=DONE):
    """The same with --json: gives the one document on stdout."""
    return json.loads(run(program, *arguments, "--json", expect=expect)[0])
