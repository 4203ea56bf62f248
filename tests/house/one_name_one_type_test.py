"""Proves that one_name_one_type.py finds what two types of one program are called, and nothing else."""
import pathlib
import tempfile
import unittest

from one_name_one_type import shared_names

TREE = {
    "shared/learn/setting.h": "namespace shohin {\nstruct Setting {\n};\nclass Forest;\n}\n",
    "shared/learn/forest.cpp": "namespace {\nstruct Node {\n};\n}  // namespace\n",
    "backend/store/node.cpp": "namespace {\nstruct Node {\n};\n}  // namespace\nclass Forest;\n",
    "backend/store/run.h": "struct Run : Record {\n};\n",
    "wasm/studio/run.h": "struct Run {\n};\n",
    "wasm/trainer/run.h": "class Run final {\n};\n",
}


class OneNameOneType(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name, text in TREE.items():
            self.write(name, text)

    def write(self, name, text):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def test_hidden_declared_and_other_programs_types_may_share_a_name(self):
        self.assertEqual(shared_names(self.root), {})

    def test_two_types_of_one_program_may_not(self):
        self.write("backend/cli/serve.h", "struct Setting {\n};\n")
        self.write("backend/gate/run.cpp", "enum class Run : int {\n};\n")
        self.assertEqual(shared_names(self.root), {"Setting": ["backend/cli/serve.h", "shared/learn/setting.h"],
                                                   "Run": ["backend/gate/run.cpp", "backend/store/run.h"]})


if __name__ == "__main__":
    unittest.main()
