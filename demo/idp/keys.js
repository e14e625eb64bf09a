// What the provider keeps secret: one folder of small private files, made at the first start and kept (0600, as the folder is 0700).
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function kept(folder, name, make) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') });
}

export function openKeys(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return {
    jwks: { keys: [JSON.parse(kept(folder, 'signing.jwk', signingKey))] },
    cookie: kept(folder, 'cookie.secret', () => randomBytes(32).toString('hex')),
    secretOf: (client) => kept(folder, `${client}.secret`, () => randomBytes(24).toString('base64url')),
  };
}
