"""The first property of a layer is the text by which QGIS calls a feature (N5): the id of a risicolocatie as a property like any other, the capakey, the name."""
import pytest
from support import fes, gml, store, table
from support.client import Client
from support.sample import ANTWERPEN, GENT

FIRST = {'risicolocatie': 'id', 'perceel': 'capakey', 'gemeente': 'naam'}


def elements(client, *layers):
    """(name, type) of the properties, of the schema of these layers."""
    schema = client.wfs('DescribeFeatureType', typeNames=','.join('risico:' + name for name in layers)).xml
    return [(e.get('name'), e.get('type')) for e in schema.xpath('//xsd:complexType//xsd:sequence/xsd:element', namespaces=gml.NS)]


@pytest.mark.parametrize('layer', FIRST)
def test_n5_the_first_property_is_what_a_feature_is_known_by(anyone, layer):
    name, kind = elements(anyone, layer)[0]
    assert name == FIRST[layer] and (kind == 'xs:string' or kind.startswith('risico:tekst_tot_')), 'QGIS takes the first text'


def test_n5_the_id_is_the_gml_id_in_every_format(two, truth):
    as_gml = gml.read(two.features().xml)
    assert set(as_gml) == store.ids(truth.two) and all(values['id'] == key for key, values in as_gml.items())
    as_json = two.features(outputFormat='application/json').json['features']
    assert {f['id'] for f in as_json} == set(as_gml) and all(f['properties']['id'] == f['id'] for f in as_json)
    names, rows = table.read(two.features(outputFormat='csv'))
    assert names[0] == 'id' and names.count('id') == 1 and 'gml_id' not in names
    assert {row['id'] for row in rows} == set(as_gml)


def asked(client, condition):
    answer = client.post(fes.document(fes.filter_of(condition)), 'text/xml')
    assert answer.status == 200, answer
    return set(gml.ids(answer.xml))


def ends(row):
    return 'risicolocatie.%d' % row


CONDITIONS = {
    'equal': (lambda i: fes.compare('id', i), lambda key, i: key == i),
    'with a prefix': (lambda i: fes.compare('risico:id', i), lambda key, i: key == i),
    'literal first': (lambda i: fes.pair(fes.literal(i), '<fes:ValueReference>id</fes:ValueReference>'), lambda key, i: key == i),
    'not equal': (lambda i: fes.compare('id', i, 'PropertyIsNotEqualTo'), lambda key, i: key != i),
    'not': (lambda i: '<fes:Not>%s</fes:Not>' % fes.compare('id', i), lambda key, i: key != i),
    'greater': (lambda i: fes.compare('id', i, 'PropertyIsGreaterThan'), lambda key, i: key > i),
    'in any case': (lambda i: fes.compare('id', i.upper(), attributes='matchCase="false"'), lambda key, i: key == i),
    'in this case': (lambda i: fes.compare('id', i.upper()), lambda key, i: False),
    'one of two': (lambda i: '<fes:Or>%s%s</fes:Or>' % (fes.compare('id', i), fes.compare('id', 'risicolocatie.1')), lambda key, i: key == i),
    'like': (lambda i: fes.compare('id', i[:-2] + '*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'), lambda key, i: key.startswith(i[:-2])),
    'null': (lambda i: '<fes:PropertyIsNull><fes:ValueReference>id</fes:ValueReference></fes:PropertyIsNull>', lambda key, i: False),
    'a function': (lambda i: fes.pair(fes.function('strToUpperCase', 'id'), fes.literal(i.upper())), lambda key, i: key == i),
    'digits of our own': (lambda i: fes.compare('id', i.replace('.', '.0')), lambda key, i: False),
    'a blank': (lambda i: fes.compare('id', i + ' '), lambda key, i: False),
    'no id': (lambda i: fes.compare('id', 'x'), lambda key, i: False),
    'of another type': (lambda i: fes.compare('id', i.replace('risicolocatie', 'perceel')), lambda key, i: False),
    'with a place': (lambda i: '<fes:And>%s%s</fes:And>' % (fes.compare('id', i), fes.spatial(fes.polygon('0 0 300000 0 300000 300000 0 300000 0 0'))),
                     lambda key, i: key == i),
}


@pytest.mark.parametrize('name', CONDITIONS)
def test_n5_filters_look_at_the_id(two, truth, name):
    condition, holds = CONDITIONS[name]
    chosen = ends(sorted(truth.two)[5])
    assert asked(two, condition(chosen)) == {key for key in store.ids(truth.two) if holds(key, chosen)}


def test_n5_an_id_of_another_gemeente_answers_as_one_that_does_not_exist(server, state, truth):
    gent, foreign = Client(server.url, state.token(GENT)), ends(min(truth.active(ANTWERPEN)))
    assert foreign in asked(Client(server.url, state.token(ANTWERPEN)), fes.compare('id', foreign))
    assert asked(gent, fes.compare('id', foreign)) == asked(gent, fes.compare('id', 'risicolocatie.1')) == set()
    assert asked(gent, fes.compare('id', foreign, 'PropertyIsNotEqualTo')) == store.ids(truth.gent)


@pytest.mark.parametrize('order', ['id', 'id DESC', 'risico:id ASC'])
def test_n5_the_order_may_go_by_the_id(two, truth, order):
    expected = sorted(store.ids(truth.two), reverse='DESC' in order)
    assert gml.ids(two.features(sortBy=order).xml) == expected
    assert gml.ids(two.features(sortBy=order, count=7, startIndex=5).xml) == expected[5:12]


def test_n5_the_id_can_be_asked_alone(two, truth):
    found = gml.read(two.features(propertyName='id').xml)
    assert set(found) == store.ids(truth.two) and all(values['id'] == key for key, values in found.items())
    values = two.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='id').xml
    assert [member.text for member in values] == [member.text for member in
                                                  two.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='@gml:id').xml]
    assert {member.text for member in values} == store.ids(truth.two)


def test_n5_a_join_goes_by_the_id(gent, truth):
    """And a feature that comes twice keeps its one id as a property, whatever its gml:id must be there."""
    body = fes.document(fes.filter_of('<fes:PropertyIsEqualTo><fes:ValueReference>a/id</fes:ValueReference><fes:ValueReference>b/id</fes:ValueReference>'
                                      '</fes:PropertyIsEqualTo>') + '<fes:SortBy %s><fes:SortProperty><fes:ValueReference>a/id</fes:ValueReference>'
                        '<fes:SortOrder>DESC</fes:SortOrder></fes:SortProperty></fes:SortBy>' % fes.SPACES, 'count="20"',
                        'risico:risicolocatie risico:risicolocatie', 'aliases="a b"')
    answer = gent.post(body, 'text/xml')
    assert answer.status == 200, answer
    expected = sorted(store.ids(truth.gent), reverse=True)[:20]
    assert gml.tuples(answer.xml) == [(one, one) for one in expected]
    assert [e.text for e in answer.xml.iter('{http://risicolaag/1.0}id')] == [one for one in expected for _ in range(2)]


# --- The names of types ---

def test_n5_types_have_names_that_speak(anyone):
    found = dict(elements(anyone, 'risicolocatie', 'perceel', 'gemeente'))
    assert found['gemeente_naam'] == found['naam'] == 'risico:tekst_tot_100', 'texts of one length share their type'
    assert found['bron'] == 'risico:keuze.risicolocatie.bron' and found['gemeente_nis'] == 'risico:tekst_tot_5'


def test_n5_a_type_that_is_named_twice_is_described_once(anyone):
    once, twice = (anyone.wfs('DescribeFeatureType', typeNames=names) for names in ('risico:gemeente', 'risico:gemeente,risico:gemeente,gemeente'))
    assert twice.status == 200 and once.body == twice.body
