"""A small HTTP client that hides nothing: status, headers and bytes, for errors too."""
import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy stands between tests and server


class Answer:
    def __init__(self, status, headers, body, url):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def xml(self):
        return etree.fromstring(self.body, PARSER)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode('utf-8')

    @property
    def type(self):
        return self.headers.get_content_type()

    def __repr__(self):
        return 'HTTP %d %s from %s\n%s' % (self.status, self.headers.get('Content-Type'), self.url, self.body[:1500].decode('utf-8', 'replace'))


class Client:
    """Sends requests with (or without) one caller's token or key."""

    def __init__(self, url, token=None, basic=False, api_key=None):
        self.url, self.headers = url, {}
        if token and basic:
            self.headers['Authorization'] = 'Basic ' + base64.b64encode(('gebruiker:' + token).encode()).decode()
        elif token:
            self.headers['Authorization'] = 'Bearer ' + token
        if api_key:
            self.headers['X-API-Key'] = api_key

    def get(self, path='/wfs', headers=None, timeout=120, **parameters):
        """parameters: the query; values are percent-encoded here. `path` may hold a query of its own, sent as it is."""
        url = path if path.startswith('http') else self.url + path
        if parameters:
            url += ('&' if '?' in url else '?') + urllib.parse.urlencode(parameters)
        return self.send(urllib.request.Request(url, headers={**self.headers, **(headers or {})}), timeout)

    def post(self, body, content_type, path='/wfs', headers=None, timeout=120):
        """body: bytes, sent as they are."""
        headers = {'Content-Type': content_type, **self.headers, **(headers or {})}
        return self.send(urllib.request.Request(self.url + path, body, headers, method='POST'), timeout)

    def send(self, request, timeout=120):
        try:
            with OPENER.open(request, timeout=timeout) as answer:
                return Answer(answer.status, answer.headers, answer.read(), request.full_url)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read(), request.full_url)

    def wfs(self, request, path='/wfs', **parameters):
        return self.get(path, service='WFS', version='2.0.0', request=request, **parameters)

    def features(self, type_name='risico:risicolocatie', path='/wfs', **parameters):
        return self.wfs('GetFeature', path, typeNames=type_name, **parameters)
