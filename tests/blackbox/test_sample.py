"""`risicolaag sample`: what a newcomer sees on the map looks like a place, and its texts like a register."""
import re
import pytest
from shapely.strtree import STRtree
from support import store
from support.sample import GENT
from support.server import State

CAPAKEY = re.compile(r'[0-9]{5}[A-Z][0-9]{4}/[0-9]{2}[A-Z_][0-9]{3}')
STRANGE = re.compile(r'[<>\\{}"]|--|^[=+@-]|[^\x20-\x7eà-ÿ]')


@pytest.fixture(scope='module')
def town(binary):
    state = State(binary)
    state.run('sample', '--store', state.store, '--features', 3000, '--seed', 1)
    yield state.store
    state.remove()


def contours(path, table, nis):
    return {key: store.shape(store.polygons(row['geometry'])) for key, row in store.rows(path, table, [nis]).items()}


def meetings(one, others):
    """(key, key, shared) of each pair that shares a point."""
    keys, shapes = list(others), list(others.values())
    by_wkb = {shape.wkb: key for key, shape in zip(keys, shapes)}
    tree = STRtree(shapes)
    for key, shape in one.items():
        for found in tree.query(shape):
            other = found if hasattr(found, 'wkb') else shapes[found] # shapely 1.8 gives the shapes, 2 their numbers
            if other.intersects(shape):
                yield key, by_wkb[other.wkb], other.intersection(shape)


def test_n6_texts_are_plain_words(town):
    notes = {row['omschrijving'] for row in store.rows(town, 'risicolocatie').values()} - {None}
    assert len(notes) > 80
    assert not [note for note in notes if STRANGE.search(note)]
    assert all(3 < len(note) < 200 for note in notes)


def test_n6_most_rows_have_a_category_and_some_have_none(town):
    letters = [row['vlarebo_categorie'] for row in store.rows(town, 'risicolocatie', [GENT]).values()]
    assert set(letters) >= {'O', 'A', 'B', None} and letters.count(None) < len(letters) / 2
    invented = [row for row in store.rows(town, 'rubriek').values() if row['vlarebo_categorie'] and not row['geverifieerd']]
    with store.connect(town) as db:
        label, = db.execute("SELECT waarde FROM kenmerk WHERE naam = 'rubrieken'").fetchone()
    assert invented and 'verzonnen' in label


@pytest.mark.parametrize('nis', [GENT, '23105', '71016'])
def test_n6_parcels_fit_together_as_a_cadastre(town, nis):
    parcels = contours(town, 'perceel', nis)
    keys = [row['capakey'] for row in store.rows(town, 'perceel', [nis]).values()]
    assert len(parcels) > 15 and all(CAPAKEY.fullmatch(key) for key in keys)
    assert all(shape.is_valid and 200 <= shape.area <= 5000 for shape in parcels.values())
    shared = 0
    for one, other, common in meetings(parcels, parcels):
        assert one == other or common.area == 0, 'two parcels overlap'
        shared += one != other and common.length > 5
    assert shared > 1.5 * len(parcels), 'parcels do not share their sides'


def test_n6_risk_locations_are_a_parcel_several_a_part_or_public_domain(town):
    kinds = {}
    for nis in (GENT, '11002', '13025'):
        parcels, places = contours(town, 'perceel', nis), contours(town, 'risicolocatie', nis)
        under = {key: 0 for key in places}
        covered = dict(under)
        for key, parcel, common in meetings(places, parcels):
            under[key] += common.area > 0
            covered[key] += common.area / parcels[parcel].area
        for key, shape in places.items():
            assert shape.is_valid and shape.area > 10
            kind = 'public' if not under[key] else 'several' if under[key] > 1 else 'part' if covered[key] < 0.95 else 'parcel'
            kinds[kind] = kinds.get(kind, 0) + 1
    assert set(kinds) == {'public', 'several', 'part', 'parcel'} and kinds['parcel'] > max(kinds['public'], kinds['several'], kinds['part'])


def test_n6_everything_lies_in_its_gemeente(town):
    borders = {row['nis_code']: store.shape(store.polygons(row['geometry'])) for row in store.rows(town, 'gemeente').values()}
    for table in ('perceel', 'risicolocatie'):
        for row in store.rows(town, table, where='id % 5 = 0').values():
            assert borders[row['gemeente_nis']].contains(store.shape(store.polygons(row['geometry']))), (table, row['id'])


def test_n6_each_row_is_plausible(town):
    for row in store.rows(town, 'risicolocatie').values():
        assert row['rubriekenlijst'] == ('VLAREBO_BIJLAGE_I' if row['startdatum'] < '2015-06-01' else 'VLAREM_KOLOM_8')
        assert not row['einddatum'] or row['startdatum'] <= row['einddatum']
        assert (row['bron'] == 'omgevingsloket') == bool(row['omv_nummer'] and row['startdatum'] >= '2017-02-23')
        assert not row['omv_nummer'] or re.fullmatch(r'OMV_20[12][0-9]{7}', row['omv_nummer'])


def test_n6_the_awkward_sample_is_there_for_tests(binary):
    state = State(binary)
    try:
        state.make_sample(2000)
        notes = {row['omschrijving'] for row in store.rows(state.store, 'risicolocatie').values()}
    finally:
        state.remove()
    assert any(note and '<script>' in note for note in notes)
