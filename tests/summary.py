"""Adds up JUnit reports: `summary.py build/test/ctest build/test/blackbox …` (without .xml). A report that is missing or empty is a failure.

The last line counts: 'N passed, N failed, N skipped'. Exit status 0 only when nothing failed and something passed.
"""
import os
import sys
import xml.etree.ElementTree as ET


def count(report):
    """(passed, failed, skipped) of one report."""
    try:
        cases = list(ET.parse(report + '.xml').getroot().iter('testcase'))
    except (OSError, ET.ParseError):
        cases = []
    if not cases:
        print('no result: %s' % os.path.basename(report))
        return 0, 1, 0
    failed = [c for c in cases if c.find('failure') is not None or c.find('error') is not None or c.get('status') in ('fail', 'notrun')]
    skipped = [c for c in cases if c.find('skipped') is not None and c not in failed]
    for case in failed:
        print('FAILED %s: %s' % (os.path.basename(report), case.get('name')))
    return len(cases) - len(failed) - len(skipped), len(failed), len(skipped)


totals = [sum(column) for column in zip(*map(count, sys.argv[1:]))]
print('%d passed, %d failed, %d skipped' % tuple(totals))
sys.exit(0 if totals[1] == 0 and totals[0] > 0 else 1)
