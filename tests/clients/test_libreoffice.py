"""LibreOffice opens what `risicolaag import --marked` gives back, leaves its texts alone, and the import takes what LibreOffice saves."""
import csv
import shutil
import subprocess
import openpyxl
import pytest
from support import import_files

FRAGILE = ['1860-05-01', '3.4', '0012', '1e5', '- tank', 'JAN1', '3/4', 'TRUE', "'=1+1", ' a  b ', '1,10E+05']


@pytest.fixture(scope='module')
def marked(binary, tmp_path_factory):
    """(folder, names, rows): fout.xlsx in the folder is the marked copy of the rows, whose last one is wrong."""
    folder = tmp_path_factory.mktemp('libreoffice')

    def run(*arguments):
        return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    run('sample', '--features', 40, '--store', folder / 'sample.sqlite')
    run('export', folder / 'rows.csv', '--exact', '--store', folder / 'sample.sqlite')
    run('init', '--store', folder / 'empty.sqlite')
    names, rows = import_files.read(folder / 'rows.csv')
    note, start, kind = names.index('omschrijving'), names.index('startdatum'), names.index('rubriekenlijst')
    for row, text in zip(rows, FRAGILE):
        row[note] = text
    old = next(row for row in rows if row[kind] == 'VLAREBO_BIJLAGE_I')
    old[start] = '1860-05-01'
    rows[-1][names.index('bron')] = 'buurman'
    import_files.geopackage(folder / 'x.gpkg', names, rows)
    shutil.copy(folder / 'empty.sqlite', folder / 'store.sqlite')
    assert run('import', folder / 'x.gpkg', '--marked', folder / 'fout.xlsx', '--store', folder / 'store.sqlite').returncode == 1
    return folder, names, rows, run


def saved_by_libreoffice(folder, source, kind, *options):
    """The file as LibreOffice saves it, in a profile of its own."""
    subprocess.run(['soffice', '-env:UserInstallation=file://%s/profile' % folder, '--headless', *options, '--convert-to', kind, '--outdir', str(folder / kind), str(source)],
                   check=True, capture_output=True, timeout=180)
    return folder / kind / ('%s.%s' % (source.stem, kind))


@pytest.mark.parametrize('kind', ['xlsx', 'ods'])
def test_libreoffice_saves_every_text_as_it_was_and_the_import_takes_it(marked, kind):
    folder, names, rows, run = marked
    path = saved_by_libreoffice(folder, folder / 'fout.xlsx', kind)
    shutil.copy(folder / 'empty.sqlite', folder / 'store.sqlite')
    done = run('import', path, '--marked', folder / 'weer.csv', '--store', folder / 'store.sqlite')
    assert done.returncode == 1 and "(blad Rijen)" in done.stdout, done.stderr
    run('import', folder / 'x.gpkg', '--marked', folder / 'recht.csv', '--store', folder / 'store.sqlite')
    assert (folder / 'weer.csv').read_bytes() == (folder / 'recht.csv').read_bytes()
    table = list(csv.reader((folder / 'weer.csv').open(encoding='utf-8-sig', newline=''), delimiter=';'))
    assert '1860-05-01' in {row[names.index('startdatum')] for row in table}
    assert [row[names.index('omschrijving')] for row in table[1:len(FRAGILE) + 1]] == ["'- tank" if text == '- tank' else "''=1+1" if text == "'=1+1" else text for text in FRAGILE]


def test_what_libreoffice_makes_of_a_csv_is_refused_with_the_cells(marked):
    """Opened without a word, a CSV loses its codes and its old dates: in XLSX 1860 lies before the first day."""
    folder, names, rows, run = marked
    path = folder / 'gewoon.csv'
    rows = [list(row) for row in rows[:3]]
    rows[0][names.index('startdatum')], rows[1][names.index('rubriek')] = '1860-05-01', '3.4'
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, delimiter=';').writerows([names] + rows)
    made = saved_by_libreoffice(folder, path, 'xlsx', '--infilter=CSV:59,34,76,1')
    assert {type(cell.value) for cell in openpyxl.load_workbook(made).active[2]} - {str, type(None)}, 'LibreOffice changed nothing'
    shutil.copy(folder / 'empty.sqlite', folder / 'store.sqlite')
    assert run('import', made, '--report', folder / 'verslag.csv', '--store', folder / 'store.sqlite').returncode == 1
    told = {(line['kolom'].split('!')[1], line['reden']) for line in csv.DictReader((folder / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';')}
    assert any(cell == 'I2' and 'voor 1 maart 1900' in reason for cell, reason in told), told
    assert any(cell == 'C3' and ('als getal bewaard' in reason or 'in een datum veranderd' in reason) for cell, reason in told), told
