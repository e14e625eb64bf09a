"""What 'risicolaag doctor' says of an installation: what is wrong, and what to do about it."""
import http.server
import json
import os
import threading
import pytest
from support.server import AUDIENCE, REPO, State, free_port

LAYERS = str(REPO / 'data/layers')
GOOD = {'store': 'store.sqlite', 'socket': 'run/serve.sock', 'layers': LAYERS, 'token': None}


@pytest.fixture(scope='module')
def made(binary):
    state = State(binary)
    state.run('init', '--state', state.path)
    yield state
    state.remove()


def look(state, **settings):
    """Exit status, and what is said of each subject: 'goed', 'let op' or 'FOUT', with the words behind it."""
    (state.path / 'config.json').write_text(json.dumps({**GOOD, **settings}))
    done = state.run('doctor', '--state', state.path, check=False)
    lines = [(line[:7].strip(), *line[8:].split(': ', 1)) for line in done.stdout.splitlines()[:-1]]
    return done.returncode, {what: (finding, words) for finding, what, words in lines}


class Provider(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, b'{"keys": []}')

    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        self.answer(401, b'')

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@pytest.fixture(scope='module')
def provider():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield 'http://127.0.0.1:%d' % server.server_port
    server.shutdown()


def test_a_new_installation_is_told_what_is_missing(made):
    status, said = look(made)
    assert status == 1 and said['dienst'] == ('goed', 'kan met deze instellingen starten')
    assert said['toegang'][0] == 'let op' and 'niemand mag al iets' in said['toegang'][1]
    assert said['reservekopie'][0] == 'FOUT' and 'risicolaag backup' in said['reservekopie'][1]
    assert said['grenzen'][0] == 'let op' and '285 gemeenten' in said['grenzen'][1]
    assert said['KBO-nummers'][0] in ('let op', 'FOUT') and 'gemeenten kbo' in said['KBO-nummers'][1]
    assert said['coördinaten'][0] in ('goed', 'let op') and 'NTv2-raster' in said['coördinaten'][1] and said['TLS'][0] == 'let op' and said['schijf'][0] in ('goed', 'FOUT')


@pytest.mark.thorough
def test_a_copy_of_today_is_good_and_an_old_one_is_not(made):
    made.run('backup', '--state', made.path)
    assert look(made)[1]['reservekopie'][0] == 'goed'
    for file in (made.path / 'reservekopie').iterdir():
        file.rename(file.with_name('risicolaag-20260301-020000' + file.name[26:]))
    finding, words = look(made)[1]['reservekopie']
    assert finding == 'FOUT' and 'dagen oud' in words


@pytest.mark.thorough
def test_what_everybody_can_read_is_wrong(made):
    assert look(made)[1]['rechten'][0] == 'goed'
    os.chmod(made.store, 0o644)
    finding, words = look(made)[1]['rechten']
    os.chmod(made.store, 0o640)
    assert finding == 'FOUT' and 'chmod o-rwx' in words and 'store.sqlite' in words


@pytest.mark.thorough
def test_the_demos_key_and_a_provider_that_is_not_there_are_wrong(made, provider):
    gone = 'http://127.0.0.1:%d' % free_port()
    for issuer, url, found in (('https://login.example', provider, ('goed', 'goed')), ('https://login.example', gone, ('goed', 'FOUT')),
                               ('https://demo.risicolaag.invalid', provider, ('FOUT', 'goed')), ('http://localhost:8081/op', provider, ('FOUT', 'goed'))):
        said = look(made, token={'issuer': issuer, 'audience': AUDIENCE, 'jwks_url': url + '/keys'})[1]
        assert (said.get('demosleutel', said.get('toegang'))[0], said['aanmeldserver'][0]) == found, issuer
        assert said['dienst'][0] == 'goed'


@pytest.mark.thorough
def test_a_provider_that_refuses_a_question_without_a_credential_is_there(made, provider):
    (made.path / 'secret').write_text('x')
    os.chmod(made.path / 'secret', 0o600)
    said = look(made, token={'issuer': 'https://login.example', 'audience': AUDIENCE,
                             'introspection': {'url': provider + '/ask', 'client_id': 'x', 'client_secret_file': 'secret'}})[1]
    assert said['aanmeldserver'][0] == 'goed' and said['dienst'][0] == 'goed'


@pytest.mark.thorough
def test_an_address_without_tls_is_wrong(made):
    assert look(made, public_url='http://kaart.example')[1]['TLS'][0] == 'FOUT'
    assert look(made, public_url='https://kaart.example')[1]['TLS'][0] == 'goed'


def test_settings_that_cannot_be_read_end_with_words(made):
    (made.path / 'config.json').write_text('{"store": ')
    done = made.run('doctor', '--state', made.path, check=False)
    assert done.returncode == 1 and 'config.json:1' in done.stderr and done.stdout == ''


@pytest.mark.thorough
def test_a_store_that_is_not_there_is_told_and_the_rest_is_looked_at(made):
    status, said = look(made, store='elders.sqlite')
    assert status == 1 and said['dienst'][0] == said['opslag'][0] == said['schijf'][0] == 'FOUT' and 'klok' in said
    assert not (made.path / 'elders.sqlite').exists()
