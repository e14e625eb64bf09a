#!/usr/bin/env python3
"""The lint for comments is alive: what it asks for passes, and a prototype without a comment is reported by its name and line."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LINT = pathlib.Path(__file__).with_name('documented.py')

DOCUMENTED = {
    'a comment above': '/* What it does. */\nint f(int a);\n',
    'a comment of two lines above': '/* What it does,\n * and why. */\nint f(int a);\n',
    'a comment on its line': 'int f(int a); /* what it does */\n',
    'a comment on one of its lines': 'int f(int a,\n      int b); /* what it does */\n',
    'a group whose first has one': '/* They add. */\nint f(int a);\nint g(int a,\n      int b);\nvoid h(void);\n',
    'an attribute before it': '/* Never NULL. */\n__attribute__((returns_nonnull)) void *f(int (*of)(void));\n',
    'an inline function': '/* What it does. */\nstatic inline int f(int a)\n{\n    return g(a);\n}\n',
}
BARE = {
    'nothing near it': ('\nint f(int a);\n', 2, 'f'),
    'a comment that belongs to the file': ('/* The file. */\n\nint f(int a);\n', 3, 'f'),
    'a comment on what stands before it': ('typedef struct a a; /* opaque */\nint f(a *b);\n', 2, 'f'),
    'a comment above the type that it takes': ('/* A pair. */\ntypedef struct a {\n    int b;\n} a;\nint f(a b);\n', 5, 'f'),
    'the second of a group without one': ('int f(int a);\nint g(int a); /* what it does */\n', 1, 'f'),
    'a group that a blank line ends': ('/* It adds. */\nint f(int a);\n\nint g(int a);\n', 4, 'g'),
    'an attribute behind it': ('void f(const char *a, ...) __attribute__((format(printf, 1, 2)));\n', 1, 'f'),
    'an inline function without one': ('/* It adds. */\nint f(int a);\n\nstatic inline int g(int a)\n{\n    return f(a); /* as it does */\n}\n', 4, 'g'),
    'words that only look like a comment': ('int f(int a);\n#define URL "http://x /* y */"\n', 1, 'f'),
}
NO_PROTOTYPES = '#define F(a) \\\n    g(a);\ntypedef int (*call)(int a);\ntypedef struct s {\n    int (*of)(int a);\n} s;\nenum { A = (1) };\n_Static_assert(A == 1, "one");\nextern const int n;\n'


def lint(content, name='base/a.h'):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, name)
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding='utf-8')
        done = subprocess.run([sys.executable, LINT, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


class Documented(unittest.TestCase):
    def test_a_prototype_with_a_comment_passes(self):
        for name, content in DOCUMENTED.items():
            with self.subTest(name):
                code, words = lint(content)
                self.assertEqual((code, words.partition(' ')[2]), (0, 'prototypes, 0 without a comment\n'))

    def test_a_prototype_without_a_comment_is_reported(self):
        for name, (content, line, function) in BARE.items():
            with self.subTest(name):
                code, words = lint(content, 'gml/crs/a.h')
                self.assertEqual(code, 1)
                self.assertEqual(words.splitlines()[:-1], [f'gml/crs/a.h:{line}: {function} has no comment'])

    def test_what_is_no_prototype_needs_no_comment(self):
        self.assertIn('1 prototypes, 0 without', lint(NO_PROTOTYPES + '/* It adds. */\nint f(int a);\n')[1])

    def test_sources_are_not_looked_at_and_an_empty_tree_is_no_success(self):
        self.assertEqual(lint('int f(int a);\n', 'base/a.c'), (1, '0 prototypes, 0 without a comment\n'))


if __name__ == '__main__':
    unittest.main()
