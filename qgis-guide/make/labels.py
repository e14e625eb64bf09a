"""The words of QGIS's windows, from QGIS's own translation file. A word that QGIS does not have is an error: so the guide cannot name a button that is not there."""
import pathlib
import re
import sys
from PyQt5.QtCore import QTranslator

LABELS = pathlib.Path(__file__).resolve().parent.parent / 'labels.txt'
TRANSLATIONS = '/usr/share/qgis/i18n/qgis_nl.qm'
REFERENCE = re.compile(r'\{\{qgis:([a-z0-9-]+)\}\}')


class NoSuchLabel(Exception):
    pass


def plain(word):
    """As one reads it on the window: without the mark of its shortcut, and without what tells that a window follows."""
    return re.sub(r'&(?!&)', '', word).replace('…', '').replace('...', '').strip(' :')


def first_words(message):
    """Of a message: up to what differs each time, or its first sentence. A %1 in the midst of these is a name."""
    begin = re.split(r': ?%|[.,] (?!$)', message)[0]
    return re.sub(r'%\d', '…', begin.strip(' .:'))


def dutch():
    translator = QTranslator()
    if not translator.load(TRANSLATIONS):
        raise NoSuchLabel('%s cannot be read: install the package qgis-common' % TRANSLATIONS)
    return translator


def known(text, language, translator=None):
    """name -> word, for every line of labels.txt."""
    found, missing, translator = {}, [], translator or dutch()
    for line in text.splitlines():
        if not line.strip() or line.startswith('#'):
            continue
        if ' == ' in line:
            name, word = line.split(' == ')
            found[name.strip()] = word.strip()
            continue
        name, _, rest = line.partition(' = ')
        context, _, source = rest.partition(' / ')
        translation = translator.translate(context.strip().encode(), source.strip().encode())  # PyQt would take a str for ASCII
        if not translation:
            missing.append('%s: QGIS has no %r in %s' % (name, source, context))
            continue
        word = translation if language == 'nl' else source.strip()
        found[name.strip()] = first_words(word) if name.startswith('message-') else plain(word)
    if missing:
        raise NoSuchLabel('\n'.join(missing))
    return found


def filled(page, words):
    """The page with every {{qgis:NAME}} as a bold word."""
    missing = sorted(set(REFERENCE.findall(page)) - set(words))
    if missing:
        raise NoSuchLabel('labels.txt has no %s' % ', '.join(missing))
    return REFERENCE.sub(lambda found: '**%s**' % words[found[1]], page)


if __name__ == '__main__':
    for name, word in known(LABELS.read_text(encoding='utf-8'), sys.argv[1]).items():
        print('%-24s %s' % (name, word))
