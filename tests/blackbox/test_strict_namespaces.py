"""NAMESPACES (WFS 2.0 (09-025r2) §7.6.6): what is declared there is held to XML Names 1.0, and a name that stands for another namespace is no name of ours."""
import urllib.parse
import pytest
from support import gml, store, stored
from support.client import Client
from support.fes import SPACES, document
from support.refusal import refused
from support.sample import GENT

FORM = 'application/x-www-form-urlencoded'
START = 'service=WFS&version=2.0.0&request=GetFeature'
OURS, BY_ID = 'http://risicolaag/1.0', 'urn:ogc:def:query:OGC-WFS::GetFeatureById'

MALFORMED = [
    'xmlns(q,)', 'xmlns(q, )', 'xmlns()', 'xmlns( )', 'xmlns(,)', 'xmlns(,http://x)', 'xmlns(1q,http://x)', 'xmlns(q:r,http://x)', 'xmlns(q r,http://x)', 'xmlns(q,http://x y)',
    'xmlns(xml,http://x)', 'xmlns(xmlns,http://x)', 'xmlns(xmlns,http://www.w3.org/2000/xmlns/)', 'xmlns(q,http://www.w3.org/2000/xmlns/)', 'xmlns(q,http://www.w3.org/XML/1998/namespace)',
    'xmlns(q,http://x),xmlns(q,http://y)', 'xmlns(q,http://x),xmlns(r,http://z),xmlns( q , http://y )', 'xmlns(http://x),xmlns(http://y)', 'xmlns(q,http://x)x', 'xmlns(q,http://x))',
    'xmlns(q,http://x),', ',xmlns(q,http://x)', 'xmlns(q,http://x),,xmlns(r,http://y)', 'xmlns(q,http://x)xmlns(r,http://y)', 'xmlns(q,http://x);xmlns(r,http://y)', 'xmlns(q,http://x',
    'xmlns q,http://x)', 'xmlns((q,http://x))', '(xmlns(q,http://x))', 'XMLNS(q,http://x)', 'q=http://x', 'http://x', 'xmlns(q,http://x),onzin', 'xmlns(=http://x)', 'xmlns(q=)', 'xmlns(1q=http://x)']
GOOD = ['xmlns(q,%s)' % OURS, ' xmlns( q , %s ) ' % OURS, 'xmlns(q,%s),xmlns(q,%s)' % (OURS, OURS), 'xmlns(q,%s),xmlns(xml,http://www.w3.org/XML/1998/namespace)' % OURS,
        'xmlns(%s),xmlns(q,%s)' % (OURS, OURS), 'xmlns(q,%s),xmlns(x,http://elders?a=b,c)' % OURS, 'xmlns(q=%s)' % OURS, 'xmlns(q,%s),xmlns(http://elders?a=b)' % OURS]


def quoted(text):
    return urllib.parse.quote(text, safe='')


def both(client, query):
    return client.get('/wfs?' + query), client.post(query.encode(), FORM)


@pytest.mark.parametrize('given', MALFORMED)
def test_what_declares_nothing_is_refused_with_every_request_that_may_need_it(gent, given):
    end = '&namespaces=' + quoted(given)
    for rest in (START + '&typeNames=risico:risicolocatie', START + '&resourceId=risicolocatie.1', '%s&storedQuery_Id=%s&id=risicolocatie.1' % (START, BY_ID),
                 'service=WFS&version=2.0.0&request=DescribeFeatureType', 'service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:risicolocatie',
                 'service=WFS&version=2.0.0&request=GetPropertyValue&valueReference=bron&typeNames=risico:risicolocatie',
                 'service=WFS&version=2.0.0&request=DescribeStoredQueries'):
        for answer in both(gent, rest + end):
            assert refused(answer, 'namespaces')
    assert refused(gent.post(document(), 'text/xml', '/wfs?' + end), 'namespaces')


@pytest.mark.parametrize('given', GOOD)
def test_what_declares_something_does(gent, truth, given):
    for answer in both(gent, START + '&typeNames=q:risicolocatie&propertyName=q:bron&sortBy=q:bron&namespaces=' + quoted(given)):
        assert answer.status == 200 and set(gml.ids(answer.xml)) == store.ids(truth.gent), answer


@pytest.mark.parametrize('name', ['risicolocatie', '(risicolocatie)(perceel)', 'risico:perceel,risicolocatie'])
def test_a_name_without_a_prefix_is_of_the_default_namespace(gent, name):
    other, ours = '&namespaces=' + quoted('xmlns(http://anders)'), '&namespaces=' + quoted('xmlns(%s)' % OURS)
    for operation in ('GetFeature', 'DescribeFeatureType', 'GetPropertyValue&valueReference=gemeente_nis'):
        query = 'service=WFS&version=2.0.0&request=%s&typeNames=%s' % (operation, name)
        for answer in both(gent, query + other):
            assert refused(answer, 'typeNames')
    assert gent.get('/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=%s%s' % (name, ours)).status == 200
    assert gent.get('/wfs?%s&typeNames=risico:risicolocatie%s' % (START, other)).status == 200, 'a prefix has its own'


@pytest.mark.parametrize('parameter', ['propertyName=q:bron', 'sortBy=q:bron', 'propertyName=(q:bron)', 'propertyName=versie,risico:risicolocatie/q:bron', 'sortBy=versie,q:bron+DESC'])
def test_a_property_of_another_namespace_is_none_of_ours(gent, parameter):
    query = '%s&typeNames=risico:risicolocatie&%s&namespaces=%s' % (START, parameter, quoted('xmlns(q,http://anders)'))
    for answer in both(gent, query):
        assert refused(answer, parameter.split('=')[0])


@pytest.mark.parametrize('inner', ['<wfs:PropertyName>q:bron</wfs:PropertyName>',
                                   '<fes:SortBy><fes:SortProperty><fes:ValueReference>q:bron</fes:ValueReference></fes:SortProperty></fes:SortBy>'])
def test_a_property_of_another_namespace_is_none_in_a_document_either(gent, inner):
    for query, root in (('xmlns:q="http://anders"', ''), ('', 'xmlns:q="http://anders"')):
        assert refused(gent.post(document(inner, query=query, attributes=root), 'text/xml'), 'propertyName' if 'PropertyName' in inner else 'sortBy')
    assert gent.post(document(inner, query='xmlns:q="%s"' % OURS), 'text/xml').status == 200


@pytest.fixture(scope='module')
def keeper(server, state):
    who = Client(server.url, state.token(GENT, role='beheerder'))
    definition = ('<wfs:Query typeNames="${t}"><fes:Filter><fes:PropertyIsEqualTo><fes:ValueReference>${n}</fes:ValueReference><fes:Literal>x</fes:Literal>'
                  '</fes:PropertyIsEqualTo></fes:Filter></wfs:Query>')
    assert who.post(stored.creation('urn:proef:naam', definition, [('t', 'xs:QName'), ('n', 'xs:QName')]), 'text/xml').status == 200
    yield who
    who.post(stored.dropping('urn:proef:naam'), 'text/xml')


def naming(types, name):
    """A document that runs it, with these Parameters."""
    return ('<wfs:GetFeature service="WFS" version="2.0.0" %s xmlns:q="%s"><wfs:StoredQuery id="urn:proef:naam"><wfs:Parameter name="t" %s</wfs:Parameter><wfs:Parameter name="n" %s</wfs:Parameter>'
            '</wfs:StoredQuery></wfs:GetFeature>' % (SPACES, OURS, types, name)).encode()


def test_an_argument_goes_by_the_namespaces_around_it(keeper):
    assert keeper.post(naming('>q:risicolocatie', '>q:bron'), 'text/xml').status == 200
    assert keeper.post(naming('xmlns:z="%s">z:risicolocatie' % OURS, '>q:bron'), 'text/xml').status == 200
    for changed in (naming('xmlns:q="http://anders">q:risicolocatie', '>q:bron'), naming('>q:risicolocatie', 'xmlns:q="http://anders">q:bron')):
        assert keeper.post(changed, 'text/xml').status == 400
    named = '%s&storedQuery_Id=urn:proef:naam&t=risicolocatie&n=bron&namespaces=' % START
    assert refused(keeper.get('/wfs?' + named + quoted('xmlns(http://anders)')), 't')
    assert keeper.get('/wfs?' + named + quoted('xmlns(%s)' % OURS)).status == 200
