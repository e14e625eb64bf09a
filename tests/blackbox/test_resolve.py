"""resolve, resolveDepth, resolveTimeout and resolvePath (WFS 2.0 §7.6.4): checked, announced, and never a reason to ask another server anything."""
import pytest
from support import gml, schemas
from support.fes import SPACES
from support.listener import Listener

GOOD = [{'resolve': 'none'}, {'resolve': 'local'}, {'resolve': 'local', 'resolveDepth': '*'}, {'resolve': 'local', 'resolveDepth': '3'},
        {'resolve': 'local', 'resolveTimeout': '1'}, {'resolve': 'local', 'resolveDepth': '2', 'resolveTimeout': '30'},
        # the OGC's example GetFeature_12 says the depth for all and resolve on one property
        {'resolveDepth': '*'}, {'resolve': 'none', 'resolveDepth': '1'}, {'resolveTimeout': '10'}]
BAD = [({'resolve': 'remote'}, 501, 'resolve'), ({'resolve': 'all'}, 501, 'resolve'), ({'resolve': 'onzin'}, 400, 'resolve'),
       ({'resolve': 'local', 'resolveDepth': '-1'}, 400, 'resolveDepth'),
       ({'resolve': 'local', 'resolveDepth': '0'}, 400, 'resolveDepth'), ({'resolve': 'local', 'resolveDepth': '1.5'}, 400, 'resolveDepth'),
       ({'resolve': 'local', 'resolveDepth': '**'}, 400, 'resolveDepth'), ({'resolve': 'local', 'resolveDepth': '9' * 30}, 400, 'resolveDepth'),
       ({'resolve': 'local', 'resolveTimeout': '0'}, 400, 'resolveTimeout'), ({'resolve': 'local', 'resolveTimeout': '*'}, 400, 'resolveTimeout'),
       ({'resolve': 'local', 'resolveTimeout': '+5'}, 400, 'resolveTimeout'), ({'resolve': 'local', 'resolveTimeout': 'PT5S'}, 400, 'resolveTimeout')]
OPERATIONS = {'GetFeature': {}, 'GetPropertyValue': {'valueReference': 'bron'}}


def written(attributes):
    return ' '.join('%s="%s"' % item for item in attributes.items())


def by_document(client, operation, attributes):
    return client.post(('<wfs:%s service="WFS" version="2.0.0" %s %s><wfs:Query typeNames="risico:risicolocatie"/></wfs:%s>' % (
        operation, SPACES, written({**OPERATIONS[operation], **attributes}), operation)).encode(), 'text/xml')


def by_url(client, operation, attributes):
    return client.wfs(operation, typeNames='risico:risicolocatie', **OPERATIONS[operation], **attributes)


def by_property_name(client, operation, attributes):
    return client.post(('<wfs:GetFeature service="WFS" version="2.0.0" %s><wfs:Query typeNames="risico:risicolocatie"><wfs:PropertyName %s>bron</wfs:PropertyName>'
                        '</wfs:Query></wfs:GetFeature>' % (SPACES, written(attributes))).encode(), 'text/xml')


WAYS = [by_document, by_url, by_property_name]


@pytest.mark.parametrize('attributes', GOOD)
@pytest.mark.parametrize('way', WAYS)
@pytest.mark.parametrize('operation', OPERATIONS)
def test_what_can_be_resolved_here_changes_nothing(gent, truth, operation, way, attributes):
    answer = way(gent, operation, attributes)
    assert answer.status == 200, answer
    assert answer.xml.get('numberReturned') == str(len(truth.gent))


@pytest.mark.parametrize('attributes,status,locator', BAD)
@pytest.mark.parametrize('way', WAYS)
@pytest.mark.parametrize('operation', OPERATIONS)
def test_what_cannot_is_refused_by_name(gent, ogc_schema, operation, way, attributes, status, locator):
    answer = way(gent, operation, attributes)
    assert answer.status == status, answer
    schemas.check(answer.xml, ogc_schema)
    code, where, _ = gml.exception(answer.xml)
    assert where == locator and code == ('OptionNotSupported' if status == 501 else 'InvalidParameterValue')


@pytest.mark.parametrize('path,status', [('geometry', 200), ('risico:bron', 200), ('onbekend', 400), ('//x', 400), ('../bron', 400)])
def test_a_resolve_path_must_lead_somewhere(gent, truth, path, status):
    for answer in (by_url(gent, 'GetPropertyValue', {'resolve': 'local', 'resolvePath': path}),
                   by_document(gent, 'GetPropertyValue', {'resolve': 'local', 'resolvePath': path})):
        assert answer.status == status, answer
        assert status != 200 or answer.xml.get('numberReturned') == str(len(truth.gent)), 'the path says nothing about the values'


def test_nobody_is_asked_anything(gent):
    with Listener() as listener:
        for scope in ('none', 'local', 'remote', 'all', listener.url):
            for name in ('resolvePath', 'resolveDepth', 'resolveTimeout', 'valueReference'):
                gent.wfs('GetPropertyValue', typeNames='risico:risicolocatie', **{'valueReference': 'bron', 'resolve': scope, name: listener.url + '/x'})
        assert listener.hits == []


def test_the_capabilities_say_what_is_resolved(anyone):
    caps = anyone.wfs('GetCapabilities').xml
    for operation in OPERATIONS:
        values = caps.xpath('//ows:Operation[@name="%s"]/ows:Parameter[@name="resolve"]//ows:Value/text()' % operation, namespaces=gml.NS)
        assert values == ['none', 'local']
    for name, value in (('ImplementsRemoteResolve', 'FALSE'), ('ResolveLocalScope', '*'), ('ResolveTimeoutDefault', '300')):
        assert caps.xpath('//ows:Constraint[@name="%s"]/ows:DefaultValue/text()' % name, namespaces=gml.NS) == [value]
