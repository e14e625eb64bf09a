// usage: node serve.js --port N --keys FOLDER [--site URL] [--assertion-keys JWKS-FILE] [--lifetime SECONDS]
//
// Listens on the loopback addresses and nowhere else: who reaches it may be anyone of accounts.json, without a password.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { openKeys } from './keys.js';
import { login, sendPage } from './login.js';
import { errorPage } from './pages.js';
import { makeProvider } from './provider.js';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string' },
    keys: { type: 'string' },
    site: { type: 'string' },
    'assertion-keys': { type: 'string' },
    lifetime: { type: 'string', default: '3600' },
  },
});
const port = Number(options.port);
const lifetime = Number(options.lifetime);
if (!Number.isInteger(port) || port < 1 || port > 65535 || !Number.isInteger(lifetime) || lifetime < 1 || !options.keys) {
  console.error('--port (1 to 65535), --keys (a folder) and --lifetime (whole seconds) are needed');
  process.exit(2);
}

const PREFIX = '/op';
const issuer = `http://localhost:${port}${PREFIX}`;
const provider = makeProvider(issuer, openKeys(options.keys), { site: options.site, assertionKeys: options['assertion-keys'], lifetime });
const answer = provider.callback();
const names = new Set([`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]);

async function handle(req, res) {
  if (!names.has(req.headers.host)) { // a stranger's name that resolves to this machine (DNS rebinding)
    return sendPage(res, 421, errorPage('misdirected_request', 'This server has another name.'));
  }
  if (req.url.startsWith(`${PREFIX}/login/`)) {
    return login(provider, req, res);
  }
  if (!req.url.startsWith(`${PREFIX}/`)) {
    return sendPage(res, 404, errorPage('not_found', `Everything here lies under ${PREFIX}.`));
  }
  req.originalUrl = req.url; // the provider itself knows nothing of the prefix
  req.url = req.url.slice(PREFIX.length);
  return answer(req, res);
}

function listen(host) {
  const server = createServer((req, res) => handle(req, res).catch((error) => {
    sendPage(res, error.statusCode ?? 500, errorPage(error.error ?? 'server_error', error.error_description));
  }));
  server.on('error', (error) => {
    if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) {
      return; // a machine without IPv6
    }
    console.error(error.message);
    process.exit(1);
  });
  server.listen(port, host);
  return server;
}

const servers = ['127.0.0.1', '::1'].map(listen);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    servers.forEach((server) => server.close());
    process.exit(0);
  });
}
