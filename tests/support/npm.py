"""Packages from npm, for the programs of the tests that run in Node.js."""
import json
import shutil
import subprocess


def install(folder):
    """node_modules as the lock file says, when it is not there yet; the same check as bin/lib.sh makes."""
    stamp, lock = folder / 'node_modules/.installed', folder / 'package-lock.json'
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        subprocess.run(['npm', 'ci', '--ignore-scripts', '--loglevel=error'], cwd=folder, check=True, capture_output=True, timeout=300)
        shutil.copyfile(lock, stamp)


def session(folder, *words, program='session.js', seconds=180):
    """What the folder's program found, called with these words."""
    install(folder)
    done = subprocess.run(['node', str(folder / program), *words], capture_output=True, text=True, timeout=seconds)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
