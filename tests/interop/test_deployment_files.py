"""Proves that the files other programs read to build and run us are well formed and agree with each other."""
import re

import pytest
import yaml
from conftest import ROOT

COMPOSE = ROOT / "docker" / "compose.yaml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_there_is_a_workflow():
    assert WORKFLOWS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_steps_and_runs_what_is_in_the_repository(path):
    workflow = yaml.safe_load(path.read_text())
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] > 0
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            for script in re.findall(r"bash (\S+)", step.get("run", "")):
                assert (ROOT / script).is_file(), script


def test_the_workflow_runs_what_a_developer_runs():
    steps = [step.get("run", "") for path in WORKFLOWS
             for job in yaml.safe_load(path.read_text())["jobs"].values() for step in job["steps"]]
    assert "bash .ci/run" in steps
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_compose_limits_the_server_and_gives_it_one_place_to_write():
    service = yaml.safe_load(COMPOSE.read_text())["services"]["shohin"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["data:/data"]
    assert {"mem_limit", "cpus", "pids_limit", "stop_grace_period", "restart"} <= service.keys()
    assert "127.0.0.1" in service["ports"][0]


def test_every_variable_of_compose_is_in_the_template_with_its_default():
    template = dict(line.split("=", 1) for line in (ROOT / "docker" / ".env.template").read_text().splitlines()
                    if line and not line.startswith("#"))
    used = dict(re.findall(r"\$\{(SHOHIN_\w+):-([^}]*)\}", COMPOSE.read_text()))
    assert used.items() <= template.items()
    assert template.keys() == used.keys()


def test_what_compose_builds_is_there():
    build = yaml.safe_load(COMPOSE.read_text())["services"]["shohin"]["build"]
    assert (COMPOSE.parent / build["context"] / build["dockerfile"]).is_file()
