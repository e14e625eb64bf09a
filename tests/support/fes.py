"""Short ways to write filters and request documents."""
import urllib.parse

SPACES = ('xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
          'xmlns:risico="http://risicolaag/1.0"')


def filter_of(inner):
    return '<fes:Filter %s>%s</fes:Filter>' % (SPACES, inner)


def compare(name, literal, operator='PropertyIsEqualTo', attributes=''):
    return '<fes:%s %s><fes:ValueReference>%s</fes:ValueReference><fes:Literal>%s</fes:Literal></fes:%s>' % (operator, attributes, name, literal, operator)


def spatial(geometry, operator='Intersects', more='', name='geometry'):
    return '<fes:%s><fes:ValueReference>%s</fes:ValueReference>%s%s</fes:%s>' % (operator, name, geometry, more, operator)


def polygon(positions, attributes='srsName="EPSG:31370"'):
    return '<gml:Polygon gml:id="p" %s><gml:exterior><gml:LinearRing><gml:posList>%s</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>' % (
        attributes, positions)


def point(position, attributes='srsName="EPSG:31370"'):
    return '<gml:Point gml:id="p" %s><gml:pos>%s</gml:pos></gml:Point>' % (attributes, position)


def document(filter_text='', attributes='', type_name='risico:risicolocatie', query='', prolog='<?xml version="1.0" encoding="UTF-8"?>'):
    """A GetFeature document; bytes."""
    return ('%s<wfs:GetFeature service="WFS" version="2.0.0" %s %s><wfs:Query typeNames="%s" %s>%s</wfs:Query></wfs:GetFeature>' % (
        prolog, attributes, SPACES, type_name, query, filter_text)).encode()


def kvp(filter_text, type_name='risico:risicolocatie', **parameters):
    """A GetFeature query string with a filter."""
    return urllib.parse.urlencode({'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'typeNames': type_name, 'filter': filter_text,
                                   **parameters})


def function(name, *arguments):
    """A function; arguments that are no markup are names of properties."""
    return '<fes:Function name="%s">%s</fes:Function>' % (name, ''.join(a if a.startswith('<') else '<fes:ValueReference>%s</fes:ValueReference>' % a for a in arguments))


def literal(text):
    return '<fes:Literal>%s</fes:Literal>' % text


def pair(left, right, operator='PropertyIsEqualTo', attributes=''):
    """A comparison of any two operands."""
    return '<fes:%s %s>%s%s</fes:%s>' % (operator, attributes, left, right, operator)


def long_document(attributes='', words=600):
    """Everything whose description is none of many texts: a filter of tens of kilobytes that holds for most rows."""
    none_of = ''.join(compare('omschrijving', 'geen van deze %d' % i) for i in range(words))
    return document(filter_of('<fes:Not><fes:Or>%s</fes:Or></fes:Not>' % none_of), attributes)
