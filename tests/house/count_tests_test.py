"""Proves that scripts/count_tests.py counts what runners report and never calls a run green that did not run."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "scripts"))
from count_tests import main  # noqa: E402

CTEST = """<testsuite tests="3"><testcase name="a" status="run"/><testcase name="b" status="fail"><failure/></testcase>
<testcase name="c" status="notrun"><skipped/></testcase></testsuite>"""
PYTEST = """<testsuites><testsuite><testcase name="d"/><testcase name="e"><error/></testcase><testcase name="f"/>
</testsuite></testsuites>"""
GREEN = '<testsuite><testcase name="g" status="run"/></testsuite>'
SKIPPED = '<testsuite><testcase name="h"><skipped/></testcase></testsuite>'


class CountTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def count(self, *runners):
        """Each runner is (exit code, text of its report or None); returns (exit code, lines)."""
        arguments = []
        for number, (exit_code, text) in enumerate(runners):
            report = self.folder / f"{number}.xml"
            if text is not None:
                report.write_text(text)
            arguments.append(f"runner{number}:{exit_code}:{report}")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exit_code = main(arguments)
        return exit_code, printed.getvalue().splitlines()

    def test_adds_up_all_runners_and_names_what_failed(self):
        exit_code, lines = self.count((8, CTEST), (1, PYTEST), (0, GREEN))
        self.assertEqual(exit_code, 1)
        self.assertEqual(lines[-1], "4 passed, 2 failed")
        self.assertIn("    b", lines)
        self.assertIn("    e", lines)

    def test_is_green_when_nothing_failed(self):
        self.assertEqual(self.count((0, GREEN))[0], 0)
        self.assertEqual(self.count((0, GREEN))[1][-1], "1 passed, 0 failed")

    def test_a_runner_without_a_report_failed(self):
        exit_code, lines = self.count((0, GREEN), (1, None))
        self.assertEqual((exit_code, lines[-1]), (1, "1 passed, 1 failed"))

    def test_a_runner_that_was_cut_off_failed(self):
        self.assertEqual(self.count((0, "<testsuite><testcase"))[1][-1], "0 passed, 1 failed")

    def test_a_runner_that_failed_without_naming_a_test_failed(self):
        exit_code, lines = self.count((2, GREEN))
        self.assertEqual((exit_code, lines[-1]), (1, "1 passed, 1 failed"))

    def test_a_runner_that_ran_nothing_failed(self):
        self.assertEqual(self.count((0, SKIPPED))[1][-1], "0 passed, 1 failed")

    def test_no_runner_at_all_is_not_green(self):
        self.assertEqual(self.count(), (1, ["0 passed, 0 failed"]))


if __name__ == "__main__":
    unittest.main()
