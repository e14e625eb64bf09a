"""What a request that is refused answers."""
from support import gml


def refused(answer, locator):
    """400 with this locator, in words of two languages."""
    assert answer.status == 400, answer
    if answer.type == 'application/problem+json':
        assert gml.exception_of(answer)[1].lower() == locator.lower() and answer.json['detail'] and answer.json['detail_en'], answer
        return True
    report = answer.xml if answer.xml.tag.endswith('ExceptionReport') else answer.xml.find('.//{%s}ExceptionReport' % gml.OWS)
    assert gml.exception(report)[1].lower() == locator.lower(), answer
    assert len(report.findall('.//{%s}ExceptionText' % gml.OWS)) == 2
    return True
