#!/usr/bin/env python3
"""The shape of the source tree, checked: who may include whom, and how long a file or a function may be.

usage: includes.py [ROOT]        reports "file:line: what is wrong"; exit status 1 when there is anything to report
"""
import pathlib
import re
import sys

# Each room may include itself and those before it. A file belongs to the room with the longest name that it lies in.
ROOMS = ['base', 'base/xml', 'base/db', 'base/gdal', 'auth', 'data/model', 'data/spatial', 'data/store', 'data/store/spatialite', 'gml/crs', 'gml/formats', 'gml/reader', 'gml/schema',
         'server/filter', 'server/http', 'server/wfs', 'server/wfs/protocols', 'server/ogcapi', 'data/manage', 'server', 'server/commands']
TOPS = sorted({room.partition('/')[0] for room in ROOMS})
FILE_LINES, FUNCTION_LINES = 500, 40
# header -> which files may include it, and how many of them at most (None: any number)
RESERVED = {
    r'(sqlite3|libpq-fe|spatialite)\.h': (r'(base/db/[^/]*|data/(store/spatialite/(?!sql_plan|sql_builder|dialect)[^/]*|(store|manage)/store_[^/]*))\.[ch]', None),
    r'fcgi(app|_stdio)\.h': (r'server/http/[^/]*\.[ch]', 2),
    r'(cjose|openssl)/.*': (r'auth/[^/]*\.[ch]', None),
    r'curl/.*': (r'auth/[^/]*\.[ch]', None),
    r'data/store/store\.h': (r'(data/store|server|server/http)/(spatialite/)?[^/]*\.[ch]', None),  # operations hold rows
    r'data/store/writer\.h': (r'(data/store/spatialite|data/manage(/permits)?|server/commands)/[^/]*\.[ch]|data/store/(permits|old_inventory|bodemattest)\.h', None),  # the operator's
    r'data/store/spatialite/.*': (r'data/store/spatialite/[^/]*\.[ch]', None),  # the driver's own
    r'server/http/server\.h': (r'server/(http/)?[^/]*\.[ch]', None),  # services hold a call
    r'auth/scope_make\.h': (r'auth/[^/]*\.[ch]', None),
    r'auth/scope_operator\.h': (r'(auth|data/manage(/permits)?)/[^/]*\.[ch]', None),  # nothing that answers a request
}
# calls that only one file makes -> that file
RESERVED_CALLS = {
    r'sqlite3_open': 'base/db/database.c',  # hardened once
    r'sqlite3_create_(window_)?function': 'data/store/spatialite/sql_function.c',  # what stands around every function of ours stands there
    r'sqlite3_progress_handler': 'data/store/spatialite/watch.c',
    r'(time|clock_gettime|gettimeofday|timespec_get)\(': 'base/clock.c',  # one says which clock goes only forward
}
# texts that the code of a room may not hold: who they are for -> what they look like, and where the room begins
RESERVED_TEXTS = {
    r'server/(wfs/protocols/.*|http/exception_xml\.c)': ('server/', r'"2\.0\.[02]"|version=2\.|opengis\.net/(wfs|fes|ows)\b'),  # server/wfs/protocol.h
    r'server/wfs/protocol\.c': ('server/', r'\bprotocols\[0\]'),
    r'gml/formats/.*': ('', r'\bencoders\[0\]'),  # the format of features that are asked for in none is the protocol's
}
FUNCTION_HEAD = re.compile(r'[A-Za-z_].*\)\s*(?:__attribute__.*)?\{?$')


def room_of(path):
    return max((room for room in ROOMS if path.startswith(room + '/')), key=len, default=None)


def without_comments(text):
    """Comments and the inside of strings blanked, line breaks kept."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
    return token.sub(lambda m: m[0] if m[0].startswith('"') and m[0].endswith('.h"') else re.sub(r'[^\n]', ' ', m[0]), text)


def without_comments_only(text):
    """Comments blanked, strings kept."""
    token = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
    return token.sub(lambda m: m[0] if m[0].startswith('"') else re.sub(r'[^\n]', ' ', m[0]), text)


def check_texts(path, text, report):
    for number, line in enumerate(without_comments_only(text).split('\n'), 1):
        for allowed, (room, pattern) in RESERVED_TEXTS.items():
            found = re.search(pattern, line)
            if found and path.startswith(room) and not re.fullmatch(allowed, path):
                report(path, number, f'{found[0]} is only for {allowed}')


def check_include(path, number, header, report, users):
    own, other = room_of(path), room_of(header)
    if other and ROOMS.index(other) > ROOMS.index(own):
        report(path, number, f'{own} may not include {header}: the order is {" <- ".join(ROOMS)}')
    for pattern, (allowed, limit) in RESERVED.items():
        if not re.fullmatch(pattern, header):
            continue
        if not re.fullmatch(allowed, path):
            report(path, number, f'{header} is only for {allowed}')
        users.setdefault(pattern, set()).add(path)
        if limit and len(users[pattern]) > limit:
            report(path, number, f'{header} is included in more than {limit} files')


def is_mutable(line):
    """Whether this line, at the left margin, declares a variable that may change. What counts is a const behind the last star."""
    declared = re.split('[=;]', line)[0].strip()
    if re.match(r'static (struct|union)\b[^;=]*\{$', line):
        return True
    if not re.search('[=;]', line) or '(' in declared or re.match(r'typedef\b|enum\b|(struct|union) \w+$', declared):
        return False
    return not re.search(r'\bconst\b', declared.rpartition('*')[2])


def check_functions(path, lines, report):
    start = None
    for number, line in enumerate(lines, 1):
        if FUNCTION_HEAD.match(line):
            start = number
        elif line.startswith('}') and start:
            if number - start + 1 > FUNCTION_LINES:
                report(path, start, f'function of {number - start + 1} lines: at most {FUNCTION_LINES}')
            start = None


def check_file(root, file, report, users):
    path, text = file.relative_to(root).as_posix(), file.read_text(encoding='utf-8')
    lines = without_comments(text).split('\n')
    if not room_of(path):
        report(path, 1, f'this lies in no room: {", ".join(ROOMS)}')
        return
    if text.count('\n') > FILE_LINES:
        report(path, 1, f'file of {text.count(chr(10))} lines: at most {FILE_LINES}')
    for number, line in enumerate(lines, 1):
        include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if include:
            check_include(path, number, include[1], report, users)
        for call, only in RESERVED_CALLS.items():
            if re.search(r'\b' + call, line) and path != only:
                report(path, number, f'{call} is only for {only}')
        if re.search(r'\bgoto\b', line):
            report(path, number, 'goto')
        if file.suffix == '.c' and re.match('[A-Za-z_]', line) and is_mutable(line):
            report(path, number, 'a variable at file level that is not const')
    check_functions(path, lines, report)
    check_texts(path, text, report)


def main(root):
    faults, users = [], {}
    files = sorted(f for top in TOPS for f in (root / top).rglob('*.[ch]'))
    for file in files:
        check_file(root, file, lambda *fault: faults.append(fault), users)
    for path, number, fault in faults:
        print(f'{path}:{number}: {fault}')
    print(f'{len(files)} files, {len(faults)} faults')
    return 1 if faults or not files else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else '.').resolve()))
