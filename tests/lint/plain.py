#!/usr/bin/env python3
"""Whether the guide is written so that everybody can read it (B1): the pages that the server hands out, with the words of QGIS in them.

usage: plain.py [FILE…]     reports "file: what is wrong"; exit status 1 when there is anything to report

The rules: at most 22 words in a sentence and 12 in the mean; at most one sentence in twenty in the passive; none of the words below; every abbreviation explained, and once;
every chapter with steps says how long it takes."""
import html.parser
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = tuple('server/pages/%s.html' % name for name in ('handleiding', 'guide', 'arcgis', 'arcgis.en', 'fme', 'fme.en'))
LONGEST, MEAN, PASSIVE = 22, 12, 1 / 20
BLOCKS = {'p', 'li', 'td', 'dd', 'figcaption'}
SKIPPED = {'style', 'script', 'nav', 'th', 'title', 'h1', 'h2', 'h3'}
VOID = {'img', 'br', 'meta', 'link', 'input', 'col', 'hr'}

RULES = {
    'nl': {
        'passive': re.compile(r'\b(?:wordt|worden|werd|werden)\b', re.I),
        'forbidden': {'middels': 'met', 'teneinde': 'om', 'alsmede': 'en', 'dient': 'moet', 'dienen': 'moeten', 'indien': 'als', 'reeds': 'al', 'tevens': 'ook', 'conform': 'volgens',
                      'betreffende': 'over', 'doch': 'maar', 'hetgeen': 'wat', 'desgewenst': 'als u wilt', 'navigeer': 'ga', 'selecteer': 'kies', 'applicatie': 'programma',
                      'functionaliteit': 'wat het doet', 'implementeren': 'invoeren', 'genereren': 'maken', 'vervolgens': 'daarna', 'eveneens': 'ook', 'gelieve': '(weg ermee)',
                      'terzake': '(weg ermee)', 'derhalve': 'dus', 'echter': 'maar', 'omtrent': 'over', 'inzake': 'over', 'creëer': 'maak', 'diverse': 'enkele', 'men': 'u'},
        'explained': {'ACM': r'ACM/IDM\. Dat betekent', 'IDM': r'ACM/IDM\. Dat betekent', 'CRS': r'CRS\. Dat is de Engelse afkorting van', 'ICT': r'ICT betekent', 'GRB': r'GRB: Grootschalig',
                      'VLAREBO': r'VLAREBO is het', 'PDF': r'Een PDF is een bestand'},
        'time': 'Tijd: '},
    'en': {
        'passive': re.compile(r'\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?(?:\w+ed|done|made|given|shown|taken|written|chosen|found|kept)\b', re.I),
        'forbidden': {'utilise': 'use', 'utilize': 'use', 'prior to': 'before', 'in order to': 'to', 'subsequently': 'then', 'commence': 'begin', 'terminate': 'end', 'navigate': 'go',
                      'select': 'choose', 'functionality': 'what it does', 'please': '(leave it out)', 'whilst': 'while', 'herein': 'here', 'thereof': 'of it', 'regarding': 'about',
                      'approximately': 'about', 'facilitate': 'help', 'obtain': 'get', 'purchase': 'buy', 'ensure': 'see that', 'in the event of': 'if'},
        'explained': {'ACM': r'ACM/IDM\. That is the', 'IDM': r'ACM/IDM\. That is the', 'CRS': r'CRS on the left\. That is short for', 'GRB': r'GRB: the large-scale', 'VLAREBO': r'VLAREBO is the',
                      'PDF': r'A PDF is a file'},
        'time': 'Time: '},
}
# Names of programs, formats and keys, the letters of categories, and what stands so on a screen: nobody is helped by what these letters stand for.
NAMES = {'QGIS', 'WFS', 'WMS', 'WMTS', 'OGC', 'API', 'EPSG', 'OK', 'URL', 'ID', 'FME', 'HTTP', 'XLSX', 'MS', 'BD', 'JA', 'SSL', 'HUIDIGE', 'NIEUW', 'CURRENT', 'NEW', 'XY', 'XML'}


class Reader(html.parser.HTMLParser):
    """The language of a page, and its blocks of text: (tag, text). What stands in <code> is one word, for nobody reads it as a sentence."""

    def __init__(self, page):
        super().__init__()
        self.language, self.blocks, self.open, self.code = None, [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == 'html':
            self.language = dict(attributes).get('lang')
        if tag in VOID:
            return
        self.open.append(tag)
        self.code += tag == 'code'
        if tag in BLOCKS:
            self.blocks.append([tag, ''])
        if tag == 'code' and self.blocks:
            self.blocks[-1][1] += 'code'

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            self.code -= tag == 'code'

    def handle_data(self, text):
        if not self.code and self.blocks and not SKIPPED & set(self.open) and BLOCKS & set(self.open):
            self.blocks[-1][1] += text


def sentences(blocks):
    """A full stop or a question mark that is followed by a blank ends one; so does the end of a block."""
    found = []
    for _, text in blocks:
        for part in re.split(r'(?<=[.!?])\s+', text.strip()):
            if len(re.findall(r'\w+', part)) > 1:
                found.append(part)
    return found


def words(sentence):
    return [word for word in re.split(r'[\s›·]+', sentence) if re.search(r'\w', word)]


def check_sentences(said, prose, rules, report):
    """prose: without the cells of tables, which are short by nature and would make the mean look better."""
    for one in said:
        if len(words(one)) > LONGEST:
            report('%d words in one sentence: %s' % (len(words(one)), one))
    lengths = [len(words(one)) for one in prose]
    if prose and sum(lengths) / len(prose) > MEAN:
        report('%.1f words in a sentence in the mean' % (sum(lengths) / len(prose)))
    passive = [one for one in said if rules['passive'].search(one)]
    if len(passive) > PASSIVE * len(said):
        report('%d of %d sentences are in the passive, such as: %s' % (len(passive), len(said), passive[0]))


def check_words(said, rules, report):
    text = ' '.join(said)
    for word, better in rules['forbidden'].items():
        if re.search(r'\b%s\b' % re.escape(word), text, re.I):
            report('"%s": say %s' % (word, better))
    for short in sorted(set(re.findall(r'\b[A-Z]{2,}\b', text)) - NAMES):
        explained = rules['explained'].get(short)
        times = len(re.findall(explained, text)) if explained else 0
        if times != 1:
            report('%s is explained %d times' % (short, times))


def check_times(page, rules, report):
    """Every numbered chapter but the table of messages and the last one, which has parts with times of their own."""
    for chapter in re.findall(r'<h1>(\d+\. .*?)</h1>(.*?)(?=<h1>|</main>)', page, re.S):
        if '<ol' in chapter[1] and rules['time'] not in chapter[1]:
            report('chapter %s does not say how long it takes' % chapter[0])


def check(page, report):
    reader = Reader(page)
    rules = RULES[reader.language]
    said = sentences(reader.blocks)
    if len(said) < 20:
        report('only %d sentences were found: is this the guide?' % len(said))
    check_sentences(said, sentences(block for block in reader.blocks if block[0] != 'td'), rules, report)
    check_words(said, rules, report)
    check_times(page, rules, report)


def main(files):
    found = []
    for file in files:
        check(file.read_text(encoding='utf-8'), lambda what, file=file: found.append('%s: %s' % (file.name, what)))
    print('\n'.join(found), end='\n' if found else '')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main([pathlib.Path(name) for name in sys.argv[1:]] or [ROOT / name for name in PAGES]))
