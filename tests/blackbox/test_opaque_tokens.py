"""The layer behind a real OpenID provider: opaque tokens, asked about by introspection, and signed ones by the provider's key set."""
import json
import time
import pytest
from support import gml, store
from support.client import Client
from support.idp import ACCOUNTS, JWT_RESOURCE, Provider, asking
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import AUDIENCE, ROLE_CLAIM, Server

pytestmark = pytest.mark.thorough

ALL = None


def rights(truth, account):
    """The gemeenten of an account's role claim, found as SQL finds them; ALL for the roles that see everything."""
    roles = json.dumps(ACCOUNTS[account]['claims'].get(ROLE_CLAIM, ''))
    if 'ovam:' in roles or 'vip:' in roles:
        return ALL
    return [row['nis_code'] for row in truth.rows('gemeente').values() if row['kbo_nummer'] and row['kbo_nummer'] in roles]


def active(truth, gemeenten):
    return truth.rows('risicolocatie', gemeenten, 'geschrapt = 0')


def hits(server, token, **more):
    answer = Client(server.url, token, **more).features(resultType='hits')
    return int(answer.xml.get('numberMatched')) if answer.status == 200 else answer.status


@pytest.mark.parametrize('account', [name for name in ACCOUNTS if name not in ('politiezone', 'zonder')])
def test_each_account_sees_exactly_its_gemeenten(asking_server, idp, truth, account):
    expected = active(truth, rights(truth, account))
    answer = Client(asking_server.url, idp.token(account)).features(count=10000)
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(expected) and expected


@pytest.mark.parametrize('account', ['politiezone', 'zonder'])
def test_being_a_local_authority_or_an_employee_grants_nothing(asking_server, idp, account):
    answer = Client(asking_server.url, idp.token(account)).features()
    assert answer.status == 403, answer


@pytest.mark.parametrize('integrator,gemeenten', [('cevi', [AFFLIGEM, GENT]), ('columba', [GENT]), ('geo-it', [AFFLIGEM])])
def test_integrators_see_the_gemeenten_of_their_clients(asking_server, idp, truth, integrator, gemeenten):
    answer = Client(asking_server.url, idp.client_token(integrator)['access_token']).features()
    assert set(gml.ids(answer.xml)) == store.ids(active(truth, gemeenten))


def test_an_opaque_token_works_as_a_password_too(asking_server, idp, truth):
    assert hits(asking_server, idp.token('gent'), basic=True) == len(truth.gent)


def test_a_token_without_the_scope_of_the_layer_is_refused(asking_server, idp):
    assert hits(asking_server, idp.tokens('gent', scope='openid vo')['access_token']) == 401


def test_a_refresh_token_opens_nothing(asking_server, idp):
    """The provider calls it active too, but says nothing about its owner."""
    tokens = idp.tokens('gent', scope='openid vo risicolaag offline_access')
    assert hits(asking_server, tokens['refresh_token']) in (401, 403)


def test_a_refreshed_token_sees_the_same(asking_server, idp, truth):
    first = idp.tokens('gent', scope='openid vo risicolaag offline_access')
    renewed = idp.post('/v1/token', 'qgis', grant_type='refresh_token', refresh_token=first['refresh_token']).json
    assert hits(asking_server, renewed['access_token']) == len(truth.gent)


def test_a_token_that_was_made_up_is_refused(asking_server):
    answer = Client(asking_server.url, 'x' * 43).features()
    assert answer.status == 401 and 'error="invalid_token"' in answer.headers['WWW-Authenticate'], answer


def test_a_revoked_token_is_soon_refused(state, idp, truth):
    with Server(state, token=asking(idp, recheck_s=1)) as server:
        token = idp.token('gent')
        assert hits(server, token) == len(truth.gent)
        idp.post('/v1/revoke', 'qgis', token=token)
        deadline = time.monotonic() + 10
        while hits(server, token) != 401:
            assert time.monotonic() < deadline, 'a revoked token still opens the layer'
            time.sleep(0.2)


@pytest.mark.parametrize('how', [
    {'method': 'client_secret_post'},
    {'method': 'private_key_jwt', 'client_id': 'risicolaag-sleutel', 'client_secret_file': None, 'private_key_file': 'demo.jwk'}])
def test_the_other_ways_to_sign_in_at_the_provider(state, idp, truth, how):
    how = {key: str(state.keys / value) if key == 'private_key_file' else value for key, value in how.items()}
    settings = asking(idp, **how)
    settings['introspection'] = {key: value for key, value in settings['introspection'].items() if value}
    with Server(state, token=settings) as server:
        assert hits(server, idp.token('twee')) == len(truth.two)


def test_signed_tokens_are_checked_against_the_providers_key_set(state, idp, truth):
    settings = {'issuer': idp.issuer, 'audience': AUDIENCE, 'role_claim': ROLE_CLAIM, 'jwks_url': idp.issuer + '/v1/keys'}
    with Server(state, token=settings) as server:
        assert hits(server, idp.tokens('gent', resource=JWT_RESOURCE)['access_token']) == len(truth.gent)
        assert hits(server, idp.client_token('cevi', audience=AUDIENCE)['access_token']) == len(active(truth, [AFFLIGEM, GENT]))
        assert hits(server, idp.token('gent')) == 401, 'nobody to ask about an opaque token'


def test_demo_tokens_are_good_beside_introspection(state, idp, truth):
    settings = {**asking(idp), 'jwks_file': str(state.keys / 'jwks.json')}
    with Server(state, token=settings) as server:
        signed = state.run('token', '--state', state.path, '--config', server.folder / 'config.json', '--gemeente', ANTWERPEN).stdout.strip()
        assert hits(server, signed) == len(truth.active(ANTWERPEN))
        assert hits(server, idp.token('gent')) == len(truth.gent)


def test_a_provider_that_went_away_closes_the_door_for_new_tokens_only(state, truth):
    with Provider() as provider:
        with Server(state, workers=1, token=asking(provider, recheck_s=3600)) as server: # each worker has a cache of its own
            known, fresh = provider.token('gent'), provider.token('affligem')
            assert hits(server, known) == len(truth.gent)
            provider.stop()
            assert hits(server, known) == len(truth.gent), 'the cache knows this one'
            refused = Client(server.url, fresh).features()
            assert refused.status == 503 and int(refused.headers['Retry-After']) > 0, refused
            assert Client(server.url).features('risico:gemeente', resultType='hits').status == 200, 'the public layer is not concerned'
