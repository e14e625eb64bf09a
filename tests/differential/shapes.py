"""GML literals read into shapely, in the store's CRS (x, y), with a bound on how far the truth may lie from it."""
import re
from lxml import etree
from pyproj import Transformer
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from support import crs

PIECES = 16 # a straight side in one CRS is bent in another: followed in this many pieces
_back = {}


def from_crs(code):
    if code not in _back:
        _back[code] = Transformer.from_crs(code, 31370, always_xy=True, area_of_interest=crs.BELGIUM, allow_ballpark=False)
    return _back[code]


def code_and_order(name):
    """(EPSG code, whether north comes first) of an srsName; none is the layer's own system."""
    if not name:
        return 31370, False
    code = int(re.search(r'(\d+)$', name).group(1))
    return code, code in crs.NORTH_FIRST and (name.startswith('urn:') or 'def/crs' in name)


def local(element):
    return etree.QName(element).localname


def positions(element, swap):
    """The points below an element that are written directly in it: posList, pos, coordinates, corners."""
    points = []
    for child in element:
        if local(child) not in ('posList', 'pos', 'coordinates', 'lowerCorner', 'upperCorner'):
            continue
        numbers = [float(n) for n in child.text.replace(',', ' ').split()]
        turned = swap and local(child) != 'coordinates' # those are x, y whatever the srsName says
        points += [(b, a) if turned else (a, b) for a, b in zip(numbers[::2], numbers[1::2])]
    return points


def rings(polygon, swap):
    return [positions(ring, swap) for ring in polygon.iter() if isinstance(ring.tag, str) and local(ring) == 'LinearRing']


def as_given(element, swap):
    """The geometry in its own CRS."""
    kind = local(element)
    inner = [e for e in element.iter() if isinstance(e.tag, str)]
    if kind == 'Point':
        return Point(positions(element, swap)[0])
    if kind == 'Envelope':
        (w, s), (e, n) = positions(element, swap)
        return box(w, s, e, n)
    if kind in ('LineString', 'Curve'):
        line = element if kind == 'LineString' else next(e for e in inner if local(e) == 'LineStringSegment')
        return LineString(positions(line, swap))
    if kind == 'MultiPoint':
        return MultiPoint([positions(e, swap)[0] for e in inner if local(e) == 'Point'])
    if kind in ('MultiCurve', 'MultiLineString'):
        return MultiLineString([positions(e, swap) for e in inner if local(e) == 'LineString'])
    polygons = [Polygon(r[0], r[1:]) for r in (rings(e, swap) for e in inner if local(e) in ('Polygon', 'PolygonPatch'))]
    assert polygons, kind
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def follow(points):
    dense = [points[0]]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        dense += [(x0 + (x1 - x0) * i / PIECES, y0 + (y1 - y0) * i / PIECES) for i in range(1, PIECES + 1)]
    return dense


def moved(shape: BaseGeometry, transformer):
    def line(points):
        return list(zip(*transformer.transform(*zip(*points))))
    if shape.geom_type == 'Point':
        return Point(line(shape.coords)[0])
    if shape.geom_type == 'LineString':
        return LineString(line(follow(list(shape.coords))))
    if shape.geom_type == 'Polygon':
        return Polygon(line(follow(list(shape.exterior.coords))), [line(follow(list(r.coords))) for r in shape.interiors])
    return type(shape)([moved(part, transformer) for part in shape.geoms])


def read(element):
    """(shape in the store's CRS, slack in metres): no slack when nothing had to be transformed."""
    code, swap = code_and_order(element.get('srsName') or next(iter(element.xpath('.//@srsName')), None))
    given = as_given(element, swap)
    if code == 31370:
        return given, 0.0
    shape = moved(given, from_crs(code))
    west, south, east, north = shape.bounds
    # How far a straight side of length L in one CRS strays from one in the other is below L²/4·10⁷ m here; both sides follow it in pieces. Centimetres on top.
    return shape, 0.05 + ((east - west) ** 2 + (north - south) ** 2) / 4e7 / PIECES ** 2
