"""Transactions that are refused: with the code and the status of their version, in words that say which action, and with nothing changed."""
import re
import pytest
from support import store, transaction as t
from support.client import Client
from support.sample import AFFLIGEM, ANTWERPEN, GENT


@pytest.fixture(scope='module')
def editing(state, tmp_path_factory):
    with t.editing(state, tmp_path_factory.mktemp('editing')) as running:
        yield running


@pytest.fixture(scope='module')
def gent(editing):
    return editing.client(GENT)


@pytest.fixture(scope='module')
def one(gent):
    return t.ids(t.send(gent, '2.0.0', t.insert(t.new(omschrijving='blijft'))))[0]


@pytest.fixture(params=t.VERSIONS)
def version(request):
    return request.param


OLD_CODES = {'InvalidValue': 'InvalidParameterValue', 'OperationParsingFailed': 'InvalidParameterValue', 'OperationProcessingFailed': 'NoApplicableCode'}


def check_refused(editing, client, version, actions, code, http, locator, *words, **options):
    """The report; whatever the store held it still holds."""
    before = editing.counts()
    answer = t.send(client, version, *actions, **options)
    said, where, text = t.refusal(answer)
    assert answer.status == (http if version == '2.0.0' else 200), answer
    assert said == (OLD_CODES.get(code, code) if version == '1.1.0' else code), answer
    assert locator is None or where == locator, answer
    assert all(word in text for word in words), answer
    assert editing.counts() == before
    return answer


LINE = '<gml:LineString xmlns:gml="%s" srsName="EPSG:31370"><gml:coordinates>104000,194000 104010,194000</gml:coordinates></gml:LineString>' % t.GML1
BOX = '<gml:Box xmlns:gml="%s" srsName="EPSG:31370"><gml:coordinates>104000,194000 104010,194010</gml:coordinates></gml:Box>' % t.GML1
BOW = [(104000, 194000), (104010, 194010), (104010, 194000), (104000, 194010), (104000, 194000)]
AWAY = [(150000, 210000), (150010, 210000), (150000, 210010), (150000, 210000)]


@pytest.mark.parametrize('new,code,http,locator', [
    ('<tns:Airport xmlns:tns="http://vliegveld/1"/>', 'InvalidValue', 400, 'Airport'),
    ('<risico:vliegveld/>', 'InvalidValue', 400, 'vliegveld'),
    (t.new(vlieg='1'), 'InvalidParameterValue', 400, 'vlieg'),
    (t.new(startdatum='gisteren'), 'InvalidValue', 400, 'startdatum'),
    (t.new(startdatum='2016-01-01T00:00:00Z'), 'InvalidValue', 400, 'startdatum'),
    (t.new(startdatum='<risico:dag>1</risico:dag>'), 'InvalidValue', 400, 'startdatum'),
    (t.new(aangemaakt_op='2016/01/02 10'), 'InvalidValue', 400, 'aangemaakt_op'),
    (t.new(aangemaakt_op='2016/01/02 10:00:00+0'), 'InvalidValue', 400, 'aangemaakt_op'),
    (t.new(oppervlakte_m2='veel'), 'InvalidValue', 400, 'oppervlakte_m2'),
    (t.new(geschrapt='misschien'), 'InvalidValue', 400, 'geschrapt'),
    (t.new(versie='1.5'), 'InvalidValue', 400, 'versie'),
    (t.new(bron='krant'), 'InvalidValue', 400, 'bron'),
    (t.new(eigen_kenmerk='x' * 101), 'InvalidValue', 400, 'eigen_kenmerk'),
    (t.new(LINE), 'InvalidValue', 400, 'geometry'),
    (t.new(BOX), 'InvalidValue', 400, 'geometry'),
    (t.new(t.polygon()[:-len('</gml:Polygon>')] + '</gml:Polygon>' + t.polygon()), 'InvalidValue', 400, 'geometry'),
    (t.new(t.polygon(t.RING[:3])), 'InvalidValue', 400, 'geometry'),
    (t.new(t.polygon(srs='EPSG:99999')), 'InvalidParameterValue', 400, 'srsName'),
    (t.new(t.polygon(BOW)), 'OperationProcessingFailed', 403, 'geometry'),
    (t.new(t.polygon(AWAY)), 'OperationProcessingFailed', 403, None),
    (t.new(rubriek='99.99.'), 'OperationProcessingFailed', 403, 'rubriek'),
    (t.new(rubriek=None), 'OperationProcessingFailed', 403, 'rubriek'),
    (t.new(einddatum='2010-01-01'), 'OperationProcessingFailed', 403, 'einddatum'),
    (t.new(gemeente_nis=ANTWERPEN), 'OperationProcessingFailed', 403, ''),
], ids=lambda value: value if isinstance(value, str) and len(value) < 30 else '')
def test_a_feature_that_cannot_be(editing, gent, version, new, code, http, locator):
    if locator == '' and version != '2.0.0':
        locator = None
    check_refused(editing, gent, version, [t.insert(new, handle='mijn handvat')], code, http, locator or None, "Insert 1 ('mijn handvat'): ")


def test_without_a_filter_nothing_is_changed(editing, gent, version):
    for action in (t.update(version, '', omschrijving='alles'), t.delete('')):
        check_refused(editing, gent, version, [action], 'MissingParameterValue', 400, 'Filter')


def test_a_place_of_another_vocabulary_in_bounded_by(editing, gent, version):
    point = '<kml:Point xmlns:kml="http://www.opengis.net/kml/2.2"><kml:coordinates>-123,49</kml:coordinates></kml:Point>'
    check_refused(editing, gent, version, [t.update(version, '', **{'gml:boundedBy': point})], 'InvalidValue', 400, None)


def test_an_update_that_cannot_be(editing, gent, version, one):
    where = t.by_id(version, one)
    check_refused(editing, gent, version, [t.update(version, where, vlieg='1')], 'InvalidParameterValue', 400, None)
    check_refused(editing, gent, version, [t.update(version, where)], 'MissingParameterValue', 400, 'Property')
    check_refused(editing, gent, version, [t.update(version, where, startdatum=None)], 'OperationProcessingFailed', 403, 'startdatum')
    check_refused(editing, gent, version, [t.update(version, where, geometry=LINE)], 'InvalidValue', 400, 'geometry')
    check_refused(editing, gent, version, [t.update(version, where, id='risicolocatie.999999')], 'InvalidValue', 400, 'id')
    check_refused(editing, gent, version, [t.update(version, where, type_name='risico:vliegveld', bron='gemeente')], 'InvalidValue', 400, 'typeName')
    check_refused(editing, gent, version, [t.update(version, where, gemeente_nis=ANTWERPEN)], 'OperationProcessingFailed', 403, None)


def test_a_version_that_is_not_the_last(editing, gent, version, one):
    now = editing.row(one)['versie']
    answer = check_refused(editing, gent, version, [t.update(version, t.by_id(version, one), handle='h', omschrijving='x', versie=now + 1)], 'OperationProcessingFailed', 403, 'versie',
                           'VersieVerouderd', "Update 1 ('h')", 'heeft nu versie %d' % now)
    assert answer.type == 'text/xml'


def test_a_row_is_not_struck_off_by_saying_so(editing, gent, version, one):
    """In QGIS the column can be changed; to pass over that would be to save nothing without a word."""
    check_refused(editing, gent, version, [t.update(version, t.by_id(version, one), geschrapt='true')], 'OperationProcessingFailed', 403, 'geschrapt', 'Delete')
    check_refused(editing, gent, version, [t.insert(t.new(geschrapt='1'))], 'OperationProcessingFailed', 403, 'geschrapt')


@pytest.mark.thorough
def test_long_namespaces_around_many_actions(editing, gent):
    """Each action in the scope of all of them: neither the memory nor the time that they would take together."""
    far = ' '.join('xmlns:n%d="http://ver/%s"' % (i, 'x' * 900) for i in range(100))
    actions = [t.delete(t.by_id('2.0.0', 'risicolocatie.%d' % (900000 + i))) for i in range(5000)]
    assert t.totals(t.send(gent, '2.0.0', *actions, attributes=far))['deleted'] == 0


def test_a_native_action_that_must_be_done(editing, gent, version):
    for said in ('safeToIgnore="false"', ''):
        check_refused(editing, gent, version, ['<wfs:Native vendorId="x" %s/>' % said], 'InvalidParameterValue', 400, 'Native')


def test_what_does_not_belong_there(editing, gent, version, one):
    where = t.by_id(version, one)
    for action in ('<wfs:Query typeName="risico:risicolocatie"/>', '<wfs:Update typeName="risico:risicolocatie"><wfs:Query/>%s</wfs:Update>' % where,
                   '<wfs:Delete typeName="risico:risicolocatie">%s%s</wfs:Delete>' % (where, where)):
        check_refused(editing, gent, version, [action], 'OperationParsingFailed', 400, None)
    for action in ('<wfs:Delete>%s</wfs:Delete>' % where,):
        check_refused(editing, gent, version, [action], 'MissingParameterValue', 400, 'typeName')


def test_a_public_layer_cannot_be_changed(editing, gent, version):
    check_refused(editing, gent, version, [t.insert('<risico:gemeente><risico:naam>Nieuw</risico:naam></risico:gemeente>')], 'OperationProcessingFailed', 403, None, 'gemeente')


def test_a_filter_cannot_see_what_the_transaction_did(editing, gent, version, one):
    actions = [t.update(version, t.by_id(version, one), omschrijving='nu'), t.delete(t.equals(version, 'omschrijving', 'nu'))]
    check_refused(editing, gent, version, actions, 'OperationProcessingFailed', 403, 'Filter', 'Delete 2: ')


def test_a_lock_that_is_not_there(editing, gent):
    answer = t.send(gent, '2.0.0', attributes='lockId="abc"')
    assert answer.status == 400 and t.refusal(answer)[:2] == ('InvalidLockId', 'lockId')


@pytest.mark.thorough
def test_a_hundred_features_of_which_the_last_is_wrong(editing, gent, version):
    features = [t.new(omschrijving='honderd') for _ in range(99)] + [t.new(rubriek='99.99.')]
    check_refused(editing, gent, version, [t.insert(*features)], 'OperationProcessingFailed', 403, 'rubriek', 'Insert 100: ')


@pytest.mark.thorough
def test_too_many_actions(editing, gent, version):
    actions = ['<wfs:Delete typeName="risicolocatie">%s</wfs:Delete>' % t.by_id(version, 'risicolocatie.%d' % (900000 + i)) for i in range(10001)]
    check_refused(editing, gent, version, actions, 'InvalidParameterValue', 400, 'Transaction')


@pytest.mark.thorough
def test_as_many_actions_as_there_may_be(editing, gent):
    actions = ['<wfs:Delete typeName="risicolocatie">%s</wfs:Delete>' % t.by_id('2.0.0', 'risicolocatie.%d' % (900000 + i)) for i in range(10000)]
    assert t.totals(t.send(gent, '2.0.0', *actions))['deleted'] == 0


@pytest.mark.thorough
def test_too_many_filters_on_properties(editing, gent):
    actions = [t.delete(t.equals('2.0.0', 'omschrijving', 'niemand'))] * 101
    check_refused(editing, gent, '2.0.0', actions, 'InvalidParameterValue', 400, 'Filter')


@pytest.mark.thorough
def test_a_million_points(editing, gent, version):
    ring = ' '.join('1,%d' % (i % 9) for i in range(1000000)) + ' 1,0'
    big = t.polygon().replace(t.coordinates(), ring)
    check_refused(editing, gent, version, [t.insert(t.new(big))], 'InvalidValue', 400, 'geometry')


@pytest.mark.thorough
def test_sixty_four_megabytes(editing, gent):
    before = editing.counts()
    answer = gent.post(t.document('2.0.0', t.insert(t.new(omschrijving='x' * (64 << 20)))), 'text/xml')
    assert answer.status == 413 and editing.counts() == before


# --- Who may not ---

def test_who_may_only_read_is_told_so(editing, version):
    client = editing.client(GENT, role='Raadpleger')
    check_refused(editing, client, version, [t.insert(t.new())], 'OperationNotSupported', 403, 'Transaction', 'GeenSchrijfrecht')


def test_who_has_no_token_must_log_in(editing, version):
    answer = t.send(Client(editing.server.url), version, t.insert(t.new()))
    assert answer.status == 401 and 'Basic' in ' '.join(answer.headers.get_all('WWW-Authenticate')), answer


def test_a_service_that_changes_nothing_has_no_transactions(state, server, version):
    answer = t.send(Client(server.url, state.token(GENT, role='Beheerder')), version, t.insert(t.new()))
    assert t.refusal(answer)[0] == 'OperationNotSupported' and answer.status == (501 if version == '2.0.0' else 200), answer


def test_a_transaction_is_a_document(gent, version):
    answer = gent.get(service='WFS', version=version, request='Transaction', typeName='risicolocatie')
    assert answer.status in (200, 400) and t.refusal(answer), answer


def test_the_past_cannot_be_changed(editing, gent):
    answer = gent.post(t.document('2.0.0', t.insert(t.new())), 'text/xml', path='/wfs?peildatum=2020-01-01')
    assert (answer.status, t.refusal(answer)[1]) == (400, 'peildatum')


# --- What another gemeente has ---

@pytest.fixture(scope='module')
def theirs(editing):
    return next(iter(store.active(editing.store, AFFLIGEM)))


def same(answer):
    return answer.status, answer.body


def test_an_id_of_another_gemeente_is_one_that_never_was(editing, gent, version, theirs):
    before, made_up = editing.counts(), 88888888
    for action in (lambda i: t.delete(t.by_id(version, i)), lambda i: t.update(version, t.by_id(version, i), handle='h', omschrijving='x', versie='77')):
        here, there = (same(t.send(gent, version, action('risicolocatie.%d' % i))) for i in (theirs, made_up))
        assert here == there
    assert editing.counts() == before


def test_a_replace_of_another_gemeentes_is_nothing(editing, gent, theirs):
    answers = [same(t.send(gent, '2.0.0', '<wfs:Replace>%s%s</wfs:Replace>' % (t.new(), t.by_id('2.0.0', 'risicolocatie.%d' % i)))) for i in (theirs, 88888888)]
    assert answers[0] == answers[1] and answers[0][0] == 200


def test_a_filter_finds_nothing_of_another_gemeente(editing, gent):
    before = editing.counts()
    answer = t.send(gent, '2.0.0', t.delete(t.equals('2.0.0', 'gemeente_nis', AFFLIGEM)))
    assert t.totals(answer)['deleted'] == 0 and editing.counts() == before


def test_what_one_writes_changes_no_byte_for_another(editing, gent):
    other = editing.client(AFFLIGEM)

    def all_of():
        return [same(other.features(outputFormat='application/json', sortBy='id')), same(other.features(outputFormat='text/csv')),
                same(other.wfs('GetCapabilities')), same(other.wfs('DescribeFeatureType'))]

    def without_moment(answers):
        return [(status, re.sub(rb'"timeStamp": ?"[^"]*"', b'', body)) for status, body in answers]

    before = without_moment(all_of())
    made, = t.ids(t.send(gent, '2.0.0', t.insert(t.new())))
    t.went_well(t.send(gent, '2.0.0', t.update('2.0.0', t.by_id('2.0.0', made), omschrijving='anders')))
    t.went_well(t.send(gent, '2.0.0', t.delete(t.by_id('2.0.0', made))))
    assert without_moment(all_of()) == before


def test_whose_the_ground_is_nobody_is_told(editing, gent):
    text = t.refusal(t.send(gent, '2.0.0', t.insert(t.new(t.polygon(AWAY)))))[2]
    assert ANTWERPEN not in text and 'Antwerpen' not in text
