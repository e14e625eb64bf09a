// oidc-provider, set up to speak as ACM/IDM does: its paths, opaque access tokens, introspection, claims and lifetimes.
import Provider, { errors, interactionPolicy } from 'oidc-provider';
import { CLAIMS, findAccount, tokenClaims } from './accounts.js';
import { makeClients, RESOURCE_SERVERS } from './clients.js';
import { errorPage, logoutPage, page } from './pages.js';
import { loginPath } from './login.js';

const HOUR = 3600;

// A client that names this resource (RFC 8707), or as audience, gets a signed token instead: the way of providers without introspection.
const JWT_RESOURCE = 'urn:risicolaag';
const JWT_AUDIENCE = 'risicolaag';

const ROUTES = {
  authorization: '/v1/auth',
  token: '/v1/token',
  jwks: '/v1/keys',
  introspection: '/v1/introspect',
  userinfo: '/v1/userinfo',
  end_session: '/v1/logout',
  revocation: '/v1/revoke',
};

function resourceServer(ctx, resource) {
  if (resource !== JWT_RESOURCE) {
    throw new errors.InvalidTarget(`the only resource here is ${JWT_RESOURCE}`);
  }
  return { audience: JWT_AUDIENCE, scope: Object.keys(CLAIMS).join(' '), accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
}

const resourceOfAudience = (ctx, client, oneOf) => oneOf ?? (ctx.oidc.body?.audience === JWT_AUDIENCE ? JWT_RESOURCE : undefined);

function prompts() {
  const { Check, Prompt, base } = interactionPolicy;
  const policy = base();
  policy.get('login').checks.add(
    new Check('each_time', 'An account must be chosen', (ctx) => !ctx.oidc.result?.login),
  );
  policy.remove('consent');
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  return policy;
}

async function grantAll(ctx) {
  const { client, params, provider, resourceServers, session } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  Object.keys(resourceServers).forEach((resource) => grant.addResourceScope(resource, params.scope));
  await grant.save();
  return grant;
}

// oidc-provider drops offline_access unless the request says prompt=consent (OpenID Connect Core §11), which QGIS never says: programs on a
// desktop get their refresh token all the same.
const mayRefresh = (ctx, client, code) =>
  client.grantTypeAllowed('refresh_token') && (code.scopes.has('offline_access') || client.applicationType === 'native');

const siteOf = (url) => new URL(url).origin;

export function makeProvider(issuer, keys, { site, assertionKeys, lifetime = HOUR }) {
  const provider = new Provider(issuer, {
    clients: makeClients(keys, { site, assertionKeys }),
    jwks: keys.jwks,
    cookies: { keys: [keys.cookie], long: { sameSite: 'lax' }, short: { sameSite: 'lax' } }, // plain http: browsers drop SameSite=None
    routes: ROUTES,
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: CLAIMS,
    findAccount,
    extraTokenClaims: tokenClaims,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    pkce: { required: (ctx, client) => client.clientAuthMethod === 'none' },
    clientBasedCORS: (ctx, origin, client) => (client.redirectUris ?? []).some((uri) => siteOf(uri) === origin),
    interactions: { policy: prompts(), url: (ctx, interaction) => loginPath(interaction.uid) },
    loadExistingGrant: grantAll,
    issueRefreshToken: mayRefresh,
    expiresWithSession: () => false, // another person in the same browser leaves the first one's token alone
    ttl: {
      AccessToken: lifetime,
      ClientCredentials: 8 * lifetime,
      RefreshToken: 8 * HOUR,
      Session: 8 * HOUR,
      Grant: 8 * HOUR,
      IdToken: HOUR,
      AuthorizationCode: 60,
      Interaction: HOUR,
    },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (ctx, client) => RESOURCE_SERVERS.has(client.clientId) },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: resourceOfAudience,
        getResourceServerInfo: resourceServer,
        useGrantedResource: () => true,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { ctx.body = logoutPage(form); },
        postLogoutSuccessSource: (ctx) => { ctx.body = page('Afgemeld', '<p>U bent afgemeld.</p>'); },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description);
    },
  });
  provider.on('server_error', (ctx, error) => console.error(error));
  return provider;
}
