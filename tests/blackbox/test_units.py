"""The units of systemd in debian/: shut as far as can be, and with commands that the program has. No running systemd is asked."""
import re
import shlex
import subprocess
import pytest
from support.server import REPO

SERVICES = sorted((REPO / 'debian').glob('*.service'))
SHUT = re.compile(r'(?ms)^User=.*?^SystemCallFilter=~[^\n]*$')


def settings(unit, name):
    return re.findall('^%s=(.*)$' % name, unit.read_text(), re.MULTILINE)


@pytest.mark.parametrize('unit', SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_shut_as_far_as_can_be(unit):
    done = subprocess.run(['systemd-analyze', 'security', '--offline=true', '--threshold=15', unit], capture_output=True, text=True)
    assert done.returncode == 0 and 'Overall exposure level' in done.stdout, done.stdout[-2000:] + done.stderr


def test_all_services_are_shut_alike():
    assert len(SERVICES) >= 4 and len({SHUT.search(unit.read_text())[0] for unit in SERVICES}) == 1


def test_every_command_of_a_unit_is_one_that_the_program_understands(binary):
    commands = [shlex.split(line) for unit in SERVICES for name in ('ExecStart', 'ExecStartPre') for line in settings(unit, name)]
    assert len(commands) >= 5
    for program, *words in commands:
        assert program == '/usr/bin/risicolaag'
        done = subprocess.run([binary, *words, '--help'], capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout.startswith('Gebruik: risicolaag ' + words[0]), words


def test_every_timer_has_its_service_and_tells_when():
    timers = sorted((REPO / 'debian').glob('*.timer'))
    assert {unit.stem for unit in timers} == {unit.stem for unit in SERVICES} - {'risicolaag'}
    for unit in timers:
        assert settings(unit, 'OnCalendar') and settings(unit, 'Persistent') == ['yes']


def test_the_socket_is_for_the_web_server_alone_and_is_the_one_that_nginx_is_told():
    unit = REPO / 'debian/risicolaag.socket'
    assert settings(unit, 'SocketMode') == ['0660'] and settings(unit, 'SocketGroup') == ['www-data']
    assert settings(unit, 'ListenStream') == ['/run/risicolaag/serve.sock']
