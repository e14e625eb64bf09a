"""The settings: one table makes the checks, the explanation, the page and the manual."""
import json
import re
import shutil
import subprocess
import pytest
from support.server import REPO, State

LAYERS = str(REPO / 'data/layers')
GOOD = {'store': 'store.sqlite', 'socket': 'run/serve.sock', 'layers': LAYERS, 'token': None}


@pytest.fixture(scope='module')
def made(binary):
    state = State(binary)
    state.run('init', '--state', state.path)
    yield state
    state.remove()


def write(folder, **settings):
    path = folder / 'config.json'
    path.write_text(json.dumps({name: value for name, value in {**GOOD, **settings}.items() if value != 'leave out'}))
    return path


def names(binary):
    text = subprocess.run([binary, 'config', '--reference', 'markdown'], capture_output=True, text=True, check=True).stdout
    return re.findall(r'^\| `([^`]+)`', text, re.MULTILINE)


def test_the_page_of_the_settings_is_the_table_in_the_program(binary):
    text = subprocess.run([binary, 'config', '--reference', 'markdown'], capture_output=True, text=True, check=True).stdout
    page = (REPO / 'docs/configuration.md').read_text()
    assert page[page.index('| instelling'):] == text and text.count('\n') > 40
    for line in text.splitlines()[2:]:
        assert re.fullmatch(r'\| `[a-z_.\[\]]+` \| [^|]+ \| [^|]*\| \S[^|*]*[.] \*[A-Z][^|]*[.]\* \|', line), line


def test_the_manual_names_every_setting_and_is_roff_without_warnings(binary, tmp_path):
    text = subprocess.run([binary, 'config', '--reference', 'man'], capture_output=True, text=True, check=True).stdout
    (tmp_path / 'page.5').write_text(text)
    for name in names(binary):
        assert '.B \\&%s\n' % name in text
    if shutil.which('man'):
        done = subprocess.run(['man', '--warnings', '-l', tmp_path / 'page.5'], capture_output=True, text=True, env={'LC_ALL': 'C.UTF-8', 'MANPAGER': 'cat', 'PATH': '/usr/bin:/bin'})
        assert done.returncode == 0 and done.stderr == '' and 'workers' in done.stdout


def test_a_good_file_is_explained_with_what_holds_and_where_it_comes_from(made):
    path = write(made.path, workers=3, service={'title': 'Mijn kaart'})
    assert 'is goed' in made.run('config', '--check', path).stdout
    text = made.run('config', '--explain', '--state', made.path).stdout
    assert 'workers = 3\n    [uit het bestand · from the file] (getal, 1–256)\n' in text
    assert 'page = 10000\n    [standaard · default] ' in text
    assert 'log = -\n    [niet ingesteld · not set] ' in text
    assert 'service.title = "Mijn kaart"\n    [uit' in text and 'token = null\n    [uit' in text
    assert 'keys = "%s/keys.sqlite"\n    [standaard' % made.path in text
    assert text == made.run('config', '--explain', '--config', path).stdout


def test_an_unknown_name_is_refused_with_the_nearest_one(made):
    done = made.run('config', '--check', write(made.path, workrs=3), check=False)
    assert done.returncode == 1 and 'bedoelt u "workers"?' in done.stderr and 'do you mean "workers"?' in done.stderr


@pytest.mark.parametrize('text', ['', '{"a": ' * 5000])
def test_what_is_no_object_of_json_is_refused_with_its_name(made, text):
    path = made.path / 'config.json'
    path.write_text(text)
    for words in (('--check', path), ('--explain', '--config', path)):
        done = made.run('config', *words, check=False)
        assert done.returncode == 1 and 'config.json' in done.stderr


def test_a_store_that_is_not_there_is_named(made):
    done = made.run('config', '--check', write(made.path, store='elders.sqlite'), check=False)
    assert done.returncode == 1 and 'elders.sqlite' in done.stderr and 'risicolaag init' in done.stderr


def test_what_the_check_refuses_the_service_refuses_too(made):
    for wrong in ({'workrs': 1}, {'token': {'issuer': 'x'}}):
        path = write(made.path, **wrong)
        texts = [made.run(*words, check=False) for words in (('config', '--check', path), ('serve', '--config', path))]
        assert [done.returncode for done in texts] == [1, 1]


@pytest.mark.parametrize('words', [(), ('--explain', '--check', 'x'), ('--reference', 'pdf'), ('--explain', 'woord')])
def test_a_question_that_makes_no_sense_shows_the_help(binary, words):
    done = subprocess.run([binary, 'config', *words], capture_output=True, text=True)
    assert done.returncode == 2 and 'Gebruik: risicolaag config' in done.stderr
