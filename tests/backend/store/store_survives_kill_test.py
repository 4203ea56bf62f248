"""Proves that what was acknowledged is there after kill -9, and that nothing is acknowledged after a failed fsync.

Usage: store_survives_kill_test.py STORE_WRITER
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

WRITER = sys.argv.pop()
ROUNDS = 8


def rows_in(folder):
    """Returns the names of all rows; fails when one has no whole blob."""
    out = subprocess.run([WRITER, folder, "--check"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(" ") for line in out.splitlines()]
    assert all(kind == "row" for kind, _ in rows), rows
    return {name for _, name in rows}


class StoreSurvives(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_kill_9_loses_nothing_acknowledged(self):
        kept = set()
        for round_number in range(ROUNDS):
            writer = subprocess.Popen([WRITER, self.folder, str(round_number)], stdout=subprocess.PIPE, text=True)
            with writer.stdout:
                for _ in range(20 + 7 * round_number):
                    kept.add(writer.stdout.readline().split()[1])
                writer.kill()
                lines = writer.stdout.read().splitlines(keepends=True)
            writer.wait()
            kept |= {line.split()[1] for line in lines if line.endswith("\n")}
            self.assertLessEqual(kept, rows_in(self.folder))
        self.assertGreater(len(kept), 20 * ROUNDS)
        self.assertEqual(list(pathlib.Path(self.folder, "tmp").iterdir()), [])

    @unittest.skipUnless(shutil.which("fiu-run"), "fiu-run makes the disk fail")
    def test_nothing_is_acknowledged_after_a_failed_fsync(self):
        subprocess.run([WRITER, self.folder, "--check"], check=True)
        refused = False
        for attempt in range(20):  # chance may also fail the opening of the store, before a row is written
            failing = subprocess.run(
                ["fiu-run", "-x", "-c", "enable_random probability=0.05,name=posix/io/sync/fsync,failinfo=5", WRITER,
                 self.folder, f"x{attempt}"], capture_output=True, text=True, timeout=60)
            self.assertEqual(failing.returncode, 1)
            said = [line.split() for line in failing.stdout.splitlines()]
            self.assertLessEqual({name for word, name in said if word == "kept"}, rows_in(self.folder))
            refused = refused or any(word == "refused" for word, _ in said)
        self.assertTrue(refused)


if __name__ == "__main__":
    unittest.main()
