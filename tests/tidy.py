"""clang-tidy over the program's own files, in two processes: `tidy.py build/dev build/tidy`. Exit status 0 when it finds nothing.

Nearly all of its time is clang's analyzer. So what it found clean is remembered, in the second folder, by all that it looked at: the file with everything that it
includes (comments too: NOLINT stands there), .clang-tidy and its own version. A file is analyzed again when any of it has changed.
"""
import hashlib
import json
import multiprocessing.pool
import pathlib
import re
import shlex
import subprocess
import sys

REPO = pathlib.Path(__file__).resolve().parents[1]
OWN = re.compile(r'(base|auth|data|gml|server)/')
WITH_A_VALUE = ('-o', '-MT', '-MF', '-MQ')
BUILD, KNOWN = map(pathlib.Path, sys.argv[1:3])


def output_of(command, folder=None):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout if done.returncode == 0 else None


def preprocessing(words):
    """The same for clang, from the compiler's first option on, to standard output."""
    options, skip = [], False
    for word in words[next(i for i, word in enumerate(words) if word.startswith('-')):]:
        if not skip and word not in (*WITH_A_VALUE, '-c', '-MD'):
            options.append(word)
        skip = not skip and word in WITH_A_VALUE
    return ['clang-14', '-E', '-C', *options]


SETTINGS = (REPO / '.clang-tidy').read_bytes() + output_of(['clang-tidy-14', '--version'])


def key_of(path, entries):
    """None when it cannot be preprocessed: then clang-tidy says why."""
    seen = [output_of(preprocessing(shlex.split(entry['command'])), entry['directory']) for entry in entries]
    return None if None in seen else KNOWN / hashlib.sha256(b''.join([SETTINGS, pathlib.Path(path).read_bytes(), *seen])).hexdigest()


def check(one):
    """(what it is known by when it is clean, what clang-tidy says when it is not)"""
    path, entries = one
    key = key_of(path, entries)
    if key and key.exists():
        return key, None
    done = subprocess.run(['clang-tidy-14', '-p', str(BUILD), '-quiet', path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0 and key:
        key.touch()
    return (key, None) if done.returncode == 0 else (None, done.stdout)


def main():
    KNOWN.mkdir(parents=True, exist_ok=True)
    own = {}  # a file may be part of several programs
    for entry in json.loads((BUILD / 'compile_commands.json').read_text()):
        if entry['file'].startswith('%s/' % REPO) and OWN.match(entry['file'][len(str(REPO)) + 1:]):
            own.setdefault(entry['file'], []).append(entry)
    with multiprocessing.pool.ThreadPool(2) as pool:
        results = pool.map(check, sorted(own.items()), chunksize=1)
    for path in set(KNOWN.iterdir()) - {key for key, _ in results}:
        path.unlink()
    found = [said for _, said in results if said]
    print(''.join(found), end='')
    print('%d files, %d with findings' % (len(own), len(found)))
    return 1 if found or not own else 0


if __name__ == '__main__':
    sys.exit(main())
