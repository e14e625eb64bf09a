#!/usr/bin/env python3
"""What CONTRIBUTING.md and docs/ say of the source tree, checked: the rooms, their order and their picture, the counts of docs/adding.md, the list of decisions, and links and
paths to files.

usage: pages.py [ROOT]              reports "file: what is wrong"; exit status 1 when there is anything to report
       pages.py --picture [ROOT]    prints the picture of the rooms as it should be in CONTRIBUTING.md
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from includes import ROOMS, TOPS, room_of, without_comments  # noqa: E402

# A .def of docs/adding.md -> the macro of its lines, which of its arguments is the name, what the thing is called in C, and a folder that may name it besides
REGISTERED = {
    'gml/formats/encoders.def': ('ENCODER', 0, 'encoder_{}', 'server/wfs/protocols/'),
    'server/wfs/operations.def': ('OPERATION', 1, 'run_{}', None),
    'server/services.def': ('SERVICE', 0, '{}_service', None),
    'server/wfs/protocols.def': ('PROTOCOL', 0, 'protocol_{}', None),
    'data/model/functions.def': ('FUNCTION', 0, 'call_{}', None),
    'data/store/drivers.def': ('DRIVER', 0, 'store_driver_{}', None),
    'server/commands/commands.def': ('COMMAND', 0, 'cmd_{}', None),
}
NODE = re.compile(r'\s*(\w+)\["([^"]+)"\](?:\s*-->\s*(.+))?$')
PATH = re.compile(r'`((?:base|auth|data|gml|server|bench|tests|bin|docs|demo)/[^`\s]*)`')


def sources(root):
    return sorted(f for top in TOPS for f in (root / top).rglob('*.[ch]'))


def real_arrows(root):
    """(room, room) for every include from one room into another."""
    found = set()
    for file in sources(root):
        own = room_of(file.relative_to(root).as_posix())
        for header in re.findall(r'^\s*#\s*include\s*"([^"]+)"', file.read_text(encoding='utf-8'), re.M):
            other = room_of(header)
            if own and other and own != other:
                found.add((own, other))
    return found


def drawn_arrows(page):
    """Rooms of the picture in their order, and its arrows."""
    picture = re.search(r'```mermaid\n(.*?)```', page, re.S)
    nodes = [NODE.match(line) for line in picture[1].splitlines()[1:]] if picture else []
    names = {node[1]: node[2] for node in nodes if node}
    return [node[2] for node in nodes if node], {(node[2], names.get(to.strip(), to)) for node in nodes if node and node[3] for to in node[3].split('&')}


def reached(arrows):
    """Every room that each can get to along the arrows."""
    found = {room: {b for a, b in arrows if a == room} for room in ROOMS}
    for room in ROOMS:  # those before it are complete
        found[room] |= {further for near in found[room] for further in found.get(near, ())}
    return found


def picture(root):
    """Each room with those that it includes, but for those that it gets to by way of another."""
    real, lines = real_arrows(root), ['flowchart TB']
    ways = reached(real)
    for room in ROOMS:
        near = {b for a, b in real if a == room}
        drawn = [other for other in ROOMS if other in near and not any(other in ways[further] for further in near)]
        lines.append('    %s["%s"]%s' % (room.replace('/', '_'), room, ' --> ' + ' & '.join(other.replace('/', '_') for other in drawn) if drawn else ''))
    return '\n'.join(lines)


def check_rooms(root, report):
    page = (root / 'CONTRIBUTING.md').read_text(encoding='utf-8')
    table = [room for room in re.findall(r'^\| `([a-z/]*[a-z])` \|', page, re.M)]
    if table != ROOMS:
        report('CONTRIBUTING.md', f'the table of rooms must be that of tests/lint/includes.py, in its order: {", ".join(ROOMS)}')
    drawn, arrows = drawn_arrows(page)
    if drawn != ROOMS:
        report('CONTRIBUTING.md', f'the picture must show each room once, in that order (pages.py --picture prints it)')
        return
    real, ways = real_arrows(root), reached(arrows)
    for a, b in sorted(arrows - real):
        report('CONTRIBUTING.md', f'the picture says that {a} includes {b}, but it does not')
    for a, b in sorted(real):
        if b not in ways[a]:
            report('CONTRIBUTING.md', f'the picture must show that {a} includes {b}')


def names_in(definitions, macro, place):
    lines = re.findall(r'^' + macro + r'\((.*)', definitions, re.M)
    return [line.rstrip(')').split(',')[place].split(')')[0].strip() for line in lines]


def matches(pattern, path):
    """pattern: "gml/formats/enc_NAME.c", or a folder "data/store/NAME/"."""
    return re.match(re.escape(pattern).replace('NAME', '[a-z0-9_]+') + ('' if pattern.endswith('/') else '$'), path)


def check_counts(root, report):
    page, code = (root / 'docs/adding.md').read_text(encoding='utf-8'), {}
    for file in sources(root):
        code[file.relative_to(root).as_posix()] = set(re.findall(r'\w+', without_comments(file.read_text(encoding='utf-8'))))
    rows = re.findall(r'^\| [^|]+ \| one ([^`|]*)`([^`]+)` \| `([^`]+\.def)` \|', page, re.M)
    promised, in_one_file = {d: pattern for _, pattern, d in rows}, {d for words, _, d in rows if words.startswith('file')}
    for missing in sorted(set(REGISTERED) ^ set(promised)):
        report('docs/adding.md', f'{missing} must be in the table there, and in REGISTERED of tests/lint/pages.py')
    for definitions in sorted(f.relative_to(root).as_posix() for top in TOPS for f in (root / top).rglob('*.def')):
        if f'`{definitions}`' not in page:
            report('docs/adding.md', f'does not say what a line of {definitions} adds')
    for definitions in sorted(set(REGISTERED) & set(promised)):
        macro, place, symbol, besides = REGISTERED[definitions]
        names = names_in((root / definitions).read_text(encoding='utf-8'), macro, place)
        if not names:
            report(definitions, f'no line begins with {macro}(')
        for name in names:
            users = [path for path, words in code.items() if symbol.format(name) in words]
            if definitions in in_one_file and len([path for path in users if matches(promised[definitions], path)]) > 1:
                report(definitions, f'{symbol.format(name)} is in more than one file: {", ".join(users)}')
            if not users:
                report(definitions, f'{symbol.format(name)} is nowhere')
            for path in users:
                if not matches(promised[definitions], path) and not (besides and path.startswith(besides)):
                    report(path, f'names {symbol.format(name)}; docs/adding.md promises that only {promised[definitions]} and {definitions} do')


def check_decisions(root, report):
    index = (root / 'docs/decisions/README.md').read_text(encoding='utf-8')
    for file in sorted((root / 'docs/decisions').glob('*.md')):
        if file.name != 'README.md' and f']({file.name})' not in index:
            report('docs/decisions/README.md', f'does not list {file.name}')


def check_paths(root, report):
    for page in [root / 'CONTRIBUTING.md', *sorted((root / 'docs').rglob('*.md'))]:
        shown, text = page.relative_to(root).as_posix(), page.read_text(encoding='utf-8')
        for path in PATH.findall(text):
            if path not in ROOMS and not re.search('NAME|NNN|[…*]', path) and not (root / path).exists():
                report(shown, f'{path} does not exist')
        for link in re.findall(r'\]\(([^)#:]+)(?:#[^)]*)?\)', text):
            if not (page.parent / link).exists():
                report(shown, f'the link {link} leads nowhere')


def main(root):
    faults = []
    for check in (check_rooms, check_counts, check_decisions, check_paths):
        check(root, lambda *fault: faults.append(fault))
    for path, fault in faults:
        print(f'{path}: {fault}')
    print(f'{len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    folders = [pathlib.Path(word).resolve() for word in sys.argv[1:] if word != '--picture'] or [pathlib.Path.cwd()]
    if '--picture' in sys.argv:
        print(picture(folders[0]))
        sys.exit(0)
    sys.exit(main(folders[0]))
