"""What one request may cost: geometry that GEOS would work on for minutes ends at the time limit, or is refused; the worker lives on and answers."""
import math
import random
import pytest
from support import gml
from support.client import Client
from support.fes import document, filter_of, polygon, spatial
from support.sample import GENT
from support.server import Server, seconds_of

pytestmark = pytest.mark.thorough
LIMIT_S, SLACK_S = 1, 3 # of processor time; the sanitizers make a worker slow


@pytest.fixture(scope='module')
def hurried(state):
    """A client of all gemeenten before a server that gives a request one second."""
    with Server(state, workers=1, query_timeout_s=LIMIT_S) as server:
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


def star(count, step, make=ring):
    return make([(140000 + 100000 * math.cos(2 * math.pi * (i * step % count) / count), 200000 + 60000 * math.sin(2 * math.pi * (i * step % count) / count))
                 for i in range(count)])


def flower(petals):
    """Not crossing, but coming back to the middle again and again."""
    turns = [2 * math.pi * i / (2 * petals) for i in range(2 * petals)]
    corners = [(140000 + 100000 * math.cos(turn), 200000 + 60000 * math.sin(turn)) for turn in turns]
    return ring([point for one, other in zip(corners[::2], corners[1::2]) for point in ((140000, 200000), one, other)])


def line(points):
    return '<gml:LineString gml:id="l" srsName="EPSG:31370"><gml:posList>%s</gml:posList></gml:LineString>' % ' '.join('%.2f %.2f' % p for p in points)


def fan(parts):
    """Valid: triangles that meet in one point and cross nowhere, so that nothing is counted of them. Their watch bounds them, in all that GEOS does."""
    turns = [2 * math.pi * i / (2 * parts) for i in range(2 * parts)]
    corners = [(140000 + 100000 * math.cos(turn), 200000 + 60000 * math.sin(turn)) for turn in turns]
    members = [ring([(140000, 200000), *pair]).replace('gml:id="p" ', '') for pair in zip(corners[::2], corners[1::2])]
    return '<gml:MultiSurface gml:id="m" srsName="EPSG:31370">%s</gml:MultiSurface>' % ''.join('<gml:surfaceMember>%s</gml:surfaceMember>' % m for m in members)


def ask(client, geometry, operator):
    return client.post(document(filter_of(spatial(geometry, operator)), 'resultType="hits"'), 'text/xml')


HOSTILE = {'a circle of 90,000 points': circle(90000), 'a scribble of 2,000 points': scribble(2000), 'a comb of 20,000 teeth': comb(20000)}
# What GEOS would work on for seconds without asking the watch.
ENTANGLED = {'a star of 2,001 points': star(2001, 1000), 'a star of 2,501 points': star(2501, 500), 'a scribble of 4,200 points': scribble(4200),
             'a line of 401 points': star(401, 200, line), 'a flower of 2,300 petals': flower(2300)}


@pytest.mark.parametrize('operator', ['Crosses', 'Touches', 'Overlaps', 'Intersects'])
@pytest.mark.parametrize('name', HOSTILE)
def test_no_geometry_keeps_a_worker(hurried, name, operator):
    client, server = hurried
    before = server.workers()
    answer = ask(client, HOSTILE[name], operator)
    assert answer.status in (200, 400, 503), answer
    if answer.status != 200:
        code, locator, text = gml.exception(answer.xml)
        assert '1 seconds' in text or 'too often' in text, answer
    if name != 'a circle of 90,000 points':
        assert answer.status != 200, 'this is too much for a second'
    assert server.workers() == before, 'a worker died of it'
    assert ask(client, circle(40), 'Intersects').status == 200, 'the next request has no part in it'


@pytest.mark.parametrize('operator', ['Crosses', 'Touches', 'Overlaps', 'Intersects', 'Disjoint', 'Equals'])
@pytest.mark.parametrize('name', ENTANGLED)
def test_what_crosses_itself_too_often_is_refused_at_once(hurried, name, operator):
    client, server = hurried
    worker, = server.workers()
    began = seconds_of(worker)
    answer = ask(client, ENTANGLED[name], operator)
    assert seconds_of(worker) - began < 1, answer
    assert answer.status == 400, answer
    code, locator, text = gml.exception(answer.xml)
    assert (code, locator) == ('InvalidParameterValue', 'filter') and 'at most 2000 times' in text and '20000' in text, answer


@pytest.mark.parametrize('geometry', [star(101, 3), star(101, 50, line), flower(40)], ids=['area', 'line', 'flower'])
def test_what_crosses_itself_less_often_is_answered(gent, geometry):
    assert ask(gent, geometry, 'Overlaps').status == 200
    assert ask(gent, geometry, 'Intersects').status == 200


@pytest.mark.parametrize('operator', ['Intersects', 'Overlaps', 'Touches', 'Within', 'Equals'])
@pytest.mark.parametrize('parts', [400, 1500, 5000])
def test_parts_that_meet_in_one_point_end_at_the_limit(hurried, parts, operator):
    client, server = hurried
    worker, = server.workers()
    began = seconds_of(worker)
    answer = ask(client, fan(parts), operator)
    assert answer.status in (200, 400, 503), answer
    assert seconds_of(worker) - began < LIMIT_S + SLACK_S, answer
    assert server.workers() == [worker] and ask(client, circle(40), 'Intersects').status == 200
