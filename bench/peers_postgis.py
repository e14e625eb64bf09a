"""Peers over PostGIS, which Debian does not have or has no longer: measured when they are found on the PATH, beside a PostgreSQL of their own with the
same rows."""
import os
import pathlib
import shutil
import subprocess
import processes
from peers import Peer, equals_11, polygon_11
from targets import MOST

BIN = pathlib.Path('/usr/lib/postgresql/15/bin')
TINYOWS, FEATURESERV = 'tinyows', 'pg_featureserv'


class Database:
    """PostgreSQL on a socket in a folder, as a user who may run it: it refuses root."""

    def __init__(self, folder):
        self.folder, self.group = folder / 'postgres', processes.Group('postgres', folder / 'postgres.log')
        self.folder.mkdir()
        self.prefix = []
        if os.getuid() == 0:
            shutil.chown(self.folder, 'postgres', 'postgres')
            self.prefix = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups']
        self.words = 'host=%s dbname=postgres user=postgres' % self.folder
        self.url = 'postgresql://postgres@/postgres?host=%s' % self.folder

    def start(self, rows):
        data = self.folder / 'data'
        run = lambda *words: subprocess.run([*self.prefix, *map(str, words)], check=True, capture_output=True, cwd=self.folder)
        run(BIN / 'initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C')
        self.group.start([*self.prefix, BIN / 'postgres', '-D', data, '-k', self.folder, '-c', 'listen_addresses=', '-c', 'shared_buffers=1GB', '-c', 'fsync=off'])
        processes.wait_until(lambda: subprocess.run([BIN / 'pg_isready', '-q', '-h', str(self.folder)], check=False).returncode == 0, 30, 'PostgreSQL')
        self.sql('CREATE EXTENSION postgis')
        subprocess.run(['ogr2ogr', '-f', 'PostgreSQL', 'PG:' + self.words, str(rows), 'risicolocatie', '-nlt', 'MULTIPOLYGON', '-lco', 'FID=fid',
                        '-lco', 'GEOMETRY_NAME=geometry', '-lco', 'SPATIAL_INDEX=GIST', '-preserve_fid', '-gt', '100000'],
                       check=True, capture_output=True, env={**os.environ, 'PG_USE_COPY': 'YES'})
        self.sql('CREATE INDEX ON risicolocatie (gemeente_nis)')
        self.sql('VACUUM ANALYZE risicolocatie')

    def sql(self, text):
        subprocess.run([BIN / 'psql', '-q', '-v', 'ON_ERROR_STOP=1', '-d', self.words, '-c', text], check=True, capture_output=True)

    def stop(self):
        self.group.stop()


class OverPostgis(Peer):
    """Its processes are the server's and the database's: only one of these peers is asked at a time."""

    def __init__(self, name, label, folder, rows, workers, database):
        super().__init__(name, label, folder, rows, workers)
        self.database = database

    def with_database(self):
        self.group.roots += self.database.group.roots


class TinyOws(OverPostgis):
    def __init__(self, folder, rows, workers, database):
        super().__init__('tinyows', 'TinyOWS (PostGIS)', folder, rows, workers, database)

    def start(self):
        settings = self.folder / 'tinyows.xml'
        settings.write_text('<tinyows online_resource="http://127.0.0.1:%d/" schema_dir="%s" check_schema="0" check_valid_geom="0" degree_precision="7" '
                            'meter_precision="2"><pg host="%s" user="postgres" dbname="postgres"/><metadata name="bench" title="bench"/><limits features="%d"/>'
                            '<layer retrievable="1" ns_prefix="t" ns_uri="http://bench/" name="risicolocatie" title="risicolocatie"/></tinyows>'
                            % (self.port, self.folder, self.database.folder, MOST))
        self.pool(shutil.which(TINYOWS), {'TINYOWS_CONFIG_FILE': str(settings)})
        self.with_database()

    def ask(self, w, q):
        base = dict(service='WFS', version='1.1.0', request='GetFeature', typeName='t:risicolocatie')
        area = lambda box: {'bbox': ','.join('%r' % n for n in box) + ',EPSG:31370'}
        if w.crs != 31370 or w.form != 'gml':
            return None  # the reference system that it writes in is the box's too; its JSON is none (\\" around texts, nothing for NULL)
        if q.kind == 'capabilities':
            return self.get(service='WFS', version='1.1.0', request='GetCapabilities')
        if q.kind == 'schema':
            return self.get(service='WFS', version='1.1.0', request='DescribeFeatureType', typeName='t:risicolocatie')
        if q.kind == 'box':
            return self.get(**base, **area(q.value))
        if q.kind == 'gemeente':
            return self.get(**base, filter=equals_11('gemeente_nis', q.value))
        if q.kind == 'page':
            return self.get(**base, maxFeatures=100, startIndex=q.value, sortBy='fid')
        if q.kind == 'hits':
            return self.get(**base, resultType='hits', **(area(q.value) if q.value else {}))
        if q.kind == 'polygon':
            return 'POST', self.path, {'Content-Type': 'text/xml'}, polygon_11(list(q.value), 't:risicolocatie', 'xmlns:t="http://bench/" ')
        return self.get(**base) if q.kind == 'dump' else None  # version 1.2.0 ends on a featureId


class FeatureServ(OverPostgis):
    """It speaks HTTP and GeoJSON alone."""

    def __init__(self, folder, rows, workers, database):
        super().__init__('pg_featureserv', 'pg_featureserv (PostGIS)', folder, rows, workers, database)
        self.socket, self.http_port = None, processes.free_port()

    def start(self):
        settings = self.folder / 'pg_featureserv.toml'
        settings.write_text('[Server]\nHttpHost = "127.0.0.1"\nHttpPort = %d\nWriteTimeoutSec = 600\n[Database]\nDbConnection = "%s"\nDbPoolMaxConns = %d\n[Paging]\nLimitDefault = 20\n'
                            'LimitMax = %d\n' % (self.http_port, self.database.url, self.workers, MOST))
        self.group = processes.Group(self.name, self.folder / 'pg_featureserv.log')
        self.group.start([shutil.which(FEATURESERV), '--config', settings], env={'GOMAXPROCS': str(self.workers)}, cwd=self.folder)
        self.with_database()

    def ask(self, w, q):
        self.path = '/collections/public.risicolocatie/items.json'
        plain = {'crs': 31370} if w.crs == 31370 else {}
        if w.form != 'json':
            return None
        if q.kind == 'box':
            return self.get(**plain, **{'bbox': ','.join('%r' % n for n in q.value), 'bbox-crs': 31370, 'limit': 10000})
        return self.get(**plain, limit=MOST) if q.kind == 'dump' else None


def found():
    """The peers of this machine."""
    have = os.access(BIN / 'postgres', os.X_OK)
    return [kind for program, kind in ((TINYOWS, TinyOws), (FEATURESERV, FeatureServ)) if have and shutil.which(program)]
