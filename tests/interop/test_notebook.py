"""Proves that the notebook that ships runs from its first cell to its last against our server."""
import json

import pytest
from conftest import ROOT

from mlflow_session import client_of

NOTEBOOK = ROOT / "examples" / "notebooks" / "mlflow.ipynb"


def code_cells():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.filterwarnings("ignore")  # of scikit-learn and MLflow, about each other
def test_every_cell_runs(module_server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    with client_of(module_server) as client:
        for number, cell in enumerate(code_cells(), 1):
            exec(compile(cell, f"cell {number}", "exec"), names)
        assert client.get_registered_model("iris").aliases == {"scikit-learn": "1", "onnx": "2"}
        assert len(client.search_runs([client.get_experiment_by_name("iris notebook").experiment_id])) == 3
    assert names["best"]["metrics.accuracy"] > 0.9
