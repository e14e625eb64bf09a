"""tests/failures.py shows what is needed to mend a failed test of ctest: the complaint, and the input of a fuzz target whole."""
import base64
import re
import subprocess
import sys
from xml.sax.saxutils import escape
import pytest
from support.server import REPO

PROGRESS = ['#%d NEW cov: 1 ft: 1' % i for i in range(500)]
FRAMES = ['    #%d 0x1 in place_%d /x/wkt.c:%d' % (i, i, i) for i in range(20)]
SHADOW = ['  0x0c047fff8000: fa fa 00 00'] * 70


def shown(tmp_path, *cases):
    """What is printed of a report with these tests: (name, whether it failed, output)."""
    body = ''.join('<testcase name="%s" status="%s">%s<system-out>%s</system-out></testcase>' % (
        name, 'fail' if bad else 'run', '<failure/>' * bad, escape(output)) for name, bad, output in cases)
    (tmp_path / 'fuzz.xml').write_text('<testsuite>%s</testsuite>' % body)
    done = subprocess.run([sys.executable, '-B', REPO / 'tests/failures.py', tmp_path / 'fuzz'], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize('size', [3, 4096])
def test_the_input_that_breaks_a_fuzz_target_can_be_had_from_the_log(tmp_path, size):
    kept = tmp_path / 'crash-1'
    kept.write_bytes(bytes(range(256)) * 16 if size == 4096 else b'\0\xff;')
    said = shown(tmp_path, ('fuzz.a', True, '\n'.join([*PROGRESS, '==7== ERROR: libFuzzer: deadly signal', *FRAMES, 'Test unit written to %s' % kept, 'stat::x: 1'])))
    assert base64.b64decode(re.search('^input, %d bytes: base64 -d > crash-1 <<< (.*)$' % size, said, re.MULTILINE)[1]) == kept.read_bytes()
    assert 'deadly signal' in said and FRAMES[0] in said and FRAMES[-1] in said and PROGRESS[0] not in said


def test_a_long_complaint_is_shown_from_its_begin(tmp_path):
    said = shown(tmp_path, ('fuzz.a', True, '\n'.join([*PROGRESS, '==7==ERROR: AddressSanitizer: heap-buffer-overflow', *FRAMES, *SHADOW, 'stat::x: 1'])))
    assert 'heap-buffer-overflow' in said and FRAMES[0] in said and 'stat::x' in said and len(said.splitlines()) < 80


def test_a_test_without_a_complaint_is_shown_by_its_end(tmp_path):
    said = shown(tmp_path, ('unit.a', True, '\n'.join([*PROGRESS, '[  FAILED  ] a < b & c'])))
    assert '---- unit.a' in said and '[  FAILED  ] a < b & c' in said and PROGRESS[0] not in said and PROGRESS[-1] in said


def test_what_passed_is_not_shown(tmp_path):
    assert shown(tmp_path, ('unit.a', False, 'fine')) == ''
