"""The OGC's example documents for WFS 2.0 and FES 2.0: as they stand they are refused with the right words, about our types they are answered."""
import re
import pytest
from lxml import etree
from support import examples
from support.fes import document

FILTERS = examples.names(r'ogc/filter/2\.0/examples/.*/[Ff]ilter.*\.xml')
REQUESTS = examples.names(r'ogc/wfs/2\.0/examples/(GetFeature/GetFeature_\d+|GetPropertyValue/Example_\d+_Req)\.xml')
XML = 'text/xml'


def posted(client, root):
    return client.post(etree.tostring(root, xml_declaration=True, encoding='UTF-8'), XML)


def words(answer):
    return '%d %s %s' % (answer.status, answer.xml[0].get('locator'), ' '.join(answer.xml[0].itertext()).split('\n')[1:3])


def is_filter(name):
    return examples.local(examples.read(name)) == 'Filter'


# What the OGC shows and we do not have: the reply names it. Everything else is answered.
REFUSED = [(r'[Ff]ilter0[67]\.xml', 400, 'SIN|Add'), (r'[Ff]ilter30\.xml', 400, 'GazetterLookUp'),
           (r'[Ff]ilter22\.xml', 400, 'MyNewOperator'), (r'[Ff]ilter24\.xml', 400, 'PropertyExists'),
           (r'2\.1\.2/filter(03|26|27|28)\.xml', 400, 'coordinates'),  # the OGC wrote a blank for the comma between two numbers
           (r'GetFeature_1[12]\.xml|Example_10_Req', 501, 'resolve'),  # resolve="all": we ask no other server
           (r'Example_05_Req', 400, 'filter'),  # a slip of the pen (abd:Road) leaves its two types unconnected
           (r'GetFeature_17\.xml', 400, 'Query')]  # a query in SQL


def expected(name):
    """Status and locator that are right for this example."""
    return next(((status, locator) for pattern, status, locator in REFUSED if re.search(pattern, name)), (200, None))


def check(name, answer):
    status, locator = expected(name)
    assert answer.status == status, words(answer)
    assert status == 200 or re.fullmatch(locator, answer.xml[0].get('locator')), words(answer)


def test_the_examples_are_there():
    assert len(FILTERS) > 100 and len(REQUESTS) > 25


@pytest.mark.parametrize('name', REQUESTS)
def test_an_example_about_types_of_somebody_else_says_which_it_does_not_know(two, ogc_schema, name):
    answer = posted(two, examples.read(name))
    assert answer.status in (400, 404, 501), answer
    assert answer.xml[0].get('locator') and ogc_schema.validate(answer.xml), answer


@pytest.mark.parametrize('name', [name for name in FILTERS if is_filter(name)])
def test_an_example_filter_is_answered(two, name):
    root = examples.rename(examples.read(name))
    answer = two.post(document(etree.tostring(root).decode()), XML)
    check(name, answer)


@pytest.mark.parametrize('name', REQUESTS)
def test_an_example_request_is_answered(two, name):
    root = examples.rename(examples.read(name))
    answer = posted(two, root)
    check(name, answer)
