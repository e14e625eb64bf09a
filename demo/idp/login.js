// The login page: shown for each authorization request, so that one browser can be several people in turn.
import { accounts } from './accounts.js';
import { errorPage, loginPage } from './pages.js';

const LIMIT = 4096;

export const loginPath = (uid) => `/op/login/${uid}`;

export function sendPage(res, status, html) {
  res.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  res.end(html);
}

async function readForm(req) {
  let body = '';
  for await (const chunk of req) {
    body += chunk;
    if (body.length > LIMIT) {
      throw new Error('the form is too long');
    }
  }
  return new URLSearchParams(body);
}

// Left alone, the provider would first make the browser log the former person out, and take back what that person's programs hold.
async function forgetFormerPerson(provider, interaction) {
  if (!interaction.session) {
    return;
  }
  const session = await provider.Session.findByUid(interaction.session.uid);
  await session?.destroy();
  interaction.session = undefined;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

// Whose turn it is comes from the provider's cookie, never from the address.
export async function login(provider, req, res) {
  const interaction = await provider.interactionDetails(req, res);
  const { params, uid } = interaction;
  if (req.method !== 'POST') {
    return sendPage(res, 200, loginPage(loginPath(uid), params.client_id));
  }
  const accountId = (await readForm(req)).get('account');
  if (!accounts.some(({ name }) => name === accountId)) {
    return sendPage(res, 400, errorPage('unknown_account', 'There is no such account.'));
  }
  await forgetFormerPerson(provider, interaction);
  // Nobody is asked for consent: the clients are the demo's own. A client that does ask for the question (prompt=consent) has its answer here.
  return provider.interactionFinished(req, res, { login: { accountId }, consent: {} }, { mergeWithLastSubmission: false });
}
