"""What a newcomer types: bin/up, the lines it prints, bin/down."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import pytest
from support.idp import ACCOUNTS
from support.server import REPO, free_port


def command(name, *arguments, **more):
    return subprocess.run([str(REPO / 'bin' / name), *map(str, arguments)], capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, **more)


def processes_in(folder):
    """Pids of processes that name this folder in their command line or work for one that does."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if entry.name.isdigit():
            try:
                if str(folder).encode() in (entry / 'cmdline').read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


@pytest.fixture(scope='module')
def folder():
    made = pathlib.Path(tempfile.mkdtemp(prefix='risicolaag-up-'))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope='module')
def up(folder):
    port = free_port()
    done = command('up', '--detach', '--state', folder / 'state', '--port', port, '--idp-port', free_port(), '--features', 2000, '--workers', 2)
    assert done.returncode == 0, done.stdout + done.stderr
    yield done, port, folder / 'state'
    command('down', '--state', folder / 'state')


def test_up_answers_and_says_where(up):
    done, port, state = up
    assert 'http://localhost:%d/wfs' % port in done.stdout
    with urllib.request.urlopen('http://127.0.0.1:%d/healthz' % port) as answer:
        assert answer.status == 200
    assert len(re.findall(r'wachtwoord: (\S+\.\S+\.\S+)$', done.stdout, re.MULTILINE)) == 3


@pytest.mark.parametrize('tool,sees', [('curl', 'numberMatched='), ('ogrinfo', 'Feature Count: ')])
def test_the_lines_to_copy_work(up, tool, sees):
    line, = [line.strip() for line in up[0].stdout.splitlines() if re.match(r'\s+(GDAL_HTTP_USERPWD=.*)?%s ' % tool, line)]
    done = subprocess.run(['bash', '-c', line], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and sees in done.stdout, line + done.stdout + done.stderr
    assert not re.search(sees + '"?0', done.stdout)


def test_root_gives_up_its_rights(up):
    if os.getuid() != 0:
        pytest.skip('not root')
    pids = [pid for pid in processes_in(up[2]) if b'bin/up' not in pathlib.Path('/proc/%d/cmdline' % pid).read_bytes()]  # the watch starts the others
    assert len(pids) >= 3
    assert 0 not in {os.stat('/proc/%d' % pid).st_uid for pid in pids}


def test_the_private_key_is_its_owners_alone(up):
    assert (up[2] / 'keys/demo.jwk').stat().st_mode & 0o077 == 0


def test_the_identity_provider_runs_and_its_accounts_are_listed(up):
    done, port, state = up
    issuer = re.search(r'aanmeldserver  (http://localhost:\d+/op)$', done.stdout, re.MULTILINE)[1]
    with urllib.request.urlopen(issuer + '/.well-known/openid-configuration') as answer:
        assert json.load(answer)['issuer'] == issuer
    for name in ACCOUNTS:
        assert re.search('^ +%s ' % name, done.stdout, re.MULTILINE), name
    assert json.loads((state / 'qgis/oauth2.json').read_text())['tokenUrl'] == issuer + '/v1/token'
    assert 'http://localhost:%d/wfs' % port in (state / 'qgis/verbinding.xml').read_text()
    assert 'VUL IN' not in (state / 'qgis/oauth2.json').read_text()


def test_without_identity_provider_nothing_of_it_runs(folder):
    state = folder / 'alone'
    done = command('up', '--detach', '--no-idp', '--state', state, '--port', free_port(), '--features', 500, '--workers', 1)
    assert done.returncode == 0 and 'aanmeldserver' not in done.stdout
    assert not (state / 'up/idp.proc').exists() and not (state / 'keys/idp').exists()
    command('down', '--state', state)
    assert not processes_in(state)


def test_a_second_up_says_so_and_harms_nothing(up):
    before = sorted(processes_in(up[2]))
    done = command('up', '--detach', '--state', up[2], '--port', up[1])
    assert done.returncode == 0 and 'draait al' in done.stderr
    assert sorted(processes_in(up[2])) == before


def test_a_port_in_use_is_named(up, folder):
    done = command('up', '--detach', '--state', folder / 'other', '--port', up[1])
    assert done.returncode == 1 and 'poort %d is al in gebruik' % up[1] in done.stderr
    assert not processes_in(folder / 'other')


def pid_of(state, name):
    return int((state / 'up' / (name + '.proc')).read_text().split()[0])


def answers(port, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen('http://127.0.0.1:%d/healthz' % port, timeout=5) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.2)
    return False


@pytest.mark.parametrize('name', ['serve', 'nginx', 'idp'])
def test_s5_what_is_killed_comes_back(up, name):
    state, before = up[2], pid_of(up[2], name)
    workers = processes_in(state)
    os.kill(before, signal.SIGKILL)
    end = time.monotonic() + 60
    while pid_of(state, name) == before and time.monotonic() < end:
        time.sleep(0.2)
    assert pid_of(state, name) != before and answers(up[1])
    assert set(processes_in(state)) - set(workers), 'nothing new was started'


def test_s5_up_finds_what_a_killed_master_and_a_killed_watch_left(up, folder):
    """nginx's workers keep the port without their master."""
    port, state = up[1], up[2]
    os.kill(pid_of(state, 'watch'), signal.SIGKILL)
    os.kill(pid_of(state, 'nginx'), signal.SIGKILL)
    done = command('up', '--detach', '--state', state, '--port', port, '--idp-port', re.search(r':(\d+)/op', up[0].stdout)[1], '--workers', 2)
    assert done.returncode == 0, done.stderr
    assert answers(port)
    os.kill(pid_of(state, 'watch'), signal.SIGKILL)
    os.kill(pid_of(state, 'nginx'), signal.SIGKILL)
    command('down', '--state', state)
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('127.0.0.1', port))
    again = command('up', '--detach', '--state', state, '--port', port, '--idp-port', re.search(r':(\d+)/op', up[0].stdout)[1], '--workers', 2)
    assert again.returncode == 0 and answers(port), again.stderr


def test_a7_nothing_of_the_state_is_for_everybody(up):
    state = up[2]
    assert state.stat().st_mode & 0o007 == 0 and (state / 'up').stat().st_mode & 0o077 == 0
    open_ones = [str(f) for f in state.rglob('*') if not f.is_symlink() and not f.is_socket() and f.stat().st_mode & 0o007]
    assert not open_ones, open_ones


def test_n7_a_config_that_a_person_changed_stays(folder):
    state, port = folder / 'edited', free_port()
    options = ('up', '--detach', '--no-idp', '--state', state, '--port', port, '--features', 300)
    assert command(*options, '--workers', 1).returncode == 0
    assert command('down', '--state', state).returncode == 0
    assert command(*options, '--workers', 2).returncode == 0
    config = json.loads((state / 'config.json').read_text())
    assert config['workers'] == 2, 'nobody changed it: it follows the options'
    command('down', '--state', state)
    config['public_url'] = 'https://kaart.example'
    (state / 'config.json').write_text(json.dumps(config))
    done = command(*options, '--workers', 1)
    assert done.returncode == 0 and 'aangepast' in done.stderr and '--reconfigure' in done.stderr
    assert json.loads((state / 'config.json').read_text()) == config
    with urllib.request.urlopen('http://127.0.0.1:%d/wfs?service=WFS&request=GetCapabilities' % port) as answer:
        assert b'https://kaart.example/wfs' in answer.read()
    command('down', '--state', state)
    assert command(*options, '--workers', 1, '--reconfigure').returncode == 0
    assert 'public_url' not in json.loads((state / 'config.json').read_text())
    assert json.loads((state / 'config.json.vorige').read_text()) == config
    command('down', '--state', state)


def test_n7_beside_data_of_your_own_there_is_no_demo(folder):
    first, state, port = folder / 'edited', folder / 'real', free_port()
    state.mkdir()
    shutil.copy(first / 'store.sqlite', state / 'store.sqlite')
    done = command('up', '--detach', '--state', state, '--port', port, '--workers', 1)
    try:
        assert done.returncode == 0, done.stderr
        assert 'wachtwoord' not in done.stdout and 'key create' in done.stdout
        assert not (state / 'up/idp.proc').exists()
        program = REPO / 'build/release/risicolaag'
        token = subprocess.run([program, 'token', '--state', first, '--gemeente', '44021'], capture_output=True, text=True, check=True).stdout.strip()
        request = urllib.request.Request('http://127.0.0.1:%d/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&resultType=hits' % port,
                                         headers={'Authorization': 'Bearer ' + token})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 401 and 'sleutels' in refused.value.read().decode()
    finally:
        command('down', '--state', state)


def test_n7_a_port_below_1024_as_root_and_nobody_else_is(folder):
    if os.getuid() != 0:
        pytest.skip('not root')
    state = folder / 'low'
    with socket.socket() as s:
        for port in range(1023, 900, -1):
            try:
                s.bind(('127.0.0.1', port))
                break
            except OSError:
                continue
    done = command('up', '--detach', '--no-idp', '--state', state, '--port', port, '--features', 300, '--workers', 1)
    try:
        assert done.returncode == 0 and answers(port), done.stderr
        assert 0 not in {os.stat('/proc/%d' % pid).st_uid for pid in processes_in(state) if b'bin/up' not in pathlib.Path('/proc/%d/cmdline' % pid).read_bytes()}
    finally:
        command('down', '--state', state)


def test_n7_a_state_that_www_data_cannot_reach_is_refused_with_words(tmp_path):
    if os.getuid() != 0:
        pytest.skip('not root')
    tmp_path.chmod(0o700)
    done = command('up', '--detach', '--no-idp', '--state', tmp_path / 'state', '--port', free_port())
    assert done.returncode == 1 and 'www-data' in done.stderr and not (tmp_path / 'state').exists()


def test_down_stops_what_up_started_and_nothing_else(up):
    bystander = subprocess.Popen(['sleep', '300'])
    done = command('down', '--state', up[2])
    assert done.returncode == 0 and 'is gestopt' in done.stderr
    assert not processes_in(up[2])
    again = command('down', '--state', up[2])
    assert again.returncode == 0 and 'draait niets' in again.stderr
    (up[2] / 'up/serve.proc').write_text('%d 1\n' % bystander.pid) # a pid that another program has got since
    command('down', '--state', up[2])
    assert bystander.poll() is None, 'a process that bin/up did not start was killed'
    bystander.kill()
    bystander.wait()


@pytest.mark.parametrize('name', ['up', 'down', 'test'])
def test_each_command_explains_itself(name):
    done = command(name, '--help')
    assert done.returncode == 0 and done.stdout.startswith('Gebruik: bin/' + name)


@pytest.mark.parametrize('arguments', [('up', '--onzin'), ('up', '--port', '0'), ('up', '--port'), ('up', '--workers', 'veel'), ('down', '--onzin'), ('test', 'alles')])
def test_wrong_options_are_refused(arguments):
    done = command(*arguments)
    assert done.returncode == 2 and '--help' in done.stderr
