"""Makes a failing filter small: as long as a simpler one fails too, take that."""
import copy
from lxml import etree
from differential.shapes import local

LOGIC = ('And', 'Or', 'Not')


def simpler(filter_element):
    """Filters with one node less: a logical operator replaced by one of its operands, or an operand left out."""
    nodes = [e for e in filter_element.iter() if isinstance(e.tag, str) and local(e) in LOGIC]
    for number, node in enumerate(nodes):
        for operand in range(len(node)):
            yield changed(filter_element, number, lambda e, i=operand: e.getparent().replace(e, e[i]))
            if local(node) != 'Not' and len(node) > 2:
                yield changed(filter_element, number, lambda e, i=operand: e.remove(e[i]))
    if len(filter_element) > 1:
        for i in range(len(filter_element)):
            fewer = copy.deepcopy(filter_element)
            fewer.remove(fewer[i])
            yield fewer


def changed(filter_element, number, change):
    whole = copy.deepcopy(filter_element)
    change([e for e in whole.iter() if isinstance(e.tag, str) and local(e) in LOGIC][number])
    return whole


def shrink(filter_element, fails, most=200):
    """The smallest filter found within `most` tries for which fails(filter) still holds."""
    tries = 0
    while True:
        for candidate in simpler(filter_element):
            tries += 1
            if tries > most:
                return filter_element
            if fails(candidate):
                filter_element = candidate
                break
        else:
            return filter_element


def write(filter_element, path, why):
    etree.indent(filter_element)
    comment = etree.Comment(' %s ' % why.replace('--', '- -'))
    path.write_bytes(etree.tostring(comment) + b'\n' + etree.tostring(filter_element, encoding='utf-8') + b'\n')
