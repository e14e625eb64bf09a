"""Who gets in, by which way, and how far: roles, service keys, opaque tokens, merged gemeenten. Each server here is this file's own, so that
its counts of failed attempts are too."""
import base64
import sqlite3
import time
import pytest
from support import store
from support.client import Client
from support.provider import Provider
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import ISSUER, AUDIENCE, ROLE_CLAIM, Server, State

pytestmark = pytest.mark.thorough

IN_URL = ('token', 'access_token', 'apikey', 'api_key', 'key', 'authkey', 'x-api-key', 'TOKEN', 'Api_Key', '%74oken', 'vendor')


@pytest.fixture
def own(state):
    """A server whose counters nobody else has touched."""
    with Server(state) as running:
        yield running


def challenge(answer):
    return ' '.join(answer.headers.get_all('WWW-Authenticate') or [])


def hits(client):
    answer = client.features(resultType='hits')
    assert answer.status == 200, answer
    return int(answer.xml.get('numberMatched'))


def message(answer):
    return answer.xml.findtext('.//{http://www.opengis.net/ows/1.1}ExceptionText')


# Roles

@pytest.mark.parametrize('role', ['raadpleger', 'Beheerder', 'INTEGRATOR'])
def test_roles_of_a_gemeente_read_its_rows(server, state, truth, role):
    assert hits(Client(server.url, state.token(GENT, role=role))) == len(truth.gent)


@pytest.mark.parametrize('role', ['vip', 'ovam'])
def test_roles_over_all_read_every_row(server, state, truth, role):
    everything = store.rows(state.store, 'risicolocatie', where='geschrapt = 0')
    assert hits(Client(server.url, state.token(AFFLIGEM, role=role))) == len(everything) > len(truth.two)


def test_a_role_that_is_not_in_the_table_is_403_with_a_challenge(server, state):
    answer = Client(server.url, state._sign('--gemeente', GENT, '--rol', 'boekhouder', '--force')).features()
    assert answer.status == 403, answer
    assert 'error="insufficient_scope"' in challenge(answer)


def test_vip_and_ovam_count_only_for_the_organisations_that_the_settings_name(state, truth):
    token = {'issuer': ISSUER, 'audience': AUDIENCE, 'jwks_file': str(state.keys / 'jwks.json'), 'role_claim': ROLE_CLAIM, 'all_for': ['OVO002949']}
    with Server(state, token=token) as running:
        assert Client(running.url, state.token(GENT, role='ovam')).features().status == 403
        ovam = state._sign('--organisatie', 'OVO002949', '--rol', 'ovam')
        assert hits(Client(running.url, ovam)) > len(truth.two)


# What a refusal says

def test_a_refusal_names_its_reason_in_the_challenge_and_never_the_token(server, state):
    token = state.token(GENT)
    broken = token[:-6] + 'AAAAAA'
    answer = Client(server.url, broken).features()
    assert answer.status == 401
    assert 'error="invalid_token"' in challenge(answer) and 'error_description="The signature' in challenge(answer)
    assert broken.split('.')[2] not in answer.text + str(answer.headers)


def test_without_credentials_there_is_no_error_to_name(anyone):
    answer = anyone.features()
    assert answer.status == 401
    assert 'Bearer realm="risicolaag"' in challenge(answer) and 'Basic realm=' in challenge(answer)
    assert 'error=' not in challenge(answer)


# Service keys

@pytest.mark.parametrize('way', ['basic', 'x-api-key', 'bearer'])
def test_a_service_key_opens_its_gemeenten_in_every_header(server, state, truth, way):
    key = state.service_key(GENT, ANTWERPEN, role='integrator')
    client = {'basic': Client(server.url, key, basic=True), 'x-api-key': Client(server.url, api_key=key), 'bearer': Client(server.url, key)}[way]
    assert hits(client) == len(truth.two)


def test_a_key_for_vip_reads_every_row_and_one_for_ovam_is_not_made(server, state, truth):
    assert hits(Client(server.url, api_key=state.service_key(role='vip'))) > len(truth.two)
    refused = state.run('key', 'create', '--state', state.path, '--name', 'x', '--rol', 'ovam', '--expires', '2028-01-01', check=False)
    assert refused.returncode == 1 and 'ovam' in refused.stderr


def test_a_revoked_key_is_shut_out_at_the_next_request(server, state, truth):
    key = state.service_key(GENT)
    client, before = Client(server.url, api_key=key), time.time()
    assert all(hits(client) == len(truth.gent) for _ in range(8))  # every worker has seen it
    state.run('key', 'revoke', '--state', state.path, key.split('_')[1])
    answers = [client.features(resultType='hits') for _ in range(8)]
    assert [a.status for a in answers] == [401] * 8
    assert 'ingetrokken' in message(answers[0])
    row = state.service_keys()[key.split('_')[1]]
    assert row['ingetrokken_op'] and row['laatst_gebruikt_op'] >= time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(before - 1))


def test_an_expired_key_is_refused(server, state):
    key = state.service_key(GENT)
    with sqlite3.connect(state.key_file) as db:
        db.execute("UPDATE sleutel SET vervalt_op = date('now') WHERE id = ?", (key.split('_')[1],))
    answer = Client(server.url, key, basic=True).features()
    assert answer.status == 401 and 'verlopen' in message(answer)


def test_only_a_hash_of_a_key_is_kept_and_nothing_of_it_is_logged(own, state):
    key = state.service_key(GENT)
    assert hits(Client(own.url, key, basic=True)) and hits(Client(own.url, api_key=key))
    Client(own.url).get('/wfs?key=' + key)
    secret = key.split('_', 2)[2].encode()
    kept = b''.join(f.read_bytes() for f in state.path.glob('keys.sqlite*'))
    assert key.split('_')[1].encode() in kept and secret not in kept
    assert secret.decode() not in own.log_text()


def test_the_list_of_keys_shows_whom_they_are_for(state):
    key = state.service_key(GENT, AFFLIGEM, role='integrator', name='Geo-IT test')
    row = state.service_keys()[key.split('_')[1]]
    assert (row['naam'], row['rol'], row['gemeenten'], row['vervalt_op']) == ('Geo-IT test', 'integrator', '44021,23105', '2028-01-01')
    assert not row['ingetrokken_op'] and not row['laatst_gebruikt_op']


@pytest.mark.parametrize('wrong', [
    ('--name', '', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', '2028-01-01'),
    ('--name', 'x', '--rol', 'baas', '--gemeente', GENT, '--expires', '2028-01-01'),
    ('--name', 'x', '--rol', 'raadpleger', '--expires', '2028-01-01'),
    ('--name', 'x', '--rol', 'vip', '--gemeente', GENT, '--expires', '2028-01-01'),
    ('--name', 'x', '--rol', 'raadpleger', '--gemeente', '99999', '--expires', '2028-01-01'),
    ('--name', 'x', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', '2020-01-01'),
    ('--name', 'x', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', '2999-01-01'),
    ('--name', 'x', '--rol', 'raadpleger', '--gemeente', GENT),
])
def test_a_key_is_not_made_with_wrong_options(state, wrong):
    before = len(state.service_keys())
    done = state.run('key', 'create', '--state', state.path, *wrong, check=False)
    assert done.returncode == 1 and not done.stdout and done.stderr.startswith('risicolaag key: ')
    assert len(state.service_keys()) == before


@pytest.mark.parametrize('name', IN_URL)
def test_a_secret_in_a_url_is_refused_with_words_and_leaves_no_trace(server, state, name):
    key = state.service_key(GENT)
    for query in ('%s=%s' % (name, key), 'service=WFS&version=2.0.0&request=GetCapabilities&%s=%s' % (name, key)):
        answer = Client(server.url).get('/wfs?' + query)
        assert answer.status == 400, answer
        assert 'URL' in message(answer) and 'X-API-Key' in message(answer)
        assert key.split('_', 2)[2] not in answer.text + str(answer.headers) + server.log_text()


def test_two_kinds_of_credentials_at_once_are_refused(server, state):
    both = Client(server.url, state.token(GENT), api_key=state.service_key(ANTWERPEN))
    assert both.features().status == 401


def test_what_is_no_key_in_the_key_header_is_refused(own, state):
    for value in (state.token(GENT), 'x', 'rlk_', 'rlk_0123456789_' + 'A' * 43, 'rlk_0123456789_' + 'A' * 42 + '!'):
        assert Client(own.url, api_key=value).features().status == 401


def test_s4_wrong_keys_are_refused_and_a_colleagues_good_key_never_is(own, state, truth):
    good = state.service_key(GENT)
    statuses = [Client(own.url, api_key='rlk_%010x_%s' % (i, 'A' * 43)).features().status for i in range(40)]
    assert statuses == [401] * 30 + [429] * 10
    assert hits(Client(own.url, api_key=good)) == len(truth.gent)
    answer = Client(own.url, good[:-1] + ('A' if good[-1] != 'A' else 'B'), basic=True).features()
    assert answer.status == 429 and answer.headers['Retry-After'], answer
    assert hits(Client(own.url, good, basic=True)) == len(truth.gent)
    assert hits(Client(own.url, state.token(GENT))) == len(truth.gent)
    assert own.log_text().count('attempts with a wrong service key') == 1


# Merged gemeenten

def test_an_old_organisation_reaches_the_merged_gemeente_from_one_request_to_the_next(server, state, truth):
    old = '0990000113'
    client = Client(server.url, state.token_for_organisations(old))
    assert client.features().status == 403
    state.run('organisatie', 'add', '--store', state.store, '--organisatie', old, '--gemeente', GENT, '--van', '2025-01-01', '--bron', 'proef')
    try:
        assert hits(client) == len(truth.gent)
        assert old in state.run('organisatie', 'list', '--store', state.store).stdout
    finally:
        state.run('organisatie', 'end', '--store', state.store, '--organisatie', old)
    assert client.features().status == 403


def test_an_old_nis_code_works_in_a_token_and_in_a_key(server, state, truth):
    state.run('organisatie', 'add', '--store', state.store, '--organisatie', '99991', '--gemeente', GENT, '--van', '2025-01-01')
    try:
        assert hits(Client(server.url, state.token('99991'))) == len(truth.gent)
        key = state.service_key('99991')
        assert hits(Client(server.url, api_key=key)) == len(truth.gent)
    finally:
        state.run('organisatie', 'end', '--store', state.store, '--organisatie', '99991')
    assert Client(server.url, api_key=key).features().status == 403


# One user's document never reaches another

@pytest.mark.parametrize('request_name', ['GetCapabilities', 'DescribeFeatureType', 'ListStoredQueries', 'GetFeature'])
def test_a_cache_keeps_users_apart(server, state, request_name):
    answer = Client(server.url, state.token(GENT)).wfs(request_name, **({'typeNames': 'risico:risicolocatie'} if request_name == 'GetFeature' else {}))
    assert answer.status == 200 and 'private' in answer.headers['Cache-Control']
    if 'no-store' not in answer.headers['Cache-Control']:
        vary = {word.strip().lower() for line in answer.headers.get_all('Vary') for word in line.split(',')}
        assert {'authorization', 'x-api-key'} <= vary


def test_two_users_in_turn_never_see_each_others_rows(server, state):
    gent, antwerpen = Client(server.url, state.token(GENT)), Client(server.url, api_key=state.service_key(ANTWERPEN))
    for _ in range(10):
        for client, nis in ((gent, GENT), (antwerpen, ANTWERPEN)):
            answer = client.features(count=20, outputFormat='application/json')
            assert {f['properties']['gemeente_nis'] for f in answer.json['features']} == {nis}


# Opaque tokens

def roles(*values):
    return {'active': True, ROLE_CLAIM: list(values), 'sub': 'u-1', 'vo_doelgroepcode': 'LB'}


@pytest.fixture
def provider(tmp_path):
    running = Provider()
    secret = tmp_path / 'secret'
    secret.write_text(running.secret + '\n')
    secret.chmod(0o600)
    running.settings = {'url': running.url, 'client_id': running.client_id, 'client_secret_file': str(secret), 'recheck_s': 2}
    yield running
    running.stop()


@pytest.fixture
def asking(state, provider, kbo):
    """A server with both modes on, one worker (so that its cache is the cache), and tokens for Gent and Antwerpen at the provider."""
    provider.tokens = {'gent': roles('Raadpleger:' + kbo[GENT]), 'antwerpen': roles('Raadpleger:' + kbo[ANTWERPEN])}
    token = {'issuer': ISSUER, 'audience': AUDIENCE, 'jwks_file': str(state.keys / 'jwks.json'), 'role_claim': ROLE_CLAIM,
             'introspection': provider.settings}
    with Server(state, workers=1, token=token) as running:
        yield running


@pytest.fixture(scope='module')
def kbo(state):
    with store.connect(state.store) as db:
        return dict(db.execute('SELECT nis_code, kbo_nummer FROM gemeente').fetchall())


def test_an_opaque_token_opens_what_the_provider_says(asking, provider, truth, state):
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    assert hits(Client(asking.url, 'gent', basic=True)) == len(truth.gent)
    assert provider.asked == ['gent']
    assert hits(Client(asking.url, state.token(GENT))) == len(truth.gent)  # a JWT of our issuer is not the provider's business
    assert provider.asked == ['gent']
    answer = Client(asking.url, 'unknown').features()
    assert answer.status == 401 and 'error="invalid_token"' in challenge(answer)


@pytest.mark.parametrize('answer, status', [
    ({'scope': 'openid vo', 'exp': 4102444800}, 200), ({'scope': ['openid', 'vo'], 'exp': '2099-12-31T23:59:59Z'}, 200), ({'aud': ''}, 200),
    ({'aud': []}, 200), ({'aud': [AUDIENCE]}, 200), ({'aud': 'laag'}, 200), ({'aud': 'others'}, 401), ({'exp': 1}, 401), ({'active': False}, 401),
    ({'active': 'true'}, 503), ({'exp': 'soon'}, 503), ({ROLE_CLAIM: 7}, 401), ({ROLE_CLAIM: []}, 403), ({'iss': 'https://elsewhere.example'}, 401),
])
def test_what_the_provider_says_is_judged(asking, provider, answer, status):
    provider.tokens['t'] = {**provider.tokens['gent'], **answer}
    assert Client(asking.url, 't').features(resultType='hits').status == status


def test_a_revoked_token_is_seen_within_the_time_that_is_set(asking, provider, truth):
    client = Client(asking.url, 'gent')
    assert hits(client) == len(truth.gent)
    provider.tokens['gent'] = {'active': False}
    time.sleep(2.1)
    assert client.features().status == 401


def know_tokens_for_long(asking, provider):
    """No known token is asked about again within the test, however busy the machine is."""
    provider.settings['recheck_s'] = 60
    asking.reload(token=asking.config['token'])
    time.sleep(1)


@pytest.mark.parametrize('mode', ['html', 'error', 'huge', 'redirect'])
def test_a_broken_provider_is_a_503_and_known_tokens_go_on(asking, provider, truth, mode):
    know_tokens_for_long(asking, provider)
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    provider.mode = mode
    answer = Client(asking.url, 'antwerpen').features()
    assert answer.status == 503 and answer.headers['Retry-After'], answer
    assert '127.0.0.1' not in answer.text and 'curl' not in answer.text.lower()
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    assert not any(asked.startswith('GET') for asked in provider.asked)  # no redirect was followed


def test_a_provider_that_hangs_stalls_one_request_and_no_other(asking, provider, truth):
    know_tokens_for_long(asking, provider)
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    provider.mode, provider.delay = 'slow', 8
    began = time.monotonic()
    assert Client(asking.url, 'antwerpen').features().status == 503
    assert 4 < time.monotonic() - began < 7
    began = time.monotonic()
    for i in range(20):
        assert Client(asking.url, 'new%d' % i).features().status == 503
        assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    assert time.monotonic() - began < 4


def test_a_provider_that_is_back_is_asked_again(asking, provider, truth):
    provider.mode = 'error'
    assert Client(asking.url, 'gent').features().status == 503
    provider.mode = 'fine'
    time.sleep(6.1)  # BREAKER_PAUSE, to the full second
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)


def flood(asking, count, name):
    return [Client(asking.url, '%s%d' % (name, i)).features().status for i in range(count)]


def test_s4_who_sends_only_wrong_tokens_costs_the_provider_a_few_questions_a_second(asking, provider, truth):
    assert flood(asking, 60, 'wrong') == [401] * 60
    began = time.monotonic()
    statuses = flood(asking, 60, 'more')
    seconds = int(time.monotonic() - began) + 2
    assert set(statuses) == {401, 429} and statuses.count(401) <= 2 * seconds
    assert len(provider.asked) == 60 + statuses.count(401)


def test_s4_a_good_token_of_a_colleague_is_never_refused_for_wrong_ones(asking, provider, truth):
    """With workers that each have to ask again: what has been good today needs no turn."""
    provider.settings['recheck_s'] = 1
    asking.reload(token=asking.config['token'])
    time.sleep(1)
    assert hits(Client(asking.url, 'gent')) == len(truth.gent)
    flood(asking, 70, 'wrong')
    time.sleep(1.1)
    for _ in range(5):
        flood(asking, 5, 'still%d-' % _)
        assert hits(Client(asking.url, 'gent')) == len(truth.gent)


def test_s4_a_good_token_that_comes_for_the_first_time_during_a_flood_gets_in_at_the_next_try(asking, provider, truth):
    flood(asking, 70, 'wrong')
    for i in range(30):  # the turns of first tries are taken
        if Client(asking.url, 'again%d' % i).features().status == 429:
            break
    answer = Client(asking.url, 'antwerpen').features()
    if answer.status == 429:
        assert 0 < int(answer.headers['Retry-After']) <= 5
        flood(asking, 10, 'meanwhile')
        answer = Client(asking.url, 'antwerpen').features()
    assert answer.status == 200, answer


def test_no_opaque_token_is_in_the_log(asking):
    Client(asking.url, 'opaque-and-secret').features()
    Client(asking.url, 'opaque-and-secret', basic=True).features()
    assert 'opaque-and-secret' not in asking.log_text()
    assert base64.b64encode(b'gebruiker:opaque-and-secret').decode() not in asking.log_text()


def test_a_secret_that_everybody_can_read_stops_the_workers_with_words(state, provider, tmp_path):
    (tmp_path / 'secret').chmod(0o644)
    token = {'issuer': ISSUER, 'audience': AUDIENCE, 'introspection': provider.settings}
    with pytest.raises(RuntimeError, match='Everybody on this machine'):
        Server(state, token=token).__enter__()


def test_a_store_of_an_older_program_says_how_to_mend_it(binary):
    old = State(binary)
    old.run('init', '--store', old.store)
    store.take_back(old.store, 1)
    done = old.run('organisatie', 'list', '--store', old.store, check=False)
    assert done.returncode == 1 and 'risicolaag init' in done.stderr
    old.run('init', '--store', old.store)
    assert old.run('organisatie', 'list', '--store', old.store).stdout.startswith('organisatie;')
    old.remove()
