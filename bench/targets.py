"""The servers that are measured, each with the words it understands: ours, and the two ceilings that send our bytes. The peers are in peers.py."""
import json
import pathlib
import sys
import urllib.parse
import processes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tests'))
from support.provider import Provider  # noqa: E402
from support.server import AUDIENCE, ENDPOINTS, ISSUER, REPO, ROLE_CLAIM  # noqa: E402

GML, JSON, CSV = 'application/gml+xml; version=3.2', 'application/geo+json', 'csv'
MOST = 10_000_000
KBO = '0207509031'


def polygon_filter(ring, prefix='risico', name='risicolocatie', uri='http://risicolaag/1.0'):
    points = ' '.join('%r %r' % point for point in ring + ring[:1])
    return ('<?xml version="1.0"?><wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0" '
            'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:%s="%s" service="WFS" version="2.0.0"><wfs:Query typeNames="%s:%s"><fes:Filter><fes:Intersects>'
            '<fes:ValueReference>geometry</fes:ValueReference><gml:Polygon gml:id="p" srsName="http://www.opengis.net/def/crs/EPSG/0/31370"><gml:exterior>'
            '<gml:LinearRing><gml:posList>%s</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></fes:Intersects></fes:Filter></wfs:Query>'
            '</wfs:GetFeature>' % (prefix, uri, prefix, name, points))


def packed(words):
    """The same request of a client that unpacks gzip."""
    method, target, headers, body = words
    return method, target, {**headers, 'Accept-Encoding': 'gzip'}, body


class Target:
    """name, label; port: of its site in nginx; group: its processes; ask(workload, question) → (method, target, headers, body), None: it cannot."""
    group = socket = None
    http_port = None  # of a server that speaks HTTP itself, behind the same nginx
    own = False

    def __init__(self, name, label):
        self.name, self.label, self.port = name, label, processes.free_port()


class Ours(Target):
    own = True

    def __init__(self, folder, state, workers, name='risicolaag'):
        super().__init__(name, 'Risicolaag')
        self.folder, self.state, self.workers = folder, state, workers
        self.socket = folder / 'serve.sock'
        self.provider, self.tokens, self.links = Provider(), {}, {}
        (folder / 'tmp').mkdir(parents=True)
        (folder / 'secret').touch(0o600)
        (folder / 'secret').write_text(self.provider.secret + '\n')

    def configuration(self):
        asking = {'url': self.provider.url, 'client_id': self.provider.client_id, 'client_secret_file': 'secret', 'recheck_s': 3600}
        return {'store': str(self.state.store), 'socket': str(self.socket), 'layers': str(REPO / 'data/layers'), 'workers': self.workers,
                'keys': str(self.state.key_file), 'query_timeout_s': 600, 'page': 10000, 'endpoints': ENDPOINTS,
                'token': {'issuer': ISSUER, 'audience': AUDIENCE, 'jwks_file': str(self.state.keys / 'jwks.json'), 'role_claim': ROLE_CLAIM,
                          'introspection': asking}}

    def start(self):
        (self.folder / 'config.json').write_text(json.dumps(self.configuration()))
        self.group = processes.Group(self.name, self.folder / 'serve.log')
        self.group.start([self.state.binary, 'serve', '--config', self.folder / 'config.json'])
        processes.wait_until(self.socket.exists, 20, self.name)

    def stop(self):
        if self.group:
            self.group.stop()
        self.provider.stop()

    def opaque(self, role, kbo):
        """A token that the provider is asked about once; the workers keep the answer."""
        token = 'bench-%s-%s' % (role, kbo)
        self.provider.tokens[token] = {'active': True, 'sub': 'bench', 'exp': 4102444800, 'iss': ISSUER, 'aud': AUDIENCE, 'client_id': 'bench',
                                       ROLE_CLAIM: '%s:%s' % (role, kbo)}
        return token

    def token(self, who):
        if who not in self.tokens:
            if who == 'jwt':
                self.tokens[who] = self.state.token('44021', role='vip')
            else:
                self.tokens[who] = self.opaque('vip', KBO) if who == 'vip' else self.opaque('raadpleger', self.kbo_of(who))
        return self.tokens[who]

    def kbo_of(self, nis):
        from support import store
        with store.connect(self.state.store) as db:
            return db.execute('SELECT kbo_nummer FROM gemeente WHERE nis_code = ?', (nis,)).fetchone()[0]

    def ask(self, w, q):
        headers = {'Authorization': 'Bearer ' + self.token(w.token), **({'Accept-Encoding': 'gzip'} if w.packed else {})}
        if q.kind == 'capabilities':
            return 'GET', '/wfs?service=WFS&request=GetCapabilities', headers, None
        if q.kind == 'schema':
            return 'GET', '/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:risicolocatie', headers, None
        if q.kind == 'polygon':
            return 'POST', '/wfs', {**headers, 'Content-Type': 'text/xml'}, polygon_filter(list(q.value))
        if q.kind == 'next':
            return 'GET', self.next_link(w, q), headers, None
        asked = dict(service='WFS', version='2.0.0', request='GetFeature', typeNames='risico:risicolocatie')
        asked.update(self.words(w, q))
        return 'GET', '/wfs?' + urllib.parse.urlencode(asked), headers, None

    @staticmethod
    def words(w, q):
        form = {'gml': {}, 'json': {'outputFormat': JSON, 'srsName': 'EPSG:%d' % w.crs}, 'csv': {'outputFormat': CSV}, 'gpkg': {'outputFormat': 'gpkg'}, 'fgb': {'outputFormat': 'fgb'}}[w.form]
        if w.crs != 31370:
            form['srsName'] = 'urn:ogc:def:crs:EPSG::%d' % w.crs
        area = lambda box: {'bbox': ','.join('%r' % n for n in box) + ',EPSG:31370'}
        if q.kind == 'box':
            return {**form, **area(q.value)}
        if q.kind == 'hits':
            return {'resultType': 'hits', **(area(q.value) if q.value else {})}
        if q.kind == 'gemeente':
            return {'filter': '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis'
                              '</fes:ValueReference><fes:Literal>%s</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>' % q.value, **form}
        if q.kind == 'id':
            return {'resourceId': 'risicolocatie.%d' % q.value}
        if q.kind == 'page':
            return {'count': 100, 'startIndex': q.value}
        if q.kind == 'dump':
            return {'count': MOST, **form}
        return {}

    def next_link(self, w, q):
        """As a client has it: out of the page before."""
        if q not in self.links:
            import check
            body = check.fetch(self.port, self.ask(w, type(q)('page', q.value - 100)))[1]
            found = check.NEXT.search(body)
            if not found:
                raise SystemExit('fout: de bladzijde voor %d heeft geen next' % q.value)
            self.links[q] = check.path_of(found[1].decode())
        return self.links[q]


class Ceiling(Target):
    """A FastCGI program that sends our very bytes from memory, through the same nginx."""

    def __init__(self, folder, answers, binary, workers, name='ceiling', label='ceiling: FastCGI from memory'):
        super().__init__(name, label)
        self.folder, self.answers, self.binary, self.workers = folder, answers, binary, workers
        self.socket = folder / (name + '.sock')

    def start(self):
        self.group = processes.Group(self.name, self.folder / (self.name + '.log'))
        processes.start_pool(self.group, self.socket, self.workers, [self.binary, self.answers])

    def stop(self):
        if self.group:
            self.group.stop()

    def ask(self, w, q):
        method, _, headers, body = 'POST' if q.kind == 'polygon' else 'GET', None, {'Content-Type': 'text/xml'} if q.kind == 'polygon' else {}, \
            polygon_filter(list(q.value)) if q.kind == 'polygon' else None
        return method, '/%s/%d' % (w.name, w.questions.index(q)), headers, body


class Files(Target):
    """nginx alone, sending them from disk."""

    def __init__(self):
        super().__init__('static', 'ceiling: nginx from disk')

    def start(self):
        pass

    def stop(self):
        pass

    def ask(self, w, q):
        return 'GET', '/%s/%d' % (w.name, w.questions.index(q)), {}, None
