"""Proves that include_directions.py names each kind of breach with file and line, and nothing else."""
import pathlib
import tempfile
import unittest

from include_directions import Checker

TREE = {
    "shared/fault/CMakeLists.txt": "engine_library(fault SOURCES fault.cpp)",
    "shared/fault/fault.h": "#pragma once\n#include <string>\n",
    "shared/contract/CMakeLists.txt": "engine_library(contract SOURCES a.cpp USES fault) # learn is not used",
    "shared/contract/contract.h": '#pragma once\n#include "fault/fault.h"\n',
    "shared/model/CMakeLists.txt": "engine_library(model\n  SOURCES model.cpp\n  USES contract)",
    "shared/model/model.h": '#pragma once\n#include "contract/contract.h"\n#include "fault/fault.h"\n',
    "shared/learn/CMakeLists.txt": "engine_library(learn USES model)",
    "shared/learn/forest.h": '#pragma once\n#include "model/model.h"\n',
    "backend/store/database.cpp": '#include <sqlite3.h>\n#include <nlohmann/json.hpp>\n#include "model/model.h"\n',
    "backend/store/database.h": "#pragma once\n",
    "backend/http/server.cpp": '#include <httplib.h>\n#include "store/database.h"\n',
    "backend/main.cpp": '#include "store/database.h"\n',
    "wasm/studio/canvas.cpp": '#include <emscripten/html5.h>\n#include <imgui.h>\n#include "canvas.h"\n',
    "wasm/studio/canvas.h": '#pragma once\n#include "learn/forest.h"\n',
}


class IncludeDirections(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name, text in TREE.items():
            self.write(name, text)

    def write(self, name, text):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def breach_of(self, name, line):
        """Plants one line into a file that is otherwise in order; returns what is said of it."""
        self.write(name, f"#pragma once\n\n{line}\n")
        found = Checker(self.root).breaches()
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{name}:3: "), found[0])
        return found[0]

    def test_a_tree_in_order_has_no_breach(self):
        self.assertEqual(Checker(self.root).breaches(), [])

    def test_shared_includes_only_what_its_uses_list_names(self):
        self.assertIn("does not list contract in USES", self.breach_of("shared/fault/x.h", '#include "contract/contract.h"'))

    def test_shared_never_includes_the_backend(self):
        self.assertIn("shared/ never includes backend/", self.breach_of("shared/model/x.cpp", '#include "store/database.h"'))

    def test_shared_never_includes_wasm(self):
        self.assertIn("shared/ never includes wasm/", self.breach_of("shared/model/x.cpp", '# include "studio/canvas.h"'))

    def test_shared_does_no_input_or_output(self):
        self.assertIn("no input or output", self.breach_of("shared/learn/x.cpp", "#include <fstream>"))

    def test_model_never_includes_learn_whatever_cmake_says(self):
        self.write("shared/model/CMakeLists.txt", "engine_library(model USES contract learn)")
        self.assertIn("shared/model never includes shared/learn", self.breach_of("shared/model/x.h", '#include "learn/forest.h"'))

    def test_backend_never_includes_wasm(self):
        self.assertIn("backend/ never includes wasm/", self.breach_of("backend/http/x.cpp", '#include "studio/canvas.h"'))

    def test_wasm_never_includes_the_backend(self):
        self.assertIn("wasm/ never includes backend/", self.breach_of("wasm/shop/x.cpp", '#include "http/server.h"'))

    def test_sqlite_is_for_the_store_alone(self):
        self.assertIn("backend/store alone", self.breach_of("backend/http/x.cpp", "#include <sqlite3.h>"))

    def test_httplib_is_for_http_alone(self):
        self.assertIn("backend/http alone", self.breach_of("backend/main.cpp", '#include "httplib.h"'))

    def test_sodium_is_for_auth_alone(self):
        self.assertIn("backend/auth alone", self.breach_of("backend/http/x.cpp", "#include <sodium.h>"))

    def test_imgui_is_for_the_studio_alone(self):
        self.assertIn("wasm/studio alone", self.breach_of("wasm/trainer/x.cpp", "#include <imgui_internal.h>"))

    def test_emscripten_is_for_the_studio_alone(self):
        self.assertIn("wasm/studio alone", self.breach_of("shared/learn/x.cpp", "#include <emscripten.h>"))

    def test_the_json_header_is_never_in_a_header(self):
        self.assertIn("never for a header", self.breach_of("backend/store/x.h", "#include <nlohmann/json_fwd.hpp>"))

    def test_no_include_climbs_out_of_its_folder(self):
        self.assertIn("climbs out", self.breach_of("backend/http/x.cpp", '#include "../../wasm/studio/canvas.h"'))


if __name__ == "__main__":
    unittest.main()
