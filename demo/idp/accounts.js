// The people who can log in, and which of their claims a token with these scopes shows.
import { readFileSync } from 'node:fs';
import { integratorClaims } from './clients.js';

export const CLAIMS = {
  openid: ['sub'],
  profile: ['given_name', 'family_name'],
  vo: ['vo_id', 'vo_doelgroepcode', 'vo_orgcode', 'vo_orgnaam', 'vo_email'],
  risicolaag: ['risicolaag_rol_3d'],
};

export const accounts = JSON.parse(readFileSync(new URL('accounts.json', import.meta.url), 'utf8'));

const claimsOf = new Map(accounts.map(({ name, claims }) => [name, claims]));

export function findAccount(ctx, name) {
  const claims = claimsOf.get(name);
  return claims && { accountId: name, claims: () => ({ sub: name, ...claims }) };
}

export function tokenClaims(ctx, token) {
  const all = (token.accountId ? claimsOf.get(token.accountId) : integratorClaims(token.clientId)) ?? {};
  const shown = [...token.scopes].flatMap((scope) => CLAIMS[scope] ?? []);
  return Object.fromEntries(shown.filter((name) => name in all).map((name) => [name, all[name]]));
}
