"""`risicolaag permits`: the daily flow of the Omgevingsloket, held against a model of thirty lines (support/permits.py)."""
import datetime
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import zoneinfo
import pytest
from support import permits, store
from support.permits import Loket, World, deliver, expected

START = datetime.date(2026, 1, 1)
DAYS = int(os.environ.get('RISICOLAAG_PERMIT_DAYS', 45))  # 365 for a whole year
UNKNOWN = {('onbekend-1', 'onbekend-1-1'), ('onbekend-2', 'onbekend-2-1')}


def day(n):
    return START + datetime.timedelta(n)


def run(binary, *arguments):
    return subprocess.run([binary, 'permits', *map(str, arguments)], capture_output=True, text=True, timeout=120)


@pytest.fixture(scope='module')
def base(state):
    """Rubrieken, and parcels of four gemeenten, of the sample store."""
    with store.connect(state.store) as db:
        rubrieken = {tuple(row) for row in db.execute("SELECT vito_id, vito_versie_id FROM rubriek WHERE lijst = 'VLAREM_KOLOM_8' AND vito_id IS NOT NULL")}
        few = [row[0] for row in db.execute('SELECT gemeente_nis FROM perceel GROUP BY gemeente_nis ORDER BY count(*) DESC, 1 LIMIT 4')]
        parcels = dict(tuple(row) for row in db.execute('SELECT capakey, gemeente_nis FROM perceel WHERE gemeente_nis IN (%s)' % ','.join('?' * len(few)), few))
    return rubrieken, parcels


@pytest.fixture
def place(state, tmp_path):
    """A copy of the sample store, a folder for deliveries, and `permits run`."""
    class Place:
        path, folder, binary = tmp_path / 'store.sqlite', tmp_path / 'leveringen', state.binary

        def run(self, *more):
            return run(state.binary, 'run', '--from', self.folder, '--store', self.path, '--since', START, *more)

        def ask(self, what, *more):
            return run(state.binary, what, *more, '--store', self.path)

        def sql(self, text, *values):
            with sqlite3.connect(self.path) as db:
                return db.execute(text, values).fetchall()

        def made(self):
            """What `expected` gives, as it is."""
            rows = self.sql('SELECT v.omv_nummer, v.iioa_nummer, v.vito_id, v.vito_versie_id, v.gemeente_nis, r.startdatum, r.wijziging_vergunning, r.omv_nummer, r.iioa_nummer, r.vito_id,'
                            " r.vito_versie_id, r.gemeente_nis, r.bron, r.einddatum, v.toegekend FROM vergunning_rij v JOIN risicolocatie r ON r.id = v.risicolocatie")
            assert all(row[:5] == row[7:12] and row[12] == 'omgevingsloket' and row[13] is None and row[14] == row[5] for row in rows)
            return {permits.Key(*row[:5]): (datetime.date.fromisoformat(row[5]), row[6] == 'JA') for row in rows}
    shutil.copy(state.store, Place.path)
    Place.folder.mkdir()
    return Place()


def grant(omv='OMV_2026000001', on=START, iioa='20260101-0001', parcels=(), rubrieken=(), **more):
    return {'gebeurtenis': 'vergund', 'gebeurtenis_uuid': 'vergund-' + omv, 'omv_nummer': omv, 'beslissing': 'vergund', 'beslissingsdatum': str(on),
            'iioa': [{'iioa_nummer': iioa, 'percelen': list(parcels), 'geometrie': None, 'rubrieken': [{'vito_id': v, 'vito_versie_id': w} for v, w in rubrieken]}], **more}


def change(omv, on, uuid=None):
    return {'gebeurtenis': 'gewijzigd_na_beroep', 'gebeurtenis_uuid': uuid or 'gewijzigd-%s-%s' % (omv, on), 'omv_nummer': omv, 'beslissing': 'geweigerd', 'beslissingsdatum': str(on)}


def test_rule_1_and_rule_3_a_partly_granted_project_gives_a_location_for_each_rubriek_from_the_day_of_the_decision(place, base):
    rubrieken, parcels = sorted(base[0])[:3], sorted(base[1])[:2]
    deliver(place.folder, day(0), day(1), [grant(parcels=parcels, rubrieken=rubrieken, beslissing='gedeeltelijk_vergund')])
    done = place.run()
    assert '3 risicolocaties erbij' in done.stdout, done.stdout + done.stderr
    rows = place.sql("SELECT DISTINCT startdatum, einddatum, bron, round(ST_Area, 1) FROM (SELECT startdatum, einddatum, bron, oppervlakte_m2 AS ST_Area FROM risicolocatie WHERE omv_nummer = 'OMV_2026000001')")
    assert [row[:3] for row in rows] == [('2026-01-01', None, 'omgevingsloket')]
    shapes = [store.shape(store.polygons(row[0])) for row in place.sql('SELECT geometry FROM perceel WHERE capakey IN (?, ?)', *parcels)]
    made = [store.shape(store.polygons(row[0])) for row in place.sql("SELECT geometry FROM risicolocatie WHERE omv_nummer = 'OMV_2026000001'")]
    assert len(made) == 3 and all(one.symmetric_difference(shapes[0].union(shapes[1])).area < 0.01 for one in made)


def test_rule_2_each_installation_has_its_own_place_and_not_that_of_the_project(place, base):
    parcels, rubrieken = sorted(base[1])[:2], sorted(base[0])[:1]
    both = grant(parcels=parcels[:1], rubrieken=rubrieken)
    both['iioa'] += grant(iioa='20260101-0002', parcels=parcels[1:], rubrieken=rubrieken)['iioa']
    deliver(place.folder, day(0), day(1), [both])
    place.run()
    for iioa, parcel in zip(['20260101-0001', '20260101-0002'], parcels):
        (made,), = place.sql("SELECT geometry FROM risicolocatie WHERE iioa_nummer = ? AND omv_nummer = 'OMV_2026000001'", iioa)
        (whole,), = place.sql('SELECT geometry FROM perceel WHERE capakey = ?', parcel)
        assert store.shape(store.polygons(made)).symmetric_difference(store.shape(store.polygons(whole))).area < 0.01


@pytest.mark.parametrize('granted, changed, label', [('2026-01-01', '2026-07-01', 'JA'), ('2026-01-01', '2026-07-02', 'NEE'), ('2025-08-31', '2026-02-28', 'JA'), ('2025-08-31', '2026-03-01', 'NEE'),
                                                     ('2026-01-01', '2025-12-31', 'NEE'), ('2026-01-01', '2026-01-01', 'JA')])
@pytest.mark.parametrize('order', ['after', 'before'])
@pytest.mark.thorough
def test_rule_4_a_change_within_six_months_of_the_calendar_labels_and_removes_nothing(place, base, granted, changed, label, order):
    events = [grant(on=granted, parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:2]), change('OMV_2026000001', changed)]
    deliver(place.folder, day(0), day(1), events[:1] if order == 'after' else events[1:])
    deliver(place.folder, day(1), day(2), events[1:] if order == 'after' else events[:1])
    place.run()
    assert place.sql("SELECT wijziging_vergunning, geschrapt FROM risicolocatie WHERE omv_nummer = 'OMV_2026000001'") == [(label, 0)] * 2
    assert place.ask('status').stdout.count('0 zaken') == 1


def test_rule_5_later_contents_of_a_project_do_not_count(place, base):
    rubrieken = sorted(base[0])
    first, second = grant(parcels=sorted(base[1])[:1], rubrieken=rubrieken[:1]), dict(grant(parcels=sorted(base[1])[:1], rubrieken=rubrieken[1:3]), gebeurtenis_uuid='later', piv='4')
    deliver(place.folder, day(0), day(1), [first, second])
    place.run()
    assert len(place.made()) == 1


def test_rule_6_a_second_run_changes_nothing_and_three_days_are_caught_up(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    place.run()
    before = place.sql('SELECT count(*), max(id) FROM boeking'), place.sql('SELECT count(*) FROM risicolocatie_versie')
    assert '0 leveringen verwerkt' in place.run().stdout
    assert (place.sql('SELECT count(*), max(id) FROM boeking'), place.sql('SELECT count(*) FROM risicolocatie_versie')) == before
    deliver(place.folder, day(1), day(4), [grant('OMV_2026000002', parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])], packed=True)
    assert '1 levering verwerkt' in place.run().stdout
    assert len(place.made()) == 2


def test_rule_6_days_that_lack_hold_up_what_comes_after_them_and_a_monitor_sees_it(place, base):
    event = grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])
    deliver(place.folder, day(1), day(2), [event])
    done = place.run()
    assert done.returncode == 3 and 'van 2026-01-01 tot 2026-01-02 is niets geleverd' in done.stdout
    assert place.made() == {}
    deliver(place.folder, day(0), day(1), [])
    assert '2 leveringen verwerkt' in place.run().stdout and len(place.made()) == 1


@pytest.mark.parametrize('how, words', [({'broken': 'sum'}, 'de som (sha256) klopt niet'), ({'broken': 'count'}, 'het aantal regels klopt niet'), ({'manifest': False}, 'zijn manifest is er niet')])
def test_a_delivery_that_is_not_whole_counts_as_not_delivered(place, base, how, words):
    event = grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])
    deliver(place.folder, day(0), day(1), [event], **how)
    done = place.run()
    assert done.returncode == 3 and words in done.stdout and 'telt als niet geleverd' in done.stdout, done.stdout
    assert place.made() == {}
    deliver(place.folder, day(0), day(1), [event])
    place.run()
    assert len(place.made()) == 1


def test_a_packed_file_that_is_cut_off_counts_as_not_delivered(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])], packed=True)
    file = next(place.folder.glob('*.gz'))
    file.write_bytes(file.read_bytes()[:-10])
    assert 'telt als niet geleverd' in place.run().stdout and place.made() == {}


@pytest.mark.parametrize('days, status', [(1, 0), (4, 3)])
def test_rule_7_more_than_two_days_between_decision_and_layer_is_told_to_a_monitor(place, base, days, status):
    until = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Brussels')).date() - datetime.timedelta(days)
    since = until - datetime.timedelta(1)
    deliver(place.folder, since, until, [grant(on=since, parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    done = place.run('--since', since)
    assert '1 levering verwerkt' in done.stdout and done.returncode == status, done
    assert len(place.made()) == 1
    told = place.ask('status')
    assert told.returncode == status and ('hoogstens 2' in told.stdout) == (status == 3), told


def test_rule_10_nothing_flows_back(place, base, tmp_path):
    """A run, a label and a clerk's change leave the folder of deliveries as the Omgevingsloket left it, and make no file but beside the store."""
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    deliver(place.folder, day(1), day(2), [change('OMV_2026000001', day(1))], packed=True)

    def left():
        return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in place.folder.iterdir()}
    before = left()
    place.run()
    assert [label for _, label in place.made().values()] == [True]
    place.sql("UPDATE risicolocatie SET omschrijving = 'nagekeken' WHERE omv_nummer = 'OMV_2026000001'")
    place.run()
    assert left() == before and len(before) == 4
    assert all(file == place.folder or file.name.startswith(place.path.name) for file in tmp_path.iterdir())


def test_rule_8_a_rubriek_that_is_not_known_is_told_and_made_when_it_is(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1] + sorted(UNKNOWN)[:1])])
    place.run()
    assert len(place.made()) == 1
    assert ';RubriekNietGekend;OMV_2026000001;' in place.ask('work').stdout
    place.sql("INSERT INTO rubriek (lijst, code, vito_id, vito_versie_id) VALUES ('VLAREM_KOLOM_8', '99.1', ?, ?)", *sorted(UNKNOWN)[0])
    place.run()
    assert len(place.made()) == 2 and place.ask('work').stdout.count('\n') == 1


def test_where_the_flow_begins_is_kept_so_that_every_run_misses_what_lacks(place, base):
    deliver(place.folder, day(5), day(6), [grant(on=day(5), parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    assert place.run().returncode == 3
    again = run(place.binary, 'run', '--from', place.folder, '--store', place.path)  # as cron runs it
    assert again.returncode == 3 and 'van 2026-01-01 tot 2026-01-06 is niets geleverd' in again.stdout and place.made() == {}
    assert 'nog niets verwerkt; alles moet er zijn vanaf 2026-01-01' in place.ask('status').stdout


def test_a_delivery_of_days_that_are_in_already_is_read_when_it_comes_or_changes(place, base):
    events = [grant('OMV_202600000%d' % n, parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1]) for n in range(3)]
    deliver(place.folder, day(0), day(3), events[:1])
    place.run()
    deliver(place.folder, day(1), day(2), events[1:2])  # late
    assert '1 levering verwerkt: 1 gebeurtenissen' in place.run().stdout and len(place.made()) == 2
    deliver(place.folder, day(0), day(3), events)  # again, with another content
    assert '1 levering verwerkt: 1 gebeurtenissen' in place.run().stdout and len(place.made()) == 3
    assert '0 leveringen verwerkt' in place.run().stdout
    deliver(place.folder, day(0), day(2), events, broken='sum')
    done = place.run()
    assert 'Niet gelezen: omv-2026-01-01_2026-01-03.jsonl: de som' in done.stdout and 'tot 2026-01-04 is verwerkt' in done.stdout


def test_a_large_project_and_numbers_without_quotes_are_taken(place, base):
    rubriek = {'vito_id': 44, 'vito_versie_id': 7}
    place.sql("INSERT INTO rubriek (lijst, code, vito_id, vito_versie_id) VALUES ('VLAREM_KOLOM_8', '99.1', '44', '7')")
    event = grant(parcels=sorted(base[1])[:1])
    event['iioa'] = [dict(event['iioa'][0], iioa_nummer='20260101-%04d' % n, rubrieken=[rubriek]) for n in range(300)]
    deliver(place.folder, day(0), day(1), [event])
    assert '300 risicolocaties erbij' in place.run().stdout


def test_a_decision_of_a_day_to_come_is_told_and_makes_nothing(place, base):
    deliver(place.folder, day(0), day(1), [grant(on=day(400), parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    place.run()
    assert place.made() == {} and ';BeslissingsdatumOngeldig;OMV_2026000001;' in place.ask('work').stdout


def test_a_line_that_is_wrong_is_told_with_its_project_and_place_and_waits(place, base):
    good = grant('OMV_2026000002', parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])
    deliver(place.folder, day(0), day(1), [good, dict(grant(), beslissingsdatum='2026-02-30'), dict(grant('OMV_2026000003'), gebeurtenis='iets')])
    place.run()
    told = [line.split(';') for line in place.ask('work').stdout.splitlines()[1:]]
    assert [line[2:4] for line in told] == [['RegelOngeldig', 'OMV_2026000001'], ['GebeurtenisOnbekend', 'OMV_2026000003']]
    assert told[0][5].startswith('regel 2: ') or told[0][5].startswith('"regel 2: ')
    assert place.sql("SELECT count(*) FROM vergunning_gebeurtenis WHERE toestand = 'wacht'") == [(2,)]


def test_what_a_person_settled_is_not_tried_again(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=['99999Z0001/00Z000'], rubrieken=sorted(base[0])[:1])])
    place.run()
    number = place.ask('work').stdout.splitlines()[1].split(';')[0]
    assert place.ask('settle', number).returncode == 0 and place.ask('settle', number).returncode == 1
    place.run()
    assert place.ask('work').stdout.count('\n') == 1
    assert place.sql("SELECT toestand FROM vergunning_gebeurtenis") == [('klaar',)]


def test_rule_9_a_gemeente_that_is_switched_off_gets_nothing_and_nothing_later_either(place, base):
    parcel, nis = sorted(base[1].items())[0]
    deliver(place.folder, day(0), day(1), [grant(on=day(0), parcels=[parcel], rubrieken=sorted(base[0])[:1])])
    place.sql('INSERT INTO integratie_stand VALUES (?, ?, 0, ?)', nis, '2025-12-31T12:00:00Z', 'test')
    place.sql('INSERT INTO integratie_stand VALUES (?, ?, 1, ?)', nis, '2026-01-02T12:00:00Z', 'test')
    place.run()
    assert place.made() == {}
    deliver(place.folder, day(1), day(3), [grant('OMV_2026000002', on=day(2), parcels=[parcel], rubrieken=sorted(base[0])[:1])])
    place.run()
    assert [key.omv for key in place.made()] == ['OMV_2026000002']


def test_rule_9_the_switch_can_be_read_and_set(place, base):
    nis = sorted(base[1].values())[0]
    assert place.ask('switch', '--gemeente', nis).stdout.splitlines()[1].split(';')[2] == 'aan'
    assert place.ask('switch', '--gemeente', nis, '--off').returncode == 0
    assert place.ask('switch', '--gemeente', nis).stdout.splitlines()[1].split(';')[2:3] == ['uit']
    assert place.sql('SELECT integratie_omgv FROM gemeente WHERE nis_code = ?', nis) == [(0,)]
    assert place.ask('switch', '--gemeente', '99999', '--off').returncode == 1


def test_an_installation_across_a_border_gives_a_location_on_each_side(place, base):
    by_gemeente = {nis: parcel for parcel, nis in sorted(base[1].items(), reverse=True)}
    two = sorted(by_gemeente)[:2]
    deliver(place.folder, day(0), day(1), [grant(parcels=[by_gemeente[nis] for nis in two], rubrieken=sorted(base[0])[:1])])
    place.run()
    assert sorted(key.nis for key in place.made()) == two


def test_a_drawn_contour_is_cut_at_the_borders_and_bad_ones_are_told(place, base):
    x, y = place.sql("SELECT (xmin + xmax) / 2, (ymin + ymax) / 2 FROM idx_gemeente_geometry JOIN gemeente ON id = pkid WHERE nis_code = '44021'")[0]
    wide = 'POLYGON((%f %f,%f %f,%f %f,%f %f,%f %f))' % (x, y, x + 20000, y, x + 20000, y + 50, x, y + 50, x, y)
    events = [grant('OMV_202600000%d' % n, rubrieken=sorted(base[0])[:1]) for n in range(5)]
    for event, shape in zip(events, [wide, *permits.BAD_SHAPES, 'LINESTRING(0 0,1 1)']):
        event['iioa'][0]['geometrie'] = shape
    deliver(place.folder, day(0), day(1), events)
    place.run()
    made = place.made()
    assert len(made) > 1 and {key.omv for key in made} == {'OMV_2026000000'} and '44021' in {key.nis for key in made}
    total = sum(row[0] for row in place.sql("SELECT oppervlakte_m2 FROM risicolocatie WHERE omv_nummer = 'OMV_2026000000'") if row[0])
    assert abs(total - 20000 * 50) < 1 or total == 0
    assert len({line.split(';')[3] for line in place.ask('work').stdout.splitlines()[1:]}) == 4


HOSTILE = [b'', b'{', b'[]', b'null', b'{"a":1,"a":2}', b'\x00\x00', b'\xff\xfe', b'{"gebeurtenis_uuid":"x"}', b'{"gebeurtenis_uuid":5,"gebeurtenis":"vergund"}',
           b'{"gebeurtenis_uuid":"u1","gebeurtenis":"vergund","beslissing":"vergund","omv_nummer":"OMV_1"}', b'{"gebeurtenis_uuid":"u2","gebeurtenis":"iets"}',
           b'{"gebeurtenis_uuid":"u3","gebeurtenis":"vergund","beslissing":"vergund","omv_nummer":"OMV_2026000009","beslissingsdatum":"2026-02-30","iioa":[]}',
           b'{"gebeurtenis_uuid":"u4","gebeurtenis":"vergund","beslissing":"vergund","omv_nummer":"OMV_2026000009","beslissingsdatum":"2026-01-01","iioa":[{"iioa_nummer":"1; DROP TABLE boeking"}]}',
           b'{"gebeurtenis_uuid":"u5","gebeurtenis":"vergund","beslissing":"vergund","omv_nummer":"OMV_2026000009","beslissingsdatum":"2026-01-01",'
           b'"iioa":[{"iioa_nummer":"20260101-0001","percelen":["\\"] OR 1"],"rubrieken":[]}]}', b'[' * 5000]


def test_a_hostile_line_is_told_and_stops_no_other(place, base):
    lines = HOSTILE[1:] + [json.dumps(grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])).encode()]
    deliver(place.folder, day(0), day(1), [])
    content = b'\n'.join(lines) + b'\n'
    file = next(place.folder.glob('*.jsonl'))
    file.write_bytes(content)
    manifest = next(place.folder.glob('*.manifest.json'))
    manifest.write_text('{"van":"%s","tot":"%s","aantal":%d,"sha256":"%s"}' % (day(0), day(1), len(lines), hashlib.sha256(content).hexdigest()), encoding='utf-8')
    done = place.run()
    assert '1 levering verwerkt' in done.stdout, done.stdout + done.stderr
    assert len(place.made()) == 1
    told = place.ask('work').stdout.splitlines()[1:]
    assert len(told) == len(HOSTILE) - 1 and {line.split(';')[2] for line in told} == {'RegelOngeldig'}


def test_a_clerks_later_edit_stays_and_the_label_is_put_on_it(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:2])])
    place.run()
    (one,), (two,) = place.sql("SELECT id FROM risicolocatie WHERE omv_nummer = 'OMV_2026000001' ORDER BY id")
    place.sql("UPDATE risicolocatie SET omschrijving = 'van de gemeente', startdatum = '2026-02-01' WHERE id = ?", one)
    place.sql("UPDATE risicolocatie SET geschrapt = 1 WHERE id = ?", two)
    deliver(place.folder, day(1), day(2), [change('OMV_2026000001', day(30))])
    place.run()
    assert place.sql("SELECT omschrijving, startdatum, wijziging_vergunning, geschrapt FROM risicolocatie WHERE id IN (?, ?) ORDER BY id", one, two) == [
        ('van de gemeente', '2026-02-01', 'JA', 0), (None, '2026-01-01', 'JA', 1)]


def test_a_record_that_somebody_holds_is_told_and_labelled_when_it_is_free(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    place.run()
    (one,), = place.sql("SELECT id FROM risicolocatie WHERE omv_nummer = 'OMV_2026000001'")
    place.sql("INSERT INTO slot VALUES (?, 'iemand', 'user:eva', 600, 600 + strftime('%s', 'now'))", 'a' * 32)
    place.sql("INSERT INTO slot_object VALUES ('risicolocatie', ?, ?)", one, 'a' * 32)
    deliver(place.folder, day(1), day(2), [change('OMV_2026000001', day(30))])
    place.run()
    label = 'SELECT wijziging_vergunning FROM risicolocatie WHERE id = %d' % one
    assert place.sql(label) == [('NEE',)] and ';Vergrendeld;' in place.ask('work').stdout
    place.sql('UPDATE slot SET tot = 0')
    place.run()
    assert place.sql(label) == [('JA',)] and place.ask('work').stdout.count('\n') == 1


def test_the_validation_list_has_what_nobody_looked_at(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    place.run()
    (record,) = place.ask('list').stdout.splitlines()[1:]
    before = place.sql('SELECT * FROM risicolocatie ORDER BY id')
    assert place.ask('seen', record.split(';')[0]).returncode == 0
    assert place.sql('SELECT * FROM risicolocatie ORDER BY id') == before
    assert place.ask('list').stdout.count('\n') == 1
    deliver(place.folder, day(1), day(2), [change('OMV_2026000001', day(1))])
    place.run()
    assert place.ask('list').stdout.splitlines()[1].split(';')[6] == 'JA'
    assert place.ask('seen', 'risicolocatie.1').returncode == 1


def test_the_journal_says_that_it_came_from_the_omgevingsloket(place, base):
    deliver(place.folder, day(0), day(1), [grant(parcels=sorted(base[1])[:1], rubrieken=sorted(base[0])[:1])])
    place.run()
    assert place.sql("SELECT weg, wat, reden FROM boeking JOIN boeking_regel ON boeking = id WHERE id = (SELECT max(id) FROM boeking)") == [
        ('omgevingsloket', 'toegevoegd', 'vergund-OMV_2026000001')]


class Year:
    """Days one after another: what was decided, what was delivered of it, and what goes wrong on the way."""

    def __init__(self, place, base, seed):
        self.place, self.random, self.world = place, random.Random(seed), World(*base)
        self.loket = Loket(seed, base[0], UNKNOWN, base[1])
        self.undelivered, self.since, self.taken = [], START, []
        self.known_from = random.Random(seed).randint(10, 30)

    def what_people_do(self, n):
        if self.random.random() < 0.1:
            nis = self.random.choice(sorted(set(self.world.parcels.values())))
            on = self.random.random() < 0.5
            self.world.switch(nis, day(n), on)
            self.place.sql('INSERT OR REPLACE INTO integratie_stand VALUES (?, ?, ?, ?)', nis, '%sT11:00:00Z' % day(n), on, 'test')
        if n == self.known_from:
            for vito in UNKNOWN:
                self.place.sql("INSERT INTO rubriek (lijst, code, vito_id, vito_versie_id) VALUES ('VLAREM_KOLOM_8', ?, ?, ?)", vito[0], *vito)
            self.world.rubrieken |= UNKNOWN

    def deliver(self, n):
        """Some days nothing comes, or half of it: the next delivery has all of it."""
        self.undelivered += self.loket.decided(day(n))
        trouble = self.random.choice([None] * 6 + ['nothing', 'sum', 'manifest'])
        if trouble == 'nothing':
            return
        deliver(self.place.folder, self.since, day(n + 1), self.undelivered, packed=self.random.random() < 0.3, broken='sum' if trouble == 'sum' else None, manifest=trouble != 'manifest')
        if trouble is None:
            self.taken.append((self.undelivered, day(n + 1)))
            self.undelivered, self.since = [], day(n + 1)

    def step(self, n):
        self.what_people_do(n)
        self.deliver(n)


def killed(place, binary, seconds):
    running = subprocess.Popen([binary, 'permits', 'run', '--from', place.folder, '--since', str(START), '--store', place.path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()


@pytest.mark.thorough
def test_days_on_end_give_what_the_model_gives_also_when_runs_are_killed(place, base, binary):
    year, kills, shot = Year(place, base, 7), random.Random(7), 0
    whole = time.monotonic()
    place.run()
    whole = time.monotonic() - whole
    for n in range(DAYS):
        year.step(n)
        if n % 2:
            killed(place, binary, kills.uniform(0.2, 1.2) * whole)
            shot += 1
        done = place.run()
        assert done.returncode in (0, 3), done.stderr
        assert place.made() == expected(year.world, year.taken), day(n)
    assert place.sql('PRAGMA integrity_check') == [('ok',)] and place.sql('PRAGMA foreign_key_check') == []
    assert len(place.made()) > DAYS and any(changed for _, changed in place.made().values())
