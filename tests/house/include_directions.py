"""Says where an #include points the wrong way; law 9 of the design, "one way down".

Usage: include_directions.py ROOT     prints "file:line: why" for each breach; exit code 1 when there is one.

shared/X may include X and the folders that X's CMakeLists.txt names in USES, and theirs; it does no input or output.
backend/ and wasm/ may include shared/ and themselves, never each other. Some headers have one folder of their own.
"""
import pathlib
import re
import sys

LAYERS = ("shared", "backend", "wasm")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LIBRARY = re.compile(r"engine_library\(\s*(\w+)([^)]*)\)")

# Header (a prefix of its name) -> the only folder that may include it.
HOMES = (
    ("sqlite3", "backend/store"),
    ("httplib", "backend/http"),
    ("sodium", "backend/auth"),
    ("imgui", "wasm/studio"),
    ("emscripten", "wasm/studio"),
)
# Whatever CMake says: the shop, which needs the model, must not ship training.
NEVER = {("model", "learn"), ("contract", "learn"), ("data", "learn"), ("evaluate", "learn")}
INPUT_OUTPUT = {"fstream", "iostream", "filesystem", "unistd.h", "sys/socket.h", "sys/stat.h", "fcntl.h"}


def read_uses(root):
    """Returns {folder of shared/: every folder it may include, transitively}."""
    direct = {}
    for lists in (root / "shared").glob("*/CMakeLists.txt"):
        text = re.sub(r"#.*", "", lists.read_text())
        for name, rest in LIBRARY.findall(text):
            words = re.split(r"\bUSES\b", rest)
            direct[name] = re.sub(r"\bSOURCES\b.*", "", words[1], flags=re.S).split() if len(words) > 1 else []

    def reach(name, seen):
        for used in direct.get(name, []):
            if used not in seen:
                seen.add(used)
                reach(used, seen)
        return seen

    return {name: reach(name, set()) for name in direct}


def read_folders(root):
    """Returns {first part of an include path: layer it belongs to}."""
    return {folder.name: layer for layer in LAYERS for folder in (root / layer).glob("*") if folder.is_dir()}


class Checker:
    def __init__(self, root):
        self.root = root
        self.uses = read_uses(root)
        self.layer_of = read_folders(root)

    def judge(self, path, header, quoted):
        """Returns why the file at path (relative to the root) may not include header, or None."""
        layer, folder = path.parts[0], path.parts[1] if len(path.parts) > 2 else ""
        for prefix, home in HOMES:
            if pathlib.PurePosixPath(header).parts[0].startswith(prefix) and not self.is_ours(path, header):
                return None if f"{layer}/{folder}" == home else f"{header} is for {home} alone"
        if header.startswith("nlohmann/") and path.suffix == ".h":
            return f"{header} is for source files, never for a header"
        if layer == "shared" and header in INPUT_OUTPUT:
            return f"{header}: the engine does no input or output"
        if not quoted:
            return None
        if ".." in header.split("/"):
            return f"{header} climbs out of its folder"
        return self.judge_ours(layer, folder, header)

    def is_ours(self, path, header):
        beside = self.root / path.parent / header
        return beside.is_file() or header.split("/")[0] in self.layer_of

    def judge_ours(self, layer, folder, header):
        target = header.split("/")[0] if "/" in header else folder
        target_layer = self.layer_of.get(target, layer)
        if target_layer not in (layer, "shared"):
            return f"{layer}/ never includes {target_layer}/: {header}"
        if layer != "shared" or target == folder:
            return None
        if (folder, target) in NEVER:
            return f"shared/{folder} never includes shared/{target}: {header}"
        if target_layer == "shared" and target not in self.uses.get(folder, set()):
            return f"{header}: shared/{folder}/CMakeLists.txt does not list {target} in USES"
        return None

    def breaches(self):
        found = []
        for layer in LAYERS:
            for path in sorted((self.root / layer).rglob("*")):
                if path.suffix not in (".h", ".cpp"):
                    continue
                name = path.relative_to(self.root)
                for number, line in enumerate(path.read_text().splitlines(), 1):
                    match = INCLUDE.match(line)
                    why = match and self.judge(name, match[2], match[1] == '"')
                    if why:
                        found.append(f"{name}:{number}: {why}")
        return found


def main(root):
    found = Checker(pathlib.Path(root)).breaches()
    print("\n".join(found) or "every include points the right way")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
