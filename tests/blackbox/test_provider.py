"""The demo's OpenID provider: does it speak as ACM/IDM does, and does it say about each account what accounts.json promises?"""
import base64
import json
import subprocess
import time
import urllib.parse
import pytest
from support import store
from support.idp import ACCOUNTS, FOLDER, JWT_RESOURCE, REDIRECT, Browser, Form, Provider, pkce
from support.server import AUDIENCE

pytestmark = pytest.mark.thorough

ENDPOINTS = {'authorization_endpoint': 'auth', 'token_endpoint': 'token', 'jwks_uri': 'keys', 'introspection_endpoint': 'introspect',
             'userinfo_endpoint': 'userinfo', 'end_session_endpoint': 'logout'}


def organisations(claims):
    """The organisations of a role claim, a string or an array of strings `Role:Org, Org`."""
    roles = claims.get('risicolaag_rol_3d', [])
    return [key.strip() for role in ([roles] if isinstance(roles, str) else roles) for key in role.split(':')[1].split(',')]


def payload(jwt):
    part = jwt.split('.')[1]
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def test_the_paths_are_those_of_acm_idm(idp):
    found = idp.get('/.well-known/openid-configuration').json
    assert found['issuer'] == idp.issuer
    for member, name in ENDPOINTS.items():
        assert urllib.parse.urlsplit(found[member]).path == '/op/v1/' + name
    assert found['code_challenge_methods_supported'] == ['S256']
    assert found['id_token_signing_alg_values_supported'] == ['RS256']
    assert {'client_secret_basic', 'client_secret_post', 'private_key_jwt'} <= set(found['token_endpoint_auth_methods_supported'])


def test_the_published_keys_are_public(idp):
    key, = idp.get('/v1/keys').json['keys']
    assert key['kty'] == 'RSA' and key['alg'] == 'RS256' and 'd' not in key and 'p' not in key


@pytest.mark.parametrize('account', ACCOUNTS)
def test_introspection_tells_each_accounts_claims(idp, account):
    token = idp.token(account)
    assert token.count('.') == 0, 'access tokens are opaque'
    told = idp.introspect(token, token_type_hint='access_token')
    assert told['active'] is True and told['sub'] == account and told['client_id'] == 'qgis'
    assert 0 < told['exp'] - time.time() <= 3600
    assert {name: told[name] for name in told if name.startswith(('vo_', 'risicolaag_', 'given', 'family'))} == ACCOUNTS[account]['claims']


def test_only_the_scopes_that_were_asked_are_told(idp):
    told = idp.introspect(idp.tokens('gent', scope='openid vo')['access_token'])
    assert told['vo_orgcode'] == ACCOUNTS['gent']['claims']['vo_orgcode']
    assert 'risicolaag_rol_3d' not in told and 'given_name' not in told


def test_the_accounts_are_the_people_that_the_demo_needs(truth):
    kbo = {row['kbo_nummer']: row['nis_code'] for row in truth.rows('gemeente').values()}
    claims = {name: account['claims'] for name, account in ACCOUNTS.items()}
    gemeenten = {name: [kbo.get(key) for key in organisations(c)] for name, c in claims.items()}
    assert gemeenten['affligem'] == ['23105'] and gemeenten['gent'] == ['44021'] and gemeenten['twee'] == ['44021', '11002']
    assert len(set(gemeenten['streek'])) == 22 and None not in gemeenten['streek']
    assert gemeenten['politiezone'] == [None] and claims['politiezone']['vo_doelgroepcode'] == 'LB'
    assert gemeenten['zonder'] == [] and claims['zonder']['vo_orgcode'] in kbo
    roles = {name: json.dumps(c.get('risicolaag_rol_3d')).lower() for name, c in claims.items()}
    assert 'beheerder:' in roles['gent'] and 'ovam:' in roles['ovam'] and 'vip:' in roles['vip']
    assert {type(c.get('risicolaag_rol_3d')) for c in claims.values()} == {str, list, type(None)}


def test_userinfo_tells_the_same(idp):
    told = idp.get('/v1/userinfo', {'Authorization': 'Bearer ' + idp.token('twee')}).json
    assert told == {'sub': 'twee', **ACCOUNTS['twee']['claims']}


def test_the_login_page_is_dutch_and_lists_the_accounts(idp):
    page = Browser().open(idp.authorization_url())
    assert '<html lang="nl">' in page and 'Alleen om te proberen' in page
    assert Form(page).buttons == list(ACCOUNTS)
    assert 'src=' not in page and 'href=' not in page and '<script' not in page


def test_each_login_chooses_an_account_anew(idp):
    browser = Browser()
    first = browser.visit(idp.authorization_url(), 'gent')
    second = browser.visit(idp.authorization_url(), 'affligem')
    told = []
    for back in (first, second):
        tokens = idp.post('/v1/token', 'qgis', grant_type='authorization_code', redirect_uri=REDIRECT, code=back['code']).json
        told.append(idp.introspect(tokens['access_token'])['sub'])
    assert told == ['gent', 'affligem']


def test_logging_out_asks_first_and_says_that_it_is_done(idp):
    browser = Browser()
    browser.visit(idp.authorization_url(), 'gent')
    page = browser.open(idp.url + '/v1/logout')
    assert 'Wilt u zich afmelden?' in page
    form = Form(page)
    done = browser.open(form.action, {**form.hidden, 'logout': 'yes'})
    assert 'U bent afgemeld.' in done


def test_an_account_that_does_not_exist_is_refused(idp):
    with pytest.raises(AssertionError, match='HTTP 400'):
        Browser().visit(idp.authorization_url(), 'burgemeester')


def test_a_code_works_once(idp):
    form = {'grant_type': 'authorization_code', 'redirect_uri': REDIRECT, 'code': idp.log_in('gent')}
    first = idp.post('/v1/token', 'qgis', **form)
    assert first.status == 200, first
    again = idp.post('/v1/token', 'qgis', **form)
    assert again.status == 400 and again.json['error'] == 'invalid_grant'
    assert idp.introspect(first.json['access_token']) == {'active': False}, 'a code used twice takes its tokens along (RFC 6749 §4.1.2)'


@pytest.mark.parametrize('port', [7070, 7071, 49152])
def test_the_port_of_a_desktop_program_is_free(idp, port):
    page = Browser().open(idp.authorization_url(redirect_uri='http://127.0.0.1:%d/' % port))
    assert Form(page).buttons


def test_another_address_gets_no_code(idp):
    with pytest.raises(AssertionError, match='invalid_redirect_uri'):
        Browser().open(idp.authorization_url(redirect_uri='http://example.com/'))


def test_pkce_is_checked_when_a_program_uses_it(idp):
    verifier, challenge = pkce()
    for given, status in ((verifier, 200), (verifier[:-1] + '~', 400)):
        code = idp.log_in('gent', code_challenge=challenge, code_challenge_method='S256')
        answer = idp.post('/v1/token', 'qgis', grant_type='authorization_code', redirect_uri=REDIRECT, code=code, code_verifier=given)
        assert answer.status == status, answer


def test_a_program_in_the_browser_must_use_pkce(idp):
    browser = Browser()
    site = {'client': 'web', 'redirect_uri': 'http://localhost:8080/'}
    assert browser.open(idp.authorization_url(**site)) is None and browser.back['error'] == 'invalid_request'
    verifier, challenge = pkce()
    code = idp.log_in('gent', code_challenge=challenge, code_challenge_method='S256', **site)
    answer = idp.post('/v1/token', client_id='web', grant_type='authorization_code', redirect_uri='http://localhost:8080/', code=code, code_verifier=verifier)
    assert answer.status == 200 and idp.introspect(answer.json['access_token'])['sub'] == 'gent'


def test_refresh_gives_a_new_token_for_the_same_person(idp):
    first = idp.tokens('twee', scope='openid vo risicolaag offline_access')
    answer = idp.post('/v1/token', 'qgis', grant_type='refresh_token', refresh_token=first['refresh_token'])
    assert answer.status == 200, answer
    assert answer.json['access_token'] != first['access_token']
    told = idp.introspect(answer.json['access_token'])
    assert told['sub'] == 'twee' and told['risicolaag_rol_3d'] == ACCOUNTS['twee']['claims']['risicolaag_rol_3d']


def test_a_revoked_token_is_no_longer_active(idp):
    tokens = idp.tokens('gent')
    assert idp.introspect(tokens['access_token'])['active'] is True
    assert idp.post('/v1/revoke', 'qgis', token=tokens['access_token']).status == 200
    assert idp.introspect(tokens['access_token']) == {'active': False}


def test_a_token_ends_with_its_lifetime():
    with Provider('--lifetime', 2) as hasty:
        tokens = hasty.tokens('gent')
        assert tokens['expires_in'] == 2
        deadline = time.monotonic() + 30 # the provider allows 15 s for clocks that differ
        while hasty.introspect(tokens['access_token'])['active']:
            assert time.monotonic() < deadline, 'the token does not end'
            time.sleep(1)


def test_an_integrator_gets_a_token_of_its_own(idp):
    got = idp.client_token('columba')
    assert got['expires_in'] == 8 * 3600 and got['scope'] == 'vo risicolaag'
    told = idp.introspect(got['access_token'])
    assert told['active'] and told['client_id'] == 'columba' and 'sub' not in told
    assert told['vo_doelgroepcode'] == 'EA' and told['risicolaag_rol_3d'] == 'Integrator:' + ACCOUNTS['gent']['claims']['vo_orgcode']


def test_the_integrators_roles_are_for_gemeenten(idp, truth):
    kbo = {row['kbo_nummer'] for row in truth.rows('gemeente').values()}
    for name in ('cevi', 'columba', 'geo-it'):
        keys = organisations(idp.introspect(idp.client_token(name)['access_token']))
        assert keys and set(keys) <= kbo


@pytest.mark.parametrize('how', [{'resource': JWT_RESOURCE}, {'audience': AUDIENCE}])
def test_a_signed_token_comes_by_resource_or_audience(idp, how):
    got = payload(idp.client_token('geo-it', **how)['access_token'])
    assert got['iss'] == idp.issuer and got['aud'] == AUDIENCE and got['risicolaag_rol_3d'] == 'Integrator:0207509031'


def test_a_person_can_have_a_signed_token_too(idp):
    got = payload(idp.tokens('streek', resource=JWT_RESOURCE)['access_token'])
    assert got['sub'] == 'streek' and got['aud'] == AUDIENCE and len(organisations(got)) == 22


def test_secrets_are_taken_from_header_or_form_and_must_fit(idp):
    token = idp.token('gent')
    assert idp.post('/v1/introspect', client_id='risicolaag', client_secret=idp.secret('risicolaag'), token=token).json['active'] is True
    wrong = idp.post('/v1/introspect', 'risicolaag', 'onzin', token=token)
    assert wrong.status == 401 and wrong.json['error'] == 'invalid_client'


def test_only_the_risicolaag_learns_what_a_token_is_worth(idp):
    assert idp.introspect(idp.token('gent'), client='qgis') == {'active': False}
    assert idp.introspect('onzin') == {'active': False}


def test_a_stranger_name_for_this_machine_is_refused(idp):
    assert idp.get('/v1/keys', {'Host': 'evil.example:%d' % idp.port}).status == 421


def test_what_is_secret_is_private_to_its_owner(idp):
    assert idp.keys.stat().st_mode & 0o077 == 0
    for file in idp.keys.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_the_lock_file_names_no_registry():
    assert '://' not in (FOLDER / 'package-lock.json').read_text()


def test_the_risicolaag_may_sign_its_questions(idp, state):
    """private_key_jwt (RFC 7523) with the demo key; the answer is that of the client with a secret."""
    token = idp.token('gent')
    assertion = sign(state.keys / 'demo.jwk', {'iss': 'risicolaag-sleutel', 'sub': 'risicolaag-sleutel', 'aud': idp.issuer, 'exp': int(time.time()) + 60, 'jti': token[:20]})
    form = {'token': token, 'client_assertion_type': 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'}
    assert idp.post('/v1/introspect', client_assertion=assertion, **form).json['sub'] == 'gent'
    assert idp.post('/v1/introspect', client_assertion=assertion, **form).status == 401, 'an assertion works once'
    assert idp.post('/v1/introspect', client_assertion=assertion[:-8] + 'AAAAAAAA', **form).status == 401


def sign(jwk_file, claims):
    """A JWS (RS256) by the key of a JWK file, with what node offers."""
    script = ("const{createPrivateKey:k,sign:s}=require('crypto'),b=t=>Buffer.from(t).toString('base64url');const j=JSON.parse(require('fs').readFileSync(0));"
              "const t=b(JSON.stringify({alg:'RS256',kid:j.key.kid}))+'.'+b(JSON.stringify(j.claims));"
              "process.stdout.write(t+'.'+s('sha256',Buffer.from(t),k({key:j.key,format:'jwk'})).toString('base64url'))")
    question = json.dumps({'key': json.loads(jwk_file.read_text()), 'claims': claims})
    return subprocess.run(['node', '-e', script], input=question, capture_output=True, text=True, check=True).stdout
