"""What the pages call by a name in QGIS is called so in QGIS 3.22: every bold word is looked up on the windows of a Dutch QGIS, the one beside it of an English one (N2).

The guide itself takes its words from QGIS (qgis-guide/labels.txt); tests/clients/test_guide.py looks them up on the windows that it shows."""
import re
import pytest
from support.qgis import Screen, windows
from support.server import REPO

GUIDE = (REPO / 'qgis-guide/README.md').read_text()
README = re.search('## De laag toevoegen in QGIS.*?(?=\n## )', (REPO / 'README.md').read_text(), re.DOTALL)[0]
CSV = ''.join(re.findall(r'\*\*[^*\n]* › [^*\n]*\*\*', (REPO / 'wfs-guide/README.md').read_text())) # a menu; other bold words there are not QGIS's
LANDING = '\n'.join('**%s**' % word for word in re.findall('<b>(.*?)</b>', (REPO / 'server/pages/landing.html').read_text()))
PAGES = {'qgis-guide': GUIDE.partition('| `aanmelding-sleutel')[2].partition('\n')[0], 'README': README, 'wfs-guide': CSV, 'landing': LANDING}
QUOTED = re.compile(r'\*\*([^*]+)\*\*(?:(?: aan)? \(\*([^*]+)\*\)|,\s\*([^*]+)\*)?') # **Laden** (*Load*), **Laden**, *Load*
EXPLAINED = {'vette'} # the page says by this one what bold means


def plain(word):
    return word.replace('&', '').replace('…', '').rstrip('. :').strip()


def quoted(page):
    """(Dutch words, English words) that the page takes for QGIS's; a path of a menu is its steps."""
    found = [(dutch, one or other) for dutch, one, other in QUOTED.findall(page) if dutch not in EXPLAINED]
    return [{plain(step) for words in chosen if words for step in words.split(' › ')} for chosen in zip(*found)]


@pytest.fixture(scope='module')
def shown(tmp_path_factory):
    """language → what QGIS shows in it."""
    with Screen() as screen:
        return {language: {plain(word) for word in windows(screen, tmp_path_factory.mktemp(language), language)} for language in ('nl', 'en')}


@pytest.mark.parametrize('page', PAGES)
def test_n2_every_word_of_qgis_is_on_its_windows(shown, page):
    dutch, english = quoted(PAGES[page])
    assert dutch and dutch <= shown['nl'], dutch - shown['nl']
    assert english <= shown['en'], english - shown['en']


def test_n2_the_test_looks_at_what_differs(shown):
    """Words of other versions and of earlier pages are not found, so the test would tell."""
    assert not {'Laag', 'Basisauthenticatie', 'OAuth2-authenticatie', 'Client ID', 'Token wissen', 'Zoom naar laag'} & shown['nl']
    assert {'Kaartlagen', 'Configuratie import', 'Cliënt-ID', 'Tokens', 'URL doorverwijzing'} <= shown['nl']
    assert len(quoted(README)[0]) > 10 and len(quoted(LANDING)[0]) > 5


def test_n2_bin_up_calls_the_fields_of_the_login_as_qgis_does(shown):
    """In English, as the names of OAuth 2 are known."""
    listed = re.search(r'of vul in:\n((?:    .*\n)+)', (REPO / 'bin/up').read_text())[1]
    fields = {line.strip().split('  ')[0] for line in listed.splitlines()}
    assert len(fields) == 6 and fields <= shown['en'], fields - shown['en']


def test_n3_the_guide_leads_to_a_configuration_and_warns_of_the_tab_that_writes_the_token_down():
    for name, configurations, warning in (('handleiding', '<strong>Configuraties</strong>', 'Gebruik nooit het tabblad'),
                                          ('guide', '<strong>Configurations</strong>', 'Never use the tab')):
        text = (REPO / 'server/pages' / (name + '.html')).read_text()
        assert 0 < text.index(configurations) < text.index(warning)


@pytest.mark.parametrize('page', ['README'])
def test_n3_the_pages_lead_to_a_configuration_and_warn_of_the_tab_that_writes_the_token_down(shown, page):
    text = PAGES[page]
    assert 'Waarschuwing: inloggegevens opgeslagen als normale tekst in projectbestand' in shown['nl'], 'the tab Basis is not what it was'
    assert text.index('**Configuraties**') < text.index('eem niet het tabblad **Basis**')
    assert [line for line in text.splitlines() if '**Basis**' in line] == [line for line in text.splitlines() if 'eem niet het tabblad **Basis**' in line]
