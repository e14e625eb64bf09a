"""Packages from npm, for the programs of the tests that run in Node.js."""
import shutil
import subprocess


def install(folder):
    """node_modules as the lock file says, when it is not there yet; the same check as bin/lib.sh makes."""
    stamp, lock = folder / 'node_modules/.installed', folder / 'package-lock.json'
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        subprocess.run(['npm', 'ci', '--ignore-scripts', '--loglevel=error'], cwd=folder, check=True, capture_output=True, timeout=300)
        shutil.copyfile(lock, stamp)
