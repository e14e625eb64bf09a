"""`risicolaag import --marked`: the file given back with what is wrong beside its rows, in a form that a spreadsheet leaves alone."""
import csv
import shutil
import subprocess
import openpyxl
import pytest
from support import import_files, store


@pytest.fixture(scope='module')
def begun(binary, tmp_path_factory):
    folder = tmp_path_factory.mktemp('marked')
    for arguments in (('sample', '--features', 60, '--store', folder / 'sample.sqlite'), ('export', folder / 'rows.csv', '--exact', '--store', folder / 'sample.sqlite'),
                      ('init', '--store', folder / 'empty.sqlite')):
        subprocess.run([binary, *map(str, arguments)], check=True, capture_output=True)
    return folder, import_files.read(folder / 'rows.csv')


class Desk:
    def __init__(self, binary, folder, begun):
        self.binary, self.folder, (begun, (self.names, self.rows)) = binary, folder, begun
        self.right = (begun / 'rows.csv').read_bytes()
        self.store = folder / 'store.sqlite'
        shutil.copy(begun / 'empty.sqlite', self.store)

    def run(self, *arguments):
        return subprocess.run([self.binary, *map(str, arguments), '--store', str(self.store)], capture_output=True, text=True, timeout=300)

    def mark(self, path, copy, *more):
        done = self.run('import', path, '--marked', copy, *more)
        assert done.returncode == 1 and store.rows(self.store, 'risicolocatie') == {}
        assert str(copy) in done.stdout, done.stderr

    def is_all_there(self, path, *more):
        done = self.run('import', path, *more)
        assert done.returncode == 0, done.stderr
        assert self.run('export', self.folder / 'out.csv', '--exact').returncode == 0
        assert (self.folder / 'out.csv').read_bytes() == self.right

    def spoilt(self):
        """The rows with mistakes in the second and the fourth, and one text each that a spreadsheet would damage."""
        rows = [list(row) for row in self.rows]
        for at, field, value in ((1, 'bron', 'buurman'), (1, 'startdatum', 'gisteren'), (3, 'geometry', 'POLYGON((1 1,2 1,2 2,1 1))')):
            rows[at][self.names.index(field)] = value
        return rows

    def by_short_name(self, row, short):
        """A shapefile has ten characters of a name."""
        return next(value for name, value in zip(self.names, row) if name.startswith(short))

    def mended(self, table):
        """The rows of a marked copy with what was there before the mistakes."""
        for row, right in zip(table[1:], self.rows):
            for at, name in enumerate(table[0][:-2]):
                row[at] = self.by_short_name(right, name)
        return table


@pytest.fixture
def desk(binary, tmp_path, begun):
    return Desk(binary, tmp_path, begun)


def write_csv(path, names, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, delimiter=';').writerows([names] + rows)
    return path


def read_csv(path):
    assert path.read_bytes().startswith(b'\xef\xbb\xbf')
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.reader(file, delimiter=';'))


def read_xlsx(path):
    """The cells of the sheet with rows, all of them texts."""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ['Uitleg', 'Rijen'] and 'fout' in ' '.join(str(row[0].value) for row in book['Uitleg'].iter_rows())
    assert {cell.data_type for row in book['Rijen'].iter_rows() for cell in row} <= {'s', 'n', 'inlineStr'}
    assert all(cell.value is None or isinstance(cell.value, str) for row in book['Rijen'].iter_rows() for cell in row)
    return book, [[cell.value or '' for cell in row] for row in book['Rijen'].iter_rows()]


MAKE = {'csv': write_csv, **import_files.MAKE}


@pytest.mark.parametrize('kind', MAKE)
@pytest.mark.thorough
def test_every_row_comes_back_in_its_order_with_its_faults_behind_it(desk, kind):
    path = MAKE[kind](desk.folder / ('rijen.' + kind), desk.names, desk.spoilt())
    desk.mark(path, desk.folder / 'fout.csv')
    head, *rows = read_csv(desk.folder / 'fout.csv')
    assert head[-2:] == ['fout', 'fout_kolom'] and len(rows) == len(desk.rows)
    assert [row[0] for row in rows] == [row[0] for row in desk.rows]
    assert [at for at, row in enumerate(rows) if row[-2]] == [1, 3]
    assert ' | ' in rows[1][-2] and {'bron'} <= set(rows[1][-1].split(' | ')) and 'geometry' in rows[3][-1]
    write_csv(desk.folder / 'beter.csv', *(lambda table: (table[0], table[1:]))(desk.mended([head] + rows)))
    desk.is_all_there(desk.folder / 'beter.csv', '--exact')


def test_the_workbook_has_texts_alone_and_red_cells(desk):
    path = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    desk.mark(path, desk.folder / 'fout.xlsx')
    book, (head, *rows) = read_xlsx(desk.folder / 'fout.xlsx')
    assert head == desk.names + ['fout', 'fout_kolom'] and [row[:-2] for row in rows] == desk.spoilt()
    red = {(cell.row, head[cell.column - 1]) for row in book['Rijen'].iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == 'FFFFC7CE'}
    assert {(3, 'bron'), (3, 'startdatum'), (3, 'fout'), (5, 'geometry'), (5, 'fout')} == {(row, name) for row, name in red if name != 'rubriekenlijst' and name != 'einddatum'}
    assert all(cell.number_format == '@' for row in book['Rijen'].iter_rows() for cell in row)


def test_a_mended_workbook_is_taken_back(desk):
    path = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    desk.mark(path, desk.folder / 'fout.xlsx')
    book, table = read_xlsx(desk.folder / 'fout.xlsx')
    for cells, row in zip(book['Rijen'].iter_rows(), desk.mended(table)):
        for cell, value in zip(cells, row):
            cell.value = value or None
            cell.data_type = 's' if value else cell.data_type
    book.save(desk.folder / 'beter.xlsx')
    desk.is_all_there(desk.folder / 'beter.xlsx')


def test_a_copy_is_marked_again_without_doubling_its_columns(desk):
    path = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    desk.mark(path, desk.folder / 'een.csv')
    desk.mark(desk.folder / 'een.csv', desk.folder / 'twee.xlsx')
    desk.mark(desk.folder / 'twee.xlsx', desk.folder / 'drie.csv')
    assert (desk.folder / 'drie.csv').read_bytes() == (desk.folder / 'een.csv').read_bytes()


AWKWARD = ['=1+1', "'=1+1", '- tank', '@x', '1860-05-01', '3.4', '0012', ' a  b ', 'een\ntwee', 'tab\there', 'a "b"; c', '<&>', '_x0041_', 'é°€', '\U0001F3ED']


@pytest.mark.parametrize('ending', ['csv', 'xlsx'])
def test_texts_that_a_spreadsheet_would_change_come_back_as_they_were(desk, ending):
    rows = [list(row) for row in desk.rows[:len(AWKWARD) + 1]]
    for row, text in zip(rows, AWKWARD):
        row[desk.names.index('omschrijving')] = text
    rows[-1][desk.names.index('bron')] = 'buurman'
    path = import_files.geopackage(desk.folder / 'x.gpkg', desk.names, rows)
    desk.mark(path, desk.folder / ('fout.' + ending))
    desk.mark(desk.folder / ('fout.' + ending), desk.folder / 'weer.csv')
    desk.mark(path, desk.folder / 'recht.csv')
    assert (desk.folder / 'weer.csv').read_bytes() == (desk.folder / 'recht.csv').read_bytes()
    rows[-1][desk.names.index('bron')] = desk.rows[len(AWKWARD)][desk.names.index('bron')]
    if ending == 'csv':
        table = read_csv(desk.folder / 'fout.csv')
        table[-1][desk.names.index('bron')] = rows[-1][desk.names.index('bron')]
        write_csv(desk.folder / 'beter.csv', table[0], table[1:])
    else:
        book = openpyxl.load_workbook(desk.folder / 'fout.xlsx')  # it takes off the escape of _x0041_, and writes none
        book['Rijen'].cell(AWKWARD.index('_x0041_') + 2, desk.names.index('omschrijving') + 1).value = '_x005F_x0041_'
        book['Rijen'].cell(len(rows) + 1, desk.names.index('bron') + 1).value = rows[-1][desk.names.index('bron')]
        book.save(desk.folder / 'beter.xlsx')
    done = desk.run('import', desk.folder / ('beter.' + ending))
    assert done.returncode == 0, done.stderr
    found = store.rows(desk.store, 'risicolocatie')
    assert [found[int(row[0])]['omschrijving'] for row in rows[:-1]] == AWKWARD


@pytest.mark.thorough
def test_ten_thousand_wrong_rows_are_all_marked(desk):
    rows = [list(desk.rows[0]) for _ in range(10000)]
    for row in rows:
        row[0], row[desk.names.index('bron')] = '', 'buurman'
    path = write_csv(desk.folder / 'x.csv', desk.names, rows)
    for copy in ('fout.csv', 'fout.xlsx'):
        desk.mark(path, desk.folder / copy, '--max-errors', '5')
    assert sum('moet gemeente' in row[-2] for row in read_csv(desk.folder / 'fout.csv')) == 10000
    assert sum('moet gemeente' in row[-2] for row in read_xlsx(desk.folder / 'fout.xlsx')[1]) == 10000


def test_of_a_file_that_breaks_off_or_is_refused_as_a_whole_no_copy_is_made_and_that_is_said(desk):
    """A copy without the rows after the break would be mended and loaded in the place of all of them."""
    broken = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    broken.write_bytes(broken.read_bytes() + b'"44021;nooit gesloten')
    nameless = write_csv(desk.folder / 'y.csv', ['kleur'] + desk.names[1:], desk.rows)
    windows = write_csv(desk.folder / 'z.csv', desk.names, desk.spoilt())
    windows.write_bytes(windows.read_bytes() + 'é'.encode('cp1252'))
    for path, words in ((broken, 'tot zijn einde'), (nameless, 'als geheel geweigerd'), (windows, 'als geheel geweigerd')):
        done = desk.run('import', path, '--marked', desk.folder / 'fout.csv')
        assert done.returncode == 1 and not (desk.folder / 'fout.csv').exists()
        assert 'geen bestand geschreven' in done.stdout and words in done.stdout and 'staan in' not in done.stdout and 'eerdere keer' not in done.stdout
    (desk.folder / 'fout.csv').write_text('van gisteren', encoding='utf-8')
    assert 'fout.csv is van een eerdere keer' in desk.run('import', nameless, '--marked', desk.folder / 'fout.csv').stdout
    assert (desk.folder / 'fout.csv').read_text(encoding='utf-8') == 'van gisteren'


@pytest.mark.parametrize('options', [('--marked', '--report'), ('--report', '--report-json'), ('--report-json', '--marked')])
@pytest.mark.parametrize('there', [False, True])
def test_two_files_to_write_have_two_names(desk, options, there):
    path = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    if there:
        (desk.folder / 'uit.csv').write_text('van gisteren', encoding='utf-8')
    done = desk.run('import', path, options[0], desk.folder / 'uit.csv', options[1], desk.folder / '..' / desk.folder.name / 'uit.csv')
    assert done.returncode == 1 and 'twee keer geschreven' in done.stderr
    assert (desk.folder / 'uit.csv').exists() == there


def test_without_faults_or_without_rows_no_copy_is_made(desk):
    (desk.folder / 'x.csv').write_bytes(b'%PDF-1.4')
    assert desk.run('import', desk.folder / 'x.csv', '--marked', desk.folder / 'fout.csv').returncode == 1
    path = write_csv(desk.folder / 'y.csv', desk.names, desk.rows)
    assert desk.run('import', path, '--marked', desk.folder / 'fout.csv').returncode == 0
    assert not (desk.folder / 'fout.csv').exists()


def test_a_text_that_fits_in_no_cell_asks_for_csv(desk):
    rows = desk.spoilt()
    rows[0][desk.names.index('omschrijving')] = 'x' * 32768
    path = write_csv(desk.folder / 'x.csv', desk.names, rows)
    done = desk.run('import', path, '--marked', desk.folder / 'fout.xlsx')
    assert done.returncode == 1 and 'kies een .csv' in done.stderr and not (desk.folder / 'fout.xlsx').exists()
    desk.mark(path, desk.folder / 'fout.csv')


def test_the_copy_is_never_the_file_itself_or_the_store(desk):
    path = write_csv(desk.folder / 'x.csv', desk.names, desk.spoilt())
    before = path.read_bytes()
    for copy in (path, desk.store):
        done = desk.run('import', path, '--marked', copy)
        assert done.returncode == 1 and 'kies een andere naam' in done.stderr
    assert path.read_bytes() == before and store.rows(desk.store, 'risicolocatie') == {}
