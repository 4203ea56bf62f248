"""Says which name two types of one program share: the linker picks either's functions for both, and says nothing.

Usage: one_name_one_type.py ROOT     prints "NAME: file, file" for each; exit code 1 when there is one.
"""
import collections
import pathlib
import re
import sys

HIDDEN = re.compile(r"^namespace \{$.*?^\}  // namespace$", re.S | re.M)
TYPE = re.compile(r"^(?:struct|class|enum class|union) (\w+)(?: final)?(?: : [^;{]*)? \{", re.M)


def programs(root):
    """The folders of which each program is made."""
    return [["shared", "backend"], *(["shared", f"wasm/{folder.name}"] for folder in sorted((root / "wasm").glob("*")))]


def shared_names(root):
    found = {}
    for folders in programs(root):
        files = collections.defaultdict(set)
        for path in sorted(path for folder in folders for path in (root / folder).rglob("*") if path.suffix in (".h", ".cpp")):
            for name in TYPE.findall(HIDDEN.sub("", path.read_text())):
                files[name].add(str(path.relative_to(root)))
        found.update({name: sorted(where) for name, where in files.items() if len(where) > 1})
    return found


def main(root):
    found = shared_names(pathlib.Path(root))
    print("\n".join(f"{name}: {', '.join(where)}" for name, where in sorted(found.items())) or "every type has a name of its own")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
