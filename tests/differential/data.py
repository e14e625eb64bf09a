"""The table under test: every type of value, each also NULL, awkward texts, and shapes that meet one another; about one in ten broken or absent."""
import datetime
import json
import math
import random
from support.sample import AFFLIGEM, ANTWERPEN, GENT

ROWS, SEED = 240, 20250101
PLACES = {GENT: (104000.0, 194000.0), ANTWERPEN: (152000.0, 212000.0), AFFLIGEM: (104000.0, 194000.0)} # the last may never show
TEXTS = ['bron', 'Bron', 'BRON', 'bronbemaling', 'A&B', 'a<b>c', "d'Or", '"aangehaald"', '50%', 'een_twee', 'een twee', '[A]', 'C:\\map\\', '*ster*', 'wat?',
         'Éénakter', 'éénakter', 'ÉÉNAKTER', 'Łódź', '日本', '😀 lacht', 'graad °b)', 'streep — lang', 'regel een\nregel twee', '', '0', '10', '9', 'NULL',
         "' OR 1=1 --", '#!/', '.', '$1', 'z~', 'Zz']
NUMBERS = [0, 1, -1, 2, 3, 7, 10, 41, 42, 43, 1000, -5000, 2 ** 53, 2 ** 53 + 1, 2 ** 62]
MEASURES = [0.0, -0.5, 0.1, 0.30000000000000004, 1.0, 2.5, 42.0, 42.000001, 99.99, -1234.5678, 1e6, 123456789.125]
DATES = ['1860-01-01', '1999-12-31', '2000-01-01', '2000-02-29', '2015-05-31', '2015-06-01', '2024-02-29', '2024-03-01', '2025-01-01']


def moment(r):
    start = datetime.datetime(2024, 12, 31, 22, 0, 0)
    return (start + datetime.timedelta(minutes=r.choice([0, 30, 60, 90, 119, 120, 121, 1440, r.randrange(100000)]))).strftime('%Y-%m-%dT%H:%M:%SZ')


def ring(r, x, y, radius):
    """A star: as many corners as angles, so that it never crosses itself."""
    angles = sorted(r.sample(range(0, 360, 5), r.choice([3, 4, 5, 8, 20])))
    points = [(round(x + radius * r.uniform(.4, 1) * math.cos(math.radians(a)), 2), round(y + radius * r.uniform(.4, 1) * math.sin(math.radians(a)), 2))
              for a in angles]
    return points + points[:1]


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]


def shape(r, x, y):
    """Polygons as lists of rings. Boxes lie on a grid of 50 m, so that many touch."""
    kind = r.choice(['box', 'box', 'box', 'star', 'star', 'hole', 'parts', 'bow tie', 'none'])
    x, y = round(x / 50) * 50.0, round(y / 50) * 50.0
    w, h = r.choice([50, 100, 200]), r.choice([50, 100, 150])
    if kind == 'none':
        return None
    if kind == 'box':
        return [[box(x, y, x + w, y + h)]]
    if kind == 'hole':
        return [[box(x, y, x + 150, y + 150), box(x + 50, y + 50, x + 100, y + 100)[::-1]]]
    if kind == 'parts':
        return [[box(x, y, x + w, y + h)], [box(x + 300, y, x + 300 + h, y + w)]]
    if kind == 'bow tie':
        return [[[(x, y), (x + w, y + h), (x + w, y), (x, y + h), (x, y)]]]
    return [[ring(r, x, y, r.choice([40, 90, 250]))]]


def row(r, spread):
    def maybe(value):
        return None if r.random() < .15 else value
    nis = r.choice([GENT, GENT, ANTWERPEN, AFFLIGEM])
    x, y = PLACES[nis]
    parts = shape(r, x + r.uniform(-spread, spread), y + r.uniform(-spread, spread))
    return {
        'type': 'Feature',
        'properties': {'gemeente_nis': nis, 'naam': maybe(r.choice(TEXTS)), 'soort': maybe(r.choice(TEXTS)), 'aantal': maybe(r.choice(NUMBERS)),
                       'maat': maybe(r.choice(MEASURES)), 'actief': maybe(r.random() < .5), 'begin': maybe(r.choice(DATES)),
                       'einde': maybe(r.choice(DATES)), 'gezien_op': maybe(moment(r))},
        'geometry': parts and {'type': 'MultiPolygon', 'coordinates': parts}}


def write(path, rows=ROWS, spread=1000):
    r = random.Random(SEED)
    crs = {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}
    path.write_text(json.dumps({'type': 'FeatureCollection', 'crs': crs, 'features': [row(r, spread) for _ in range(rows)]}))
