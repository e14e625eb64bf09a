"""`risicolaag import` while the server runs: all or nothing, told row by row, and in the next answer."""
import csv
import io
import pytest
from support import gml, store
from support.client import Client
from support.sample import GENT
from support.server import Server, State

HEADER = ('id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;geschrapt;geometry')
SQUARE = 'POLYGON((%d %d, %d %d, %d %d, %d %d, %d %d))'


def square(x, y, size=40):
    return SQUARE % (x, y, x + size, y, x + size, y + size, x, y + size, x, y)


def row(**changed):
    """A row of the template that is right, but for what is changed."""
    values = {'id': '', 'gemeente_nis': GENT, 'rubriek': '1.1.', 'rubriekenlijst': 'VLAREBO_BIJLAGE_I', 'omschrijving': 'tank; "oud" & diep', 'bron': 'gemeente',
              'omv_nummer': '', 'iioa_nummer': '', 'startdatum': '1987-03-02', 'einddatum': '', 'wijziging_vergunning': 'NEE', 'geschrapt': 'nee',
              'geometry': square(104000, 194000), **changed}
    return [values[name] for name in HEADER.split(';')]


def template(folder, *rows):
    text = io.StringIO()
    csv.writer(text, delimiter=';', lineterminator='\n').writerows(rows)
    path = folder / 'sjabloon.csv'
    path.write_text(HEADER + '\n' + text.getvalue(), encoding='utf-8')
    return path


@pytest.fixture(scope='module')
def office(binary):
    """A gemeente's own server over a store without risk locations."""
    state = State(binary)
    state.run('init', '--store', state.store)
    numbers = state.path / 'kbo.csv'
    numbers.write_text('nis;kbo\n%s;%08d%02d\n' % (GENT, 12345678, 97 - 12345678 % 97))
    state.run('gemeenten', 'kbo', numbers, '--store', state.store)
    state.make_key()
    with Server(state) as server:
        yield state, Client(server.url, state.token(GENT))
    state.remove()


def test_good_rows_are_in_the_next_answer(office, tmp_path):
    state, client = office
    before = set(gml.ids(client.features().xml))
    state.run('import', template(tmp_path, row(), row(geometry=square(104100, 194100), einddatum='1999-12-31')), '--store', state.store)
    found = gml.read(client.features(srsName='EPSG:31370').xml)
    new = [found[key] for key in found if key not in before]
    assert len(new) == 2
    assert {v['omschrijving'] for v in new} == {'tank; "oud" & diep'} and {v.get('einddatum') for v in new} == {None, '1999-12-31'}
    assert {v['gemeente_naam'] for v in new} == {'Gent'}
    assert sorted(v['geometry'][0][0][0] for v in new) == [(104000, 194000), (104100, 194100)]
    box = client.features(bbox='104090,194090,104095,194101', resultType='hits')
    assert box.xml.get('numberMatched') == '0'
    box = client.features(bbox='104090,194090,104101,194101', resultType='hits')
    assert box.xml.get('numberMatched') == '1', 'the spatial index lacks the imported row'


BAD = [ # what is changed, the field that the report must name
    ({'gemeente_nis': '99999'}, 'gemeente_nis'), ({'rubriek': 'onzin'}, 'rubriek'), ({'rubriekenlijst': 'VLAREM'}, 'rubriekenlijst'),
    ({'bron': 'buurman'}, 'bron'), ({'startdatum': '1987-02-30'}, 'startdatum'), ({'startdatum': '2-3-1987'}, 'startdatum'),
    ({'einddatum': '1986-01-01'}, 'einddatum'), ({'omv_nummer': 'OMV_12'}, 'omv_nummer'), ({'iioa_nummer': '2020-1'}, 'iioa_nummer'),
    ({'wijziging_vergunning': 'misschien'}, 'wijziging_vergunning'), ({'geometry': 'POLYGON((0 0, 1 1))'}, 'geometry'),
    ({'geometry': 'POINT(104000 194000)'}, 'geometry'), ({'geometry': square(604000, 694000)}, 'geometry'), ({'geometry': ''}, 'geometry'), ({'id': '-4'}, 'id'),
]


def test_one_bad_row_keeps_everything_out_and_each_is_told(office, tmp_path):
    state, client = office
    before = sorted(gml.ids(client.features(geschrapt='alle').xml))
    done = state.run('import', template(tmp_path, row(), *[row(**changed) for changed, _ in BAD], row()), '--store', state.store,
                     '--report', tmp_path / 'verslag.csv', check=False)
    assert done.returncode == 1
    report = list(csv.DictReader((tmp_path / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))
    told = {(int(line['regel']), line['veld']) for line in report}
    for index, (changed, field) in enumerate(BAD):
        assert (index + 3, field) in told, (changed, done.stderr)
    assert {line for line, _ in told} == set(range(3, 3 + len(BAD))), 'a good row was refused'
    assert all(line['reden'] and int(line['kolom']) > 0 for line in report)
    assert sorted(gml.ids(client.features(geschrapt='alle').xml)) == before
    assert len(store.rows(state.store, 'risicolocatie')) == len(before)


@pytest.mark.parametrize('broken', [b'', b'id;gemeente_nis\n', HEADER.encode() + b'\n\xff\xfe;x\n', HEADER.encode() + b'\n1;"open\n'])
def test_a_file_that_is_no_template_is_refused_with_words(office, tmp_path, broken):
    state, _ = office
    (tmp_path / 'kapot.csv').write_bytes(broken)
    done = state.run('import', tmp_path / 'kapot.csv', '--store', state.store, check=False)
    assert done.returncode == 1 and len(done.stderr) > 20


SPOILT = {'cp1252': lambda text: text.encode('cp1252'), 'comma': lambda text: text.replace(';', ',').encode(), 'utf-16': lambda text: text.encode('utf-16'),
          'cr': lambda text: text.replace('\n', '\r').encode(), 'xls': lambda text: b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + text.encode()}
CAUSES = {'cp1252': 'geen UTF-8 (byte E9 op regel 3)', 'comma': 'scheidingsteken is een komma', 'utf-16': 'UTF-16', 'cr': 'enkele CR', 'xls': 'Excel-werkmap'}


@pytest.mark.parametrize('how', SPOILT)
def test_n8_a_file_that_excel_spoilt_is_refused_with_one_cause(office, tmp_path, how):
    state, _ = office
    path = template(tmp_path, row(omschrijving='tank'), row(omschrijving='café'), row(rubriek='onzin'))
    path.write_bytes(SPOILT[how](path.read_text(encoding='utf-8')))
    before = len(store.rows(state.store, 'risicolocatie'))
    done = state.run('import', path, '--store', state.store, '--report', tmp_path / 'verslag.csv', check=False)
    assert done.returncode == 1 and CAUSES[how] in done.stderr.splitlines()[0], done.stderr
    report, = csv.DictReader((tmp_path / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';')
    assert CAUSES[how] in report['reden']
    assert len(store.rows(state.store, 'risicolocatie')) == before


def test_n9_warnings_name_their_rows_and_the_same_file_twice_is_noticed(office, tmp_path):
    state, _ = office
    path = template(tmp_path, *[row(geometry=square(105000 + 50 * i, 195000)) for i in range(30)])
    state.run('import', path, '--store', state.store)
    done = state.run('import', path, '--store', state.store, '--report', tmp_path / 'verslag.csv')
    assert '30 die er al waren' in done.stdout and 'elke rij was er al' in done.stdout
    assert (tmp_path / 'verslag.csv').read_bytes().startswith(b'\xef\xbb\xbf'), 'Excel reads it as UTF-8 by its mark alone'
    report = list(csv.DictReader((tmp_path / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))
    assert [int(line['regel']) for line in report] == list(range(2, 32)) and all(line['reden'].startswith('waarschuwing: ') for line in report)
    shown = state.run('import', path, '--store', state.store)
    assert len(shown.stderr.splitlines()) == 21 and '10 waarschuwingen zijn niet getoond' in shown.stdout


def test_doubles_inside_the_file_are_told_apart_and_a_check_says_what_would_be(office, tmp_path):
    state, _ = office
    once = row(geometry=square(105000, 197000))
    path = template(tmp_path, once, once, row(geometry=square(105100, 197000)))
    said = state.run('import', path, '--store', state.store).stdout
    assert '0 die er al waren, 1 die meer dan een keer in het bestand staan' in said and 'elke rij was er al' not in said
    said = state.run('import', path, '--store', state.store, '--check').stdout
    assert 'staat alles er twee keer als u het laadt' in said and 'staat nu alles er twee keer' not in said


def test_a_report_has_every_fault_unless_fewer_are_asked_for(office, tmp_path):
    state, _ = office
    path = template(tmp_path, *[row(bron='buurman') for _ in range(1100)])
    for more, count in (([], 1100), (['--max-errors', '7'], 7)):
        done = state.run('import', path, '--store', state.store, '--report', tmp_path / 'verslag.csv', *more, check=False)
        assert len(list(csv.DictReader((tmp_path / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))) == count
        assert '(%d niet getoond)' % (1100 - count) in done.stderr


def test_a13_the_guard_against_formulas_is_taken_off_again(office, tmp_path):
    state, _ = office
    for more, kept in (([], ['=1+1', "'-x", "'s avonds"]), (['--exact'], ["'=1+1", "''-x", "'s avonds"])):
        path = template(tmp_path, *[row(omschrijving=text, startdatum='1982-01-0%d' % (i + 1)) for i, text in enumerate(["'=1+1", "''-x", "'s avonds"])])
        before = set(store.rows(state.store, 'risicolocatie'))
        state.run('import', path, '--store', state.store, *more)
        new = sorted((r for key, r in store.rows(state.store, 'risicolocatie').items() if key not in before), key=lambda r: r['startdatum'])
        assert [r['omschrijving'] for r in new] == kept
