"""Starts a QGIS that follows the guide against a server with sample data; for bin/guide, which keeps the pictures, and for the tests, which compare them.

A picture is kept with few colours: it is a window, not a photograph."""
import concurrent.futures
import contextlib
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import numpy
from PIL import Image

MAKE = pathlib.Path(__file__).resolve().parent
GUIDE = MAKE.parent
REPO = GUIDE.parent
sys.path.insert(0, str(REPO / 'tests'))
SHOWN_URL = 'https://risicolaag.example'
SCALE = '1.25'
COLOURS = 128
ENOUGH, ENOUGH_ANYWHERE, OTHER_COLOUR = 0.98, 0.4, 48
GEMEENTE = '24107'


def profile(home, language):
    """An empty one, but for the language."""
    folder = home / 'profiles/default/QGIS'
    folder.mkdir(parents=True)
    (folder / 'QGIS3.ini').write_text('[locale]\nuserLocale=%s\noverrideFlag=true\n\n[qgis]\nnewsFeed\\disabled=true\n' % language)


def follow(screen, home, language, url, **more):
    """What QGIS saw at the end of the guide. more: key or oauth2, account, browser, pictures."""
    profile(home, language)
    job, result = home / 'job.json', home / 'result.json'
    job.write_text(json.dumps({'make': str(MAKE), 'guide': str(GUIDE), 'language': language, 'url': url, 'shown_url': SHOWN_URL, 'key': None, 'oauth2': None,
                               'browser': [], 'account': '', 'pictures': None, 'result': str(result), **more}))
    kept = {'HOME': str(home), 'XDG_RUNTIME_DIR': str(home), 'XDG_CACHE_HOME': str(home / 'cache'), 'QGIS_AUTH_DB_DIR_PATH': str(home), 'LC_ALL': 'C.UTF-8'}
    seen = {'DISPLAY': screen, 'QT_QPA_PLATFORM': 'xcb', 'QT_SCALE_FACTOR': SCALE, 'QT_FONT_DPI': '96', 'RISICOLAAG_JOB': str(job), 'TZ': 'Europe/Brussels'}
    command = ['qgis', '--nologo', '--noversioncheck', '--noplugins', '--profiles-path', str(home), '--code', str(MAKE / 'chapters.py')]
    done = subprocess.run(command, env={**os.environ, **kept, **seen}, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, cwd=home)
    assert result.exists(), 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    said = json.loads(result.read_text(encoding='utf-8'))
    assert 'failure' not in said, said['failure'] + done.stderr[-1500:]
    return said


def reduce(file):
    """By the colours that cover most of the colour space: a median cut would give a category of few locations the colour of another."""
    Image.open(file).convert('RGB').quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(file, optimize=True)


def seen(file, mode='L'):
    return numpy.asarray(Image.open(file).convert(mode), dtype=numpy.float64)


def means(picture, side=8):
    """Of every square of side × side, one beside the other."""
    height, width = (n // side * side for n in picture.shape)
    return picture[:height, :width].reshape(height // side, side, width // side, side).mean(axis=(1, 3))


def similarity(a, b):
    """Structural similarity (Wang 2004, formula 13 with its own constants) of every square of 8 pixels."""
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ma, mb = means(a), means(b)
    va, vb, both = means(a * a) - ma * ma, means(b * b) - mb * mb, means(a * b) - ma * mb
    return (2 * ma * mb + c1) * (2 * both + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))


def likeness(one, other):
    """(of the whole picture, of the square that differs most): 1 is the same. The whole alone would not see that one word is another."""
    a, b = seen(one), seen(other)
    if a.shape != b.shape:
        return 0.0, 0.0
    found = similarity(a, b)
    return float(found.mean()), float(found.min())


def colour_gap(one, other):
    """How far the colours of the square that differs most are apart, of 255: likeness looks at light and dark only."""
    a, b = seen(one, 'RGB'), seen(other, 'RGB')
    return max(float(abs(means(a[..., i]) - means(b[..., i])).max()) for i in range(3))


def alike(one, other):
    whole, worst = likeness(one, other)
    return whole >= ENOUGH and worst >= ENOUGH_ANYWHERE and colour_gap(one, other) <= OTHER_COLOUR


@contextlib.contextmanager
def serving(preset):
    """(state, server) with the sample that the pictures show; always the same one."""
    from support.server import Server, State, program
    state = State(program(preset))
    try:
        state.run('sample', '--store', state.store, '--features', 40000, '--seed', 14)
        state.make_key()
        with Server(state) as server:
            yield state, server
    finally:
        state.remove()


def take(state, server, language, folder, home):
    """Follows the guide with a service key; all pictures of a language come in `folder`. Gives what QGIS saw."""
    from support.qgis import Screen
    key = state.service_key(GEMEENTE, expires=str(datetime.date.today() + datetime.timedelta(365)))
    with Screen('2400x1600x24') as screen:
        said = follow(screen.display, home, language, server.url, key=key, pictures=str(folder))
    for file in sorted(folder.glob('*.png')):
        reduce(file)
    return said


def renew_language(state, server, language):
    """How many pictures are new. One that is as like the old as the test asks is left as it was, so that only what changed is in a commit."""
    changed, kept = 0, GUIDE / 'pictures' / language
    with tempfile.TemporaryDirectory() as taken, tempfile.TemporaryDirectory() as home:
        take(state, server, language, pathlib.Path(taken), pathlib.Path(home))
        kept.mkdir(parents=True, exist_ok=True)
        fresh = sorted(pathlib.Path(taken).glob('*.png'))
        for old in set(kept.glob('*.png')) - {kept / new.name for new in fresh}:
            old.unlink()
        for new in fresh:
            if not (kept / new.name).exists() or not alike(new, kept / new.name):
                shutil.copy(new, kept / new.name)
                changed += 1
    return changed


def renew():
    """Every picture of the guide anew; both languages at once, for QGIS mostly waits until a window is painted."""
    with serving('release') as (state, server), concurrent.futures.ThreadPoolExecutor() as both:
        changed = sum(both.map(lambda language: renew_language(state, server, language), ('nl', 'en')))
    print('%d pictures are new' % changed, file=sys.stderr)


if __name__ == '__main__':
    renew()
