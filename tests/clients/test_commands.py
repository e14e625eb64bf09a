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


def config_of(state, **changed):
    """What a person does to the file that bin/up wrote."""
    config = json.loads((state / 'config.json').read_text())
    config.update(changed)
    (state / 'config.json').write_text(json.dumps(config))


def refused(state, *options, status=1):
    done = command('up', '--detach', '--state', state, '--port', free_port(), '--workers', 1, *options)
    left = processes_in(state / 'run')
    command('down', '--state', state)
    assert done.returncode == status and not left, done.stdout + done.stderr
    return done.stderr


@pytest.fixture(scope='module')
def sampled(folder):
    """A state with its own sample, stopped."""
    state = folder / 'with blank'
    done = command('up', '--detach', '--state', state, '--port', free_port(), '--idp-port', free_port(), '--features', 300, '--workers', 1, '--public-url', 'https://kaart.example')
    command('down', '--state', state)
    return done, state


def test_n7_a_public_url_starts_and_printed_lines_bear_a_blank(sampled):
    done, state = sampled
    assert done.returncode == 0, done.stderr
    assert json.loads((state / 'config.json').read_text())['public_url'] == 'https://kaart.example'
    ask = re.search(r'Bearer \$\((.+?)\)"', done.stdout)[1]
    told = subprocess.run(['bash', '-c', ask], capture_output=True, text=True)
    assert told.returncode == 0 and told.stdout.count('.') == 2, ask + told.stderr


def test_n7_a_config_that_lets_the_demo_in_beside_real_data_does_not_start(folder, sampled):
    state, real = folder / 'let-in', folder / 'real.sqlite'
    assert command('up', '--detach', '--no-idp', '--state', state, '--port', free_port(), '--features', 300, '--workers', 1).returncode == 0
    command('down', '--state', state)
    shutil.copy(sampled[1] / 'store.sqlite', real)
    os.chmod(real, 0o666)
    config_of(state, store=str(real))
    told = refused(state)
    assert '--reconfigure' in told and '--demo' in told and '"token"' in told
    assert 'noemt' in refused(state, '--store', state / 'store.sqlite'), 'the store of the config is the one that is served'


WAYS_TO_WRITE_IT = ['"\\u006beys/jwks.json"', r'"keys\/\u006awks.json"', '"./keys/../keys//jwks.json"', '"{state}/keys/jwks.json"', '"link.json"', '"copy.json"', r'"\u006Beys/idp/other.json"']


@pytest.fixture(scope='module')
def real(folder, sampled):
    """A state with the demo's key, whose config names data of somebody's own."""
    state = folder / 'written'
    assert command('up', '--detach', '--no-idp', '--state', state, '--port', free_port(), '--features', 300, '--workers', 1).returncode == 0
    command('down', '--state', state)
    shutil.copy(sampled[1] / 'store.sqlite', state / 'real.sqlite')
    config_of(state, store='real.sqlite')
    (state / 'link.json').symlink_to('keys/jwks.json')
    shutil.copy(state / 'keys/jwks.json', state / 'copy.json')
    return state


@pytest.mark.parametrize('written', WAYS_TO_WRITE_IT)
def test_n7_the_demos_key_is_found_however_the_config_writes_its_path(real, written):
    config_of(real, token={'issuer': 'https://x.invalid', 'audience': 'risicolaag', 'jwks_file': 'HERE'})
    text = (real / 'config.json').read_text()
    (real / 'config.json').write_text(text.replace('"HERE"', written.replace('{state}', str(real))))
    assert '"token"' in refused(real, '--no-idp')


def test_n7_a_token_check_of_ones_own_is_no_demo(real, sampled):
    state = real
    shutil.copy(sampled[1] / 'keys/jwks.json', state / 'own.json') # of another folder: another key
    (state / 'own.json').chmod(0o644)
    config_of(state, token={'issuer': 'https://x.invalid', 'audience': 'risicolaag', 'jwks_file': 'own.json'})
    done = command('up', '--detach', '--no-idp', '--state', state, '--port', free_port(), '--workers', 1)
    command('down', '--state', state)
    assert done.returncode == 0 and 'wachtwoord' not in done.stdout, done.stderr


def test_n7_an_import_into_the_sample_ends_the_demo(folder):
    state = folder / 'filled'
    options = ('up', '--detach', '--state', state, '--port', free_port(), '--idp-port', free_port(), '--features', 300, '--workers', 1)
    assert 'wachtwoord' in command(*options).stdout
    command('down', '--state', state)
    program, export = REPO / 'build/release/risicolaag', folder / 'uit.csv'
    subprocess.run([program, 'export', export, '--store', state / 'store.sqlite', '--gemeente', '44021'], check=True)
    lines = export.read_text(encoding='utf-8-sig').splitlines(keepends=True)
    export.write_text(lines[0] + ''.join(line[line.index(';'):] for line in lines[1:2]), encoding='utf-8') # without its id: a row more
    subprocess.run([program, 'import', export, '--store', state / 'store.sqlite'], check=True, capture_output=True)
    done = command(*options)
    left = (state / 'up/idp.proc').exists()
    command('down', '--state', state)
    assert done.returncode == 0 and 'wachtwoord' not in done.stdout and 'key create' in done.stdout and not left, done.stderr
    assert '--demo' in done.stderr and json.loads((state / 'config.json').read_text())['token'] is None
    assert 'wachtwoord' in command(*options, '--demo').stdout
    command('down', '--state', state)


def test_n7_a_file_in_the_place_of_the_sample_is_no_sample(folder):
    state = folder / 'replaced'
    options = ('up', '--detach', '--no-idp', '--state', state, '--port', free_port(), '--features', 300, '--workers', 1)
    assert 'wachtwoord' in command(*options).stdout
    command('down', '--state', state)
    assert 'wachtwoord' in command(*options).stdout, 'its own sample stays its own'
    command('down', '--state', state)
    shutil.copy(state / 'store.sqlite', state / 'other.sqlite')
    os.replace(state / 'other.sqlite', state / 'store.sqlite')
    done = command(*options)
    command('down', '--state', state)
    assert done.returncode == 0 and 'wachtwoord' not in done.stdout and 'key create' in done.stdout
    assert json.loads((state / 'config.json').read_text())['token'] is None


def test_n7_no_sample_is_made_where_a_store_was_named(folder):
    missing = folder / 'typing-mistake.sqlite'
    assert str(missing) in refused(folder / 'missing', '--store', missing)
    assert not missing.exists()


def test_n7_a_broken_config_shows_only_what_this_run_said(sampled):
    state = sampled[1]
    kept = (state / 'config.json').read_text()
    (state / 'up/serve.log').open('a').write('of another day\n')
    config_of(state, workers='many')
    told = refused(state, '--no-idp')
    (state / 'config.json').write_text(kept)
    assert 'workers' in told and 'of another day' not in told


def test_s5_a_signal_between_the_start_of_a_process_and_its_record_stops_it(tmp_path):
    """As in bin/up, with a record that takes a while."""
    script = tmp_path / 'script'
    script.write_text('''
        . %s/bin/lib.sh
        eval "$(declare -f record_process | sed '1s/record_process/record_at_once/')"
        record_process() { touch '%s/started'; sleep 1; record_at_once "$@"; }
        trap 'stop_process "$PWD/one.proc" een 5 sleep; exit 7' TERM
        trap '' HUP
        start_process "$PWD/one.proc" "$PWD/one.log" sleep 299
        sleep 30
    ''' % (REPO, tmp_path))
    up = subprocess.Popen(['bash', script], cwd=tmp_path, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while not (tmp_path / 'started').exists() and time.monotonic() < end:
        time.sleep(0.01)
    started, = [int(child) for child in pathlib.Path('/proc/%d/task/%d/children' % (up.pid, up.pid)).read_text().split()
                if b'299' in pathlib.Path('/proc/%s/cmdline' % child).read_bytes()]
    up.send_signal(signal.SIGHUP) # is ignored as before
    up.send_signal(signal.SIGTERM)
    assert up.wait(20) == 7
    assert not pathlib.Path('/proc/%d' % started).exists()


@pytest.mark.parametrize('when,kind', [(when, kind) for when in ('running', 'starting') for kind in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)] + [('starting', signal.SIGCONT)],
                         ids=lambda value: value if isinstance(value, str) else value.name)
def test_s5_a_closed_terminal_and_ctrl_c_stop_all(folder, when, kind):
    state, port = folder / ('%s-%d' % (when, kind)), free_port()
    def as_a_terminal():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    up = subprocess.Popen([REPO / 'bin/up', '--state', state, '--port', str(port), '--idp-port', str(free_port()), '--features', '300', '--workers', '1'],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=as_a_terminal)
    try:
        awaited = state / ('up/watch.proc' if when == 'running' else 'up/idp.proc')
        end = time.monotonic() + 120
        while not (awaited.exists() and awaited.read_text()) and up.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        up.stdout.close() # nobody reads any more; that alone ends a start (SIGCONT does nothing)
        os.killpg(up.pid, kind)
        assert up.wait(60) is not None
        assert not processes_in(state)
    finally:
        command('down', '--state', state)


@pytest.mark.parametrize('options', [('--workers', '3'), ('--public-url', 'https://kaart.example'), ('--no-idp',), ('--reconfigure',)])
def test_n7_options_that_a_running_service_does_not_follow_are_named(up, options):
    before = sorted(processes_in(up[2]))
    done = command('up', '--detach', '--state', up[2], *options)
    assert done.returncode == 1 and options[0] in done.stderr and 'localhost:%d' % up[1] in done.stderr
    assert command('up', '--detach', '--state', up[2]).returncode == 0
    assert sorted(processes_in(up[2])) == before


def test_n7_down_names_the_folder_that_up_took_instead(tmp_path):
    elsewhere = pathlib.Path('/var/lib/risicolaag')
    if os.getuid() != 0 or elsewhere.exists():
        pytest.skip('not root, or that folder is in use')
    bystander = subprocess.Popen(['sleep', '300'])
    try:
        (elsewhere / 'up').mkdir(parents=True)
        fields = pathlib.Path('/proc/%d/stat' % bystander.pid).read_text().rsplit(') ', 1)[1].split()
        (elsewhere / 'up/serve.proc').write_text('%d %s\n' % (bystander.pid, fields[19]))
        done = command('down', cwd=tmp_path)
        assert done.returncode == 1 and 'bin/down --state /var/lib/risicolaag' in done.stderr
        assert bystander.poll() is None
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
        bystander.kill()
        bystander.wait()


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


@pytest.mark.parametrize('arguments', [('up', '--onzin'), ('up', '--port', '0'), ('up', '--port'), ('up', '--workers', 'veel'), ('up', '--port', '8090', '--idp-port', '8090'),
                                       ('up', '--listen', '1.2.3.999'), ('up', '--listen', 'a;b'), ('up', '--public-url', 'kaart.example'),
                                       ('up', '--public-url', 'https://kaart.example/a b'), ('down', '--onzin'), ('test', 'alles')])
def test_wrong_options_are_refused(arguments):
    done = command(*arguments)
    assert done.returncode == 2 and '--help' in done.stderr
