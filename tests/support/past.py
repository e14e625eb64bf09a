"""A store whose layer has been changed since, and what it was at each moment."""
import random
import sqlite3
import time
from support import store
from support.edits import Editor
from support.sample import ANTWERPEN, GENT

BEGIN, LOADED, THEN = '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-03-01'
DAYS = ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01']
NEW = {'rubriek': '1.2.', 'bron': 'gemeente', 'startdatum': '2016-01-01', 'wijziging_vergunning': 'NEE'}


def contour(luck):
    x, y = luck.randrange(100000, 110000), luck.randrange(190000, 200000)
    return 'POLYGON ((%d %d,%d %d,%d %d,%d %d))' % (x, y, x + 50, y, x, y + 30, x, y)


def as_if_begun_earlier(path):
    """As if the store had its journal since the first of January, and its rows since the second."""
    with sqlite3.connect(path) as db:
        kept, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'boeking_anders'").fetchone()
        db.execute('DROP TRIGGER boeking_anders')
        db.execute('UPDATE boeking SET moment = ? WHERE id = 1', (BEGIN,))
        db.execute("UPDATE boeking SET moment = ? WHERE id = 2 AND weg = 'invoer'", (LOADED,))
        db.execute(kept)
    db.close()


def at_these_days(path, first):
    """As if the boekingen from this one on had been made on these days, an equal number on each."""
    with sqlite3.connect(path) as db:
        kept, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'boeking_anders'").fetchone()
        db.execute('DROP TRIGGER boeking_anders')
        ids = [id for id, in db.execute('SELECT id FROM boeking WHERE id >= ? ORDER BY id', (first,))]
        for at, id in enumerate(ids):
            db.execute('UPDATE boeking SET moment = ? WHERE id = ?', (DAYS[at * len(DAYS) // len(ids)] + 'T12:00:00.000Z', id))
        db.execute(kept)
    db.close()


def last_moment(path):
    with store.connect(path) as db:
        return db.execute('SELECT moment FROM boeking ORDER BY id DESC LIMIT 1').fetchone()[0]


class Changes:
    """Random edits of Gent and Antwerpen, each a transaction of its own."""

    def __init__(self, binary, path, seed=16):
        self.luck, self.path, self.editor = random.Random(seed), path, Editor(binary, path)
        self.editor.become(gemeenten=[GENT, ANTWERPEN], role='beheerder', organisation='0207509031', person='user:an')
        self.ids = sorted(store.rows(path, 'risicolocatie', [GENT, ANTWERPEN]))

    def one(self):
        """Makes one; a row that was struck off must stand again before it is changed."""
        id, luck = self.luck.choice(self.ids), self.luck
        row = store.rows(self.path, 'risicolocatie', where='id = %d' % id)[id]
        what = luck.choice(('update', 'update', 'geometry', 'strike', 'insert'))
        if row['geschrapt']:
            done = self.editor.restore(id)
        elif what == 'insert':
            done = self.editor.insert(gemeente_nis=luck.choice((GENT, ANTWERPEN)), geometry=contour(luck), omschrijving='nieuw %d' % luck.randrange(1000), **NEW)
            self.ids.append(done['id'])
        elif what == 'strike':
            done = self.editor.strike(id)
        else:
            changed = {'geometry': contour(luck)} if what == 'geometry' else {'omschrijving': 'gewijzigd %d <&"' % luck.randrange(1000)}
            done = self.editor.update(id, reason='omdat', **changed)
        assert done['ok'], done
        assert self.editor.commit()['ok']

    def some(self, count):
        """The moment of the last; no later change has the same."""
        for _ in range(count):
            self.one()
        moment = last_moment(self.path)
        time.sleep(0.002)
        return moment
