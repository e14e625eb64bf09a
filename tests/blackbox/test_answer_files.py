"""An answer that is made as a file first: bounded, gone afterwards whatever happens, an error as long as it can be one, and made of the caller's rows alone."""
import ctypes
import os
import pathlib
import signal
import sqlite3
import struct
import threading
import time
import urllib.parse
import urllib.request
import pytest
from support import gml, ogr, sheets, store, table, tables
from support.client import Client
from support.sample import AFFLIGEM, GENT
from support.server import Server, State

FILES = tables.file_formats()


@pytest.fixture(scope='module')
def large(binary):
    """Rows enough that a file takes a while."""
    made = State(binary)
    made.make_sample(6000)
    made.make_key()
    yield made
    made.remove()


def of_everybody(state):
    return state.token(AFFLIGEM, role='ovam')


def files_in(server):
    """nginx has folders of its own there."""
    return [path for path in (server.folder / 'tmp').iterdir() if not path.is_dir()]


def error_of(answer, status):
    assert answer.status == status and answer.type == 'text/xml', answer
    assert 'Content-Disposition' not in answer.headers
    return gml.exception(answer.xml)


@pytest.fixture(scope='module')
def limited(large):
    with Server(large, answer_mb=1) as server:
        yield server


@pytest.mark.parametrize('output', FILES)
def test_a_file_gets_no_larger_than_the_limit(large, limited, output):
    client = Client(limited.url, of_everybody(large))
    answer = client.features(outputFormat=output, geschrapt='alle')
    if answer.status != 200:  # a sheet is packed as it is made
        assert 'MB' in error_of(answer, 403)[2]
    else:
        assert len(answer.body) <= 1 << 20 and output.startswith('application/vnd.o')
    assert not files_in(limited)
    assert client.features(outputFormat=output, count=3).status == 200, 'a small one goes on'


def test_with_little_room_on_the_disk_none_is_made(state):
    with Server(state, leave_free_mb=1000000) as server:
        client = Client(server.url, state.token(GENT))
        for output in FILES:
            error_of(client.features(outputFormat=output), 503)
        assert client.features(outputFormat='csv').status == 200, 'what streams needs none'
        assert 'what must stay free' in server.log_text()


def worker_that_makes_a_file(server):
    """The process that has a file without a name open in the folder for answers, if there is one."""
    folder = str(server.folder / 'tmp')
    for process in pathlib.Path('/proc').iterdir():
        if process.name.isdigit():
            try:
                for file in (process / 'fd').iterdir():
                    if os.readlink(file).startswith(folder + '/#'):
                        return int(process.name)
            except OSError:
                continue
    return None


@pytest.mark.parametrize('output', ['gpkg', 'flatgeobuf', 'shape-zip', 'xlsx'])
def test_nothing_is_left_of_a_worker_that_dies(large, output):
    with Server(large) as server:
        client, answers = Client(server.url, of_everybody(large)), []
        asking = threading.Thread(target=lambda: answers.append(client.features(outputFormat=output, geschrapt='alle')))
        asking.start()
        end, worker = time.monotonic() + 30, None
        while worker is None and asking.is_alive() and time.monotonic() < end:
            worker = worker_that_makes_a_file(server)
        assert worker, 'no worker was seen at it'
        assert not files_in(server), 'it has a name'
        os.kill(worker, signal.SIGKILL)
        asking.join(60)
        assert answers[0].status == 502 and not files_in(server)
        assert client.features(outputFormat=output, count=5).status == 200, 'the next worker goes on'
        while worker_that_makes_a_file(server) and time.monotonic() < end + 30: # it closes the file after the answer
            time.sleep(0.05)
        assert worker_that_makes_a_file(server) is None


class Names:
    """What gets a name in these folders meanwhile, be it for a moment (inotify(7))."""

    def __init__(self, *folders):
        create, moved_to, nonblock = 0x100, 0x80, os.O_NONBLOCK
        libc = ctypes.CDLL(None, use_errno=True)
        self.watch = libc.inotify_init1(nonblock)
        assert self.watch >= 0 and all(libc.inotify_add_watch(self.watch, os.fsencode(folder), create | moved_to) >= 0 for folder in folders)

    def __enter__(self):
        self.made = []
        return self

    def __exit__(self, *failure):
        try:
            events = os.read(self.watch, 1 << 20)
        except BlockingIOError:
            events = b''
        os.close(self.watch)
        while events:
            length = struct.unpack_from('iIII', events)[3]
            self.made.append(os.fsdecode(events[16:16 + length].rstrip(b'\0')))
            events = events[16 + length:]


@pytest.mark.parametrize('output', FILES)
def test_nothing_gets_a_name_on_the_disk_while_a_file_is_made(state, output):
    """Neither where the worker stands, nor beside the store: a worker that dies would leave it behind."""
    with Server(state, workers=1) as server:
        client = Client(server.url, of_everybody(state))
        assert client.features(outputFormat='csv', count=1).status == 200
        with Names(server.folder, server.folder / 'tmp', state.path) as names:
            assert client.features(outputFormat=output, geschrapt='alle').status == 200
        assert not [name for name in names.made if not name.startswith('store.sqlite-')]


def test_what_is_made_beside_the_answer_counts_too(large):
    """GDAL writes the rows of a FlatGeobuf, and then once more in the order of the index."""
    with Server(large) as server:
        size = len(Client(server.url, of_everybody(large)).features(outputFormat='flatgeobuf', geschrapt='alle').body)
    with Server(large, answer_mb=size * 3 // 2 >> 20) as server:
        assert size < server.config['answer_mb'] << 20
        assert 'MB' in error_of(Client(server.url, of_everybody(large)).features(outputFormat='flatgeobuf', geschrapt='alle'), 403)[2]


def test_what_fails_at_the_last_row_is_an_error_and_no_file(state):
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        db.execute("UPDATE risicolocatie SET geometry = substr(geometry, 1, length(geometry) - 9) || x'FE' WHERE id = (SELECT max(id) FROM risicolocatie WHERE geschrapt = 0)")
    db.close()
    with Server(other) as server:
        for output in FILES:
            answer = Client(server.url, state.token(GENT)).features(outputFormat=output)
            error_of(answer, 500)
            assert b'risicolocatie' not in answer.body and b'GDAL' not in answer.body and b'vsi' not in answer.body
    other.remove()


def test_one_worker_s_files_hold_nothing_of_what_it_wrote_before(state, truth):
    """Not in the table, and not in pages or buffers that were used before either."""
    with Server(state, workers=1) as server:
        gent, everybody = Client(server.url, state.token(GENT)), Client(server.url, of_everybody(state))
        for output in FILES:
            first = gent.features(outputFormat=output).body
            assert everybody.features(outputFormat=output, geschrapt='alle').status == 200
            assert gent.features(outputFormat=output).body == first
            foreign = {row['gemeente_naam'] for row in truth.rows('risicolocatie').values()} - {'Gent'}
            if output in ('application/geopackage+sqlite3', 'application/flatgeobuf'):  # the others are packed
                assert b'Gent' in first and foreign and not any(name.encode() in first for name in foreign if len(name) > 4)


# What GDAL would heed of it, be it as a default for an option that a driver has.
SURROUNDINGS = {'CPL_DEBUG': 'ON', 'CPL_TMPDIR': '/nowhere', 'CREATE_TRIGGERS': 'NO', 'CREATE_METADATA_TABLES': 'YES', 'GDAL_DATA': '/nowhere', 'GPKG_ADD_DEFINITION_12_063': 'YES',
                'OGR_CURRENT_DATE': '2000-01-01T00:00:00.000Z', 'OGR_SQLITE_PRAGMA': 'page_size=1024', 'OSR_DEFAULT_AXIS_MAPPING_STRATEGY': 'AUTHORITY_COMPLIANT', 'SHAPE_ENCODING': 'CP437',
                'SQLITE_USE_OGR_VFS': 'YES', 'TMPDIR': '/nowhere'}


def test_the_surroundings_of_the_server_change_no_file(state, monkeypatch):
    client = Client(None, state.token(GENT))
    made = []
    for surroundings in ({}, SURROUNDINGS):
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        with Server(state, workers=1) as server:
            client.url = server.url
            made.append({(output, system): client.features(outputFormat=output, srsName=system).body for output in FILES for system in ('EPSG:31370', 'EPSG:4258')})
    assert [key for key in made[0] if made[0][key] != made[1][key]] == []


def test_a_geopackage_is_whole_and_says_what_is_in_it(gent, truth, tmp_path):
    path = tmp_path / 'a.gpkg'
    path.write_bytes(gent.features(outputFormat='gpkg').body)
    with sqlite3.connect(path) as db:
        assert db.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert db.execute('PRAGMA application_id').fetchone() == (0x47504B47,)
        assert db.execute('SELECT table_name, srs_id FROM gpkg_contents').fetchall() == [('risicolocatie', 31370)]
        assert db.execute('SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = 31370').fetchall() == [('EPSG', 31370)]
        assert db.execute('SELECT count(*) FROM rtree_risicolocatie_geometry').fetchone() == (len(truth.gent),)
        kinds = {name: kind for _, name, kind, *_ in db.execute('PRAGMA table_info(risicolocatie)')}
        assert (kinds['startdatum'], kinds['gewijzigd_op'], kinds['geschrapt'], kinds['oppervlakte_m2'], kinds['versie']) == ('DATE', 'DATETIME', 'BOOLEAN', 'REAL', 'INTEGER')
        last, = db.execute('SELECT last_change FROM gpkg_contents').fetchone()
        assert last.endswith('T00:00:00.000Z')
    db.close()


def test_an_order_that_is_asked_is_kept(gent, tmp_path):
    wanted = [row['id'] for row in sheets.read(gent.features(outputFormat='xlsx', sortBy='omschrijving DESC,startdatum').body, 'xlsx')[2]]
    file = ogr.File(gent.features(outputFormat='gpkg', sortBy='omschrijving DESC,startdatum').body, 'gpkg', tmp_path)
    assert [row['id'] for row, _ in file.rows] == wanted
    assert wanted == gml.ids(gent.features(sortBy='omschrijving DESC,startdatum').xml)


@pytest.mark.parametrize('output', FILES)
def test_the_next_link_of_a_page_leads_through_every_row_once(gent, truth, output, tmp_path):
    answer, found = gent.features(outputFormat=output, count=20), []
    while answer:
        assert answer.status == 200, answer
        found.append(int(answer.headers['OGC-NumberReturned']))
        link = table.next_link(answer)
        answer = link and gent.get(link)
    assert sum(found) == len(truth.gent) and len(found) > 1


@pytest.mark.parametrize('output', FILES)
def test_who_asks_for_the_head_alone_gets_no_file(server, state, truth, output):
    client = Client(server.url, state.token(GENT))
    answer = client.send(urllib.request.Request(server.url + '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&outputFormat=' + urllib.parse.quote(output),
                                                headers=client.headers, method='HEAD'))
    assert answer.status == 200 and answer.body == b'' and answer.headers['OGC-NumberMatched'] == str(len(truth.gent))


def test_a_text_that_a_dbf_would_cut_off_is_refused(state):
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        key, = db.execute('SELECT max(id) FROM risicolocatie WHERE geschrapt = 0').fetchone()
        db.execute('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', ('é' * 127, key))
        db.commit()
        with Server(other) as server:
            client = Client(server.url, state.token(GENT))
            assert client.features(outputFormat='shape-zip').status == 200, '254 bytes go in'
            db.execute('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', ('é' * 127 + 'x', key))
            db.commit()
            said = error_of(client.features(outputFormat='shape-zip'), 400)
            assert said[1] == 'outputFormat' and 'risicolocatie.%d' % key in said[2] and 'omschrijving' in said[2]
            assert client.features(outputFormat='shape-zip', propertyName='bron,geometry').status == 200
            assert client.features(outputFormat='gpkg').status == 200
    db.close()
    other.remove()
