"""Writing under /api: a server that lets callers change rows, and what they send."""
import json
import urllib.request
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

ITEMS = '/api/collections/risicolocatie/items'
LAMBERT = '<http://www.opengis.net/def/crs/EPSG/0/31370>'
PLACE = {'type': 'Polygon', 'coordinates': [[[104000, 194000], [104010, 194000], [104000, 194010], [104000, 194000]]]}  # in Gent
SAID = {'rubriek': '1.2.', 'bron': 'gemeente', 'startdatum': '2016-01-01', 'wijziging_vergunning': 'NEE'}


def feature(geometry=PLACE, **properties):
    return {'type': 'Feature', 'geometry': geometry, 'properties': {**SAID, **properties}}


class Writer(Client):
    """A client that writes in Lambert 72 unless it says otherwise."""

    def ask(self, method, path, body=None, type='application/geo+json', **heads):
        """body: bytes as they are, else what becomes JSON. Heads: If_Match='…'; None leaves one out."""
        said = {'Content-Crs': LAMBERT, **{name.replace('_', '-'): given for name, given in heads.items()}}
        if body is not None:
            said['Content-Type'] = type
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = {name: given for name, given in said.items() if given is not None}
        return self.send(urllib.request.Request(self.url + path, body, {**self.headers, **said}, method=method))

    def make(self, path=ITEMS, **properties):
        """A new feature; its path."""
        made = self.ask('POST', path, feature(**properties))
        assert made.status == 201, made
        return made.headers['Location'].removeprefix(self.url)

    def patch(self, path, properties=None, **heads):
        return self.ask('PATCH', path, {'properties': properties or {}}, 'application/merge-patch+json', **heads)

    def properties(self, path):
        answer = self.get(path)
        assert answer.status == 200, answer
        return answer.json['properties']


class World:
    """Somebody who keeps Gent, one who only reads it, one who keeps Antwerpen, and nobody in particular."""

    def __init__(self, binary, features=200, **settings):
        self.state = State(binary)
        self.state.make_sample(features, 3)
        self.state.make_key()
        self.server = Server(self.state, editing=True, **settings)

    def __enter__(self):
        self.server.__enter__()
        self.gent = self.writer(GENT, role='Beheerder')
        self.reader = self.writer(GENT)
        self.antwerpen = self.writer(ANTWERPEN, role='Beheerder')
        self.anyone = Writer(self.server.url)
        return self

    def writer(self, *gemeenten, role='Raadpleger'):
        return Writer(self.server.url, self.state.token(*gemeenten, role=role))

    def __exit__(self, *failure):
        try:
            self.server.__exit__(*failure)
        finally:
            self.state.remove()
