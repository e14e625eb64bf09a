"""`risicolaag import` of every format: what the file is, the same rows as from CSV, and files that were spoilt or made to harm."""
import csv
import json
import shutil
import sqlite3
import subprocess
import zipfile
import datetime
import pytest
from osgeo import osr
from support import import_files, store
from support.client import Client
from support.sample import GENT
from support.server import Server, State


@pytest.fixture(scope='module')
def begun(binary, tmp_path_factory):
    """(an empty store, the names and rows of an export of 300 rows)"""
    folder = tmp_path_factory.mktemp('files')
    run(binary, 'sample', '--features', 300, '--store', folder / 'sample.sqlite')
    run(binary, 'export', folder / 'rows.csv', '--exact', '--store', folder / 'sample.sqlite')
    run(binary, 'init', '--store', folder / 'empty.sqlite')
    return folder, import_files.read(folder / 'rows.csv')


def run(binary, *arguments, check=True):
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert not check or done.returncode == 0, done.stderr
    return done


class Desk:
    """Somebody with an empty store, who imports files."""

    def __init__(self, binary, folder, begun):
        self.binary, self.folder, (self.begun, (self.names, self.rows)) = binary, folder, begun
        self.store = folder / 'store.sqlite'
        shutil.copy(self.begun / 'empty.sqlite', self.store)

    def load(self, path, *more, check=True):
        return run(self.binary, 'import', path, '--store', self.store, *more, check=check)

    def refused(self, path, *more):
        done = self.load(path, *more, check=False)
        assert done.returncode == 1 and store.rows(self.store, 'risicolocatie') == {}, done.stdout
        return done.stderr

    def report(self, path, *more):
        self.refused(path, '--report', self.folder / 'verslag.csv', *more)
        return list(csv.DictReader((self.folder / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))

    def exported(self):
        run(self.binary, 'export', self.folder / 'out.csv', '--exact', '--store', self.store)
        return (self.folder / 'out.csv').read_bytes()

    def with_row(self, make, name, **changed):
        """A file of three rows, of which the second is changed."""
        rows = [list(row) for row in self.rows[:3]]
        for field, value in changed.items():
            rows[1][self.names.index(field)] = value
        return make(self.folder / name, self.names, rows)


@pytest.fixture
def desk(binary, tmp_path, begun):
    return Desk(binary, tmp_path, begun)


def blobs(path):
    return {key: {name: row[name] for name in row.keys() if name not in ('aangemaakt_op', 'gewijzigd_op', 'geschrapt_op')} for key, row in store.rows(path, 'risicolocatie').items()}


WHAT = {'gpkg': 'een GeoPackage (laag gebouwen; coördinaten: Lambert 72), 300 rijen', 'geojson': 'GeoJSON (coördinaten: Lambert 72), 300 rijen',
        'zip': 'een shapefile in een zip (tekens: UTF-8; coördinaten: Lambert 72), 300 rijen', 'xlsx': 'een werkmap van Excel (.xlsx) (blad Blad1), 300 rijen',
        'ods': 'een werkmap van LibreOffice (.ods) (blad Blad1), 300 rijen'}


@pytest.mark.parametrize('kind', WHAT)
@pytest.mark.thorough
def test_each_format_gives_the_rows_that_the_csv_gives_byte_for_byte(desk, begun, kind):
    path = import_files.MAKE[kind](desk.folder / ('rijen.' + kind), desk.names, desk.rows)
    path = path.rename(desk.folder / 'naam die niets zegt')
    done = desk.load(path)
    assert done.stdout.splitlines()[0] == 'Dit is %s.' % WHAT[kind]
    assert desk.exported() == (begun[0] / 'rows.csv').read_bytes()
    other = Desk(desk.binary, desk.folder / 'csv', begun) if (desk.folder / 'csv').mkdir() is None else None
    other.load(begun[0] / 'rows.csv')
    assert blobs(desk.store) == blobs(other.store)


def test_what_a_csv_is_is_said_before_anything_else(desk, begun):
    done = desk.load(begun[0] / 'rows.csv')
    assert done.stdout.splitlines()[0] == "Dit is CSV (UTF-8, gescheiden door puntkomma's), 300 rijen."


@pytest.mark.parametrize('kind', ['zip', 'gpkg', 'geojson'])
@pytest.mark.parametrize('code', [3812, 4326])
def test_another_reference_system_is_converted_and_said(desk, kind, code):
    path = import_files.MAKE[kind](desk.folder / ('rijen.' + kind), desk.names, desk.rows[:20], code=code)
    done = desk.load(path)
    assert 'omgezet naar Lambert 72' in done.stdout.splitlines()[0]
    right = {row[0]: row[desk.names.index('geometry')] for row in desk.rows[:20]}
    for key, row in store.rows(desk.store, 'risicolocatie').items():
        x, y = store.polygons(row['geometry'])[0][0][0]
        near = [tuple(map(float, point.split())) for point in right[str(key)].replace('MULTIPOLYGON', '').replace('(', '').replace(')', '').split(',')]
        assert min(abs(x - a) + abs(y - b) for a, b in near) < 0.05


# Systems of which nobody knows where on earth they lie: Lambert 72's own numbers on a datum without a name, and degrees on one.
SOMEWHERE = {'projection': 'PROJCS["Lambert",GEOGCS["GCS_Unknown",DATUM["D_Unknown",SPHEROID["International_1924",6378388,297]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],'
                           'PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["standard_parallel_1",51.16666723333333],PARAMETER["standard_parallel_2",49.8333339],'
                           'PARAMETER["latitude_of_origin",90],PARAMETER["central_meridian",4.367486666666666],PARAMETER["false_easting",150000.013],'
                           'PARAMETER["false_northing",5400088.438],UNIT["Meter",1]]',
             'degrees': 'GEOGCS["GCS_Unknown",DATUM["D_Unknown",SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'}


@pytest.mark.parametrize('kind', ['zip', 'gpkg'])
@pytest.mark.parametrize('which', SOMEWHERE)
def test_a_reference_system_that_lies_nobody_knows_where_is_refused(desk, kind, which):
    system = osr.SpatialReference()
    system.ImportFromWkt(SOMEWHERE[which])
    told = desk.refused(import_files.MAKE[kind](desk.folder / ('rijen.' + kind), desk.names, desk.rows[:3], stored_as=system))
    assert 'het coördinatenstelsel van het bestand is onbekend' in told and 'EPSG:31370' in told


def test_a_geopackage_whose_system_is_undefined_is_refused(desk):
    """OGC 12-128r19 §1.1.2: srs_id 0 is undefined geographic, -1 undefined Cartesian."""
    path = import_files.geopackage(desk.folder / 'x.gpkg', desk.names, desk.rows[:3])
    for number in (0, -1):
        with sqlite3.connect(path) as db:
            db.execute('UPDATE gpkg_geometry_columns SET srs_id = ?', (number,))
            db.execute('UPDATE gpkg_contents SET srs_id = ?', (number,))
        db.close()
        assert 'het coördinatenstelsel van het bestand is onbekend' in desk.refused(path)


NOTHING_OF_OURS = {'pdf': (b'%PDF-1.4 x', 'een PDF'), 'xls': (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600), '.xls'), 'dwg': (b'AC1027' + bytes(100), 'AutoCAD'),
                   'shp': (b'\0\0\x27\x0a' + bytes(100), 'zet .shp, .shx, .dbf en .prj samen in een zip'), 'gml': (b'<?xml version="1.0"?><gml/>', 'XML'),
                   'sqlite': (b'SQLite format 3\0' + bytes(100), 'geen GeoPackage'), 'gz': (b'\x1f\x8b' + bytes(20), 'gzip'), 'leeg': (b'', 'het bestand is leeg'),
                   'lijst': (b'[{"type": "Feature"}]', 'een JSON-lijst'), 'utf-32': ('id;rubriek\n'.encode('utf-32'), 'UTF-32'), 'utf-32 zonder merk': ('id;rubriek\n'.encode('utf-32-le'), 'UTF-32')}


@pytest.mark.parametrize('name', NOTHING_OF_OURS)
def test_what_cannot_be_taken_is_called_by_its_name(desk, name):
    content, words = NOTHING_OF_OURS[name]
    (desk.folder / 'rijen.csv').write_bytes(content)
    assert words in desk.refused(desk.folder / 'rijen.csv')


def test_a_zip_of_something_else_is_called_so(desk):
    for entry, words in (('word/document.xml', 'Word-document'), ('foto.jpg', 'zip zonder shapefile'), ('a.dbf', 'zonder .shp')):
        with zipfile.ZipFile(desk.folder / 'x.zip', 'w') as archive:
            archive.writestr(entry, 'x')
        assert words in desk.refused(desk.folder / 'x.zip')


def test_a_zip_bomb_is_put_down(desk):
    with zipfile.ZipFile(desk.folder / 'bom.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('a.shp', bytes(100 * 1024 * 1024))
    assert 'pakt uit tot veel meer' in desk.refused(desk.folder / 'bom.zip')
    with zipfile.ZipFile(desk.folder / 'veel.zip', 'w') as archive:
        for number in range(1001):
            archive.writestr('%d.shp' % number, '')
    assert 'meer dan 1000 bestanden' in desk.refused(desk.folder / 'veel.zip')


def test_of_a_map_file_is_told_what_a_map_has(desk):
    """Nobody wrote WKT or a first row of it; and numbers that were converted tell nothing."""
    path = import_files.shape_zip(desk.folder / 'x.zip', desk.names, desk.rows[:2], stored_as=import_files.reference(3812))
    told = desk.report(path)
    assert [(line['veld'], line['code']) for line in told] == [('geometry', 'GeometrieBuitenVlaanderen')] * 2 and all('.prj' in line['reden'] and 'x van' not in line['reden'] for line in told)
    at = desk.names.index('bron')
    path = import_files.geopackage(desk.folder / 'x.gpkg', desk.names[:at] + desk.names[at + 1:], [row[:at] + row[at + 1:] for row in desk.rows[:2]])
    assert [(line['regel'], line['reden']) for line in desk.report(path)] == [('', 'dit veld ontbreekt in de laag')]
    desk.refused(path, '--report-json', desk.folder / 'verslag.json')
    assert 'regel' not in json.loads((desk.folder / 'verslag.json').read_text())['meldingen'][0]
    path = import_files.geopackage(desk.folder / 'y.gpkg', desk.names, [row[:-1] + ['POLYGON EMPTY'] for row in desk.rows[:1]])
    assert all('WKT' not in line['reden'] for line in desk.report(path))


MUCH = {'blanks': ('a<text:s text:c="2000000000"/>b', '', ''), 'cells': ('x' * 100000, 'table:number-columns-repeated="1000"', ''),
        'rows': ('x' * 10000, '', 'table:number-rows-repeated="1000000"')}


@pytest.mark.parametrize('what', MUCH)
def test_a_small_sheet_that_asks_for_billions_is_put_down(desk, what):
    chars, of_cell, of_row = MUCH[what]
    row = '<table:table-row %s><table:table-cell office:value-type="string" %s><text:p>%s</text:p></table:table-cell></table:table-row>' % (of_row, of_cell, chars)
    names = ''.join('<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % name for name in desk.names)
    with zipfile.ZipFile(desk.folder / 'x.ods', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet', zipfile.ZIP_STORED)
        archive.writestr('content.xml', import_files.ODS_HEAD + '<table:table-row>%s</table:table-row>' % names + row * 3 +
                         '</table:table></office:spreadsheet></office:body></office:document-content>')
    assert "zo'n blad wordt niet gelezen" in desk.refused(desk.folder / 'x.ods')


def test_what_refers_to_another_file_is_not_followed(desk):
    """A description that GDAL would follow, under the name of a shapefile; and a workbook that names an entity of its own."""
    (desk.folder / 'geheim.txt').write_text('geheim')
    secret = (desk.folder / 'geheim.txt').as_uri()
    virtual = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>%s</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>' % secret
    with zipfile.ZipFile(desk.folder / 'x.zip', 'w') as archive:
        for part in ('shp', 'shx', 'dbf', 'prj'):
            archive.writestr('x.' + part, virtual)
    path = import_files.xlsx(desk.folder / 'heel.xlsx', desk.names, desk.rows[:3])
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(desk.folder / 'x.xlsx', 'w') as archive:
        for entry in whole.namelist():
            text = whole.read(entry)
            archive.writestr(entry, b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % secret.encode() + text.partition(b'?>')[2] if entry.endswith('sheet1.xml') and b'?>' in text else
                             b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % secret.encode() + text if entry.endswith('sheet1.xml') else text)
    for name in ('x.zip', 'x.xlsx'):
        told = desk.refused(desk.folder / name)
        assert 'beschadigd' in told and 'geheim' not in told.replace('geheim.txt', ''), told


@pytest.mark.parametrize('kind', ['gpkg', 'geojson', 'zip', 'xlsx', 'ods'])
def test_a_file_cut_halfway_loads_nothing(desk, kind):
    path = import_files.MAKE[kind](desk.folder / ('rijen.' + kind), desk.names, desk.rows)
    whole = path.read_bytes()
    for part in (2, 3):
        path.write_bytes(whole[:len(whole) * (part - 1) // part])
        assert 'afgebroken' in desk.refused(path) or 'beschadigd' in desk.refused(path)


@pytest.mark.parametrize('missing', ['shx', 'dbf', 'prj'])
def test_a_shapefile_names_what_it_lacks(desk, missing):
    path = import_files.shape_zip(desk.folder / 'x.zip', desk.names, desk.rows[:3], parts=[part for part in import_files.SHAPE_PARTS if part != missing])
    assert 'heeft geen .' + missing in desk.refused(path)


@pytest.mark.parametrize('encoding,words', [('CP1252', 'Windows-1252'), ('UTF-8', 'UTF-8')])
def test_a_shapefile_without_cpg_is_read_in_the_encoding_that_it_has(desk, encoding, words):
    rows = [list(row) for row in desk.rows[:5]]
    rows[2][desk.names.index('omschrijving')] = 'café, 3 m³'
    path = import_files.shape_zip(desk.folder / 'x.zip', desk.names, rows, encoding=encoding, parts=['shp', 'shx', 'dbf', 'prj'])
    done = desk.load(path)
    assert 'geen .cpg, gelezen als ' + words in done.stdout
    assert 'café, 3 m³' in {row['omschrijving'] for row in store.rows(desk.store, 'risicolocatie').values()}


@pytest.mark.parametrize('said', ['US-ASCII', 'UTF-7', 'UTF-16', 'BIG5'])
def test_a_cpg_that_would_lose_letters_is_refused(desk, said):
    rows = [list(row) for row in desk.rows[:3]]
    rows[2][desk.names.index('omschrijving')] = 'café, 3 m³'
    path = import_files.shape_zip(desk.folder / 'x.zip', desk.names, rows, encoding='CP1252', parts=['shp', 'shx', 'dbf', 'prj'])
    with zipfile.ZipFile(path, 'a') as archive:
        archive.writestr('kaart/x.cpg', said)
    told = desk.refused(path)
    assert '.cpg' in told and 'UTF-8' in told


def test_several_layers_need_a_name(desk):
    path = import_files.geopackage(desk.folder / 'x.gpkg', desk.names, desk.rows[:3], layer='een')
    from osgeo import ogr
    ogr.Open(str(path), 1).CreateLayer('twee', import_files.reference(31370), ogr.wkbPolygon)
    assert 'noem de juiste met --layer: een, twee' in desk.refused(path)
    assert 'heeft geen laag drie; het heeft een, twee' in desk.refused(path, '--layer', 'drie')
    desk.load(path, '--layer', 'een')
    assert len(store.rows(desk.store, 'risicolocatie')) == 3


def test_two_sheets_with_rows_need_a_name(desk):
    """A replacement that read one of them would remove the rows of the other."""
    def add_sheet(sheet):
        second = sheet.parent.create_sheet('Blad2')
        for row in [desk.names] + desk.rows[3:5]:
            second.append([value or None for value in row])
        for row in second.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cell.data_type = 's'
        sheet.parent.create_sheet('Uitleg').append(['zo leest u dit'])
    path = import_files.xlsx(desk.folder / 'x.xlsx', desk.names, desk.rows[:3], add_sheet)
    assert 'heeft 2 bladen met de namen van de kolommen; noem het juiste met --layer: Blad1, Blad2' in desk.refused(path)
    desk.load(path, '--layer', 'blad2')
    assert len(store.rows(desk.store, 'risicolocatie')) == 2


# --- Columns ---

def test_columns_under_other_names_are_named_by_the_caller(desk):
    names = ['RUBR' if name == 'rubriek' else 'START' if name == 'startdatum' else name.upper().replace('_', ' ') for name in desk.names]
    path = import_files.xlsx(desk.folder / 'x.xlsx', names, desk.rows)
    assert 'rubriek' in desk.refused(path)
    desk.load(path, '--columns', 'rubriek=RUBR, startdatum=START')
    assert desk.exported() == (desk.begun / 'rows.csv').read_bytes()


def test_unknown_columns_are_named_and_passed_over_when_asked(desk, tmp_path):
    names, rows = ['kleur'] + desk.names, [['rood'] + row for row in desk.rows]
    path = import_files.geopackage(tmp_path / 'x.gpkg', names, rows)
    told = desk.report(path)
    assert [(line['waarde'], line['kolom']) for line in told] == [('kleur', 'kleur')] and 'hoort niet in het sjabloon' in told[0]['reden']
    assert 'Niet gelezen: kleur.' in desk.load(path, '--ignore-columns').stdout
    assert desk.exported() == (desk.begun / 'rows.csv').read_bytes()


def test_a_column_that_is_not_there_is_left_empty_when_asked(desk):
    keep = [at for at, name in enumerate(desk.names) if name not in ('id', 'einddatum')]
    path = import_files.geopackage(desk.folder / 'x.gpkg', [desk.names[at] for at in keep], [[row[at] for at in keep] for row in desk.rows])
    assert {line['veld'] for line in desk.report(path)} == {'id', 'einddatum'}
    desk.load(path, '--columns', 'id=,einddatum=')
    found = store.rows(desk.store, 'risicolocatie').values()
    assert len(found) == 300 and {row['einddatum'] for row in found} == {None}


@pytest.mark.parametrize('kind', ['csv', 'gpkg', 'xlsx'])
def test_two_hundred_columns_are_refused_or_passed_over(desk, kind):
    more = ['kolom%d' % number for number in range(200)]
    names, rows = more + desk.names, [['x'] * 200 + row for row in desk.rows[:5]]
    path = desk.folder / ('x.' + kind)
    if kind == 'csv':
        with open(path, 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, delimiter=';').writerows([names] + rows)
    else:
        import_files.MAKE[kind](path, names, rows)
    assert len(desk.report(path)) == 21
    desk.load(path, '--ignore-columns')
    assert len(store.rows(desk.store, 'risicolocatie')) == 5


# --- Sheets ---

def change_cell(address, value, form=None):
    def change(sheet):
        sheet[address].value = value
        if form:
            sheet[address].number_format = form
    return change


CELLS = [('C3', 3.4, None, 'rubriek', 'als getal bewaard'), ('C3', datetime.date(2026, 4, 3), None, 'rubriek', 'in een datum veranderd'),
         ('I3', 31838, None, 'startdatum', 'bedoelt u 1987-03-02?'), ('I3', -14486, 'yyyy-mm-dd', 'startdatum', 'voor 1 maart 1900'), ('I3', 1860, None, 'startdatum', 'alleen een jaartal'),
         ('G3', '#N/A', None, 'omv_nummer', 'fout van het rekenblad')]


@pytest.mark.parametrize('address,value,form,field,words', CELLS)
def test_a_cell_that_excel_changed_is_refused_with_its_address(desk, address, value, form, field, words):
    def change(sheet):
        change_cell(address, value, form)(sheet)
        if value == '#N/A':
            sheet[address].data_type = 'e'
    told = desk.report(import_files.xlsx(desk.folder / 'x.xlsx', desk.names, desk.rows[:3], change))
    assert any(line['regel'] == '3' and line['kolom'] == 'Blad1!' + address and line['veld'] == field and words in line['reden'] for line in told), told


def test_a_date_cell_is_taken_as_the_day_that_it_shows(desk):
    def change(sheet):
        sheet['I3'].value, sheet['I3'].number_format = datetime.date(1987, 3, 2), 'dd/mm/yyyy'
        sheet['D3'].value, sheet['C3'].value = 'VLAREBO_BIJLAGE_I', '1.1.'
        sheet['J3'].value = None
    desk.load(import_files.xlsx(desk.folder / 'x.xlsx', desk.names, desk.rows[:3], change))
    assert '1987-03-02' in {row['startdatum'] for row in store.rows(desk.store, 'risicolocatie').values()}


def test_numbers_of_an_ods_are_refused_and_its_dates_are_taken(desk):
    date = ('office:value-type="date" office:date-value="1860-05-01"', '1 mei 1860')
    path = desk.with_row(import_files.ods, 'x.ods', rubriek=('office:value-type="float" office:value="3.4"', '3,4'), startdatum=date)
    told = desk.report(path)
    assert {(line['kolom'], line['veld']) for line in told if 'als getal bewaard' in line['reden']} == {('Blad1!C3', 'rubriek')}
    assert not any(line['veld'] == 'startdatum' for line in told)


def test_excels_damage_in_a_csv_is_told_with_what_happened(desk):
    def as_csv(path, names, rows):
        with open(path, 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, delimiter=';').writerows([names] + rows)
        return path
    for field, value, words in (('rubriek', '3/apr', 'datum gemaakt'), ('rubriek', '1,10E+05', 'macht van tien'), ('startdatum', '31838', 'bedoelt u 1987-03-02?'),
                                ('gemeente_nis', '44.021', 'bedoelt u 44021?'), ('rubriek', '3.4.1Â°a)', 'was °'), ('startdatum', '2/3/1987', 'bedoelt u 1987-03-02?')):
        told = desk.report(desk.with_row(as_csv, 'x.csv', **{field: value}))
        assert any(line['regel'] == '3' and line['veld'] == field and words in line['reden'] for line in told), (value, told)


# --- Our own answers ---

@pytest.fixture(scope='module')
def served(binary):
    state = State(binary)
    state.make_sample(400)
    state.make_key()
    with Server(state) as server:
        yield state, Client(server.url, state.token(GENT))
    state.remove()


@pytest.mark.parametrize('output', ['gpkg', 'shape-zip', 'json', 'xlsx', 'ods'])
@pytest.mark.thorough
def test_our_own_answers_are_taken_as_they_are(served, binary, tmp_path, begun, output):
    state, client = served
    more = {'format_options': 'geometry:wkt'} if output in ('xlsx', 'ods') else {'srsName': 'EPSG:31370'}
    answer = client.features(outputFormat=output, **more)
    assert answer.status == 200
    (tmp_path / 'antwoord').write_bytes(answer.body)
    desk = Desk(binary, tmp_path, begun)
    done = desk.load(tmp_path / 'antwoord')
    mine = {key: row for key, row in store.active(state.store, GENT).items()}
    found = store.rows(desk.store, 'risicolocatie')
    assert set(found) == set(mine) and mine and ('gemeente_naam' in done.stdout or 'gemeente_1' in done.stdout)
    for key, row in found.items():
        assert all(row[name] == mine[key][name] for name in ('rubriek', 'omschrijving', 'startdatum', 'einddatum', 'omv_nummer', 'wijziging_vergunning', 'geschrapt', 'oppervlakte_m2')), key
