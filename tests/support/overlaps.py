"""What perceel_risicolocatie should hold, by shapely."""
import contextlib
import sqlite3
from shapely.ops import unary_union
from shapely.strtree import STRtree
from shapely.validation import make_valid
from support import store

M2 = 1e-4  # what shapely and the store may differ in, in square metres; a pair that has less in common may be there or not


def _area(blob):
    """As GEOS makes an invalid area valid, polygon by polygon, by the even-odd rule."""
    parts = [make_valid(store.shape([rings])) for rings in store.polygons(blob)]
    return unary_union([part for part in parts if part.area > 0])


def expected(path):
    """(capakey, risk location) → (gemeente or None, m², %)."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        parcels = [(key, nis, _area(blob)) for key, nis, blob in db.execute('SELECT capakey, gemeente_nis, geometry FROM perceel')]
        places = [(place, nis, _area(blob)) for place, nis, blob in db.execute('SELECT id, gemeente_nis, geometry FROM risicolocatie WHERE geschrapt = 0')]
    tree, of, found = STRtree([shape for _, _, shape in parcels]), {id(parcel[2]): parcel for parcel in parcels}, {}
    for place, nis, shape in places:
        for key, owner, parcel in (of[id(near)] for near in tree.query(shape)):
            common = shape.intersection(parcel).area
            if common > 0:
                found[key, place] = (nis if nis == owner else None, common, 100 * common / parcel.area)
    return found


def kept(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {(key, place): (nis, m2, pct) for key, place, nis, m2, pct in db.execute('SELECT capakey, locatie, gemeente_nis, overlap_m2, overlap_pct FROM perceel_risicolocatie')}


def assert_right(path):
    """How many there are."""
    should, are = expected(path), kept(path)
    for pair in should.keys() | are.keys():
        (owner, m2, pct), (kept_owner, kept_m2, kept_pct) = should.get(pair, (None, 0, 0)), are.get(pair, (None, 0, 0))
        assert abs(m2 - kept_m2) <= M2 and abs(pct - kept_pct) <= 1e-4, (pair, should.get(pair), are.get(pair))
        assert owner == kept_owner or pair not in should or pair not in are, (pair, owner, kept_owner)
    return len(are)
