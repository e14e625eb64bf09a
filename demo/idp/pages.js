// Every page that a person sees: Dutch, without scripts or anything from elsewhere.
import { accounts } from './accounts.js';

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#222}
button{display:block;width:100%;margin:.5rem 0;padding:.7rem 1rem;font:inherit;text-align:left;background:#fff;border:1px solid #555;border-radius:4px;cursor:pointer}
button:hover,button:focus{background:#eef}
.demo{background:#ffe615;padding:.5rem 1rem}`;

export function page(title, content) {
  return `<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="demo"><strong>Alleen om te proberen.</strong> Deze aanmeldserver vervangt ACM/IDM op deze computer. De accounts zijn verzonnen en hebben geen wachtwoord.</p>
${content}
</body>
</html>
`;
}

export function loginPage(action, program) {
  const button = ({ name, title }) => `<button name="account" value="${escaped(name)}">${escaped(title)}</button>`;
  return page('Aanmelden', `<p>Het programma <strong>${escaped(program)}</strong> vraagt wie u bent. Kies een account:</p>
<form method="post" action="${escaped(action)}">
${accounts.map(button).join('\n')}
</form>`);
}

export function logoutPage(form) {
  return page('Afmelden', `${form}
<p>Wilt u zich afmelden?</p>
<button form="op.logoutForm" name="logout" value="yes">Ja, meld mij af</button>
<button form="op.logoutForm">Nee, ik blijf aangemeld</button>`);
}

export function errorPage(error, description) {
  return page('Aanmelden lukt niet', `<p>De aanvraag van het programma klopt niet, of ze is verlopen. Begin opnieuw in het programma.</p>
<p lang="en"><code>${escaped(error)}</code>: ${escaped(description ?? '')}</p>`);
}
