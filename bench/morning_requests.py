"""What 285 gemeenten ask on a morning, from a fixed seed, each request with what is right: its status, its counts and its features' ids, from the store's
file by SQL and shapely. QGIS's requests are as QGIS 3.22 was seen to send them: one for the whole window at each move of the map, 10,000 a page (the
server's CountDefault), nothing when it has the window already; with a page size of the user's own it goes on until the last page."""
import dataclasses
import itertools
import random
import urllib.parse
from shapely.geometry import box as shapely_box
from workloads import SEED, store

PAGE, BAD_EVERY, PROVINCE_EVERY, PLAIN_EVERY = 100, 100, 50, 10
WINDOWS = (600, 1200, 2500, 5000)  # metres wide: a street, a quarter, a village, a town
GZIP = {'Accept-Encoding': 'gzip, deflate'}
TYPE = 'risico:risicolocatie'
QGIS = 'SERVICE=WFS&REQUEST=GetFeature&VERSION=2.0.0&TYPENAMES=%s&STARTINDEX=%d&COUNT=%d&SRSNAME=urn:ogc:def:crs:EPSG::31370'
SUBSET = ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2">\n <fes:And>\n  <fes:BBOX>\n   '
          '<fes:ValueReference>geometry</fes:ValueReference>\n   <gml:Envelope srsName="urn:ogc:def:crs:EPSG::31370">\n    '
          '<gml:lowerCorner>%.17g %.17g</gml:lowerCorner>\n    <gml:upperCorner>%.17g %.17g</gml:upperCorner>\n   </gml:Envelope>\n  </fes:BBOX>\n  '
          '<fes:PropertyIsEqualTo>\n   <fes:ValueReference>bron</fes:ValueReference>\n   <fes:Literal>gemeente</fes:Literal>\n  </fes:PropertyIsEqualTo>\n '
          '</fes:And>\n</fes:Filter>\n')


@dataclasses.dataclass
class Request:
    kind: str                  # a row of the report
    target: str
    headers: dict
    method: str = 'GET'
    body: str = None
    status: int = 200
    marks: tuple = ()          # what must stand in the answer: its counts, or the code of its exception
    ids: tuple = None          # of all its features; None: not looked at
    form: str = 'gml'


class Rows:
    """The visible rows that one caller may see, and which of them meet a box."""

    def __init__(self, db, nis):
        self.db, self.shapes = db, {}
        where, values = ('AND t.gemeente_nis = ?', (nis,)) if nis else ('', ())
        self.rows = db.execute('SELECT t.id, r.xmin, r.ymin, r.xmax, r.ymax, t.bron FROM risicolocatie t JOIN idx_risicolocatie_geometry r ON r.pkid = t.id '
                               'WHERE t.geschrapt = 0 %s ORDER BY t.id' % where, values).fetchall()

    def meeting(self, box, bron=None):
        """Ids in order; None when a shape is so invalid that shapely cannot say."""
        west, south, east, north = box
        found, border = [], shapely_box(*box)
        for key, xmin, ymin, xmax, ymax, source in self.rows:
            if xmin > east or xmax < west or ymin > north or ymax < south or (bron and source != bron):
                continue
            inside = xmin >= west and xmax <= east and ymin >= south and ymax <= north
            if not inside and not self.shape(key).is_valid:
                return None
            if inside or self.shape(key).intersects(border):
                found.append(key)
        return found

    def shape(self, key):
        if key not in self.shapes:
            blob, = self.db.execute('SELECT geometry FROM risicolocatie WHERE id = ?', (key,)).fetchone()
            self.shapes[key] = store.shape(store.polygons(blob))
        return self.shapes[key]


def counted(matched, returned):
    return 'numberMatched="%d" numberReturned="%d"' % (matched, returned),


class Session:
    """One caller's morning: what QGIS, a viewer and a program of that gemeente ask, in order."""

    def __init__(self, caller, rows, chance):
        self.caller, self.rows, self.chance = caller, rows, chance
        self.qgis, self.program = {**GZIP, 'Authorization': caller.basic}, {'Authorization': caller.bearer}
        self.viewer = {**GZIP, 'Authorization': caller.bearer}

    def feature(self):
        return self.chance.choice(self.rows.rows)

    def window(self, width):
        """Around a feature of the caller's."""
        row = self.feature()
        x, y = (row[1] + row[3]) / 2 + self.chance.uniform(-.3, .3) * width, (row[2] + row[4]) / 2 + self.chance.uniform(-.2, .2) * width
        return x - width / 2, y - width / 3, x + width / 2, y + width / 3

    def walk(self, moves):
        """Windows of a map that is dragged, and now and then zoomed; one that shows nothing more is left for another place."""
        width = self.chance.choice(WINDOWS)
        box = self.window(width)
        for _ in range(20 * moves):
            if not moves:
                return
            ids = self.rows.meeting(box)
            if ids:
                yield box, ids
                moves -= 1
            far = [self.chance.choice((-1, 1)) * self.chance.uniform(.3, .7) for _ in range(2)]
            box = (box[0] + far[0] * width, box[1] + far[1] * width * 2 / 3, box[2] + far[0] * width, box[3] + far[1] * width * 2 / 3)
            if not ids or self.chance.random() < .2:
                width = self.chance.choice(WINDOWS)
                box = self.window(width)

    def get(self, kind, query, headers, **more):
        return Request(kind, '/wfs?' + query, headers, **more)

    def begin(self):
        yield self.get('capabilities', 'SERVICE=WFS&REQUEST=GetCapabilities&ACCEPTVERSIONS=2.0.0,1.1.0,1.0.0', self.qgis, marks=('WFS_Capabilities>',))
        yield self.get('describe', 'SERVICE=WFS&REQUEST=DescribeFeatureType&VERSION=2.0.0&TYPENAMES=%s&TYPENAME=%s' % (TYPE, TYPE), self.qgis,
                       marks=('name="risicolocatie"',))

    def pan(self, moves, kind='pan'):
        for box, ids in self.walk(moves):
            bbox = ','.join('%.17g' % n for n in box) + ',urn:ogc:def:crs:EPSG::31370'
            yield self.get(kind, QGIS % (TYPE, 0, 10000) + '&BBOX=' + bbox, self.qgis, marks=counted(len(ids), min(10000, len(ids))), ids=tuple(ids[:10000]))

    def subset(self, moves):
        for box, _ in self.walk(moves):
            ids = self.rows.meeting(box, 'gemeente')
            if ids is not None:
                text = urllib.parse.quote(SUBSET % box)
                yield self.get('subset', QGIS % (TYPE, 0, 10000) + '&FILTER=' + text, self.qgis, marks=counted(len(ids), len(ids)), ids=tuple(ids))

    def pages(self, most):
        box, ids = max(self.walk(3), key=lambda found: len(found[1]), default=((0, 0, 1, 1), ()))
        bbox = '&BBOX=' + ','.join('%.17g' % n for n in box) + ',urn:ogc:def:crs:EPSG::31370'
        for start in range(0, min(len(ids), most * PAGE), PAGE):
            yield self.get('page', QGIS % (TYPE, start, PAGE) + bbox, self.qgis, marks=counted(len(ids), min(PAGE, len(ids) - start)))

    def look(self, moves):
        """OpenLayers' bbox strategy."""
        for box, ids in self.walk(moves):
            query = urllib.parse.urlencode({'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'typename': TYPE, 'outputFormat': 'application/json',
                                            'srsname': 'EPSG:31370', 'bbox': ','.join('%r' % n for n in box) + ',EPSG:31370'})
            yield self.get('viewer', query, self.viewer, marks=('"numberMatched":%d,"numberReturned":%d,' % (len(ids), len(ids)),), ids=tuple(ids), form='json')

    def ask(self):
        base = 'service=WFS&version=2.0.0&request=GetFeature&typeNames=' + TYPE
        for _ in range(2):
            key = self.feature()[0]
            yield self.get('id', base + '&resourceId=risicolocatie.%d' % key, self.program, marks=counted(1, 1), ids=(key,))
        yield self.get('hits', base + '&resultType=hits', self.program, marks=counted(len(self.rows.rows), 0))

    def all(self):
        for part in (self.begin(), self.pan(5), self.look(4), self.subset(2), self.pages(3), self.pan(4), self.ask()):
            yield from part


def bad(callers, expired, chance):
    """What goes wrong on a morning, each with the answer that it must get, without end."""
    signed = [c.bearer for c in callers if c.bearer.count('.') == 2]
    syntax = lambda *locator: (400, ('OperationParsingFailed', *locator))
    value = lambda name: (400, ('InvalidParameterValue', 'locator="%s"' % name))
    layer = 'typeNames=' + TYPE
    queries = ((layer + '&filter=%3Cfes:Filter%3E%3Cfes:And%3E', syntax('locator="filter"')), ('typeNames=risico:risicogrond', value('typeNames')),
               (layer + '&bbox=104000,192000,abc,EPSG:31370', value('bbox')),
               (layer + '&resourceId=risicolocatie.1&filter=%3Cx/%3E', (400, ('ExceptionReport',))))
    strangers = (lambda: {'Authorization': chance.choice(expired)}, lambda: {'Authorization': chance.choice(signed)[:-8] + 'AAAAAAAA'}, dict)
    base = '/wfs?service=WFS&version=2.0.0&request=GetFeature&'
    while True:
        token = {'Authorization': chance.choice(signed)}
        made = [Request('bad', base + query, token, status=status, marks=marks) for query, (status, marks) in queries]
        made += [Request('bad', base + layer + '&count=50', headers(), status=401, marks=('ExceptionReport',)) for headers in strangers]
        broken = '<wfs:GetFeature service="WFS" version="2.0.0"><wfs:Query'
        made.append(Request('bad', '/wfs', {**token, 'Content-Type': 'text/xml'}, 'POST', broken, *syntax()))
        chance.shuffle(made)
        yield from made


def plain(request):
    """The same without compression, for a tool that cannot look into a compressed answer."""
    return dataclasses.replace(request, headers={name: value for name, value in request.headers.items() if name != 'Accept-Encoding'})


def make(data, callers, everyone, expired):
    """All sessions beside each other, each somewhere in its morning: whoever comes next is chance, one's own order stays, so that every part of the list asks
    the same mixture. 1 % is bad, 2 % comes from the one who sees every gemeente."""
    chance = random.Random(SEED)
    sessions = [turned(list(Session(c, Rows(data.db, c.nis), chance).all()), chance.random()) for c in callers]
    turns = [number for number, asked in enumerate(sessions) for _ in asked]
    chance.shuffle(turns)
    province, wrong, made = itertools.cycle(province_pans(data, everyone)), bad(callers, expired, chance), []
    following = [iter(asked) for asked in sessions]
    for turn in turns:
        made.append(next(following[turn]))
        if len(made) % PROVINCE_EVERY == 0:
            made.append(next(province))
        if len(made) % BAD_EVERY == BAD_EVERY - 1:
            made.append(next(wrong))
    return [plain(r) if number % PLAIN_EVERY == 0 else r for number, r in enumerate(made)]


def turned(asked, share):
    at = int(share * len(asked))
    return asked[at:] + asked[:at]


def province_pans(data, everyone):
    """Windows of the one who sees every gemeente, of 20 to 500 features; a few dozen, because finding them costs seconds."""
    headers = {**GZIP, 'Authorization': everyone.basic}
    for q in [data.box_of(min(size, data.total / 10)) for size in (20, 60, 150, 500) for _ in range(8)]:
        bbox = ','.join('%.17g' % n for n in q.value) + ',urn:ogc:def:crs:EPSG::31370'
        yield Request('province', '/wfs?' + QGIS % (TYPE, 0, 10000) + '&BBOX=' + bbox, headers, marks=counted(len(q.ids), len(q.ids)), ids=tuple(sorted(q.ids)))
