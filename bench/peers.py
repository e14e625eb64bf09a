"""The peers, as Debian installs them, over the same rows in a GeoPackage (spatial index, and an index on the gemeente)."""
import os
import pathlib
import sqlite3
import subprocess
import urllib.parse
import xml.etree.ElementTree as ElementTree
import processes
from targets import MOST, Target, polygon_filter

HERE = pathlib.Path(__file__).resolve().parent
LAYER = HERE.parent / 'data/layers/risicolocatie.xml'
MAPSERVER, QGIS = '/usr/lib/cgi-bin/mapserv', '/usr/lib/cgi-bin/qgis_mapserv.fcgi'


def make_rows(store, path):
    """The visible rows with their ids as row ids, which QGIS goes by; `nummer` repeats them as an attribute, which MapServer wants for its gml:id."""
    subprocess.run(['ogr2ogr', '-f', 'GPKG', str(path), str(store), 'risicolocatie', '-where', 'geschrapt = 0', '-nlt', 'MULTIPOLYGON', '-a_srs', 'EPSG:31370',
                    '-lco', 'FID=fid', '-lco', 'GEOMETRY_NAME=geometry', '-preserve_fid', '-gt', '100000'], check=True, capture_output=True)
    with sqlite3.connect(path) as db:
        for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'risicolocatie'").fetchall():
            db.execute('DROP TRIGGER "%s"' % name)  # they call functions that only GDAL has; nobody writes here
        db.execute('ALTER TABLE risicolocatie ADD COLUMN nummer INTEGER')
        db.execute('UPDATE risicolocatie SET nummer = fid')
        db.execute('CREATE INDEX risicolocatie_gemeente ON risicolocatie (gemeente_nis)')
        db.execute('CREATE INDEX risicolocatie_nummer ON risicolocatie (nummer)')
        db.execute('ANALYZE')


class Peer(Target):
    path = '/'

    def __init__(self, name, label, folder, rows, workers):
        super().__init__(name, label)
        self.folder, self.rows, self.workers = folder, rows, workers
        self.socket = folder / (name + '.sock')

    def pool(self, program, env):
        self.group = processes.Group(self.name, self.folder / (self.name + '.log'))
        processes.start_pool(self.group, self.socket, self.workers, [program], env=env, cwd=self.folder)

    def stop(self):
        if self.group:
            self.group.stop()

    def get(self, **words):
        return 'GET', self.path + '?' + urllib.parse.urlencode(words), {}, None


def equals(name, text):
    return ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>%s</fes:ValueReference><fes:Literal>%s'
            '</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>' % (name, text))


def equals_11(name, text):
    """The same in the words of WFS 1.1."""
    return ('<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc"><ogc:PropertyIsEqualTo><ogc:PropertyName>%s</ogc:PropertyName><ogc:Literal>%s</ogc:Literal>'
            '</ogc:PropertyIsEqualTo></ogc:Filter>' % (name, text))


def polygon_11(ring, name, namespace=''):
    points = ' '.join('%r %r' % point for point in ring + ring[:1])
    return ('<?xml version="1.0"?><wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs" xmlns:ogc="http://www.opengis.net/ogc" '
            'xmlns:gml="http://www.opengis.net/gml" %sservice="WFS" version="1.1.0"><wfs:Query typeName="%s"><ogc:Filter><ogc:Intersects>'
            '<ogc:PropertyName>geometry</ogc:PropertyName><gml:Polygon srsName="EPSG:31370"><gml:exterior><gml:LinearRing><gml:posList>%s</gml:posList>'
            '</gml:LinearRing></gml:exterior></gml:Polygon></ogc:Intersects></ogc:Filter></wfs:Query></wfs:GetFeature>' % (namespace, name, points))


class MapServer(Peer):
    """columns: those that it gives, "all" or names with commas; settings: of its layer, besides."""

    def __init__(self, folder, rows, workers, name='mapserver', label='MapServer (GeoPackage)', columns='all', settings=''):
        super().__init__(name, label, folder, rows, workers)
        self.columns, self.settings = columns, settings

    def start(self):
        fill = {'ROWS': self.rows, 'URL': 'http://127.0.0.1:%d/' % self.port, 'COLUMNS': self.columns, 'SETTINGS': self.settings}
        text, map_file, settings = (HERE / 'risicolocatie.map.in').read_text(), self.folder / (self.name + '.map'), self.folder / (self.name + '.conf')
        for name, value in fill.items():
            text = text.replace('@%s@' % name, str(value))
        map_file.write_text(text)
        settings.write_text('CONFIG\n  ENV\n    MS_MAPFILE "%s"\n  END\nEND\n' % map_file)
        self.pool(MAPSERVER, {'MAPSERVER_CONFIG_FILE': str(settings), 'MS_MAPFILE': str(map_file)})

    def ask(self, w, q):
        base = dict(service='WFS', version='2.0.0', request='GetFeature', typeNames='risicolocatie')
        area = lambda box: {'bbox': ','.join('%r' % n for n in box) + ',EPSG:31370'}
        form = {'outputFormat': 'geojson'} if w.form == 'json' else {}
        if w.crs != 31370:
            form['srsName'] = 'EPSG:%d' % w.crs
        if q.kind == 'capabilities':
            return self.get(service='WFS', version='2.0.0', request='GetCapabilities')
        if q.kind == 'schema':
            return self.get(service='WFS', version='2.0.0', request='DescribeFeatureType', typeNames='risicolocatie')
        if q.kind == 'box':
            return self.get(**base, **area(q.value), **form)
        if q.kind == 'gemeente':
            return self.get(**base, filter=equals('gemeente_nis', q.value))
        if q.kind == 'page':
            return self.get(**base, count=100, startIndex=q.value)
        if q.kind == 'hits':  # with CLOSE_CONNECTION=DEFER it would count in the box of the request before
            return self.get(**base, resultType='hits', **area(q.value or (0.0, 0.0, 300000.0, 300000.0)))
        if q.kind == 'id':
            return self.get(**base, resourceId='risicolocatie.%d' % q.value)
        if q.kind == 'polygon':
            return 'POST', self.path, {'Content-Type': 'text/xml'}, polygon_filter(list(q.value), 'ms', 'risicolocatie', 'http://mapserver.gis.umn.edu/mapserver')
        return self.get(**base, count=MOST, **form) if q.kind == 'dump' else None


class MapServerAlike(MapServer):
    """It again, with what we give and no more: our columns, and places to a centimetre, as they are in the rows."""

    def __init__(self, folder, rows, workers):
        ours = [p.get('column') or p.get('name') for p in ElementTree.parse(LAYER).getroot().iter('property') if p.get('type') not in ('id', 'geometry')]
        super().__init__(folder, rows, workers, 'mapserver-alike', 'MapServer, our columns, 2 decimals', ','.join(['nummer'] + ours), '"wfs_geometry_precision" "2"')

    def ask(self, w, q):
        return super().ask(w, q) if q.kind in ('box', 'gemeente', 'page', 'polygon') and w.crs == 31370 else None


class QgisServer(Peer):
    def __init__(self, folder, rows, workers):
        super().__init__('qgis', 'QGIS Server', folder, rows, workers)

    def start(self):
        project = self.folder / 'bench.qgs'
        home = {'HOME': str(self.folder), 'QT_QPA_PLATFORM': 'offscreen', 'XDG_RUNTIME_DIR': str(self.folder)}
        subprocess.run(['/usr/bin/python3', str(HERE / 'qgis_project.py'), str(self.rows), str(project)], check=True, capture_output=True,
                       env={**os.environ, **home})
        self.pool(QGIS, {**home, 'QGIS_PROJECT_FILE': str(project), 'QGIS_SERVER_LOG_LEVEL': '2'})

    def ask(self, w, q):
        base = dict(SERVICE='WFS', VERSION='1.1.0', REQUEST='GetFeature', TYPENAME='risicolocatie')
        area = lambda box: {'BBOX': ','.join('%r' % n for n in box), 'SRSNAME': 'EPSG:31370'}
        form = {'OUTPUTFORMAT': 'GeoJSON'} if w.form == 'json' else {}
        if q.kind == 'capabilities':
            return self.get(SERVICE='WFS', VERSION='1.1.0', REQUEST='GetCapabilities')
        if q.kind == 'schema':
            return self.get(SERVICE='WFS', VERSION='1.1.0', REQUEST='DescribeFeatureType', TYPENAME='risicolocatie')
        if q.kind == 'box':
            given = {**base, **area(q.value), **form}
            if w.crs != 31370:  # here srsName speaks of the box too
                given.update(SRSNAME='EPSG:%d' % w.crs, BBOX=given['BBOX'] + ',EPSG:31370')
            return self.get(**given)
        if q.kind == 'gemeente':
            return self.get(**base, EXP_FILTER="\"gemeente_nis\" = '%s'" % q.value)
        if q.kind == 'page':
            return self.get(**base, MAXFEATURES=100, STARTINDEX=q.value)
        if q.kind == 'hits':
            return self.get(**base, RESULTTYPE='hits', **(area(q.value) if q.value else {}))
        if q.kind == 'id':
            return self.get(**base, FEATUREID='risicolocatie.%d' % q.value)
        if q.kind == 'polygon':
            return 'POST', self.path + '?SERVICE=WFS', {'Content-Type': 'text/xml'}, polygon_11(list(q.value), 'risicolocatie')
        return self.get(**base, **form) if q.kind == 'dump' else None


def available():
    return [program for program in (MAPSERVER, QGIS) if not os.access(program, os.X_OK)] == []
