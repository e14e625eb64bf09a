// Drives a WFS as a catalogue does that uses this library: what is there, what its properties are, and the features themselves.
// node session.js URL TOKEN → JSON on standard output
import { setFetchOptions, WfsEndpoint } from '@camptocamp/ogc-client';

const [url, token] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };
setFetchOptions({ headers });
const TYPE = 'risico:risicolocatie';

async function ids(endpoint, options) {
  // 1.0.0 can announce no JSON: a caller names the format himself
  const format = endpoint.supportsJson(TYPE) ? { asJson: true } : { outputFormat: 'application/json' };
  const answer = await fetch(endpoint.getFeatureUrl(TYPE, { ...format, ...options }), { headers });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()).features.map((f) => f.id);
}

async function session(version) {
  const endpoint = await new WfsEndpoint(`${url}?service=WFS${version && `&version=${version}`}`).isReady();
  const full = version === '1.0.0' ? {} : await endpoint.getFeatureTypeFull(TYPE); // it counts by hits, which 1.0.0 does not have
  const pages = [];
  if (endpoint.supportsStartIndex()) // it thinks so of 2.0.0 alone
    for (let startIndex = 0, page; !page || page.length; startIndex += 25)
      pages.push((page = await ids(endpoint, { startIndex, maxFeatures: 25 })));
  return {
    version: endpoint.getVersion(),
    title: endpoint.getServiceInfo().title,
    types: endpoint.getFeatureTypes().map((t) => t.name),
    properties: full.properties,
    geometry: full.geometryName,
    count: full.objectCount,
    json: endpoint.supportsJson(TYPE),
    pages,
    all: await ids(endpoint, {}),
    view: await ids(endpoint, { extent: [100000, 190000, 106000, 196000], extentCrs: 'EPSG:31370', outputCrs: 'EPSG:4326' }),
  };
}

const seen = {};
for (const version of ['', '2.0.0', '1.1.0', '1.0.0']) seen[version] = await session(version);
console.log(JSON.stringify(seen));
