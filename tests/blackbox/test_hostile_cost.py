"""What one request may cost: geometry that GEOS would work on for minutes ends at the time limit, or is refused; the worker lives on and answers."""
import math
import random
import pytest
from support import gml
from support.client import Client
from support.fes import document, filter_of, polygon, spatial
from support.sample import GENT
from support.server import Server

pytestmark = pytest.mark.thorough


@pytest.fixture(scope='module')
def hurried(state):
    """A client of all gemeenten before a server that gives a request one second."""
    with Server(state, workers=1, query_timeout_s=1) as server:
        yield Client(server.url, state.token(GENT, role='ovam')), server


def ring(points):
    return polygon(' '.join('%.2f %.2f' % p for p in [*points, points[0]]))


def circle(count):
    return ring([(140000 + 100000 * math.cos(2 * math.pi * i / count), 200000 + 60000 * math.sin(2 * math.pi * i / count)) for i in range(count)])


def scribble(count):
    r = random.Random(1)
    return ring([(r.uniform(50000, 240000), r.uniform(160000, 240000)) for _ in range(count)])


def comb(count):
    """Valid: long thin teeth side by side, each of which lies in the box of thousands of others."""
    teeth = [(60000 + i * 0.4 + 80000.1 * (j == 1), 160000 + 80000 * (j == 1)) for i in range(count) for j in (0, 1)]
    return ring([*teeth, (60000 + count * 0.4, 159000), (59000, 159000)])


def ask(client, geometry, operator):
    return client.post(document(filter_of(spatial(geometry, operator)), 'resultType="hits"'), 'text/xml')


HOSTILE = {'a circle of 90,000 points': circle(90000), 'a scribble of 2,000 points': scribble(2000), 'a comb of 20,000 teeth': comb(20000)}


@pytest.mark.parametrize('operator', ['Crosses', 'Touches', 'Overlaps', 'Intersects'])
@pytest.mark.parametrize('name', HOSTILE)
def test_no_geometry_keeps_a_worker(hurried, name, operator):
    client, server = hurried
    before = server.workers()
    answer = ask(client, HOSTILE[name], operator)
    assert answer.status in (200, 400, 503), answer
    if answer.status != 200:
        code, locator, text = gml.exception(answer.xml)
        assert '1 seconds' in text or 'too complicated' in text, answer
    if name != 'a circle of 90,000 points':
        assert answer.status != 200, 'this is too much for a second'
    assert server.workers() == before, 'a worker died of it'
    assert ask(client, circle(40), 'Intersects').status == 200, 'the next request has no part in it'
