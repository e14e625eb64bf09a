"""QGIS as a user has it: the program itself, on a screen that nobody sees, with a profile of its own."""
import json
import os
import subprocess
import sys
from support import store
from support.server import REPO

CLIENTS = REPO / 'tests/clients'
GUIDE = REPO / 'qgis-guide'
BROWSER = [sys.executable, str(REPO / 'tests/support/browser.py')]


def mark(row):
    """As qgis_look.py knows features: by the first two vertices."""
    first, second = store.polygons(row['geometry'])[0][0][:2]
    return '%.2f %.2f %.2f %.2f' % (*first, *second)


def marks(rows):
    found = sorted(mark(row) for row in rows.values())
    assert len(set(found)) == len(found), 'two rows begin alike'
    return found


def environment(home):
    """For QGIS with everything that it keeps in `home`."""
    return {**os.environ, 'HOME': str(home), 'XDG_RUNTIME_DIR': str(home), 'XDG_CACHE_HOME': str(home / 'cache'), 'QGIS_AUTH_DB_DIR_PATH': str(home),
            'LC_ALL': 'C.UTF-8'}


def run_qgis(server, home, password, name='risico:risicolocatie', *more, path='/wfs'):
    """What qgis_session.py sees, which has its usage: a QGIS without a window."""
    done = subprocess.run([sys.executable, str(CLIENTS / 'qgis_session.py'), server.url + path, password, name, *map(str, more)],
                          env={**environment(home), 'QT_QPA_PLATFORM': 'offscreen'}, capture_output=True, text=True, timeout=240)
    lines = [line for line in done.stdout.splitlines() if line.startswith('RESULT ')]
    assert lines, 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    return json.loads(lines[0][len('RESULT '):])


class Screen:
    """Xvfb on a display number that it chooses."""

    def __init__(self, size='1280x1024x24'):
        self.size = size

    def __enter__(self):
        reading, writing = os.pipe()
        self.process = subprocess.Popen(['Xvfb', '-displayfd', str(writing), '-screen', '0', self.size, '-nolisten', 'tcp'], pass_fds=[writing],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = ':' + number.readline().strip()
        assert self.display != ':', 'no screen'
        return self

    def __exit__(self, *failure):
        self.process.terminate()
        self.process.wait(10)


def run(screen, home, connection, logins, layer='risico:risicolocatie'):
    """Does with QGIS what qgis_desktop.py describes; gives what it saw."""
    job, result = home / 'job.json', home / 'result.json'
    result.unlink(missing_ok=True)
    job.write_text(json.dumps({'clients': str(CLIENTS), 'connection': str(connection), 'browser': BROWSER, 'result': str(result),
                               'logins': logins, 'layer': layer}))
    command = ['qgis', '--nologo', '--noversioncheck', '--noplugins', '--profiles-path', str(home), '--code', str(CLIENTS / 'qgis_desktop.py')]
    more = {'DISPLAY': screen.display, 'QT_QPA_PLATFORM': 'xcb', 'RISICOLAAG_JOB': str(job)}
    done = subprocess.run(command, env={**environment(home), **more}, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)
    assert result.exists(), 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    seen = json.loads(result.read_text())
    assert 'failure' not in seen, seen['failure'] + done.stdout[-2000:] + done.stderr[-2000:]
    return seen


def connection_for(server, folder):
    """The guide's verbinding.xml with this server's address in it."""
    text = (GUIDE / 'verbinding.xml').read_text()
    assert text.count('http://localhost:8080/wfs') == 1
    (folder / 'verbinding.xml').write_text(text.replace('http://localhost:8080', server.url))
    return folder / 'verbinding.xml'


def oauth2(idp, account, port, **more):
    """The guide's oauth2.json, filled in for this provider as the guide says."""
    text = (GUIDE / 'oauth2.json').read_text()
    for blank, value in {'https://authenticatie.vlaanderen.be/op': idp.issuer, 'VUL IN: client id': 'qgis',
                         'VUL IN: client secret': idp.secret('qgis')}.items():
        assert blank in text, blank
        text = text.replace(blank, value)
    return {'method': 'OAuth2', 'account': account, 'config': {**json.loads(text), 'redirectPort': port}, **more}


def basic(password, **more):
    return {'method': 'Basic', 'config': {'username': 'demo', 'password': password, 'realm': ''}, **more}


def windows(screen, home, language):
    """The words that a user of QGIS in this language reads on the way that the guide goes (qgis_words.py)."""
    found, profile = home / 'words.json', home / 'profiles/default/QGIS'
    profile.mkdir(parents=True)
    (profile / 'QGIS3.ini').write_text('[locale]\nuserLocale=%s\noverrideFlag=true\n' % language)
    command = ['qgis', '--nologo', '--noversioncheck', '--noplugins', '--profiles-path', str(home), '--code', str(CLIENTS / 'qgis_words.py')]
    more = {'DISPLAY': screen.display, 'QT_QPA_PLATFORM': 'xcb', 'RISICOLAAG_WORDS': str(found), 'RISICOLAAG_CONNECTION': str(GUIDE / 'verbinding.xml')}
    done = subprocess.run(command, env={**environment(home), **more}, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)
    assert found.exists(), 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    said = json.loads(found.read_text(encoding='utf-8'))
    assert isinstance(said, list), said
    return said
