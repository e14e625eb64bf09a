"""The demo's OpenID provider (demo/idp) on a free port, and what a program says to it: log in as somebody, tokens, introspection."""
import base64
import hashlib
import html.parser
import http.cookiejar
import json
import os
import pathlib
import secrets
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from support import npm
from support.client import Client
from support.server import AUDIENCE, REPO, ROLE_CLAIM, free_port

FOLDER = REPO / 'demo/idp'
ACCOUNTS = {account['name']: account for account in json.loads((FOLDER / 'accounts.json').read_text())}
JWT_RESOURCE = 'urn:risicolaag'
SCOPE = 'openid profile vo risicolaag'
REDIRECT = 'http://127.0.0.1:7070/'


class Provider:
    """`node serve.js` with keys of its own. Stops what it started, by process id."""

    def __init__(self, *options, keys=None):
        self.port = free_port()
        self.issuer = 'http://localhost:%d/op' % self.port
        self.url = 'http://127.0.0.1:%d/op' % self.port
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='risicolaag-idp-'))
        self.keys = keys or self.folder / 'keys'
        self.options = list(map(str, options))
        self.process = None

    def __enter__(self):
        npm.install(FOLDER)
        with open(self.folder / 'idp.log', 'ab') as log:
            self.process = subprocess.Popen(['node', str(FOLDER / 'serve.js'), '--port', str(self.port), '--keys', str(self.keys), *self.options],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 20
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError('the provider does not start:\n' + self.log_text())
            time.sleep(0.05)
        return self

    def __exit__(self, *failure):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self):
        try:
            return self.get('/.well-known/openid-configuration').status == 200
        except OSError:
            return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def log_text(self):
        return (self.folder / 'idp.log').read_text(errors='replace')

    def secret(self, client):
        return (self.keys / (client + '.secret')).read_text().strip()

    def get(self, path, headers=None):
        return Client(self.url).get(path, headers)

    def post(self, path, client=None, secret=None, **form):
        """A form, with the client's secret as Basic; client=None leaves authentication to the form."""
        headers = {}
        if client:
            pair = '%s:%s' % (client, secret or self.secret(client))
            headers['Authorization'] = 'Basic ' + base64.b64encode(pair.encode()).decode()
        body = urllib.parse.urlencode(form).encode()
        return Client(self.url).send(urllib.request.Request(self.url + path, body, headers))

    def introspect(self, token, client='risicolaag', **form):
        answer = self.post('/v1/introspect', client, token=token, **form)
        assert answer.status == 200, answer
        return answer.json

    def log_in(self, account, client='qgis', scope=SCOPE, **more):
        """The authorization code that this person's visit to the login page ends with, as a browser would carry it back."""
        return Browser().visit(self.authorization_url(client, scope, **more), account)['code']

    def authorization_url(self, client='qgis', scope=SCOPE, redirect_uri=REDIRECT, **more):
        return self.url + '/v1/auth?' + urllib.parse.urlencode(
            {'response_type': 'code', 'client_id': client, 'redirect_uri': redirect_uri, 'scope': scope, 'state': secrets.token_hex(8), **more})

    def tokens(self, account, scope=SCOPE, **more):
        """What the token endpoint gives for a login of this person in QGIS."""
        answer = self.post('/v1/token', 'qgis', grant_type='authorization_code', redirect_uri=REDIRECT, code=self.log_in(account, scope=scope, **more))
        assert answer.status == 200, answer
        return answer.json

    def token(self, account):
        return self.tokens(account)['access_token']

    def client_token(self, client, **form):
        answer = self.post('/v1/token', client, grant_type='client_credentials', **{'scope': 'vo risicolaag', **form})
        assert answer.status == 200, answer
        return answer.json


def asking(idp, **more):
    """The member "token" of a server that asks this provider."""
    return {'issuer': idp.issuer, 'audience': AUDIENCE, 'role_claim': ROLE_CLAIM,
            'introspection': {'url': idp.issuer + '/v1/introspect', 'client_id': 'risicolaag', 'scope': 'risicolaag',
                              'client_secret_file': str(idp.keys / 'risicolaag.secret'), **more}}


def pkce():
    """(verifier, challenge) of RFC 7636, S256."""
    verifier = secrets.token_urlsafe(48)
    return verifier, base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode()


class Form(html.parser.HTMLParser):
    """The action of a page's form, its hidden fields and the values of its buttons."""

    def __init__(self, page):
        super().__init__()
        self.action, self.hidden, self.buttons = None, {}, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == 'form':
            self.action = attributes['action']
        if tag == 'input' and attributes['type'] == 'hidden':
            self.hidden[attributes['name']] = attributes['value']
        if tag == 'button':
            self.buttons.append(attributes.get('value'))


class Browser(urllib.request.HTTPRedirectHandler):
    """A browser without a screen: follows redirects with its cookies until one leaves the provider."""

    def __init__(self):
        self.opener = urllib.request.build_opener(self, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.back = None

    def redirect_request(self, request, fp, code, message, headers, url):
        if urllib.parse.urlsplit(url).netloc != urllib.parse.urlsplit(request.full_url).netloc:
            self.back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
            return None
        return super().redirect_request(request, fp, code, message, headers, url)

    def open(self, url, form=None):
        """The page that a visit ends on; None when it ended at the program's own address (see back)."""
        self.back = None
        try:
            with self.opener.open(url, urllib.parse.urlencode(form).encode() if form else None, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                if self.back is None:
                    raise AssertionError('HTTP %d: %s' % (error.code, error.read().decode()))
        return None

    def visit(self, url, account):
        """Chooses the account on the login page; gives the parameters that the program gets back."""
        form = Form(self.open(url))
        self.open(urllib.parse.urljoin(url, form.action), {'account': account})
        return self.back
