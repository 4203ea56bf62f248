"""Proves how scripts/third_party.sh treats its lock: exact version, stand-in with a warning, floor, digest, update.

apt and dpkg-source are stand-ins on PATH that serve a small archive from a folder; dpkg and the script are real.
"""
import hashlib
import os
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "scripts" / "third_party.sh"

APT_GET = """#!/bin/bash
echo "$*" >> "$ARCHIVE/calls"
case "$*" in
  indextargets*) echo http://mirror.invalid/debian ;;
  *update) ;;
  *source*) asked=${*: -1}; cp "$ARCHIVE/${asked%%=*}_${asked#*=}.dsc" . ;;
esac
"""
APT_CACHE = """#!/bin/bash
name=${*: -1}
for file in "$ARCHIVE/$name"_*.dsc; do [ ! -e "$file" ] || { v=${file##*_}; echo "Version: ${v%.dsc}"; }; done
"""
DPKG_SOURCE = """#!/bin/bash
dsc=${*: -2:1}; mkdir -p "${*: -1}"; cp "$dsc" "${*: -1}/unpacked"
"""


class ThirdParty(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.archive, self.sources, self.tools = (self.folder / n for n in ("archive", "sources", "tools"))
        self.lock = self.folder / "lock"
        self.archive.mkdir()
        self.tools.mkdir()
        for name, text in (("apt-get", APT_GET), ("apt-cache", APT_CACHE), ("dpkg-source", DPKG_SOURCE)):
            (self.tools / name).write_text(text)
            (self.tools / name).chmod(0o755)

    def offer(self, name, version):
        """Puts a version into the archive and returns the SHA-256 of its .dsc."""
        text = f"{name} {version}\n"
        (self.archive / f"{name}_{version}.dsc").write_text(text)
        return hashlib.sha256(text.encode()).hexdigest()

    def run_script(self, *arguments):
        environment = dict(os.environ, ARCHIVE=str(self.archive), PATH=f"{self.tools}:{os.environ['PATH']}")
        environment.pop("APT_CONFIG", None)
        return subprocess.run([SCRIPT, self.sources, self.lock, *arguments], env=environment,
                              capture_output=True, text=True, check=False)

    def unpacked(self, name):
        return (self.sources / name / "unpacked").read_text()

    def test_takes_the_locked_version_though_a_newer_one_is_offered(self):
        digest = self.offer("zlib", "1.3-1")
        self.offer("zlib", "1.4-1")
        self.lock.write_text(f"zlib 1.2 1.3-1 {digest}\n")
        result = self.run_script()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.unpacked("zlib"), "zlib 1.3-1\n")
        self.assertNotIn("WARNING", result.stderr)

    def test_asks_nothing_of_apt_when_nothing_changed(self):
        self.lock.write_text(f"zlib 1.2 1.3-1 {self.offer('zlib', '1.3-1')}\n")
        self.run_script()
        (self.archive / "calls").unlink()
        result = self.run_script()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertFalse((self.archive / "calls").exists())

    def test_fetches_only_what_the_lock_changed(self):
        first, second = self.offer("zlib", "1.3-1"), self.offer("expat", "2.0-1")
        self.lock.write_text(f"zlib 1.2 1.3-1 {first}\nexpat 2.0 2.0-1 {second}\n")
        self.run_script()
        (self.archive / "calls").unlink()
        self.lock.write_text(f"zlib 1.2 1.3-1 {first}\nexpat 2.0 2.1-1 {self.offer('expat', '2.1-1')}\n")
        self.assertEqual(self.run_script().returncode, 0)
        self.assertNotIn("zlib", (self.archive / "calls").read_text())
        self.assertEqual(self.unpacked("expat"), "expat 2.1-1\n")

    def test_takes_the_newest_with_a_warning_when_the_locked_version_is_gone(self):
        for version in ("1.9-1", "1.10-1", "1.10~rc1-1"):
            self.offer("zlib", version)
        self.lock.write_text("zlib 1.2 1.3-1 0000\n")
        result = self.run_script()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("WARNING zlib: taking 1.10-1, the lock says 1.3-1", result.stderr)
        self.assertEqual(self.unpacked("zlib"), "zlib 1.10-1\n")
        self.assertTrue((self.sources / "zlib" / ".fetched").read_text().splitlines()[-1].startswith("1.10-1 "))
        (self.archive / "calls").unlink()
        self.assertEqual(self.run_script().returncode, 0)
        self.assertFalse((self.archive / "calls").exists(), "the stand-in was fetched again")
        self.assertEqual(self.lock.read_text(), "zlib 1.2 1.3-1 0000\n")

    def test_refuses_what_is_below_the_floor(self):
        self.offer("zlib", "1.1-1")
        self.lock.write_text("zlib 1.2 1.3-1 0000\n")
        result = self.run_script()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("zlib: 1.1-1 is below the floor 1.2", result.stderr)
        self.assertFalse((self.sources / "zlib").exists())

    def test_refuses_another_digest_for_the_locked_version(self):
        self.offer("zlib", "1.3-1")
        self.lock.write_text(f"zlib 1.2 1.3-1 {'0' * 64}\n")
        result = self.run_script()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("the lock says " + "0" * 64, result.stderr)
        self.assertFalse((self.sources / "zlib").exists())

    def test_refuses_a_package_that_the_archive_does_not_have(self):
        self.lock.write_text("zlib 1.2 1.3-1 0000\n")
        result = self.run_script()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("zlib: the archive has none", result.stderr)

    def test_update_takes_the_newest_and_writes_it_into_the_lock(self):
        old = self.offer("zlib", "1.3-1")
        new = self.offer("zlib", "1.4-1")
        self.lock.write_text(f"zlib 1.2 1.3-1 {old}\n")
        self.assertEqual(self.run_script("--update").returncode, 0)
        self.assertEqual(self.lock.read_text(), f"zlib 1.2 1.4-1 {new}\n")
        (self.archive / "calls").unlink()
        self.assertEqual(self.run_script().returncode, 0)
        self.assertFalse((self.archive / "calls").exists())


if __name__ == "__main__":
    unittest.main()
