"""What the store holds, read straight from the SQLite file: the expectations that answers are held against."""
import sqlite3
import struct
from shapely.geometry import MultiPolygon, Polygon
from support.sample import ANTWERPEN, GENT


def connect(path):
    db = sqlite3.connect('file:%s?mode=ro' % path, uri=True)
    db.row_factory = sqlite3.Row
    return db


def rows(path, table, gemeenten=None, where='1'):
    """id → row, of the given gemeenten (all when None)."""
    sql = 'SELECT * FROM "%s" WHERE (%s)' % (table, where)
    if gemeenten is not None:
        column = 'nis_code' if table == 'gemeente' else 'gemeente_nis'
        sql += ' AND %s IN (%s)' % (column, ','.join("'%s'" % nis for nis in gemeenten))
    with connect(path) as db:
        return {row['id']: row for row in db.execute(sql)}


def active(path, *gemeenten):
    """The rows that the layer shows these gemeenten."""
    return rows(path, 'risicolocatie', gemeenten, 'geschrapt = 0')


class Truth:
    """What SQL says about one store."""

    def __init__(self, path):
        self.path, self.gent, self.two = path, active(path, GENT), active(path, GENT, ANTWERPEN)

    def active(self, *gemeenten):
        return active(self.path, *gemeenten)

    def rows(self, table, gemeenten=None, where='1'):
        return rows(self.path, table, gemeenten, where)


def ids(found, layer='risicolocatie'):
    return {'%s.%d' % (layer, key) for key in found}


def polygons(blob):
    """A SpatiaLite BLOB (00 01 srid mbr 7C class … FE) of a polygon or multipolygon as lists of rings, [[(x, y)…]…] per polygon."""
    assert blob[0] == 0 and blob[1] == 1 and blob[38] == 0x7c and blob[-1] == 0xfe, 'not a little-endian SpatiaLite geometry'
    kind, = struct.unpack_from('<i', blob, 39)
    if kind == 3:
        return [_polygon(blob, 43)[0]]
    assert kind == 6, 'class %d is not a multipolygon' % kind
    count, = struct.unpack_from('<i', blob, 43)
    at, parts = 47, []
    for _ in range(count):
        assert blob[at] == 0x69 and struct.unpack_from('<i', blob, at + 1)[0] == 3
        part, at = _polygon(blob, at + 5)
        parts.append(part)
    return parts


def _polygon(blob, at):
    rings, = struct.unpack_from('<i', blob, at)
    at, out = at + 4, []
    for _ in range(rings):
        points, = struct.unpack_from('<i', blob, at)
        flat = struct.unpack_from('<%dd' % (2 * points), blob, at + 4)
        out.append(list(zip(flat[::2], flat[1::2])))
        at += 4 + 16 * points
    return out, at


def shape(parts):
    """Rings as a shapely MultiPolygon (which may be invalid)."""
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in parts])


def take_back(path, version):
    """A new store as a program with this schema version left it: without what came later."""
    journal = ['boeking_regel', 'historiek_risicolocatie_geometry', 'risicolocatie_versie', 'snoeigrens', 'boeking', 'pseudoniem']
    later = [(2, 'TABLE', 'organisatie_gemeente'), (2, 'INDEX', 'risicolocatie_eigen'), (3, 'TABLE', 'opgeslagen_vraag'), (5, 'INDEX', 'perceel_eigen'),
             (9, 'INDEX', 'risicolocatie_kenmerk'), (10, 'INDEX', 'risicolocatie_versie_eigen'), (10, 'INDEX', 'boeking_moment'),
             *((12, 'TABLE', name) for name in ('vergunning_stand', 'vergunning_levering', 'vergunning_gebeurtenis', 'vergunning_rij', 'vergunning_werklijst', 'integratie_stand', 'nazicht')), (14, 'TABLE', 'migratie_rij'), (15, 'TABLE', 'slot_object'), (15, 'TABLE', 'slot'), *((8, 'TABLE', name) for name in journal)]
    with sqlite3.connect(path) as db:
        own = db.execute("SELECT upper(type), name FROM sqlite_master WHERE name GLOB 'eigen_*' AND (type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%')")
        for since, kind, name in [*((4, *found) for found in own.fetchall()), *later]:
            if since > version:
                db.execute('DROP %s "%s"' % (kind, name))
        if version < 17:
            db.execute('DROP INDEX risicolocatie_gemeente')
            db.execute('CREATE INDEX risicolocatie_gemeente ON risicolocatie (gemeente_nis, geschrapt)')
        db.execute('PRAGMA writable_schema = ON')
        for since, column in [(8, ', boeking INTEGER NOT NULL DEFAULT 1'), (9, ', kenmerk_van TEXT'), (9, ', eigen_kenmerk TEXT CHECK (length(eigen_kenmerk) BETWEEN 1 AND 100)'), (9, ', eigen_kenmerk TEXT')]:
            if since > version:
                db.execute("UPDATE sqlite_master SET sql = replace(sql, ?, '') WHERE name IN ('risicolocatie', 'risicolocatie_versie')", [column])
        db.execute('PRAGMA writable_schema = RESET')
        db.execute('PRAGMA user_version = %d' % version)
    db.close()


def copy_for(source, target, gemeenten):
    """A copy of the store that holds no restricted row, and no version of one, but those of the given gemeenten; and no change that did not touch one of these."""
    with sqlite3.connect(source) as db, sqlite3.connect(target) as copy:
        db.backup(copy)
    copy = sqlite3.connect(target)
    keep = ','.join("'%s'" % nis for nis in gemeenten) or "''"
    # SpatiaLite's triggers call functions that plain SQLite lacks; the R-tree is cleaned by hand instead.
    triggers = [name for name, in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('risicolocatie', 'perceel', 'risicolocatie_versie', 'boeking', 'boeking_regel')")]
    for name in triggers:
        copy.execute('DROP TRIGGER "%s"' % name)
    for table in ('risicolocatie', 'perceel'):
        copy.execute('DELETE FROM "%s" WHERE gemeente_nis NOT IN (%s)' % (table, keep))
        for index in ('idx', 'eigen'):
            copy.execute('DELETE FROM "%s_%s_geometry" WHERE pkid NOT IN (SELECT id FROM "%s")' % (index, table, table))
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'perceel_risicolocatie'").fetchone():
        copy.execute('DELETE FROM perceel_risicolocatie WHERE gemeente_nis IS NULL OR gemeente_nis NOT IN (%s)' % keep)
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'risicolocatie_versie'").fetchone():
        copy.execute('DELETE FROM risicolocatie_versie WHERE gemeente_nis NOT IN (%s)' % keep)
        copy.execute('DELETE FROM historiek_risicolocatie_geometry WHERE nr NOT IN (SELECT nr FROM risicolocatie_versie)')
        copy.execute('DELETE FROM boeking_regel WHERE gemeente_nis IS NOT NULL AND gemeente_nis NOT IN (%s)' % keep)
        copy.execute('DELETE FROM boeking WHERE id > 1 AND id NOT IN (SELECT boeking FROM risicolocatie UNION SELECT boeking FROM risicolocatie_versie '
                     'UNION SELECT tot_boeking FROM risicolocatie_versie)')
    copy.commit()
    copy.execute('VACUUM')
    copy.close()
