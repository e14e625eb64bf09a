#!/usr/bin/env python3
"""Every answer of the non-interference corpus, for every caller, kept in a file: what a change of structure must leave as it is, byte for byte.

usage: record.py write FILE [--preset release] [--callers "nobody,one gemeente"] [--most N] [--gzip]
       record.py compare BEFORE AFTER        shows the first answers that differ; exit status 1 when there are any

Write one before the change and one after it. With --gzip the answers come packed, and are kept as they unpack: they must equal those that came plain. What is drawn anew for each answer (time stamps, request ids, kept requests) is left out.
A server whose sample differs gives other answers too: the file knows the sample, and comparing two samples is refused.
"""
import argparse
import hashlib
import json
import pathlib
import sqlite3
import sys
import zlib

from support import store
from support.client import Client
from support.corpus_answers import SCOPES, ask, caller, everything, seen, unpacked
from support.sample import FEATURES, SEED
from support.server import Server, State, program

SHOWN, CONTEXT = 5, 200
TABLE = 'CREATE TABLE answer (caller TEXT, number INTEGER, asked TEXT, status INTEGER, head TEXT, body BLOB, PRIMARY KEY (caller, number))'


def sample_of(path):
    """What the rows of the sample hold, whatever page of the file they lie on."""
    sums = hashlib.sha256()
    for table in ('risicolocatie', 'perceel', 'gemeente'):
        for _, row in sorted(store.rows(path, table).items()):
            sums.update(repr(tuple(row)).encode())
    return sums.hexdigest()


def answers(server, state, truth, name, most, packed):
    token, gemeenten = caller(name, state, truth)
    client = Client(server.url, token)
    for number, (path, body, heads) in enumerate(everything(truth, gemeenten)):
        if most is not None and number >= most:
            return
        status, head, content = seen(unpacked(ask(client, path, body, {**heads, **packed})))
        yield name, number, json.dumps([path, body, heads]), status, json.dumps(head), zlib.compress(content, 1)


def write(file, preset, callers, most, packed):
    pathlib.Path(file).unlink(missing_ok=True)
    state = State(program(preset))
    try:
        state.make_sample(FEATURES, SEED)
        state.make_key()
        truth = store.Truth(state.store)
        with sqlite3.connect(file) as db, Server(state) as server:
            db.execute(TABLE)
            db.execute('CREATE TABLE sample (sum TEXT)')
            db.execute('INSERT INTO sample VALUES (?)', (sample_of(state.store),))
            for name in callers:
                db.executemany('INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)', answers(server, state, truth, name, most, packed))
            print('%d answers' % db.execute('SELECT count(*) FROM answer').fetchone())
    finally:
        state.remove()
    return 0


def around(one, other):
    """The first place where two texts differ, and what stands there."""
    at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    start = max(0, at - CONTEXT // 2)
    return 'byte %d:\n  before: %r\n  after:  %r' % (at, one[start:start + CONTEXT], other[start:start + CONTEXT])


def difference(before, after):
    if before['status'] != after['status']:
        return 'status %d is %d' % (before['status'], after['status'])
    if before['head'] != after['head']:
        return 'heads, ' + around(before['head'], after['head'])
    return 'body, ' + around(zlib.decompress(before['body']), zlib.decompress(after['body']))


def compare(before, after):
    with store.connect(before) as one, store.connect(after) as two:
        if one.execute('SELECT sum FROM sample').fetchone()[0] != two.execute('SELECT sum FROM sample').fetchone()[0]:
            sys.exit('the two were recorded over different samples')
        find = {(row['caller'], row['asked']): row for row in two.execute('SELECT * FROM answer')}
        compared, lost, differing = 0, 0, []
        for row in one.execute('SELECT * FROM answer ORDER BY caller, number'):
            other = find.get((row['caller'], row['asked']))
            if not other:
                lost += 1
                continue
            compared += 1
            if tuple(row)[3:] != tuple(other)[3:]:
                differing.append((row, other))
    for row, other in differing[:SHOWN]:
        print('%s asks %s\n%s\n' % (row['caller'], row['asked'][:1000], difference(row, other)))
    print('%d answers compared, %d differ, %d were asked only before' % (compared, len(differing), lost))
    return 1 if differing or not compared else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    doing = parser.add_subparsers(dest='what', required=True)
    writing = doing.add_parser('write', help='asks everything and keeps the answers in FILE')
    writing.add_argument('file')
    writing.add_argument('--preset', default='release', help='which build answers: dev or release (usual: release)')
    writing.add_argument('--callers', default=','.join(SCOPES), help='some of: %(default)s')
    writing.add_argument('--most', type=int, help='so many requests of each caller (usual: all)')
    writing.add_argument('--gzip', action='store_const', const={'Accept-Encoding': 'gzip'}, default={}, help='ask for packed answers, and unpack them')
    comparing = doing.add_parser('compare', help='holds two such files against each other')
    comparing.add_argument('before')
    comparing.add_argument('after')
    chosen = parser.parse_args()
    return compare(chosen.before, chosen.after) if chosen.what == 'compare' else write(chosen.file, chosen.preset, chosen.callers.split(','), chosen.most, chosen.gzip)


if __name__ == '__main__':
    sys.exit(main())
