"""What the Debian package is made of: its example for nginx, its manual and its settings. 'bin/package --check' builds the package itself."""
import json
import re
import shutil
import subprocess
import pytest
from support.server import REPO

DEBIAN = REPO / 'debian'


def made_by(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def words_of(name):
    return (REPO / 'bin/packages' / (name + '.txt')).read_text().split()


def test_the_example_for_nginx_is_one_that_nginx_takes(tmp_path):
    conf = made_by(DEBIAN / 'nginx-example', REPO / 'server/nginx.conf.in')
    assert not re.search('@[A-Z_]+@', conf) and 'bin/up' not in conf.partition('worker_processes')[0]
    assert conf.count('Strict-Transport-Security') == conf.count('X-Content-Type-Options') > 1
    assert 'ssl_protocols TLSv1.2 TLSv1.3;' in conf and 'unix:/run/risicolaag/serve.sock' in conf
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=kaart.example',
                    '-keyout', tmp_path / 'privkey.pem', '-out', tmp_path / 'fullchain.pem'], check=True, capture_output=True)
    conf = re.sub(r'/etc/letsencrypt/live/kaart.example|/var/log/nginx|/var/lib/nginx|/run(?=/nginx.pid)', str(tmp_path), conf).replace('user www-data;', '')
    (tmp_path / 'nginx.conf').write_text(conf)
    done = subprocess.run(['nginx', '-t', '-c', tmp_path / 'nginx.conf', '-e', tmp_path / 'error.log'], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.thorough
def test_the_manual_has_every_command_and_is_roff_without_warnings(binary, tmp_path):
    page = made_by(DEBIAN / 'manual', binary)
    for name in re.findall(r'^COMMAND\((\w+),', (REPO / 'server/commands/commands.def').read_text(), re.MULTILINE):
        assert '\n.SS %s\n.nf\nGebruik: risicolaag %s' % (name, name) in page
    (tmp_path / 'page.1').write_text(page)
    if shutil.which('man'):
        done = subprocess.run(['man', '--warnings', '-l', tmp_path / 'page.1'], capture_output=True, text=True, env={'LC_ALL': 'C.UTF-8', 'MANPAGER': 'cat', 'PATH': '/usr/bin:/bin'})
        assert done.returncode == 0 and done.stderr == '' and '--state MAP' in done.stdout


@pytest.mark.thorough
def test_the_settings_of_the_package_are_good_and_let_nobody_in(binary, tmp_path):
    settings = json.loads((DEBIAN / 'config.json').read_text())
    assert settings['token'] is None and all(settings[name].startswith('/') for name in ('store', 'socket', 'layers', 'keys', 'continuations', 'tmp'))
    (tmp_path / 'config.json').write_text(json.dumps({**settings, 'store': 'store.sqlite', 'layers': str(REPO / 'data/layers')}))
    subprocess.run([binary, 'init', '--state', tmp_path], check=True, capture_output=True)
    assert 'is goed' in made_by(binary, 'config', '--check', tmp_path / 'config.json')


def test_the_package_is_of_this_version_and_is_built_with_what_the_build_needs():
    version, = re.findall(r'^project\(risicolaag VERSION (\S+)', (REPO / 'CMakeLists.txt').read_text(), re.MULTILINE)
    assert (DEBIAN / 'changelog').read_text().startswith('risicolaag (%s) ' % version)
    control = (DEBIAN / 'control').read_text()
    needed = re.findall(r'^ ([\w.+-]+),$', control.partition('Build-Depends:')[2].partition('\n\n')[0], re.MULTILINE)
    assert set(needed) == set(words_of('build')) - {'build-essential'}
    assert 'debhelper-compat (= 13)' in control and 'debhelper' in words_of('package')


@pytest.mark.parametrize('script', ['manual', 'nginx-example', 'risicolaag.preinst', 'risicolaag.postinst', 'risicolaag.postrm'])
def test_a_script_of_the_package_is_sound(script):
    done = subprocess.run(['sh', '-n', DEBIAN / script], capture_output=True, text=True)
    text = (DEBIAN / script).read_text()
    assert done.returncode == 0, done.stderr
    assert re.match(r'#!/bin/sh\n(#.*\n)*\n?set -eu?\n', text)
    assert not script.startswith('risicolaag.') or '\n#DEBHELPER#\n' in text
