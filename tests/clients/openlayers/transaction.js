/* Run by test_editing.py: OpenLayers writes a transaction and reads the answer, without a screen.
 *
 * usage: node transaction.js URL TOKEN VERSION — prints as JSON what OpenLayers reads from the answers to an insert, an update and a delete. */
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
for (const name of ['document', 'Node', 'DOMParser', 'XMLSerializer', 'Document', 'Element'])
  globalThis[name] = window[name];

const { default: WFS } = await import('ol/format/WFS.js');
const { default: Feature } = await import('ol/Feature.js');
const { default: MultiPolygon } = await import('ol/geom/MultiPolygon.js');
const { register } = await import('ol/proj/proj4.js');
const { default: proj4 } = await import('proj4');
// as session.js has it; here only so that OpenLayers knows the order of its axes
proj4.defs('EPSG:31370', '+proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl +units=m +no_defs');
register(proj4);
const [url, token, version] = process.argv.slice(2);
const format = new WFS({ version });
const options = { featureNS: 'http://risicolaag/1.0', featurePrefix: 'risico', featureType: 'risicolocatie', srsName: 'EPSG:31370', version, hasZ: false };

function feature(text) {
  const made = new Feature({ gemeente_nis: '44021', rubriek: '1.2.', bron: 'gemeente', startdatum: '2016-01-01', wijziging_vergunning: 'NEE', omschrijving: text });
  made.setGeometryName('geometry');
  made.setGeometry(new MultiPolygon([[[[104000, 194000], [104010, 194000], [104000, 194010], [104000, 194000]]]]));
  return made;
}

async function send(inserts, updates, deletes) {
  const body = new XMLSerializer().serializeToString(format.writeTransaction(inserts, updates, deletes, options));
  const answer = await fetch(url, { method: 'POST', headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'text/xml' }, body });
  const text = await answer.text();
  if (!text.includes('TransactionResponse'))
    throw new Error(text + '\n' + body);
  return format.readTransactionResponse(text);
}

const inserted = await send([feature('eerste'), feature('tweede')], null, null);
const ids = inserted.insertIds.filter((id) => id);
const changed = new Feature({ omschrijving: 'gewijzigd', einddatum: null });
changed.setId(ids[0]);
const updated = await send(null, [changed], null), deleted = await send(null, null, [changed]);
console.log(JSON.stringify({ ids: inserted.insertIds, updated: updated.transactionSummary, deleted: deleted.transactionSummary }));
