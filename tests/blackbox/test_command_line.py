"""What a person types: every command explains itself, names what is wrong, and leaves files that the server can use."""
import json
import os
import re
import shutil
import subprocess
import pytest
from support import store
from support.client import Client
from support.fes import long_document
from support.sample import GENT
from support.server import REPO, Server, State

COMMANDS = re.findall(r'^COMMAND\((\w+),', (REPO / 'server/commands/commands.def').read_text(), re.MULTILINE)


def run(binary, *arguments):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300)


@pytest.fixture(scope='module')
def small(binary):
    made = State(binary)
    made.make_sample(20)
    made.make_key()
    yield made
    made.remove()


@pytest.mark.parametrize('name', COMMANDS)
def test_n11_every_way_to_ask_for_help_gives_the_same(binary, name):
    texts = [run(binary, *words) for words in ((name, '--help'), (name, '-h'), ('help', name))]
    assert {done.returncode for done in texts} == {0} and len({done.stdout for done in texts}) == 1 and not any(done.stderr for done in texts)
    assert texts[0].stdout.startswith('Gebruik: risicolaag ' + name) and '-h, --help' in texts[0].stdout


def test_n11_the_help_names_every_command_and_the_version(binary):
    texts = {run(binary, *words).stdout for words in (('--help',), ('-h',), ('help',))}
    assert len(texts) == 1
    text, = texts
    assert '--version' in text and 'help OPDRACHT' in text and all(re.search('^  %s ' % name, text, re.MULTILINE) for name in COMMANDS)
    assert re.fullmatch(r'risicolaag \S+\n', run(binary, '--version').stdout)


@pytest.mark.parametrize('words', [('onzin',), ('help', 'onzin'), ()])
def test_n11_an_unknown_command_ends_with_2(binary, words):
    done = run(binary, *words)
    assert done.returncode == 2 and done.stdout == '' and 'Opdrachten:' in done.stderr and (not words or "'onzin'" in done.stderr)


def test_n11_a_role_that_does_not_exist_is_refused_with_those_that_do(small):
    done = small.run('token', '--state', small.path, '--gemeente', GENT, '--rol', 'koning', check=False)
    roles = re.findall(r'^ROLE\((\w+),', (REPO / 'auth/roles.def').read_text(), re.MULTILINE)
    assert done.returncode == 2 and done.stdout == '' and 'koning' in done.stderr and roles and all(role in done.stderr for role in roles)
    for role in roles:
        assert small.run('token', '--state', small.path, '--gemeente', GENT, '--rol', role.capitalize()).stdout


@pytest.mark.parametrize('words', [('token', '--gemeente', GENT), ('key', 'create', '--name', 'x', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', '2028-01-01')])
def test_n11_a_store_that_is_not_there_is_named(binary, tmp_path, words):
    done = run(binary, *words, '--state', tmp_path / 'nergens')
    assert done.returncode == 1 and str(tmp_path / 'nergens/store.sqlite') in done.stderr and 'opnieuw' not in done.stderr


@pytest.mark.parametrize('path', ['elders.sqlite', '../elders/store.sqlite'])
def test_n11_the_store_of_the_servers_configuration_is_used(small, tmp_path, path):
    (tmp_path / 'state').mkdir()
    elsewhere = (tmp_path / 'state' / path).resolve()
    elsewhere.parent.mkdir(exist_ok=True)
    store.copy_for(small.store, elsewhere, [GENT])
    for where in (path, str(elsewhere)):
        (tmp_path / 'state/config.json').write_text(json.dumps({'store': where, 'token': {'issuer': 'https://x.invalid', 'audience': 'risicolaag'}}))
        small.run('token', '--state', tmp_path / 'state', '--make-key')
        assert small.run('token', '--state', tmp_path / 'state', '--gemeente', GENT).stdout.count('.') == 2
        assert 'Gent' in small.run('gemeenten', 'list', '--state', tmp_path / 'state').stdout
    done = small.run('sample', '--state', tmp_path / 'state', '--features', 5)
    assert done.returncode == 0 and (tmp_path / 'state/store.sqlite').exists(), 'a sample never takes the place of a store that was not named'


def test_n11_a_configuration_that_cannot_be_read_is_named(small, tmp_path):
    (tmp_path / 'config.json').write_text('{"store": ')
    done = small.run('gemeenten', 'list', '--state', tmp_path, check=False)
    assert done.returncode == 1 and 'config.json:1' in done.stderr and '--store' in done.stderr


@pytest.mark.skipif(os.getuid() != 0, reason='only root can make files that the server cannot write')
def test_n11_a_sample_by_root_is_the_servers_to_write(binary, tmp_path):
    os.chown(tmp_path, 33, 33) # www-data
    path = tmp_path / 'store.sqlite'
    assert run(binary, 'init', '--store', path).returncode == 0
    assert (path.stat().st_uid, path.stat().st_gid) == (33, 33)
    os.chown(path, 65534, 33)
    path.chmod(0o640)
    assert run(binary, 'sample', '--store', path, '--features', 5, '--force').returncode == 0
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (65534, 33, 0o640)


def owned(path):
    found = path.stat()
    return found.st_uid, found.st_gid, oct(found.st_mode & 0o777)


@pytest.mark.skipif(os.getuid() != 0, reason='only root can make files that the server cannot read')
@pytest.mark.parametrize('umask', [0o022, 0o077])
def test_n11_what_root_makes_beside_a_store_is_for_the_stores_owner(binary, tmp_path, umask):
    """As bin/up leaves it: the folder is root's, the store another user's."""
    state = State(binary)
    before = os.umask(umask)
    try:
        state.make_sample(20)
        state.make_key()
        os.chown(state.store, 65534, 33)
        key = state.service_key(GENT)
        with Server(state) as server:
            assert Client(server.url, api_key=key).features(count=1).status == 200
            assert Client(server.url, state.token(GENT)).post(long_document('count="5"'), 'text/xml').status == 200
            use = state.key_file.with_name(state.key_file.name + '-use')
            made = {path.name: owned(path) for file in (state.key_file, use, server.folder / 'continuations.sqlite')
                    for path in file.parent.glob(file.name + '*')}
    finally:
        os.umask(before)
        state.remove()
    assert len(made) >= 3
    for name, found in made.items():
        assert found == (65534, 33, '0o600' if name == state.key_file.name else '0o640'), name


@pytest.mark.skipif(os.getuid() != 0, reason='only root can leave a file that the server cannot read')
def test_n11_keys_that_root_made_become_the_stores_owners_when_root_opens_them(binary, small, tmp_path):
    """As an older version, or a backup that was put back, left them."""
    state = State(binary)
    shutil.copy(small.store, state.store)
    state.service_key(GENT)
    shutil.copy(state.key_file, tmp_path / 'kept')
    os.chown(state.store, 65534, 33)
    assert owned(state.key_file)[0] == 0
    assert len(state.service_keys()) == 1
    assert owned(state.key_file) == (65534, 33, '0o600')
    os.chown(state.key_file, 1, 1)
    assert len(state.service_keys()) == 1 and owned(state.key_file)[:2] == (1, 1), 'whoever else owns it was chosen'
    for put in (os.link, os.symlink):  # what belongs to root elsewhere is nobody's to take
        state.key_file.unlink()
        put(tmp_path / 'kept', state.key_file)
        done = state.run('key', 'list', '--state', state.path, check=False)
        assert done.returncode == 1 and 'chown' in done.stderr and owned(tmp_path / 'kept')[0] == 0
    os.chown(tmp_path / 'kept', 65534, 33)
    assert len(state.service_keys()) == 1, 'a link to the file of another than root is as good as any'
    state.remove()


@pytest.mark.parametrize('umask', [0o000, 0o022, 0o077])
@pytest.mark.parametrize('words', [('init',), ('sample', '--features', '5')])
def test_n11_a_new_store_is_for_its_owner_and_group(binary, tmp_path, words, umask):
    path = tmp_path / 'store.sqlite'
    subprocess.run([binary, *words, '--store', str(path)], check=True, capture_output=True, timeout=300, umask=umask)
    assert oct(path.stat().st_mode & 0o777) == '0o640'


@pytest.mark.parametrize('words', [('--state',), ('--state', '')])
def test_n11_down_without_a_folder_says_so_in_a_sentence(words):
    done = subprocess.run([str(REPO / 'bin/down'), *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stderr == '--state vraagt een map (zie --help)\n'


@pytest.mark.parametrize('words', [['--version'], ['--help'], ['gemeenten', 'list'], ['rubrieken', 'list'], ['percelen', 'list'], ['permits', 'list'], ['key', '--help']])
def test_what_could_not_be_written_is_no_success(binary, small, words):
    how = ['--store', str(small.store)] if words[-1] == 'list' else []
    with open('/dev/full', 'w') as full:
        done = subprocess.run([binary, *words, *how], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and 'niet alles is geschreven' in done.stderr, done.stderr
