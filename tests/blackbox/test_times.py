"""Dates and times in filters: which texts are one (XML Schema part 2 §3.2.7), and times that GML leaves open (07-036 §14.2.2)."""
import datetime
import pytest
from support import fes, gml, schemas, store
from support.fes import compare, document, filter_of

NOON = '2024-06-01T12:00:00Z'
SAME_AS_NOON = ['2024-06-01T12:00:00Z', '2024-06-01T12:00:00', '2024-06-01T14:00:00+02:00', '2024-06-02T02:00:00+14:00', '2024-05-31T22:00:00-14:00',
                '2024-06-01T12:00:00.000Z', ' 2024-06-01T12:00:00Z\n', '2024-06-01T12:00:00+00:00', '2024-06-01T12:00:00-00:00']
NO_TIME = ['2024-06-01T12:00Z', '2024-06-01T12:00', '2024-06-01T12', '2024-06-01T12:00:60Z', '2024-06-30T23:59:60Z', '2024-06-01T24:00:01Z', '2024-06-01T24:00:00.1Z',
           '2024-06-01T25:00:00Z', '2024-06-01T12:60:00Z', '2024-06-01T12:00:00+14:01', '2024-06-01T12:00:00-15:00', '2024-06-01T12:00:00+2', '2024-06-01T12:00:00 Z',
           '2024-06-01T12:00:00.Z', '2024-06-01T12:00:00,5Z', '2024-06-01 12:00:00Z', '2024-06-01t12:00:00z', '20240601T120000Z', '2024-02-30T12:00:00Z',
           '2024-13-01T12:00:00Z', '-2024-06-01T12:00:00Z', '12024-06-01T12:00:00Z', '0000-06-01T12:00:00Z', 'now', '1717243200', '2024-W22-6', '2024-06', '2024', '']


def instant(content, attributes=''):
    return '<gml:TimeInstant gml:id="t"><gml:timePosition %s>%s</gml:timePosition></gml:TimeInstant>' % (attributes, content)


def period(begin, end, of_begin='', of_end=''):
    return ('<gml:TimePeriod gml:id="t"><gml:beginPosition %s>%s</gml:beginPosition><gml:endPosition %s>%s</gml:endPosition></gml:TimePeriod>' % (of_begin, begin, of_end, end))


def temporal(operator, time, name='gewijzigd_op'):
    return fes.spatial(time, operator, name=name)


def found(client, inner):
    answer = client.post(document(filter_of(inner)), 'text/xml')
    assert answer.status == 200, answer
    return set(gml.ids(answer.xml))


@pytest.mark.parametrize('text', SAME_AS_NOON)
def test_one_moment_in_many_spellings(gent, truth, text):
    before = store.ids(k for k, r in truth.gent.items() if r['gewijzigd_op'] < NOON)
    assert 0 < len(before) < len(truth.gent)
    assert found(gent, compare('gewijzigd_op', text, 'PropertyIsLessThan')) == before == found(gent, temporal('Before', instant(text)))


def test_hour_twenty_four_is_the_next_day(gent, truth):
    before = store.ids(k for k, r in truth.gent.items() if r['gewijzigd_op'] < '2024-06-01T00:00:00Z')
    assert found(gent, compare('gewijzigd_op', '2024-05-31T24:00:00Z', 'PropertyIsLessThan')) == before


def test_a_fraction_lies_between_two_seconds(gent, truth):
    moment = sorted(r['gewijzigd_op'] for r in truth.gent.values())[len(truth.gent) // 2]
    until = store.ids(k for k, r in truth.gent.items() if r['gewijzigd_op'] <= moment)
    assert found(gent, compare('gewijzigd_op', moment.replace('Z', '.25Z'), 'PropertyIsLessThan')) == until
    assert found(gent, compare('gewijzigd_op', moment.replace('Z', '.25Z'))) == set()


@pytest.mark.parametrize('text', NO_TIME)
def test_what_is_no_time_is_refused_everywhere(gent, ogc_schema, text):
    for inner in (compare('gewijzigd_op', text), temporal('After', instant(text)), temporal('During', period('2020-01-01', text)), compare('startdatum', text)):
        answer = gent.post(document(filter_of(inner)), 'text/xml')
        assert answer.status == 400, answer
        schemas.check(answer.xml, ogc_schema)
        assert '2015-06-01' in answer.text, 'an example of what is right'


# Times that are left open.

@pytest.mark.parametrize('name', ['gewijzigd_op', 'startdatum'])
def test_now_is_answered(gent, truth, name):
    now = datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    past = store.ids(k for k, r in truth.gent.items() if r[name] < now)
    here = 'indeterminatePosition="now"'
    assert found(gent, temporal('Before', instant('', here), name)) == past
    assert found(gent, temporal('After', instant('', here), name)) == store.ids(truth.gent) - past
    assert found(gent, temporal('During', period('1800-01-01T00:00:00Z', '', '', here), name)) == past


@pytest.mark.parametrize('time,locator', [
    (instant('', 'indeterminatePosition="unknown"'), 'indeterminatePosition'), (instant('2024-01-01', 'indeterminatePosition="before"'), 'indeterminatePosition'),
    (instant('2024-01-01', 'indeterminatePosition="after"'), 'indeterminatePosition'), (instant('', 'indeterminatePosition="ooit"'), 'indeterminatePosition'),
    (instant('', 'indeterminatePosition=""'), 'indeterminatePosition'), (instant('2024-01-01', 'indeterminatePosition="now"'), 'indeterminatePosition'),
    (period('2020-01-01', '', '', 'indeterminatePosition="unknown"'), 'indeterminatePosition'),
    (period('', '2020-01-01', 'indeterminatePosition="before"'), 'indeterminatePosition'),
    (instant('2024-01-01', 'frame="http://www.opengis.net/def/trs/BIPM/0/UTC"'), 'frame'), (period('2024-01-01', '2023-01-01'), 'filter'),
    (period('2024-01-01T12:00:00Z', '2024-01-01T12:00:00+01:00'), 'filter'), (period('2024-01-02', '2024-01-01T12:00:00Z'), 'filter')])
def test_a_time_that_nothing_can_be_compared_with_is_refused(gent, ogc_schema, time, locator):
    answer = gent.post(document(filter_of(temporal('During' if 'TimePeriod' in time else 'After', time))), 'text/xml')
    assert answer.status == 400, answer
    schemas.check(answer.xml, ogc_schema)
    assert gml.exception(answer.xml)[:2] == ('InvalidParameterValue', locator)


BEGIN, END = '<gml:beginPosition>2020-01-01</gml:beginPosition>', '<gml:endPosition>2024-06-01</gml:endPosition>'
POSITION = '<gml:timePosition>2024-06-01</gml:timePosition>'
LATER = POSITION.replace('2024', '2025')


def held(begin, end):
    return ''.join('<gml:%s><gml:TimeInstant gml:id="%s">%s</gml:TimeInstant></gml:%s>' % (name, name, inner, name) for name, inner in (('begin', begin), ('end', end)))


@pytest.mark.parametrize('inner', [BEGIN + BEGIN.replace('2020', '2021') + END, BEGIN + END + END, BEGIN + '<gml:begin>2021-01-01</gml:begin>' + END, BEGIN + END + held('', POSITION),
                                   BEGIN + END + '<gml:duration>P1Y</gml:duration>', BEGIN + '<gml:duration>P1Y</gml:duration>', BEGIN + END + '<gml:timeInterval unit="year">1</gml:timeInterval>',
                                   held(POSITION + LATER, POSITION), held(POSITION, POSITION + LATER), BEGIN + END + POSITION, held(POSITION, LATER + '<gml:duration>P1Y</gml:duration>'),
                                   held(POSITION, LATER).replace('</gml:begin>', '<gml:timePosition>2023-01-01</gml:timePosition></gml:begin>'),
                                   held(POSITION, LATER).replace('</gml:end>', '<gml:TimeInstant gml:id="x">%s</gml:TimeInstant></gml:end>' % LATER),
                                   held(POSITION.replace('2024-06-01', '2024<gml:name>-06-01</gml:name>'), LATER),
                                   '<gml:beginPosition>%s</gml:beginPosition>' % POSITION + END, held('<gml:timePosition>%s</gml:timePosition>' % POSITION, LATER),
                                   '<gml:beginPosition><gml:TimeInstant gml:id="x">%s</gml:TimeInstant></gml:beginPosition>' % POSITION + END])
def test_a_period_says_one_begin_and_one_end_and_nothing_else(gent, ogc_schema, inner):
    answer = gent.post(document(filter_of(temporal('During', '<gml:TimePeriod gml:id="t">%s</gml:TimePeriod>' % inner))), 'text/xml')
    schemas.check(answer.xml, ogc_schema)
    assert answer.status == 400 and gml.exception(answer.xml)[0] == 'OperationParsingFailed', answer


@pytest.mark.parametrize('inner', [POSITION + LATER, POSITION + '<gml:duration>P1Y</gml:duration>', '<gml:relatedTime/>' + POSITION, '', POSITION.replace('timeP', 'p'),
                                   '<gml:timePosition>%s</gml:timePosition>' % POSITION, '<gml:TimeInstant gml:id="i">%s</gml:TimeInstant>' % POSITION,
                                   '<gml:timePosition><gml:TimeInstant gml:id="i">%s</gml:TimeInstant></gml:timePosition>' % POSITION])
def test_an_instant_says_one_position_and_nothing_else(gent, ogc_schema, inner):
    for operator, literal in (('After', '%s'), ('TEquals', '<fes:Literal>%s</fes:Literal>')):
        answer = gent.post(document(filter_of(temporal(operator, literal % '<gml:TimeInstant gml:id="t">%s</gml:TimeInstant>' % inner))), 'text/xml')
        schemas.check(answer.xml, ogc_schema)
        assert answer.status == 400 and gml.exception(answer.xml)[0] == 'OperationParsingFailed', answer


def test_what_a_time_says_of_itself_is_passed_over(gent):
    said = '<gml:description>een jaar</gml:description><gml:identifier codeSpace="x">y</gml:identifier><gml:name>2020</gml:name>'
    plain, told = (found(gent, temporal('During', '<gml:TimePeriod gml:id="t">%s</gml:TimePeriod>' % inner)) for inner in (BEGIN + END, said + BEGIN + END))
    assert plain == told != store.ids([])
    plain, told = (found(gent, temporal('After', '<gml:TimeInstant gml:id="t">%s</gml:TimeInstant>' % inner)) for inner in (POSITION, said + POSITION))
    assert plain == told


def test_a_period_in_each_form_is_the_same(gent):
    begin, end = '<gml:timePosition>2020-01-01</gml:timePosition>', POSITION
    forms = [BEGIN + END, held(begin, end), END + BEGIN, BEGIN + held('', end).partition('</gml:begin>')[2], '<gml:begin>%s</gml:begin>%s' % (begin, END)]
    answers = [found(gent, temporal('During', '<gml:TimePeriod gml:id="t">%s</gml:TimePeriod>' % inner)) for inner in forms]
    assert answers[0] and all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize('time', [instant('2024-06-01T00:00:00Z', 'frame="#ISO-8601"'), instant('2024-06-01T00:00:00Z'),
                                  '<fes:Literal>%s</fes:Literal>' % instant('2024-06-01T00:00:00Z'), '<fes:Literal>2024-06-01T00:00:00Z</fes:Literal>'])
def test_the_frame_of_iso_8601_may_be_said(gent, truth, time):
    assert found(gent, temporal('After', time)) == store.ids(k for k, r in truth.gent.items() if r['gewijzigd_op'] > '2024-06-01T00:00:00Z')
