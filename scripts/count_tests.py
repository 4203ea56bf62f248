"""Adds up what the test runners reported; the last line says "N passed, N failed".

Usage: count_tests.py NAME:EXIT_CODE:REPORT.xml ...     REPORT is JUnit's XML, as ctest, pytest and Playwright write it.
A runner that left no report, ran no test, or failed without naming a test counts as one failure: it could not run.
Exit code 0 when nothing failed.
"""
import sys
import xml.etree.ElementTree as ElementTree

FAILED = ("failure", "error")


def count(report):
    """Returns (passed, names of failed, skipped) of one report."""
    passed, failed, skipped = 0, [], 0
    for case in ElementTree.parse(report).iter("testcase"):
        if any(case.find(tag) is not None for tag in FAILED) or case.get("status") == "fail":
            failed.append(case.get("name", "?"))
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def judge(exit_code, report):
    """Returns (passed, reasons of failure, skipped) of one runner."""
    try:
        passed, failed, skipped = count(report)
    except (OSError, ElementTree.ParseError):
        return 0, ["could not run: it left no report"], 0
    if not failed and exit_code != 0:
        failed = [f"could not run all of its tests: exit code {exit_code}"]
    elif not failed and passed == 0:
        failed = ["ran no test"]
    return passed, failed, skipped


def main(arguments):
    total_passed = total_failed = 0
    for argument in arguments:
        name, exit_code, report = argument.split(":", 2)
        passed, failed, skipped = judge(int(exit_code), report)
        total_passed += passed
        total_failed += len(failed)
        print(f"{name:24} {passed:5} passed {len(failed):4} failed {skipped:4} skipped")
        for reason in failed:
            print(f"    {reason}")
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_failed == 0 and total_passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
