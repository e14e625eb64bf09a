"""Programs that end in the middle, and what of a store may differ between two runs that did the same."""
import contextlib
import json
import random
import resource
import signal
import sqlite3
import subprocess
import time

# The rest of each row is the same in two runs of one command.
MOMENTS = {'aangemaakt_op', 'gewijzigd_op', 'geschrapt_op', 'moment'}


def content(path):
    """Everything in a store but the moments: tables, and the rows of the spatial indexes."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        skip = ('_node', '_parent', '_rowid')
        assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
        return {table: sorted(repr([value for name, value in zip(row.keys(), row) if name not in MOMENTS]) for row in db.execute('SELECT * FROM "%s"' % table))
                for table in tables if not table.endswith(skip) and not _is_virtual_of_spatialite(table)}


def _is_virtual_of_spatialite(table):
    """Tables that only SpatiaLite can read, and what it notes of its own use."""
    return table in ('SpatialIndex', 'ElementaryGeometries', 'KNN', 'KNN2', 'sql_statements_log', 'data_licenses') or table.endswith('_time')


def check(binary, path):
    """`risicolaag check`: no fault."""
    done = subprocess.run([binary, 'check', '--json', '--store', str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]
    return json.loads(done.stdout)


def seconds_of(*words):
    began = time.monotonic()
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - began


def kill_within(seconds, chance, *words):
    """Runs a program and kills it (-9) at a moment by chance; False when it had ended by then."""
    running = subprocess.Popen([*map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0, seconds))
    running.kill()
    return running.wait(60) == -signal.SIGKILL


def moments(seed, count):
    chance = random.Random(seed)
    return [(number, chance) for number in range(count)]


def with_files_of_at_most(size):
    """For subprocess's preexec_fn, with restore_signals=False: a file that would grow past this is a full disk."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return limit
