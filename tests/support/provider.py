"""An identity provider's introspection endpoint (RFC 7662) that does what a test tells it, well or badly."""
import base64
import json
import time
import urllib.parse
from support.beside import Beside, Handler


class Provider(Beside):
    """Begins at once. tokens: token → answer (a dict). mode: 'fine', or a way of being broken. asked: the tokens that were asked about, in order."""

    def __init__(self, client_id='laag', secret='geheim'):
        self.client_id, self.secret = client_id, secret
        self.tokens, self.mode, self.asked, self.delay = {}, 'fine', [], 0
        outer = self

        class Asked(Handler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                outer.answer(self)

            def do_GET(self):  # where a redirect leads
                outer.asked.append('GET ' + self.path)
                self.send_error(404)

        super().__init__(Asked)
        self.url = 'http://127.0.0.1:%d/v1/introspect' % self.port
        self.begin()

    def answer(self, handler):
        form = urllib.parse.parse_qs(handler.rfile.read(int(handler.headers['Content-Length'])).decode())
        token = form['token'][0]
        self.asked.append(token)
        expected = 'Basic ' + base64.b64encode(('%s:%s' % (self.client_id, self.secret)).encode()).decode()
        if handler.headers.get('Authorization') != expected or form.get('token_type_hint') != ['access_token']:
            return self.send(handler, 401, b'{"error":"invalid_client"}')
        if self.mode == 'slow':
            time.sleep(self.delay)
        body = json.dumps(self.tokens.get(token, {'active': False})).encode()
        if self.mode == 'html':
            body = b'<html><body>Aanmelden</body></html>'
        if self.mode == 'huge':
            body = b'{"active":true,"x":"' + b'x' * 50_000_000 + b'"}'
        if self.mode == 'redirect':
            return self.send(handler, 302, b'', {'Location': '/elsewhere'})
        self.send(handler, 500 if self.mode == 'error' else 200, body)

    @staticmethod
    def send(handler, status, body, headers=None):
        try:
            handler.send_response(status)
            for name, value in {'Content-Type': 'application/json', 'Content-Length': str(len(body)), **(headers or {})}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass  # the server hung up: part of some tests
