"""The CRSs of the layer, their three spellings, and which axis comes first in each."""
from pyproj import Transformer
from pyproj.aoi import AreaOfInterest

CODES = (31370, 3812, 4258, 4326, 3857, 3043, 3044, 25831)
NORTH_FIRST = (4258, 4326, 3043, 3044) # as the authority defines them; the others are east first
DEGREES = (4258, 4326)
SPELLINGS = {
    'urn': 'urn:ogc:def:crs:EPSG::%d',
    'uri': 'http://www.opengis.net/def/crs/EPSG/0/%d',
    'short': 'EPSG:%d',
}


def name(code, spelling):
    return SPELLINGS[spelling] % code


def swapped(code, spelling):
    """Whether north comes first: never in the short spelling, which every client reads as x, y."""
    return code in NORTH_FIRST and spelling != 'short'


BELGIUM = AreaOfInterest(2.5, 49.5, 6.4, 51.5)
_transformers = {}


def from_store(code):
    """(x, y) in EPSG:31370 → (east, north) in `code`."""
    if code not in _transformers:
        _transformers[code] = Transformer.from_crs(31370, code, always_xy=True, area_of_interest=BELGIUM, allow_ballpark=False)
    return _transformers[code]


def move_rings(parts, code):
    """Rings in the store's CRS → the same in `code`, still (east, north)."""
    if code == 31370:
        return parts
    moved = []
    for part in parts:
        moved.append([list(zip(*from_store(code).transform(*zip(*ring)))) for ring in part])
    return moved
