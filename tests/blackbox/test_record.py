"""tests/record.py sees what it is there for: the same answers are the same, and one byte more is told."""
import json
import sqlite3
import subprocess
import sys
import zlib
import pytest
from support.server import REPO


def record(*arguments):
    done = subprocess.run([sys.executable, '-B', REPO / 'tests/record.py', *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope='module')
def recorded(request, tmp_path_factory):
    file = tmp_path_factory.mktemp('record') / 'before.sqlite'
    preset = request.config.getoption('--preset')
    assert record('write', file, '--preset', preset, '--callers', 'nobody', '--most', 60) == (0, '60 answers\n')
    return file


@pytest.fixture
def changed(recorded, tmp_path):
    """The same file after a statement was run in it."""
    def change(sql, *values):
        after = tmp_path / 'after.sqlite'
        after.write_bytes(recorded.read_bytes())
        with sqlite3.connect(after) as db:
            db.execute(sql, values)
        db.close()
        return record('compare', recorded, after)
    return change


def test_the_same_answers_are_the_same(changed):
    assert changed('UPDATE answer SET number = number') == (0, '60 answers compared, 0 differ, 0 were asked only before\n')


@pytest.mark.parametrize('column, value, told', [('status', 299, 'is 299'), ('head', json.dumps([['Etag', 'x']]), 'heads, byte'), ('body', zlib.compress(b'x'), 'body, byte')])
def test_what_differs_is_shown(changed, column, value, told):
    status, words = changed('UPDATE answer SET %s = ? WHERE number = 7' % column, value)
    assert status == 1 and 'nobody asks' in words and told in words and '60 answers compared, 1 differ' in words


def test_nothing_compared_is_no_success(changed):
    assert changed('DELETE FROM answer') == (1, '0 answers compared, 0 differ, 60 were asked only before\n')
