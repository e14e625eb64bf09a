"""F2, F3: files that a command writes never take the place of the store, of its input, or of what is no file."""
import os
import shutil
import subprocess
import pytest
from support import store, template


def run(binary, *arguments):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300)


@pytest.fixture
def folder(new_store, state, tmp_path):
    shutil.copy(new_store, tmp_path / 'store.sqlite')
    template.write(tmp_path / 'in.csv', [dict(row) for row in list(store.rows(state.store, 'risicolocatie').values())[:5]])
    os.link(tmp_path / 'store.sqlite', tmp_path / 'hard.csv')
    os.symlink('store.sqlite', tmp_path / 'soft.csv')
    return tmp_path


def contents(folder):
    return {name: (folder / name).read_bytes() for name in sorted(os.listdir(folder)) if not name.endswith(('-wal', '-shm'))}


@pytest.mark.parametrize('name', ['store.sqlite', 'store.sqlite-wal', 'store.sqlite-journal', 'store.sqlite.beurt', 'hard.csv', 'soft.csv', '../{0}/store.sqlite', 'in.csv'])
def test_f2_a_report_is_never_the_store_or_the_input(binary, folder, name):
    before = contents(folder)
    done = run(binary, 'import', folder / 'in.csv', '--store', folder / 'store.sqlite', '--report', folder / name.format(folder.name))
    assert done.returncode == 1 and 'kies een andere naam' in done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize('name', ['store.sqlite', 'store.sqlite-shm', 'store.sqlite-journal', 'hard.csv', 'soft.csv'])
def test_f3_an_export_is_never_the_store(binary, folder, name):
    before = contents(folder)
    done = run(binary, 'export', folder / name, '--store', folder / 'store.sqlite')
    assert done.returncode == 1 and 'kies een andere naam' in done.stderr
    assert contents(folder) == before


def test_f3_an_export_follows_a_link_and_writes_straight_to_what_is_no_file(binary, state, folder):
    (folder / 'real.csv').write_text('oud')
    os.symlink('real.csv', folder / 'link.csv')
    assert run(binary, 'export', folder / 'link.csv', '--store', state.store).returncode == 0
    assert (folder / 'link.csv').is_symlink() and (folder / 'real.csv').read_text(encoding='utf-8-sig').startswith('id;')
    piped = run(binary, 'export', '/dev/stdout', '--store', state.store)
    assert piped.returncode == 0 and piped.stdout.encode() == (folder / 'real.csv').read_bytes().replace(b'\r\n', b'\n')


def test_f3_a_full_disk_is_told_and_leaves_nothing(binary, state, folder):
    os.symlink('/dev/full', folder / 'full.csv') # so that a program that renames spoils no device
    before = sorted(os.listdir(folder))
    done = run(binary, 'export', folder / 'full.csv', '--store', state.store)
    assert done.returncode == 1 and 'kan niet geschreven worden' in done.stderr
    assert sorted(os.listdir(folder)) == before and (folder / 'full.csv').is_symlink()
    done = run(binary, 'import', folder / 'in.csv', '--store', folder / 'store.sqlite', '--report', folder / 'full.csv')
    assert done.returncode == 1 and 'kan niet geschreven worden' in done.stderr
    done = run(binary, 'export', folder, '--store', state.store)
    assert done.returncode == 1 and 'kan niet geschreven worden' in done.stderr
