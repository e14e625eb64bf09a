"""What is asked, and what the right answer holds. Each workload is a list of questions from a fixed seed, in the terms of the data; targets.py and
peers.py put them into a server's own words. What is right comes from the store's file by plain SQL and shapely, not from a server."""
import dataclasses
import random
import sys
import pathlib
from shapely.geometry import Polygon, box as shapely_box

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tests'))
from support import store  # noqa: E402

SEED = 20240601


@dataclasses.dataclass(frozen=True)
class Question:
    kind: str                 # capabilities, schema, box, gemeente, page, next, hits, id, polygon
    value: object = None      # the box, NIS code, start, id or ring
    ids: frozenset = None     # of the features that are right; None: no features come
    count: int = None         # of a hits answer

    @property
    def features(self):
        return len(self.ids) if self.ids is not None else 0


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    title: str
    questions: tuple
    form: str = 'gml'
    crs: int = 31370
    token: str = 'vip'        # vip: every gemeente; one: the gemeente of the questions; jwt: as vip, but signed instead of introspected
    peers: bool = True
    packed: bool = False      # asked with Accept-Encoding: gzip, as every QGIS and browser asks
    usual: bool = True        # measured when nobody chooses; the others with --clients, or by name

    @property
    def features(self):
        return sum(q.features for q in self.questions) / len(self.questions)


class Data:
    """The store's visible rows."""

    def __init__(self, path):
        self.db = store.connect(path)
        self.total = self.db.execute('SELECT count(*) FROM risicolocatie WHERE geschrapt = 0').fetchone()[0]
        self.numbers = [row[0] for row in self.db.execute('SELECT id FROM risicolocatie WHERE geschrapt = 0 ORDER BY id')]
        self.random = random.Random(SEED)

    def candidates(self, box):
        """Of the R-tree, which holds rounded boxes: a few too many."""
        return self.db.execute('SELECT count(*) FROM idx_risicolocatie_geometry WHERE xmax >= ? AND xmin <= ? AND ymax >= ? AND ymin <= ?',
                               (box[0], box[2], box[1], box[3])).fetchone()[0]

    def meeting(self, shape, inside=None):
        """Ids of the features that share a point with the shape; None when one of them is so invalid that shapely cannot say. inside: a box within the shape;
        whatever lies in there need not be looked at."""
        west, south, east, north = shape.bounds
        rows = self.db.execute('SELECT r.pkid, r.xmin, r.xmax, r.ymin, r.ymax FROM idx_risicolocatie_geometry r CROSS JOIN risicolocatie t ON t.id = r.pkid '
                               'WHERE r.xmax >= ? AND r.xmin <= ? AND r.ymax >= ? AND r.ymin <= ? AND t.geschrapt = 0', (west, east, south, north)).fetchall()
        sure = {row[0] for row in rows if inside and row[1] >= inside[0] and row[2] <= inside[2] and row[3] >= inside[1] and row[4] <= inside[3]}
        for key in {row[0] for row in rows} - sure:
            blob, = self.db.execute('SELECT geometry FROM risicolocatie WHERE id = ?', (key,)).fetchone()
            found = store.shape(store.polygons(blob))
            if not found.is_valid:
                return None
            if found.intersects(shape):
                sure.add(key)
        return frozenset(sure)

    def centre(self):
        key = self.random.choice(self.numbers)
        row = self.db.execute('SELECT xmin, xmax, ymin, ymax FROM idx_risicolocatie_geometry WHERE pkid = ?', (key,)).fetchone()
        return (row[0] + row[1]) / 2, (row[2] + row[3]) / 2

    def box_of(self, wanted):
        """A box around a random feature that about so many features meet."""
        while True:
            x, y = self.centre()
            low, high = 1.0, 200000.0
            while high - low > 1:
                half = (low + high) / 2
                if self.candidates((x - half, y - half, x + half, y + half)) < wanted:
                    low = half
                else:
                    high = half
            box = tuple(round(n, 1) for n in (x - high, y - high, x + high, y + high))
            ids = self.meeting(shapely_box(*box), box)
            if ids is not None and 0.8 * wanted <= len(ids) <= 1.2 * wanted:
                return Question('box', box, ids)

    def polygon_of(self, wanted):
        """A crooked hexagon inside such a box."""
        while True:
            west, south, east, north = self.box_of(wanted * 1.35).value
            w, h = east - west, north - south
            ring = [(west, south + h * .3), (west + w * .4, south), (east, south + h * .2), (east - w * .1, north), (west + w * .5, north), (west, north - h * .3)]
            ring = [(round(x, 1), round(y, 1)) for x, y in ring]
            ids = self.meeting(Polygon(ring))
            if ids is not None and 0.75 * wanted <= len(ids) <= 1.25 * wanted:
                return Question('polygon', tuple(ring), ids)

    def gemeenten(self, wanted):
        """Those with a number of features near `wanted`, the nearest first."""
        rows = self.db.execute('SELECT gemeente_nis, count(*) FROM risicolocatie WHERE geschrapt = 0 GROUP BY gemeente_nis').fetchall()
        return [nis for nis, _ in sorted(rows, key=lambda row: (abs(row[1] - wanted), row[0]))]

    def gemeente(self, nis):
        ids = self.db.execute('SELECT id FROM risicolocatie WHERE geschrapt = 0 AND gemeente_nis = ?', (nis,))
        return Question('gemeente', nis, frozenset(row[0] for row in ids))

    def page(self, kind, start, size=100):
        return Question(kind, start, frozenset(self.numbers[start:start + size]))

    def identify(self):
        """A box of a few steps of the screen around a place, as QGIS asks when somebody points at it."""
        while True:
            x, y = self.centre()
            box = tuple(round(n, 1) for n in (x - 2, y - 2, x + 2, y + 2))
            ids = self.meeting(shapely_box(*box))
            if ids:
                return Question('box', box, ids)


def minute(data, few, many):
    """What QGIS asks while somebody opens a project, moves the map, opens the table and points at a place."""
    return (Question('capabilities'), Question('schema'), *few[:5], *many[:5], data.page('page', 0), data.identify())


def as_clients(w):
    """The same questions as clients put them: packed, and with a signed token instead of one that is introspected once."""
    more = () if w.packed else (dataclasses.replace(w, name=w.name + '-gzip', title=w.title + ', gzip', packed=True, usual=w.name in USUALLY_PACKED),)
    if w.token == 'vip' and not w.packed:
        more += (dataclasses.replace(w, name=w.name + '-jwt', title=w.title + ', signed token', token='jwt', peers=False, usual=w.name in USUALLY_SIGNED),)
    return (w, *more)


def make(data):
    return [variant for w in plain(data) for variant in as_clients(w)]


def plain(data):
    few = [data.box_of(20) for _ in range(60)]
    many = [data.box_of(500) for _ in range(30)]
    deep = data.total * 2 // 3 // 100 * 100
    keys = [Question('id', key, frozenset([key])) for key in data.random.sample(data.numbers, 100)]
    home = data.gemeenten(data.total / 285)[:10]
    own = [Question('own', None, data.gemeente(home[0]).ids)]
    polygons = [data.polygon_of(82) for _ in range(30)]
    asked = minute(data, few, many)
    return [
        Workload('capabilities', 'GetCapabilities', (Question('capabilities'),)),
        Workload('bbox20', 'bbox, ~20 features, GML', tuple(few)),
        Workload('bbox500', 'bbox, ~500 features, GML', tuple(many)),
        Workload('bbox500-json', 'bbox, ~500, GeoJSON in EPSG:31370', tuple(many), form='json'),
        Workload('bbox500-csv', 'bbox, ~500, CSV in EPSG:31370', tuple(many), form='csv', peers=False),
        Workload('bbox500-4326', 'bbox, ~500, GML in EPSG:4326', tuple(many), crs=4326),
        Workload('bbox500-3857', 'bbox, ~500, GML in EPSG:3857', tuple(many), crs=3857),
        Workload('bbox500-3812', 'bbox, ~500, GML in EPSG:3812', tuple(many), crs=3812),
        Workload('gemeente', 'one gemeente by a filter (~%d), GML' % (data.total // 285), tuple(data.gemeente(nis) for nis in home)),
        Workload('own', 'one gemeente by its token (~%d), GML' % (data.total // 285), tuple(own), token=home[0], peers=False),
        Workload('page0', 'page of 100 at 0', (data.page('page', 0),)),
        Workload('page-deep', 'page of 100 at %s, bare STARTINDEX' % format(deep, ','), (data.page('page', deep),)),
        Workload('page-next', 'page of 100 at %s, followed next link' % format(deep, ','), (data.page('next', deep),), peers=False),
        Workload('hits', 'hits, whole layer', (Question('hits', None, None, data.total),)),
        Workload('hits-bbox', 'hits in a bbox of ~500', tuple(Question('hits', q.value, None, q.features) for q in many)),
        Workload('id', 'one feature by its id', tuple(keys)),
        Workload('polygon', 'polygon filter by POST, ~82', tuple(polygons)),
        Workload('minute', "a QGIS user's minute (%d requests), gzip" % MINUTE, asked, packed=True),
    ]


PLAIN = ('capabilities', 'bbox20', 'bbox500', 'bbox500-json', 'bbox500-csv', 'bbox500-4326', 'bbox500-3857', 'bbox500-3812', 'gemeente', 'own', 'page0', 'page-deep',
         'page-next', 'hits', 'hits-bbox', 'id', 'polygon')
MINUTE = 14  # requests of a QGIS user's minute
USUALLY_PACKED, USUALLY_SIGNED = ('bbox20', 'bbox500', 'bbox500-json'), ('bbox20', 'id')
NAMES = [name + suffix for name in PLAIN for suffix in ('', '-gzip', '-jwt') if name + suffix != 'own-jwt'] + ['minute']
