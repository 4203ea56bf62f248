"""Proves that PyPI's DVC pushes to our server and pulls from it, files and folders."""
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import clean_environment

CONFIG = """
[core]
    remote = shohin
    no_scm = true
    analytics = false
    check_update = false
['remote "shohin"']
    url = {url}/api/shohin/v1/dvc
    auth = basic
    user = admin
    password = {token}
    method = {method}
"""


class Workspace:
    """A folder under DVC, without Git, whose remote is our server."""

    def __init__(self, folder):
        self.folder = folder
        (folder / ".dvc").mkdir(parents=True)

    def configure(self, url, token, method="POST"):
        (self.folder / ".dvc" / "config").write_text(CONFIG.format(url=url, token=token, method=method))

    def dvc(self, *arguments, fails=False):
        home = str(self.folder.parent / "home")  # DVC keeps a cache and settings of its own there
        environment = clean_environment() | {"HOME": home, "XDG_CACHE_HOME": home, "DVC_NO_ANALYTICS": "1"}
        command = [pathlib.Path(sys.executable).with_name("dvc"), *arguments]
        ran = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)
        assert fails == (ran.returncode != 0), ran.stderr + ran.stdout
        return ran.stdout + ran.stderr


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "work")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_was_pushed_is_pulled(workspace, module_server, examples, method):
    workspace.configure(module_server.url, module_server.token, method)
    folder = workspace.folder / "data"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text(f"a {method}")
    (folder / "below" / "empty.txt").write_text("")
    (folder / "large.bin").write_bytes(os.urandom(3_000_000))
    shutil.copy(examples / "iris.csv", workspace.folder / "iris.csv")
    files = [workspace.folder / "iris.csv", *(path for path in folder.rglob("*") if path.is_file())]
    before = {path: path.read_bytes() for path in files}
    workspace.dvc("add", "iris.csv", "data")
    workspace.dvc("push")
    assert "in sync" in workspace.dvc("status", "--cloud")
    shutil.rmtree(workspace.folder / ".dvc" / "cache")
    shutil.rmtree(folder)
    (workspace.folder / "iris.csv").unlink()
    workspace.dvc("pull")
    assert len(before) == 4
    assert {path: path.read_bytes() for path in before} == before


def test_a_wrong_password_is_told(workspace, module_server):
    workspace.configure(module_server.url, "wrong")
    (workspace.folder / "secret.txt").write_text("mine")
    workspace.dvc("add", "secret.txt")
    assert "401" in workspace.dvc("push", fails=True)
