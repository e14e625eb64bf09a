#!/usr/bin/env python3
"""The lint is alive: each rule, broken on purpose in a tree of its own, is reported; a good tree is not."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LINT = pathlib.Path(__file__).with_name('includes.py')


def lint(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding='utf-8')
        done = subprocess.run([sys.executable, LINT, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


def function(lines):
    return 'static int f(int a)\n{\n' + '    a++;\n' * (lines - 3) + '}\n'


GOOD = {
    'server/http/fcgi.c': '#include "auth/token.h"\n#include "data/store/store.h"\n#include <fcgiapp.h>\n',
    'server/wfs/protocols/wfs20/wfs20.c': 'static const char version[] = "2.0.0";\n',
    'server/serve.c': '/* "2.0.0" */\n#include "server/wfs/request.h"\n#include "data/store/rows.h"\n',
    'data/store/spatialite/connection.c': '#include "auth/scope.h"\n#include <sqlite3.h>\n',
    'auth/scope.c': '#include "auth/scope_make.h"\n#include "base/arena.h"\n',
    'auth/keys.c': 'static const struct {\n    int a;\n} table[] = {{1}};\nconst directory fixed = {0};\nstatic const char *const names[] = {"a;", "goto"};\n'
                   'typedef struct key key;\nstatic status f(int a);\nstruct key;\nenum { A = 1, B };\nconst size_t n = sizeof table / sizeof *table;\nstatic int (*const g)(int) = f;\n/* goto, int counter; */\nint f(void)\n{\n    static const int x = 1;\n    return x;\n}\n',
    'gml/crs/short.c': function(40),
}
BAD = {
    'auth may not include data/store/rows.h': ('auth/token.c', '#include "data/store/rows.h"\n'),
    'base may not include auth/scope.h': ('base/text.c', '#include "auth/scope.h"\n'),
    'data/store/spatialite may not include server/wfs/request.h': ('data/store/spatialite/sql_plan.c', '  #  include "server/wfs/request.h"\n'),
    'gml/crs may not include server/wfs/request.h': ('gml/crs/a.h', '#include "server/wfs/request.h"\n'),
    'sqlite3.h is only for': ('data/store/spatialite/sql_plan.c', '#include <sqlite3.h>\n'),
    'libpq-fe.h is only for': ('server/serve.c', '#include <libpq-fe.h>\n'),
    'auth/scope_make.h is only for': ('server/serve.c', '#include "auth/scope_make.h"\n'),
    'cjose/jws.h is only for': ('server/commands/cmd_token.c', '#include <cjose/jws.h>\n'),
    'is only for data/store/spatialite/sql_function.c': ('data/store/spatialite/filter_functions.c', 'bool f(sqlite3 *db)\n{\n    return sqlite3_create_function_v2(db);\n}\n'),
    'is only for base/clock.c': ('server/worker.c', 'bool f(long end)\n{\n    return time(NULL) < end;\n}\n'),
    'is only for base/db/database.c': ('data/store/store_continuations.c', 'bool f(sqlite3 **db)\n{\n    return sqlite3_open_v2("x", db, 0, 0) == 0;\n}\n'),
    'at most 500': ('data/model/long.c', '\n' * 501),
    'function of 41 lines': ('data/model/long.c', function(41)),
    'server/http may not include server/wfs/request.h': ('server/http/fcgi.c', '#include "server/wfs/request.h"\n'),
    'data/model may not include data/spatial/spatial.h': ('data/model/filter.h', '#include "data/spatial/spatial.h"\n'),
    'server/filter may not include server/wfs/request.h': ('server/filter/fes/fes.c', '#include "server/wfs/request.h"\n'),
    'data/store/store.h is only for': ('server/wfs/op_get_feature.c', '#include "data/store/store.h"\n'),
    'server/http/server.h is only for': ('server/wfs/wfs_service.c', '#include "server/http/server.h"\n'),
    'data/store/spatialite/filter_functions.h is only for': ('data/store/rows.c', '#include "data/store/spatialite/filter_functions.h"\n'),
    'version=2. is only for': ('server/landing.c', 'int f(void)\n{\n    out("?version=2.0.0");\n}\n'),
    'opengis.net/wfs is only for': ('server/wfs/paging.c', 'static const char uri[] = "http://www.opengis.net/wfs/2.0";\n'),
    'encoders[0] is only for': ('server/wfs/op_get_feature.c', 'const encoder *const plain = encoders[0];\n'),
    'this lies in no room': ('data/long.c', '\n'),
    'goto': ('data/model/jump.c', 'void f(void)\n{\n    goto end;\nend:;\n}\n'),
}
VARIABLES = ['int counter;', 'static int counter;', 'static char *name = 0;', 'static const char *current;', 'static char buffer[10];', 'static store *s = NULL;',
             'static struct stat stamp;', 'static struct {', 'extern int shared;']


class Lint(unittest.TestCase):
    def test_a_good_tree_passes(self):
        self.assertEqual(lint(GOOD), (0, '7 files, 0 faults\n'))

    def test_each_broken_rule_is_reported(self):
        for expected, (name, content) in BAD.items():
            with self.subTest(expected):
                code, words = lint({name: content})
                self.assertEqual(code, 1)
                self.assertIn(f'{name}:', words)
                self.assertIn(expected, words)

    def test_fastcgi_is_for_two_files(self):
        three = {f'server/http/{n}.c': '#include <fcgiapp.h>\n' for n in 'abc'}
        self.assertIn('server/http/c.c:1: fcgiapp.h is included in more than 2 files', lint(three)[1])

    def test_a_variable_at_file_level_is_reported(self):
        for line in VARIABLES:
            with self.subTest(line):
                self.assertIn('data/model/x.c:1: a variable at file level', lint({'data/model/x.c': line + '\n'})[1])

    def test_an_empty_tree_is_no_success(self):
        self.assertEqual(lint({'README.md': ''})[0], 1)


if __name__ == '__main__':
    unittest.main()
