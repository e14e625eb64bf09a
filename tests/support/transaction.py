"""Transactions in three versions: as documents, and what came of them."""
import contextlib
import pathlib
import shutil
import sqlite3
from support import store
from support.client import Client
from support.sample import GENT
from support.server import Server

OURS = 'http://risicolaag/1.0'
WFS1, WFS2 = 'http://www.opengis.net/wfs', 'http://www.opengis.net/wfs/2.0'
OGC, FES = 'http://www.opengis.net/ogc', 'http://www.opengis.net/fes/2.0'
GML1, GML2 = 'http://www.opengis.net/gml', 'http://www.opengis.net/gml/3.2'
VERSIONS = ('2.0.0', '1.1.0', '1.0.0')
NEW = {'gemeente_nis': GENT, 'rubriek': '1.2.', 'bron': 'gemeente', 'startdatum': '2016-01-01', 'wijziging_vergunning': 'NEE'}
RING = [(104000, 194000), (104010, 194000), (104000, 194010), (104000, 194000)]  # in Gent
NS = {'wfs': WFS2, 'wfs1': WFS1, 'ogc': OGC, 'fes': FES}


def is_new(version):
    return version.startswith('2')


def coordinates(ring=RING):
    return ' '.join('%.15g,%.15g' % point for point in ring)


def polygon(ring=RING, srs='EPSG:31370'):
    """GML 2, as QGIS and GDAL write it."""
    return ('<gml:Polygon xmlns:gml="%s" srsName="%s"><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>%s</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>'
            % (GML1, srs, coordinates(ring)))


def feature(geometry=None, name='risico:risicolocatie', **properties):
    prefix = name.split(':')[0] + ':' if ':' in name else ''
    geometry = polygon() if geometry is None else geometry
    parts = ['<%s%s>%s</%s%s>' % (prefix, key, value, prefix, key) for key, value in properties.items()]
    if geometry:
        parts.append('<%sgeometry>%s</%sgeometry>' % (prefix, geometry, prefix))
    return '<%s>%s</%s>' % (name, ''.join(parts), name)


def new(geometry=None, **changed):
    return feature(geometry, **{key: value for key, value in {**NEW, **changed}.items() if value is not None})


def insert(*features, handle=None):
    return '<wfs:Insert%s>%s</wfs:Insert>' % (' handle="%s"' % handle if handle else '', ''.join(features))


def by_id(version, *ids):
    if is_new(version):
        return '<fes:Filter>%s</fes:Filter>' % ''.join('<fes:ResourceId rid="%s"/>' % one for one in ids)
    return '<fes:Filter>%s</fes:Filter>' % ''.join('<fes:FeatureId fid="%s"/>' % one for one in ids)


def equals(version, name, value):
    reference = 'ValueReference' if is_new(version) else 'PropertyName'
    return ('<fes:Filter><fes:PropertyIsEqualTo><fes:%s>%s</fes:%s><fes:Literal>%s</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>'
            % (reference, name, reference, value))


def setting(version, name, value):
    tag = 'ValueReference' if is_new(version) else 'Name'
    return '<wfs:Property><wfs:%s>%s</wfs:%s>%s</wfs:Property>' % (tag, name, tag, '' if value is None else '<wfs:Value>%s</wfs:Value>' % value)


def update(version, where, handle=None, type_name='risico:risicolocatie', **properties):
    return '<wfs:Update typeName="%s"%s>%s%s</wfs:Update>' % (type_name, ' handle="%s"' % handle if handle else '',
                                                              ''.join(setting(version, name, value) for name, value in properties.items()), where)


def delete(where, type_name='risico:risicolocatie'):
    return '<wfs:Delete typeName="%s">%s</wfs:Delete>' % (type_name, where)


def document(version, *actions, attributes=''):
    new_names = is_new(version)
    return ('<wfs:Transaction xmlns:wfs="%s" xmlns:fes="%s" xmlns:gml="%s" xmlns:risico="%s" service="WFS" version="%s" %s>%s</wfs:Transaction>'
            % (WFS2 if new_names else WFS1, FES if new_names else OGC, GML2 if new_names else GML1, OURS, version, attributes, ''.join(actions))).encode()


def send(client, version, *actions, **options):
    return client.post(document(version, *actions, **options), 'text/xml')


def ids(answer):
    """The new ids, in the order of the answer."""
    assert answer.status == 200, answer
    return answer.xml.xpath('//wfs:InsertResults/wfs:Feature/fes:ResourceId/@rid|//wfs1:InsertResults/wfs1:Feature/ogc:FeatureId/@fid'
                            '|//wfs1:InsertResult/ogc:FeatureId/@fid', namespaces=NS)


def totals(answer):
    """Inserted, updated, replaced, deleted, as far as they are there."""
    assert answer.status == 200, answer
    return {element.tag.split('}total')[1].lower(): int(element.text) for element in answer.xml.iter() if isinstance(element.tag, str) and '}total' in element.tag}


def went_well(answer):
    assert answer.status == 200 and answer.xml.tag.split('}')[1] in ('TransactionResponse', 'WFS_TransactionResponse'), answer
    return answer


def number(identifier):
    return int(identifier.rsplit('.', 1)[1])


def refusal(answer):
    """Code, locator and text of an error, whatever its version."""
    found = [e for e in answer.xml.iter() if isinstance(e.tag, str) and e.tag.split('}')[1] in ('Exception', 'ServiceException')]
    assert len(found) == 1, answer
    return found[0].get('exceptionCode') or found[0].get('code'), found[0].get('locator'), ' '.join(found[0].itertext())


class Copy:
    """A state with a store of its own."""

    def __init__(self, state, path):
        self.binary, self.path, self.keys, self.key_file, self.token = state.binary, state.path, state.keys, state.key_file, state.token
        self.store = pathlib.Path(shutil.copy(state.store, path))


class Editing:
    """A server that lets its callers change a store of its own, and what is in that."""

    def __init__(self, server, state):
        self.server, self.state, self.store = server, state, state.store

    def client(self, *gemeenten, role='Beheerder'):
        return Client(self.server.url, self.state.token(*gemeenten, role=role))

    def row(self, identifier):
        return store.rows(self.store, 'risicolocatie', where='id = %d' % number(identifier)).get(number(identifier))

    def counts(self):
        """Rows, versions kept, and boekingen."""
        with contextlib.closing(sqlite3.connect('file:%s?mode=ro' % self.store, uri=True)) as db:
            return tuple(db.execute('SELECT count(*) FROM %s' % table).fetchone()[0] for table in ('risicolocatie', 'risicolocatie_versie', 'boeking'))


@contextlib.contextmanager
def editing(state, folder, **settings):
    own = Copy(state, folder / 'eigen.sqlite')
    with Server(own, **{'editing': True, **settings}) as running:
        yield Editing(running, own)
