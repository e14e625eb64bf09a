"""`risicolaag freeze`: for the time of a roll-out requests change nothing and permits wait, while all can be read; `thaw` ends it."""
import datetime
import subprocess
import pytest
from support import gml, store, template
from support.client import Client
from support.edits import NEW, Editor
from support.permits import deliver
from support.sample import GENT
from support.server import Server, State
from support.stored import EVERYTHING, creation, dropping, listed, post

TEXT = 'we zetten een nieuwe versie klaar; bel 02 123 45 67'
SOAP = 'http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'
START = datetime.date(2026, 1, 1)


def in_some(**time):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**time)).isoformat(timespec='seconds')


@pytest.fixture(scope='module')
def place(binary):
    class Place:
        state = State(binary)
        path = state.store

        def run(self, *words):
            return subprocess.run([binary, *map(str, words), '--store', self.path], capture_output=True, text=True, timeout=120)

        def freeze(self, **time):
            done = self.run('freeze', '--until', in_some(**time), '--text', TEXT)
            assert done.returncode == 0 and TEXT in done.stdout, done

        def thaw(self):
            return self.run('thaw')
    Place.state.make_sample(600)
    Place.state.make_key()
    with Server(Place.state) as Place.server:
        yield Place()
    Place.state.remove()


@pytest.fixture
def frozen(place):
    place.freeze(hours=20)
    yield place
    place.thaw()


@pytest.fixture
def gent(place):
    return Client(place.server.url, place.state.token(GENT, role='Beheerder'))


def check_refused(answer, most=3600):
    assert answer.status == 503 and TEXT in answer.text and '(Bevroren)' in answer.text, answer
    assert most - 100 < int(answer.headers['Retry-After']) <= most and 'no-store' in answer.headers['Cache-Control']


def test_what_a_request_would_keep_or_drop_is_refused_in_each_form(frozen, gent):
    make, drop = creation('urn:proef:ijs', EVERYTHING), dropping('urn:proef:ijs')
    for body in (make, drop):
        answer = post(gent, body)
        check_refused(answer)
        assert gml.exception(answer.xml)[0] == 'NoApplicableCode'
    for envelope in SOAP:
        answer = post(gent, b'<s:Envelope xmlns:s="%s"><s:Body>%s</s:Body></s:Envelope>' % (envelope.encode(), make.partition(b'?>')[2]))
        check_refused(answer)
        assert answer.xml.find('.//{%s}Fault' % envelope) is not None
    check_refused(gent.wfs('DropStoredQuery', storedquery_id='urn:proef:ijs'))
    problem = post(gent, make, headers={'Accept': 'application/json'})
    check_refused(problem)
    assert problem.type == 'application/problem+json' and problem.json['status'] == 503
    check_refused(post(gent, make, headers={'Accept': 'text/html'}))
    english = post(gent, make, headers={'Accept-Language': 'en'})
    check_refused(english)
    assert 'nothing can be changed here until' in english.text and 'gewijzigd' not in english.text


def test_all_can_be_read_and_after_the_thaw_changed(place, gent):
    place.freeze(seconds=900)
    check_refused(post(gent, creation('urn:proef:dooi', EVERYTHING)), 900)
    assert set(gml.ids(gent.features().xml)) == store.ids(store.active(place.path, GENT))
    assert 'urn:proef:dooi' not in listed(gent)
    assert 'niet meer bevroren' in place.thaw().stdout
    assert post(gent, creation('urn:proef:dooi', EVERYTHING)).status == 200
    assert post(gent, dropping('urn:proef:dooi')).status == 200


def test_a_caller_without_the_right_hears_that_first(frozen):
    reader = Client(frozen.server.url, frozen.state.token(GENT, role='Raadpleger'))
    assert post(reader, creation('urn:proef:ijs', EVERYTHING)).status == 403
    assert post(Client(frozen.server.url), creation('urn:proef:ijs', EVERYTHING)).status == 401


def test_rows_wait_as_well(place, binary):
    with Editor(binary, place.path) as e:
        e.become(gemeenten=[GENT], role='beheerder')
        place.freeze(hours=1)
        refused = e.insert(**NEW)
        assert not refused['ok'] and refused['http'] == 503 and TEXT in refused['message'], refused
        assert e.abandon()['ok']
        place.thaw()
        assert e.insert(**NEW)['ok'] and e.commit()['ok']


def test_an_edit_that_had_begun_is_kept_and_the_freeze_waits_for_it(place, binary):
    with Editor(binary, place.path) as e:
        e.become(gemeenten=[GENT], role='beheerder')
        assert e.insert(**NEW)['ok']
        late = subprocess.Popen([binary, 'freeze', '--until', in_some(hours=1), '--text', TEXT, '--store', str(place.path)], stdout=subprocess.PIPE, text=True)
        assert e.commit()['ok']
        assert TEXT in late.communicate(timeout=60)[0]
        assert not e.insert(**NEW)['ok']
    place.thaw()


def test_permits_wait_and_are_caught_up(place, tmp_path):
    with store.connect(place.path) as db:
        vito = db.execute("SELECT vito_id, vito_versie_id FROM rubriek WHERE lijst = 'VLAREM_KOLOM_8' AND vito_id IS NOT NULL ORDER BY 1, 2").fetchone()
        parcel, = db.execute('SELECT capakey FROM perceel WHERE gemeente_nis = ? ORDER BY 1', (GENT,)).fetchone()
    deliver(tmp_path, START, START + datetime.timedelta(1), [{
        'gebeurtenis': 'vergund', 'gebeurtenis_uuid': 'ijs', 'omv_nummer': 'OMV_2026000077', 'beslissing': 'vergund', 'beslissingsdatum': str(START),
        'iioa': [{'iioa_nummer': '20260101-0001', 'percelen': [parcel], 'geometrie': None, 'rubrieken': [{'vito_id': vito[0], 'vito_versie_id': vito[1]}]}]}])

    def made():
        with store.connect(place.path) as db:
            return [row[0] for row in db.execute("SELECT gemeente_nis FROM risicolocatie WHERE omv_nummer = 'OMV_2026000077'")]
    place.freeze(hours=1)
    done = place.run('permits', 'run', '--from', tmp_path)
    assert done.returncode == 3 and TEXT in done.stdout and '0 leveringen verwerkt' in done.stdout, done
    assert made() == []
    place.thaw()
    assert '1 levering verwerkt' in place.run('permits', 'run', '--from', tmp_path).stdout
    assert made() == [GENT]


def test_the_operators_own_commands_go_on_and_say_it(frozen, tmp_path):
    row = dict(next(iter(store.active(frozen.path, GENT).values())), id=None, omschrijving='tijdens de uitrol')
    template.write(tmp_path / 'een.csv', [row])
    done = frozen.run('import', tmp_path / 'een.csv')
    assert done.returncode == 0 and 'de opslag is bevroren tot' in done.stderr, done
    with store.connect(frozen.path) as db:
        assert db.execute("SELECT count(*) FROM risicolocatie WHERE omschrijving = 'tijdens de uitrol'").fetchone()[0] == 1
    assert 'de opslag is bevroren tot' in frozen.run('gemeenten', 'list').stderr


def test_freeze_alone_says_how_it_is_and_half_of_it_is_refused(place):
    assert place.run('freeze').stdout == 'De opslag is niet bevroren.\n'
    for words in (['--text', TEXT], ['--until', in_some(hours=1)], ['--until', in_some(hours=-1), '--text', TEXT], ['--until', in_some(days=32), '--text', TEXT],
                  ['--until', 'morgen', '--text', TEXT], ['--until', in_some(hours=1), '--text', 'twee\nregels']):
        done = place.run('freeze', *words)
        assert done.returncode == 1 and done.stdout == '' and 'risicolaag freeze: ' in done.stderr, done
    assert place.run('freeze').stdout == 'De opslag is niet bevroren.\n'
    place.freeze(hours=1)
    assert place.run('freeze').stdout.startswith('De opslag is bevroren tot 20')
    assert place.thaw().stdout == 'De opslag is niet meer bevroren.\n' and place.thaw().stdout == 'De opslag was niet bevroren.\n'
