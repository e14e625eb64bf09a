#!/usr/bin/env python3
"""Every prototype in a header says what it does: a comment directly above it or on its line, or a group (lines without a blank one between them) whose first has one.

usage: documented.py [ROOT]      reports "file:line: name"; exit status 1 when there is anything to report
"""
import pathlib
import re
import sys

TOPS = ['base', 'auth', 'data', 'gml', 'server']
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.M)
ATTRIBUTE = re.compile(r'__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)')
PROTOTYPE = re.compile(r'(?!typedef\b|_Static_assert\b|enum\s*\{|(?:struct|union)\s+\w*\s*\{)[A-Za-z_][\w\s*]*?\b([A-Za-z_]\w*)\s*\(')


def blanked(match):
    return re.sub(r'[^\n]', ' ', match[0])


def statements(code):
    """(first line, last line, text) of each declaration at file level, lines from 0; a body ends what stands before it."""
    begin, depth = 0, 0
    for at, c in enumerate(code):
        if c in ';{' and depth == 0:
            text = code[begin:at]
            lead = len(text) - len(text.lstrip())
            yield code.count('\n', 0, begin + lead), code.count('\n', 0, at), text.strip()
        depth += (c == '{') - (c == '}')
        if c in ';}' and depth == 0:
            begin = at + 1


def undocumented(text):
    """(line, name) of each prototype without a comment, and how many prototypes there are."""
    commented = {line for m in TOKEN.finditer(text) if m[0][0] == '/'
                 for line in range(text.count('\n', 0, m.start()), text.count('\n', 0, m.end()) + 1)}
    code = DIRECTIVE.sub(blanked, TOKEN.sub(blanked, text))
    lines, ends, bare, count = code.split('\n'), {}, [], 0
    for first, last, declared in statements(code):
        found = PROTOTYPE.match(ATTRIBUTE.sub('', declared).strip())
        if not found:
            continue
        count += 1
        above = first - 1 in commented and not lines[first - 1].strip()
        ends[last] = above or not commented.isdisjoint(range(first, last + 1)) or ends.get(first - 1, False)
        if not ends[last]:
            bare.append((first + 1, found[1]))
    return bare, count


def main(root):
    bare, count, files = [], 0, sorted(f for top in TOPS for f in (root / top).rglob('*.h'))
    for file in files:
        found, seen = undocumented(file.read_text(encoding='utf-8'))
        count += seen
        bare += [(file.relative_to(root).as_posix(), line, name) for line, name in found]
    for path, line, name in bare:
        print(f'{path}:{line}: {name} has no comment')
    print(f'{count} prototypes, {len(bare)} without a comment')
    return 1 if bare or not count else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else '.').resolve()))
