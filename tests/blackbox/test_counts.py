"""Every caller gets exactly the rows that SQL counts for the gemeenten in the token."""
from support import gml, store
from support.client import Client
from support.sample import ANTWERPEN, GENT


def hits(client, **parameters):
    answer = client.features(resultType='hits', **parameters)
    assert answer.status == 200, answer
    assert answer.xml.get('numberReturned') == '0'
    assert not gml.members(answer.xml)
    return int(answer.xml.get('numberMatched'))


def fetched(client, **parameters):
    answer = client.features(**parameters)
    assert answer.status == 200, answer
    found = gml.ids(answer.xml)
    assert len(found) == len(set(found)), 'a feature came twice'
    assert answer.xml.get('numberMatched') == answer.xml.get('numberReturned') == str(len(found))
    return set(found)


def test_the_sample_is_worth_testing_on(truth):
    assert len(truth.gent) > 20
    assert truth.rows('risicolocatie', [GENT, ANTWERPEN], 'geschrapt = 1'), 'no struck-out rows to hide'


def test_hits_is_what_sql_counts(gent, truth):
    assert hits(gent) == len(truth.gent)


def test_the_features_are_exactly_the_rows_of_the_gemeente(gent, truth):
    assert fetched(gent) == store.ids(truth.gent)


def test_rule_17_two_gemeenten_are_their_union(two, gent, truth):
    assert fetched(two) == store.ids(truth.gent) | store.ids(truth.active(ANTWERPEN))
    assert hits(two) == len(truth.two) > hits(gent)


def test_parcels_are_restricted_too(gent, truth):
    expected = truth.rows('perceel', [GENT])
    assert expected
    assert fetched(gent, type_name='risico:perceel') == store.ids(expected, 'perceel')


def test_gemeenten_are_public(anyone, gent, truth):
    expected = store.ids(truth.rows('gemeente'), 'gemeente')
    assert len(expected) == 285
    assert fetched(anyone, type_name='risico:gemeente') == expected
    assert fetched(gent, type_name='risico:gemeente') == expected


def test_struck_out_rows_appear_only_when_asked_for(two, truth):
    gone = store.ids(truth.rows('risicolocatie', [GENT, ANTWERPEN], 'geschrapt = 1'))
    here = store.ids(truth.two)
    assert fetched(two) == here
    assert fetched(two, geschrapt='nee') == here
    assert fetched(two, geschrapt='ja') == gone
    assert fetched(two, geschrapt='alle') == here | gone
    assert hits(two, geschrapt='alle') == len(here | gone)


def test_basic_with_the_token_as_password_sees_the_same(server, state, gent):
    basic = Client(server.url, state.token(GENT), basic=True)
    assert fetched(basic) == fetched(gent)


def test_several_types_in_one_request_come_together(gent, truth):
    """Two queries in brackets; without them it is a join (WFS 2.0 §6.2.5.3), which has a filter."""
    answer = gent.features('(risico:risicolocatie)(risico:perceel)')
    found = set(answer.xml.xpath('//wfs:member/*/@gml:id', namespaces=gml.NS))
    assert found == store.ids(truth.gent) | store.ids(truth.rows('perceel', [GENT]), 'perceel')
    answer = gent.features('risico:risicolocatie,risico:perceel')
    assert answer.status == 400 and gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'filter'), answer
