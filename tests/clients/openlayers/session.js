/* Run by test_openlayers.py: OpenLayers' own writers and readers against the service, without a screen.
 *
 * usage: node session.js URL TOKEN — prints as JSON which ids each request brought, and the bounds of a geometry as both formats give it. */
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
for (const name of ['document', 'Node', 'DOMParser', 'XMLSerializer', 'Document', 'Element'])
  globalThis[name] = window[name];

const { default: WFS } = await import('ol/format/WFS.js');
const { default: GeoJSON } = await import('ol/format/GeoJSON.js');
const { default: Polygon } = await import('ol/geom/Polygon.js');
const filter = await import('ol/format/filter.js');
const { register } = await import('ol/proj/proj4.js');
const { default: proj4 } = await import('proj4');

// EPSG:31370 with the seven parameters, enough to place features on a map
proj4.defs('EPSG:31370', '+proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl'
  + ' +towgs84=-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747 +units=m +no_defs');
register(proj4);

const [url, token] = process.argv.slice(2);
const headers = { Authorization: 'Bearer ' + token };
const place = new Polygon([[[100000, 190000], [106000, 190000], [106000, 196000], [100000, 196000], [100000, 190000]]]);

const filters = {
  like: filter.like('rubriek', '17.*', '*', '?', '\\', false),
  and: filter.and(filter.equalTo('bron', 'gemeente'), filter.greaterThan('versie', 0)),
  between: filter.between('oppervlakte_m2', 500, 5000),
  not: filter.not(filter.isNull('einddatum')),
  during: filter.during('startdatum', '1990-01-01T00:00:00Z', '2010-01-01T00:00:00Z'),
  intersects: filter.intersects('geometry', place, 'EPSG:31370'),
  within: filter.within('geometry', place, 'EPSG:31370'),
  dwithin: filter.dwithin('geometry', place, 1000, 'm', 'EPSG:31370'),
  bbox: filter.bbox('geometry', place.getExtent(), 'EPSG:31370'),
};

function written(more) {
  const format = new WFS({ version: '2.0.0' });
  const node = format.writeGetFeature({
    srsName: 'EPSG:31370', featureNS: 'http://risicolaag/1.0', featurePrefix: 'risico', featureTypes: ['risicolocatie'], ...more,
  });
  return new XMLSerializer().serializeToString(node);
}

async function post(body) {
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'Content-Type': 'text/xml' }, body });
  if (!answer.ok)
    throw new Error(answer.status + ' ' + await answer.text() + '\n' + body);
  return answer.text();
}

/* As a vector source with the bbox strategy asks: all that lies in the extent of the map, in the map's own system. */
async function inView(extent, projection) {
  const query = new URLSearchParams({ service: 'WFS', version: '2.0.0', request: 'GetFeature', typename: 'risico:risicolocatie',
    outputFormat: 'application/json', srsname: projection, bbox: extent.join(',') + ',' + projection });
  const answer = await fetch(url + '?' + query, { headers });
  if (!answer.ok)
    throw new Error(answer.status + ' ' + await answer.text());
  return new GeoJSON().readFeatures(await answer.text(), { dataProjection: projection, featureProjection: projection });
}

const seen = { filters: {} };
for (const [name, wanted] of Object.entries(filters)) {
  const json = await post(written({ filter: wanted, outputFormat: 'application/json' }));
  seen.filters[name] = new GeoJSON().readFeatures(json).map((f) => f.getId());
}

const gml = new WFS({ version: '2.0.0' }).readFeatures(await post(written({})), { dataProjection: 'EPSG:31370', featureProjection: 'EPSG:31370' });
seen.gml = Object.fromEntries(gml.map((f) => [f.getId(), { area: f.getGeometry().getArea(), extent: f.getGeometry().getExtent() }]));
seen.properties = Object.fromEntries(gml.map((f) => [f.getId(), f.get('rubriek')]));

const { transformExtent } = await import('ol/proj.js');
const view = await inView(transformExtent([100000, 190000, 106000, 196000], 'EPSG:31370', 'EPSG:3857'), 'EPSG:3857');
seen.view = view.map((f) => f.getId());
console.log(JSON.stringify(seen));
