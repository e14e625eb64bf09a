// The programs that may talk to the provider.
import { readFileSync } from 'node:fs';

// Integrators get tokens of their own (client_credentials); what those say about them stands here, as accounts.json does for people.
const INTEGRATORS = {
  cevi: { vo_orgcode: '0990001193', vo_orgnaam: 'Cevi (demo)', risicolaag_rol_3d: ['Integrator:0207509031', 'Integrator:0994402131'] },
  columba: { vo_orgcode: '0990001292', vo_orgnaam: 'Columba (demo)', risicolaag_rol_3d: 'Integrator:0994402131' },
  'geo-it': { vo_orgcode: '0990001391', vo_orgnaam: 'Geo-IT (demo)', risicolaag_rol_3d: 'Integrator:0207509031' },
};

export const RESOURCE_SERVERS = new Set(['risicolaag', 'risicolaag-sleutel']);

export function integratorClaims(clientId) {
  return INTEGRATORS[clientId] && { vo_doelgroepcode: 'EA', ...INTEGRATORS[clientId] };
}

// A desktop GIS: authorization code with a secret; QGIS 3.22 has no PKCE, so it is not demanded of clients that keep a secret. The port of a
// loopback redirect is free (RFC 8252 §7.3).
function desktop(keys) {
  return {
    client_id: 'qgis',
    client_secret: keys.secretOf('qgis'),
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['http://127.0.0.1/', 'http://localhost/'],
  };
}

function integrator(client_id, keys) {
  return { client_id, client_secret: keys.secretOf(client_id), grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: 'vo risicolaag' };
}

// A browser application keeps no secret: PKCE is demanded of it.
function browser(site) {
  return {
    client_id: 'web',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [`${site}/`],
    post_logout_redirect_uris: [`${site}/`],
  };
}

// The Risicolaag itself: it only asks what a token is worth, with a secret or with an assertion that it signs (private_key_jwt).
function resourceServers(keys, assertionKeys) {
  const asksOnly = { grant_types: [], response_types: [], redirect_uris: [] };
  const clients = [{ ...asksOnly, client_id: 'risicolaag', client_secret: keys.secretOf('risicolaag') }];
  if (assertionKeys) {
    const jwks = JSON.parse(readFileSync(assertionKeys, 'utf8'));
    clients.push({ ...asksOnly, client_id: 'risicolaag-sleutel', token_endpoint_auth_method: 'private_key_jwt', jwks });
  }
  return clients;
}

export function makeClients(keys, { site, assertionKeys }) {
  return [
    desktop(keys),
    ...Object.keys(INTEGRATORS).map((name) => integrator(name, keys)),
    ...resourceServers(keys, assertionKeys),
    ...(site ? [browser(site)] : []),
  ];
}
