"""Edits of a store through the door to write, by the program `edits` (tests/edits/edits.c says what a step may hold)."""
import json
import os
import pathlib
import subprocess
from support.sample import GENT
from support.server import REPO

PLACE = 'POLYGON ((104000 194000,104010 194000,104000 194010,104000 194000))'
NEW = {'gemeente_nis': GENT, 'rubriek': '1.2.', 'bron': 'gemeente', 'startdatum': '2016-01-01', 'wijziging_vergunning': 'NEE', 'geometry': PLACE}  # a row that holds


def editor(binary):
    """The program beside this risicolaag: build/PRESET/edits."""
    return str(pathlib.Path(binary).parent / 'edits')


class Editor:
    """One caller's edits: `e.insert(gemeente_nis='44021', …)`, then `e.commit()`. Each step returns the answer, a dict."""

    def __init__(self, binary, store, layers=REPO / 'data/layers', env=None):
        self.process = subprocess.Popen([editor(binary), str(store), str(layers)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(env or {})})

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def step(self, **line):
        self.process.stdin.write(json.dumps(line) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def become(self, **caller):
        """gemeenten, role, organisation, person, origin."""
        return self.step(do='as', **caller)

    def insert(self, reason=None, **properties):
        return self.step(do='insert', properties=properties, **({'reason': reason} if reason else {}))

    def update(self, id, reason=None, **properties):
        return self.step(do='update', id=id, properties=properties, **({'reason': reason} if reason else {}))

    def strike(self, id, reason='nooit gebeurd'):
        return self.step(do='strike', id=id, reason=reason)

    def restore(self, id, reason='toch wel'):
        return self.step(do='restore', id=id, reason=reason)

    def commit(self):
        return self.step(do='commit')

    def abandon(self):
        return self.step(do='abandon')


def at_random(binary, store, count, seed=1):
    """So many edits, each its own transaction; (word, id) of each."""
    done = subprocess.run([editor(binary), str(store), str(REPO / 'data/layers'), '--random', str(count), str(seed)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [(word, int(number)) for word, number in (line.split() for line in done.stdout.splitlines())]
