"""Random geometry literals as GML: places and shapes taken from the rows, so that predicates have something to decide."""
import math
from lxml import etree
from pyproj import Transformer
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box
from support import crs

GML, GML_OLD = 'http://www.opengis.net/gml/3.2', 'http://www.opengis.net/gml'
_there = {}


def to_crs(code):
    if code not in _there:
        _there[code] = Transformer.from_crs(31370, code, always_xy=True, area_of_interest=crs.BELGIUM, allow_ballpark=False)
    return _there[code]


class Writer:
    """One way of writing: CRS, spelling, namespace, and pos, posList or coordinates."""

    def __init__(self, r, exact):
        self.namespace = r.choice([GML, GML, GML, GML_OLD])
        self.style = r.choice(['posList', 'posList', 'pos', 'coordinates'])
        self.blanks = r.choice(['', '', '\n  '])
        self.code = 31370 if exact or r.random() < .5 else r.choice(crs.CODES)
        self.spelling = r.choice(list(crs.SPELLINGS))
        self.named = self.code != 31370 or r.random() < .6
        self.swap = crs.swapped(self.code, self.spelling)
        self.serial = r.randrange(10 ** 6) * 100 # identifiers differ within a filter too

    def element(self, name, *content, **attributes):
        e = etree.Element('{%s}%s' % (self.namespace, name), attributes, nsmap={'gml': self.namespace})
        for c in content:
            e.append(c)
        return e

    def text(self, name, text):
        e = self.element(name)
        e.text = self.blanks + text + self.blanks
        return e

    def ordinates(self, points, between=' '):
        """between: ',' in gml:coordinates, which are x, y whatever the srsName says."""
        moved = points if self.code == 31370 else zip(*to_crs(self.code).transform(*zip(*points)))
        return [between.join(map(repr, (b, a) if self.swap and between != ',' else (a, b))) for a, b in moved]

    def points(self, points):
        if self.style == 'pos':
            return [self.text('pos', p) for p in self.ordinates(points)]
        if self.style == 'coordinates':
            return [self.text('coordinates', ' '.join(self.ordinates(points, ',')))]
        return [self.text('posList', (self.blanks or ' ').join(self.ordinates(points)))]

    def identified(self, name, *content):
        self.serial += 1
        return self.element(name, *content, **({'{%s}id' % GML: 'g%d' % self.serial} if self.namespace == GML else {}))

    def ring(self, name, coordinates):
        return self.element(name, self.element('LinearRing', *self.points(list(coordinates))))

    def patch(self, polygon):
        return [self.ring('exterior', polygon.exterior.coords)] + [self.ring('interior', r.coords) for r in polygon.interiors]

    def point(self, point):
        return self.identified('Point', self.text('pos', self.ordinates(list(point.coords))[0]))

    def line(self, line):
        return self.identified('LineString', *self.points(list(line.coords)))

    def curve(self, line):
        return self.identified('Curve', self.element('segments', self.element('LineStringSegment', *self.points(list(line.coords)))))

    def polygon(self, polygon):
        return self.identified('Polygon', *self.patch(polygon))

    def surface(self, polygon):
        return self.identified('Surface', self.element('patches', self.element('PolygonPatch', *self.patch(polygon))))

    def several(self, name, member, write, shape):
        return self.identified(name, *[self.element(member, write(part)) for part in shape.geoms])

    def envelope(self, bounds):
        low, high = self.ordinates([bounds[:2], bounds[2:]])
        return self.element('Envelope', self.text('lowerCorner', low), self.text('upperCorner', high))

    def write(self, shape, r):
        kind = shape.geom_type
        if kind == 'Point':
            e = self.point(shape)
        elif kind == 'LineString':
            e = r.choice([self.line, self.curve])(shape)
        elif kind == 'Polygon':
            e = r.choice([self.polygon, self.polygon, self.surface])(shape)
        elif kind == 'MultiPoint':
            e = self.several('MultiPoint', 'pointMember', self.point, shape)
        elif kind == 'MultiLineString':
            e = self.several(*self.spelt(r, ('MultiCurve', 'curveMember'), ('MultiLineString', 'lineStringMember')), self.line, shape)
        else:
            e = self.several(*self.spelt(r, ('MultiSurface', 'surfaceMember'), ('MultiPolygon', 'polygonMember')), self.polygon, shape)
        return self.name(e)

    def spelt(self, r, new, old):
        """GML 3.1.1 knows both names, 3.2 the new one only."""
        return old if self.namespace == GML_OLD and r.random() < .5 else new

    def name(self, e):
        if self.named:
            e.set('srsName', crs.name(self.code, self.spelling))
        return e


def star(r, x, y, radius):
    angles = sorted(r.sample(range(0, 360, 3), r.choice([3, 5, 12, 40])))
    points = [(x + radius * r.uniform(.5, 1) * math.cos(math.radians(a)), y + radius * r.uniform(.5, 1) * math.sin(math.radians(a))) for a in angles]
    return Polygon(points if r.random() < .5 else points[::-1])


def near(r, shapes):
    """Something at or around one of the rows' shapes."""
    own = r.choice(shapes)
    west, south, east, north = own.bounds
    x, y = own.representative_point().coords[0]
    corner = list(own.geoms[0].exterior.coords)[0]
    choices = [
        lambda: own, lambda: own.geoms[0], lambda: Point(x, y), lambda: Point(corner), lambda: box(west, south, east, north),
        lambda: box(west - 10, south - 10, east + 10, north + 10), lambda: box(east, south, east + 100, north), # beside it, touching
        lambda: star(r, x, y, r.choice([20, 200, 800])), lambda: star(r, x, y, r.choice([20, 200, 800])),
        lambda: Polygon(box(west - 300, south - 300, east + 300, north + 300).exterior, [box(west - 5, south - 5, east + 5, north + 5).exterior]),
        lambda: LineString([(west - 50, y), (east + 50, y + 3)]), lambda: LineString([(x, y), (x + r.uniform(-900, 900), y + r.uniform(-900, 900)), corner]),
        lambda: LineString(own.geoms[0].exterior.coords), lambda: MultiPoint([(x, y), (x + 5000, y)]),
        lambda: MultiLineString([[(west, south), (east, north)], [(west - 500, north), (east + 500, north)]]),
        lambda: MultiPolygon([box(west, south, x, north), box(east + 100, south, east + 300, north + 77)])]
    return r.choice(choices)()


def literal(r, shapes, exact):
    return Writer(r, exact).write(near(r, shapes), r)


def envelope(r, shapes):
    writer = Writer(r, False)
    bounds = near(r, shapes).bounds
    grown = r.choice([0, 0, 25, 400])
    if not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
        grown += 10
    w, s, e, n = bounds[0] - grown, bounds[1] - grown, bounds[2] + grown, bounds[3] + grown
    if writer.code != 31370: # upright in its own CRS: the literal is what stands there, whatever it was here
        xs, ys = to_crs(writer.code).transform([w, w, e, e], [s, n, s, n])
        back = Transformer.from_crs(writer.code, 31370, always_xy=True, area_of_interest=crs.BELGIUM, allow_ballpark=False)
        (w, e), (s, n) = back.transform([min(xs), max(xs)], [min(ys), max(ys)])
    return writer.name(writer.envelope((w, s, e, n)))
