#!/usr/bin/env python3
"""The lint of the pages is alive: each thing that can be untrue in a tree of its own is reported; a true tree is not."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import pages  # noqa: E402
from includes import ROOMS  # noqa: E402
from pages import REGISTERED  # noqa: E402

PLACES = {'gml/formats/encoders.def': 'gml/formats/enc_NAME.c', 'server/wfs/operations.def': 'server/wfs/op_NAME.c',
          'server/services.def': 'server/',
          'server/wfs/protocols.def': 'server/wfs/protocols/NAME/',
          'data/model/functions.def': 'data/store/spatialite/filter_functions.c', 'data/store/drivers.def': 'data/store/NAME/',
          'server/commands/commands.def': 'server/commands/cmd_NAME.c'}


def contributing(rooms=tuple(ROOMS), arrows=()):
    shown = {a: [b.replace('/', '_') for x, b in arrows if x == a] for a, _ in arrows}
    nodes = ''.join('    %s["%s"]%s\n' % (room.replace('/', '_'), room, ' --> ' + ' & '.join(shown[room]) if room in shown else '') for room in rooms)
    return '```mermaid\nflowchart TB\n%s```\n| room | holds |\n|---|---|\n%s' % (nodes, ''.join('| `%s` | words |\n' % room for room in rooms))


def true_tree():
    """One thing of each kind, and one include."""
    files = {'CONTRIBUTING.md': contributing(arrows=[('auth', 'base')]), 'auth/token.c': '#include "base/text.h"\n', 'base/text.h': '\n',
             'docs/decisions/README.md': '[one](one.md)\n', 'docs/decisions/one.md': 'as in `auth/token.c`\n',
             'docs/adding.md': ''.join('| a thing | one file `%s` | `%s` |\n' % (PLACES[d], d) for d in REGISTERED)}
    for definitions, (macro, place, symbol, _) in REGISTERED.items():
        files[definitions] = '%s(%sthis, "words (here)")\n' % (macro, 'This, ' * place)
        source = PLACES[definitions].replace('NAME', 'this')
        files[source + ('this.c' if source.endswith('/') else '')] = 'int %s;\n' % symbol.format('this')
    return files


def lint(changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {**true_tree(), **changes}.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding='utf-8')
        with contextlib.redirect_stdout(io.StringIO()) as words:
            code = pages.main(pathlib.Path(folder))
        return code, words.getvalue()


UNTRUE = {
    'the table of rooms must be': {'CONTRIBUTING.md': contributing(['auth', 'base'] + ROOMS[3:])},
    'the picture must show each room once': {'CONTRIBUTING.md': contributing(ROOMS[:-1], [('auth', 'base')])},
    'the picture must show that auth includes base': {'CONTRIBUTING.md': contributing()},
    'the picture says that server includes gml/crs, but it does not': {'CONTRIBUTING.md': contributing(arrows=[('auth', 'base'), ('server', 'gml/crs')])},
    'server/serve.c: names encoder_this; docs/adding.md promises that only gml/formats/enc_NAME.c': {'server/serve.c': 'int x = encoder_this;\n'},
    'data/store/rows.c: names store_driver_this': {'data/store/rows.c': 'int x = store_driver_this;\n'},
    'this_service is in more than one file': {'server/wfs/other.c': 'int x = this_service;\n'},
    'run_that is nowhere': {'server/wfs/operations.def': 'OPERATION(This, this, A)\nOPERATION(That, that, A)\n'},
    'no line begins with COMMAND(': {'server/commands/commands.def': '/* COMMAND(name) */\n'},
    'server/commands/commands.def must be in the table there': {'docs/adding.md': ''.join(
        '| a thing | one file `%s` | `%s` |\n' % (PLACES[d], d) for d in list(REGISTERED)[:-1])},
    'docs/adding.md: does not say what a line of server/new.def adds': {'server/new.def': ''},
    'does not list two.md': {'docs/decisions/two.md': ''},
    'docs/decisions/one.md: auth/gone.c does not exist': {'docs/decisions/one.md': 'as in `auth/gone.c`\n'},
    'docs/decisions/one.md: the link gone.md leads nowhere': {'docs/decisions/one.md': '[it](gone.md)\n'},
}


class Lint(unittest.TestCase):
    def test_true_pages_pass(self):
        self.assertEqual(lint({}), (0, '0 faults\n'))

    def test_each_untruth_is_reported(self):
        for expected, changes in UNTRUE.items():
            with self.subTest(expected):
                code, words = lint(changes)
                self.assertEqual(code, 1)
                self.assertIn(expected, words)

    def test_a_protocol_may_name_its_format(self):
        self.assertEqual(lint({'server/wfs/protocols/this/plain.c': 'int x = encoder_this;\n'})[0], 0)

    def test_the_picture_that_it_prints_is_true(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (('data/model/a.c', '#include "base/text.h"\n#include "auth/token.h"\n'), ('auth/token.c', '#include "base/text.h"\n')):
                pathlib.Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
                pathlib.Path(folder, name).write_text(text, encoding='utf-8')
            drawn = pages.picture(pathlib.Path(folder))
        self.assertIn('    auth["auth"] --> base\n', drawn)
        self.assertIn('    data_model["data/model"] --> auth\n', drawn)

    def test_an_include_may_be_drawn_the_long_way(self):
        drawn = [('data/model', 'auth'), ('auth', 'base')]
        includes = {'data/model/a.c': '#include "base/text.h"\n#include "auth/token.h"\n'}
        self.assertEqual(lint({'CONTRIBUTING.md': contributing(arrows=drawn), **includes}), (0, '0 faults\n'))


if __name__ == '__main__':
    unittest.main()
