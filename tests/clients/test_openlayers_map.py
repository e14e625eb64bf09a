"""A map of OpenLayers in headless Chromium on WFS 1.1.0, as its examples make it: by view or by tile as GeoJSON, or as GML by what its WFS format posts; what it holds is what shapely finds,
and it is drawn."""
import shutil
import tempfile
import pytest
from osgeo import gdal
from selenium.webdriver.support.ui import WebDriverWait
from shapely.geometry import box
from shapely.ops import transform, unary_union
from support import crs, npm, store
from support.browser import chromium
from support.sample import GENT
from support.server import REPO

OPENLAYERS = REPO / 'tests/clients/openlayers'
PAGE = """<!doctype html><meta charset="utf-8"><style>body { margin: 0 } #map { width: 800px; height: 600px }</style><div id="map"></div><script src="ol.js"></script><script>
const url = '%(url)s', headers = { Authorization: 'Bearer %(token)s' }, asked = [], failed = [];
let waiting = 0;
async function load(extent, body) {
  asked.push(extent);
  waiting++;
  const query = 'service=WFS&version=1.1.0&request=GetFeature&typename=risico:risicolocatie&outputFormat=application/json&srsname=EPSG:3857&bbox=' + extent.join(',') + ',EPSG:3857';
  try {
    const answer = await (body ? fetch(url, { method: 'POST', headers: { ...headers, 'Content-Type': 'text/xml' }, body }) : fetch(url + '?' + query, { headers }));
    if (!answer.ok) throw new Error(answer.status + ' ' + await answer.text());
    return await answer.text();
  } catch (e) { failed.push(String(e)); throw e; } finally { waiting--; }
}
const json = (source) => async (extent) => source.addFeatures(new ol.format.GeoJSON().readFeatures(await load(extent)));
const posted = (source) => async (extent) => {
  const format = new ol.format.WFS({ version: '1.1.0' });
  const node = format.writeGetFeature({ srsName: 'EPSG:3857', featureNS: 'http://risicolaag/1.0', featurePrefix: 'risico', featureTypes: ['risicolocatie'],
    filter: ol.format.filter.and(ol.format.filter.bbox('geometry', extent, 'EPSG:3857'), ol.format.filter.equalTo('bron', 'gemeente')) });
  source.addFeatures(format.readFeatures(await load(extent, new XMLSerializer().serializeToString(node)), { featureProjection: 'EPSG:3857' }));
};
function show(way, strategy, center, resolution) {
  window.source = new ol.source.Vector({ strategy });
  source.setLoader(way(source));
  const style = new ol.style.Style({ fill: new ol.style.Fill({ color: 'rgb(255,0,255)' }), stroke: new ol.style.Stroke({ color: 'rgb(255,0,255)', width: 3 }) });
  window.map = new ol.Map({ target: 'map', controls: [], layers: [new ol.layer.Vector({ source, style })], view: new ol.View({ center, resolution }) });
}
window.ready = () => asked.length > 0 && waiting === 0 && !map.getView().getAnimating();
</script>"""
WAYS = {'bbox': ('json', 'ol.loadingstrategy.bbox'), 'tile': ('json', 'ol.loadingstrategy.tile(ol.tilegrid.createXYZ({ tileSize: 256 }))'),
        'post': ('posted', 'ol.loadingstrategy.bbox')}


@pytest.fixture(scope='module')
def browser():
    with tempfile.TemporaryDirectory() as profile:
        opened = chromium(profile)
        opened.set_window_size(1000, 900)
        yield opened
        opened.quit()


@pytest.fixture(scope='module')
def shapes(truth):
    """id → (row, shape in EPSG:3857). An area that crosses itself is mended, as every predicate of the service takes it."""
    move = crs.from_store(3857).transform
    return {'risicolocatie.%d' % key: (row, transform(move, store.shape(store.polygons(row['geometry'])).buffer(0))) for key, row in truth.gent.items()}


@pytest.fixture(scope='module')
def bounds(truth):
    move = crs.from_store(3857).transform
    return {'risicolocatie.%d' % key: transform(move, store.shape(store.polygons(row['geometry']))).bounds for key, row in truth.gent.items()}


@pytest.fixture(scope='module', params=WAYS)
def shown(request, browser, server, state, shapes, tmp_path_factory):
    """(way, extents asked, {id: [rubriek, extent]}, screenshot): after the map was moved twice and back, so that places are asked again."""
    npm.install(OPENLAYERS)
    folder = tmp_path_factory.mktemp('map')
    shutil.copy(OPENLAYERS / 'node_modules/ol/dist/ol.js', folder)
    (folder / 'map.html').write_text(PAGE % {'url': server.url + '/wfs', 'token': state.token(GENT)})
    browser.get((folder / 'map.html').as_uri())
    west, south, east, north = unary_union([shape for _, shape in shapes.values()]).bounds
    way, strategy = WAYS[request.param]
    x, y, resolution = (west + east) / 2, (south + north) / 2, (east - west) / 1600
    browser.execute_script('show(%s, %s, [%r, %r], %r)' % (way, strategy, x, y, resolution))
    for dx in (0, 300, -300, 0):
        browser.execute_script('map.getView().setCenter([%r, %r])' % (x + dx * resolution, y))
        browser.execute_async_script('const done = arguments[0]; map.once("rendercomplete", () => done()); map.render()')
        WebDriverWait(browser, 60).until(lambda b: b.execute_script('return ready()'))
    assert browser.execute_script('return failed') == []
    found = browser.execute_script('return source.getFeatures().map((f) => [f.getId(), f.get("rubriek"), f.getGeometry().getExtent()])')
    assert len({one[0] for one in found}) == len(found), 'a feature is there twice'
    return request.param, browser.execute_script('return asked'), {key: rest for key, *rest in found}, browser.get_screenshot_as_png()


def test_it_holds_what_lies_where_it_asked(shown, shapes):
    way, asked, found, _ = shown
    places = unary_union([box(*extent) for extent in asked])
    of_type = {key: shape for key, (row, shape) in shapes.items() if way != 'post' or row['bron'] == 'gemeente'}
    surely, perhaps = ({key for key, shape in of_type.items() if shape.intersects(places.buffer(by))} for by in (-1, 1))
    assert len(asked) > 1 and surely and surely <= set(found) <= perhaps


def test_features_are_where_they_are(shown, shapes, bounds):
    for key, (rubriek, extent) in shown[2].items():
        assert rubriek == shapes[key][0]['rubriek'] and extent == pytest.approx(list(bounds[key]), abs=0.05)


def test_they_are_drawn(shown):
    gdal.FileFromMemBuffer('/vsimem/kaart.png', shown[3])
    red, green, blue = gdal.Open('/vsimem/kaart.png').ReadAsArray()[:3]
    gdal.Unlink('/vsimem/kaart.png')
    assert ((red == 255) & (green == 0) & (blue == 255)).sum() > 20
