import shutil
import pytest
from differential import data, runner
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State


@pytest.fixture(scope='session')
def judge(binary, tmp_path_factory):
    """A server over the table under test, a caller with two gemeenten, and the oracle on a copy of that caller's rows."""
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    data.write(state.path / 'proef.geojson')
    state.load_table(state.path / 'proef.geojson', 'proef')
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    shutil.copy(REPO / 'tests/differential/proef.xml', layers)
    with Server(state, layers=str(layers)) as server:
        yield runner.Runner(Client(server.url, state.token(GENT, ANTWERPEN)), runner.rows(state.store, [GENT, ANTWERPEN]))
    state.remove()
