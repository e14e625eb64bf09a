"""Fixtures for every black-box and client test: one sample store, one key, one running server per session."""
import subprocess
import pytest
from support import schemas, store
from support.client import Client
from support.idp import Provider, asking
from support.sample import ANTWERPEN, FEATURES, GENT, SEED
from support.server import Server, State, program


def pytest_addoption(parser):
    parser.addoption('--preset', default='dev', help='which build to test: dev (with sanitizers) or release')
    parser.addoption('--trees', type=int, default=500, help='how many random filters tests/differential tries')
    parser.addoption('--crashes', type=int, default=16, help='at how many moments tests/blackbox/test_crash.py kills each command')
    parser.addoption('--seed', type=int, default=1, help='the first of their seeds')


@pytest.fixture(scope='session')
def binary(request):
    return program(request.config.getoption('--preset'))


@pytest.fixture(scope='session')
def state(binary):
    """A state directory with the sample store and a demo key."""
    made = State(binary)
    made.make_sample(FEATURES, SEED)
    made.make_key()
    yield made
    made.remove()


@pytest.fixture(scope='session')
def new_store(binary, tmp_path_factory):
    """A store as `init` makes it, with the facts and no rows: to copy, for to make one takes longer than most of what is asked of it."""
    path = tmp_path_factory.mktemp('new') / 'store.sqlite'
    made = subprocess.run([binary, 'init', '--store', str(path)], capture_output=True, text=True, timeout=300)
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture(scope='session')
def server(state):
    with Server(state) as running:
        yield running


@pytest.fixture(scope='session')
def anyone(server):
    """A client without a token."""
    return Client(server.url)


@pytest.fixture(scope='session')
def gent(server, state):
    return Client(server.url, state.token(GENT))


@pytest.fixture(scope='session')
def two(server, state):
    """A client whose token names two gemeenten."""
    return Client(server.url, state.token(GENT, ANTWERPEN))


@pytest.fixture(scope='session')
def idp(state):
    """The demo's OpenID provider; its client risicolaag-sleutel signs with the state's demo key."""
    with Provider('--site', 'http://localhost:8080', '--assertion-keys', state.keys / 'jwks.json') as running:
        yield running


@pytest.fixture(scope='session')
def asking_server(state, idp):
    """A server that asks the provider about opaque tokens."""
    with Server(state, token=asking(idp)) as running:
        yield running


@pytest.fixture(scope='session')
def truth(state):
    """What SQL says about the sample store."""
    return store.Truth(state.store)


@pytest.fixture(scope='session')
def app_schema(anyone):
    """The published application schema together with the OGC's, ready to validate answers."""
    document = anyone.wfs('DescribeFeatureType')
    assert document.status == 200, document
    return schemas.schema([('http://www.opengis.net/wfs/2.0', schemas.WFS_XSD), ('http://www.opengis.net/gml/3.2', schemas.GML_XSD),
                           ('http://risicolaag/1.0', 'memory:app.xsd')], {'memory:app.xsd': document.body})


@pytest.fixture(scope='session')
def ogc_schema():
    return schemas.schema([('http://www.opengis.net/wfs/2.0', schemas.WFS_XSD), ('http://www.opengis.net/ows/1.1', schemas.OWS_XSD),
                           ('http://www.opengis.net/gml/3.2', schemas.GML_XSD)])
