"""What the failed tests of ctest said: `failures.py build/test/fuzz` (without .xml) prints it so that a log is enough to mend one.

Of a sanitizer's or a fuzzer's complaint from its first line on, otherwise the end. The input that broke a fuzz target comes with it in base64: libFuzzer
itself shows none of more than 256 bytes.
"""
import base64
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

LINES = 60
COMPLAINT = re.compile(r'==\d+==|SUMMARY: |.*runtime error: ')
INPUT = re.compile(r'Test unit written to (.+)$', re.MULTILINE)


def telling(output):
    """The lines that say what was wrong."""
    lines = output.rstrip().splitlines()
    begin = next((number for number, line in enumerate(lines) if COMPLAINT.match(line)), None)
    if begin is None or len(lines) - begin <= LINES:
        return lines[-LINES:]
    return lines[begin:begin + LINES] + ['…'] + lines[-5:]


def inputs(output):
    """Of each input that a fuzz target kept: how to have it again."""
    for path in map(pathlib.Path, INPUT.findall(output)):
        if path.exists():
            yield 'input, %d bytes: base64 -d > %s <<< %s' % (path.stat().st_size, path.name, base64.b64encode(path.read_bytes()).decode())


def failed(report):
    """(name, output) of each."""
    for case in ET.parse(report + '.xml').getroot().iter('testcase'):
        if case.find('failure') is not None or case.get('status') in ('fail', 'notrun'):
            yield case.get('name'), case.findtext('system-out') or ''


def show(report):
    for name, output in failed(report):
        print('---- %s' % name)
        print('\n'.join([*telling(output), *inputs(output)]))


if __name__ == '__main__':
    for argument in sys.argv[1:]:
        show(argument)
