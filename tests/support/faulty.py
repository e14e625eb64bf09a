"""A server that fails on purpose, in ways that ours cannot be brought to: it passes requests on to a real one, and spoils what the first part of a path names.

    /features-503/wfs     the documents as they are, 503 for GetFeature; so with 429, and with "slow", which answers after a while
    /all-slow/wfs         every request

It is a proxy too, which wants a password of its own, and a site under https whose certificate nobody knows."""
import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from support.beside import Beside, Handler

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATH = re.compile(r'/(all|features)-(\w+)(/.*)')
REPORT = ('<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0"><ows:Exception exceptionCode="NoApplicableCode"><ows:ExceptionText>%s'
          '</ows:ExceptionText></ows:Exception></ows:ExceptionReport>')


class Spoiler(Handler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        if self.path.startswith('http'):
            return self.answer(407, b'', {'Proxy-Authenticate': 'Basic realm="kantoor"'})
        which, fault, rest = PATH.fullmatch(self.path).groups()
        if which == 'features' and not re.search('REQUEST=GetFeature(&|$)', rest, re.I):
            return self.pass_on(rest, '/%s-%s' % (which, fault))
        if fault == 'slow':
            time.sleep(self.server.slow_s)
            return self.pass_on(rest, '/%s-%s' % (which, fault))
        self.answer(int(fault), (REPORT % 'de test wil het zo').encode(), {'Content-Type': 'application/xml', 'Retry-After': '1'})

    def do_CONNECT(self):
        self.answer(407, b'', {'Proxy-Authenticate': 'Basic realm="kantoor"'})

    def pass_on(self, rest, prefix):
        """What the real server says, with addresses that lead here."""
        asked = {name: value for name, value in self.headers.items() if name.lower() in ('authorization', 'accept', 'accept-language')}
        try:
            real = OPENER.open(urllib.request.Request(self.server.real + rest, headers=asked), timeout=60)
        except urllib.error.HTTPError as refused:
            real = refused
        with real:
            here = 'http://127.0.0.1:%d%s' % (self.server.server_port, prefix)
            self.answer(real.status, real.read().replace(self.server.real.encode(), here.encode()), {'Content-Type': real.headers['Content-Type']})

    def answer(self, status, body, heads):
        try:
            self.send_response(status)
            for name, value in heads.items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # QGIS did not wait


class Faulty(Beside):
    """Runs beside the real server at the URL `real`, on a free port; slow_s: how long a slow answer takes. `certificate`: a folder, for https."""

    def __init__(self, real, slow_s=4, certificate=None):
        super().__init__(Spoiler)
        self.server.real, self.server.slow_s = real, slow_s
        if certificate:
            self.server.socket = secured(self.server.socket, certificate)


def secured(listening, folder):
    """The socket under TLS, with a certificate that it gives itself."""
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', str(folder / 'key.pem'), '-out', str(folder / 'certificate.pem'), '-days', '2',
                    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(folder / 'certificate.pem'), str(folder / 'key.pem'))
    return context.wrap_socket(listening, server_side=True)
