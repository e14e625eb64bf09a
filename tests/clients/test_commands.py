"""What a newcomer types: bin/up, the lines it prints, bin/down."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
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
    if os.getuid() != 0 or 'alles als root' in up[0].stderr:
        pytest.skip('not root, or the folders here are closed to www-data')
    pids = processes_in(up[2])
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
    assert not (state / 'run/idp.proc').exists() and not (state / 'keys/idp').exists()
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


def test_down_stops_what_up_started_and_nothing_else(up):
    bystander = subprocess.Popen(['sleep', '300'])
    done = command('down', '--state', up[2])
    assert done.returncode == 0 and 'is gestopt' in done.stderr
    assert not processes_in(up[2])
    again = command('down', '--state', up[2])
    assert again.returncode == 0 and 'draait niets' in again.stderr
    (up[2] / 'run/serve.proc').write_text('%d 1\n' % bystander.pid) # a pid that another program has got since
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
