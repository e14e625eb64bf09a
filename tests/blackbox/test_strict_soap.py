"""SOAP envelopes: a header block that must be understood, for whom it is, and how the fault says which (SOAP 1.1 §4.2, §4.4; SOAP 1.2 part 1 §2.2, §5.2, §5.4)."""
import pytest
from lxml import etree
from support import gml, store
from support.fes import document
from support.refusal import refused

SPACE = {'soap11': 'http://schemas.xmlsoap.org/soap/envelope/', 'soap12': 'http://www.w3.org/2003/05/soap-envelope'}
LABEL = {'soap11': 'text/xml', 'soap12': 'application/soap+xml'}
NEXT = {'soap11': 'http://schemas.xmlsoap.org/soap/actor/next', 'soap12': 'http://www.w3.org/2003/05/soap-envelope/role/next'}
ROLE = {'soap11': 'actor', 'soap12': 'role'}
OF_12 = 'http://www.w3.org/2003/05/soap-envelope/role/'
REQUEST = document('', 'count="3"', prolog='').decode()


def sent(client, way, inside):
    return client.post(('<s:Envelope xmlns:s="%s" xmlns:x="urn:x">%s</s:Envelope>' % (SPACE[way], inside)).encode(), LABEL[way])


def with_header(client, way, blocks):
    return sent(client, way, '<s:Header>%s</s:Header><s:Body>%s</s:Body>' % (blocks, REQUEST))


def fault_code(answer, way):
    fault = answer.xml.find('{%s}Body/{%s}Fault' % (SPACE[way], SPACE[way]))
    assert fault is not None, answer
    code = fault.find('faultcode') if way == 'soap11' else fault.find('{%s}Code/{%s}Value' % (SPACE[way], SPACE[way]))
    prefix, local = code.text.split(':')
    assert code.nsmap[prefix] == SPACE[way]
    return local


def not_understood(answer):
    """What the fault of SOAP 1.2 names, as {namespace}name."""
    blocks = etree.fromstring(answer.body).findall('{%s}Header/{%s}NotUnderstood' % (SPACE['soap12'], SPACE['soap12']))
    names = [(block, *block.get('qname').rpartition(':')) for block in blocks]
    return [etree.QName(block.nsmap[prefix], local).text if prefix else local for block, prefix, _, local in names]


@pytest.mark.parametrize('written', ['1', 'true', ' 1 ', '&#10;true&#9;'])
@pytest.mark.parametrize('way', SPACE)
def test_a_block_that_must_be_understood_is_a_fault_of_its_own(gent, way, written):
    answer = with_header(gent, way, '<x:a s:mustUnderstand="%s"/>' % written)
    assert answer.status == 500 and fault_code(answer, way) == 'MustUnderstand' and gml.exception(answer.xml.find('.//{*}ExceptionReport'))[1] == 'Header'
    assert answer.xml.find('.//{*}FeatureCollection') is None


def test_soap_1_2_names_what_was_not_understood(gent):
    blocks = '<x:a s:mustUnderstand="1"/><x:b/><y:c xmlns:y="urn:y?a=1&amp;b=2" s:mustUnderstand="true"/><x:d s:mustUnderstand="true" s:role="urn:elders"/><x:e s:mustUnderstand="0"/>'
    answer = with_header(gent, 'soap12', blocks)
    assert not_understood(answer) == ['{urn:x}a', '{urn:y?a=1&b=2}c']
    assert fault_code(answer, 'soap12') == 'MustUnderstand'


def test_soap_1_2_names_a_few_of_very_many(gent):
    answer = with_header(gent, 'soap12', ''.join('<x:a%d s:mustUnderstand="1"/>' % i for i in range(5000)))
    assert 0 < len(not_understood(answer)) <= 20 and not_understood(answer)[0] == '{urn:x}a0'


def test_soap_1_1_tells_of_header_entries_in_a_header_entry(gent):
    """§4.4: the detail is for the Body alone."""
    answer = with_header(gent, 'soap11', '<x:a s:mustUnderstand="1"/>')
    assert answer.xml.find('.//detail') is None and answer.xml.find('{%s}Header/{*}ExceptionReport' % SPACE['soap11']) is not None
    assert answer.xml.find('.//faultstring').text


FOR_US = {'soap11': ['', NEXT['soap11'], ' %s ' % NEXT['soap11']], 'soap12': ['', NEXT['soap12'], OF_12 + 'ultimateReceiver', '&#10;%sultimateReceiver ' % OF_12]}
FOR_OTHERS = {'soap11': ['urn:elders', NEXT['soap12'], OF_12 + 'ultimateReceiver'], 'soap12': ['urn:elders', OF_12 + 'none', NEXT['soap11'], OF_12 + 'Next']}


@pytest.mark.parametrize('way,role', [(way, role) for way, roles in FOR_US.items() for role in roles])
def test_a_block_for_who_answers_is_for_us(gent, way, role):
    answer = with_header(gent, way, '<x:a s:mustUnderstand="1" s:%s="%s"/>' % (ROLE[way], role))
    assert answer.status == 500 and fault_code(answer, way) == 'MustUnderstand'


@pytest.mark.parametrize('way,role', [(way, role) for way, roles in FOR_OTHERS.items() for role in roles])
def test_a_block_for_another_is_not_ours_to_understand(gent, truth, way, role):
    answer = with_header(gent, way, '<x:a s:mustUnderstand="1" s:%s="%s"/>' % (ROLE[way], role))
    assert answer.status == 200 and set(gml.ids(answer.xml.find('.//{*}FeatureCollection'))) <= store.ids(truth.gent)


@pytest.mark.parametrize('written', ['yes', '', '2', 'TRUE', '1 1'])
@pytest.mark.parametrize('way', SPACE)
def test_must_understand_is_yes_or_no(gent, way, written):
    answer = with_header(gent, way, '<x:a s:mustUnderstand="%s"/>' % written)
    assert refused(answer, 'mustUnderstand') and fault_code(answer, way) == {'soap11': 'Client', 'soap12': 'Sender'}[way]


BODY = '<s:Body>%s</s:Body>' % REQUEST
# what stands in the envelope, locator
MISSHAPEN = [('tekst' + BODY, 'Envelope'), ('<s:Header>tekst</s:Header>' + BODY, 'Header'), ('<s:Body>tekst%s</s:Body>' % REQUEST, 'Body'), ('<s:Body>%stekst</s:Body>' % REQUEST, 'Body'),
             ('<s:Body><![CDATA[tekst]]>%s</s:Body>' % REQUEST, 'Body'), (BODY + BODY, 'Body'), ('<s:Body/>' + BODY, 'Body'), ('<s:Header/><s:Header/>' + BODY, 'Header'), (BODY + '<s:Header/>', 'Header'),
             ('<s:Body>%s%s</s:Body>' % (REQUEST, REQUEST), 'Body'), ('<s:Body/>', 'Body'), ('', 'Body'), ('<x:a/>' + BODY, 'Envelope'), ('<s:Elders/>' + BODY, 'Envelope')]


@pytest.mark.parametrize('inside,locator', MISSHAPEN)
@pytest.mark.parametrize('way', SPACE)
def test_an_envelope_has_a_header_and_one_body(gent, way, inside, locator):
    answer = sent(gent, way, inside)
    assert refused(answer, locator) and fault_code(answer, way) == {'soap11': 'Client', 'soap12': 'Sender'}[way]


def test_behind_the_body_of_soap_1_1_others_may_put_what_they_like(gent):
    """§4.1.1: elements of a namespace; 1.2 has none of it (part 1 §5.1)."""
    assert sent(gent, 'soap11', BODY + '<x:a/>').status == 200
    assert refused(sent(gent, 'soap11', BODY + '<a/>'), 'Envelope') and refused(sent(gent, 'soap12', BODY + '<x:a/>'), 'Envelope')


@pytest.mark.parametrize('way', SPACE)
def test_blanks_and_comments_are_nothing(gent, way):
    assert sent(gent, way, '\n <!-- a --> <s:Header>\n <x:a>tekst</x:a>\t</s:Header>\n<s:Body>\n <!-- b -->%s\n</s:Body> \n' % REQUEST).status == 200
