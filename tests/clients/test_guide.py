"""The guide for QGIS (qgis-guide/): its pages are made from its sources, its pictures are what QGIS shows today, and who follows it sees the right locations."""
import concurrent.futures
import html
import re
import subprocess
import sys
import pytest
from shapely.ops import unary_union
from support import qgis, store
from support.sample import AFFLIGEM
from support.server import REPO, free_port

GUIDE = REPO / 'qgis-guide'
sys.path.insert(0, str(GUIDE / 'make'))
import build  # noqa: E402
import files  # noqa: E402
import labels  # noqa: E402
import pictures  # noqa: E402

LANGUAGES = ('nl', 'en')
PAGES = {'nl': 'handleiding', 'en': 'guide'}


@pytest.fixture(scope='module')
def shop(request):
    """(state, server) with the sample that the pictures show."""
    with pictures.serving(request.config.getoption('--preset')) as made:
        yield made


@pytest.fixture(scope='module')
def followed(shop, tmp_path_factory):
    """language → (what QGIS saw, the folder of its pictures): one start of QGIS for each, both at once, for QGIS mostly waits until a window is painted."""
    folders = {language: (tmp_path_factory.mktemp('pictures-' + language), tmp_path_factory.mktemp('home-' + language)) for language in LANGUAGES}
    with concurrent.futures.ThreadPoolExecutor() as both:
        seen = both.map(lambda language: pictures.take(*shop, language, *folders[language]), LANGUAGES)
        found = {language: (said, folders[language][0]) for language, said in zip(LANGUAGES, seen)}
    return found.__getitem__


@pytest.fixture(scope='module')
def rows(shop):
    return store.rows(shop[0].store, 'risicolocatie', [pictures.GEMEENTE])


def ids(found):
    return sorted('risicolocatie.%d' % key for key in found)


@pytest.mark.parametrize('language', LANGUAGES)
def test_who_follows_the_guide_with_a_key_sees_the_locations_of_the_gemeente_and_no_others(followed, rows, language):
    said, _ = followed(language)
    assert said['crs'] == 'EPSG:31370' and "restrictToRequestBBOX='1'" in said['source']
    assert said['seen'] == ids(key for key, row in rows.items() if not row['geschrapt'])


def test_who_follows_the_guide_with_oauth2_sees_the_locations_of_the_gemeente_and_no_others(asking_server, idp, truth, tmp_path):
    filled = qgis.oauth2(idp, 'affligem', free_port())['config']
    with qgis.Screen('1600x1200x24') as screen:
        said = pictures.follow(screen.display, tmp_path, 'nl', asking_server.url, oauth2=filled, account='affligem', browser=qgis.BROWSER)
    assert said['crs'] == 'EPSG:31370' and said['seen'] == ids(truth.active(AFFLIGEM))


@pytest.mark.parametrize('language', LANGUAGES)
def test_the_key_is_in_no_project_and_no_source(followed, language):
    said, _ = followed(language)
    assert 'authcfg=' in said['source'] and 'rlk_' not in said['source'] and 'password' not in said['source']


def test_every_filter_of_the_guide_gives_what_sql_gives(followed, rows):
    active = {key: row for key, row in rows.items() if not row['geschrapt']}
    wanted = {"\"bron\" = 'deskundige'": [k for k, r in active.items() if r['bron'] == 'deskundige'],
              "\"rubriek\" LIKE '6.%'": [k for k, r in active.items() if r['rubriek'].startswith('6.')],
              "\"rubriek\" = '6.5.1°'": [k for k, r in active.items() if r['rubriek'] == '6.5.1°'],
              "\"wijziging_vergunning\" = 'JA'": [k for k, r in active.items() if r['wijziging_vergunning'] == 'JA'],
              '"einddatum" IS NULL': [k for k, r in active.items() if r['einddatum'] is None],
              "\"geschrapt\" = 'true'": [k for k, r in rows.items() if r['geschrapt']],
              '?geschrapt=alle': rows, '?geschrapt=ja': [k for k, r in rows.items() if r['geschrapt']]}
    seen, _ = followed('nl')
    assert seen['filtered'] == {words: ids(found) for words, found in wanted.items()} and all(wanted.values())
    for page in PAGES.values():
        text = (GUIDE / build.EDITIONS[page][0]).read_text()
        assert set(re.findall(r'\| `("[^`]*)` \|', text)) == {words for words in wanted if words.startswith('"')}
        assert all('`%s`' % words in text for words in wanted if words.startswith('?'))


def test_the_warning_about_true_without_quotes_is_still_right(followed):
    """QGIS 3.22 asks for everything and says nothing. Once it filters, or complains, the guide need not warn any more."""
    seen, _ = followed('nl')
    assert seen['true without quotes'] == seen['seen']


def test_the_overlap_that_the_guide_measures_is_the_one_of_the_shapes(followed, shop, rows):
    """QGIS measures areas on the ellipsoid, which in Flanders is up to some 0.02 % more than in Lambert 72; the share is the same."""
    seen, _ = followed('nl')
    risky = unary_union([store.shape(store.polygons(row['geometry'])) for row in rows.values() if not row['geschrapt']])
    parcels = {row['capakey']: store.shape(store.polygons(row['geometry'])) for row in store.rows(shop[0].store, 'perceel', [pictures.GEMEENTE]).values()}
    assert set(seen['overlaps']) == set(parcels)
    wanted = {key: shape.intersection(risky).area for key, shape in parcels.items()}
    assert sum(area > 1 for area in wanted.values()) > 50
    for key, (area, percent) in seen['overlaps'].items():
        assert area == pytest.approx(wanted[key], rel=5e-4, abs=0.05) and percent == pytest.approx(100 * wanted[key] / parcels[key].area, abs=0.01), key


@pytest.mark.parametrize('language', LANGUAGES)
def test_the_pictures_are_what_qgis_shows(followed, language):
    _, folder = followed(language)
    taken, kept = ({file.name: file for file in place.glob('*.png')} for place in (folder, GUIDE / 'pictures' / language))
    assert set(taken) == set(kept) and len(kept) >= 20
    unlike = {name: pictures.likeness(taken[name], kept[name]) for name in kept if not pictures.alike(taken[name], kept[name])}
    assert not unlike, 'bin/guide takes them anew: %s' % unlike


@pytest.mark.parametrize('language', LANGUAGES)
def test_the_guide_shows_every_picture_that_is_kept(language):
    used = set()
    for edition in build.EDITIONS.values():
        if edition[1] == language:
            used |= {name + '.png' for _, name in build.IMAGE.findall((GUIDE / edition[0]).read_text())}
    kept = {file.name for file in (GUIDE / 'pictures' / language).glob('*.png')}
    assert used == kept and sum(file.stat().st_size for file in (GUIDE / 'pictures' / language).glob('*.png')) < 2 * 1024 * 1024


@pytest.mark.parametrize('language', LANGUAGES)
def test_every_word_of_qgis_in_the_guide_stands_on_a_window_that_qgis_showed(followed, language):
    said = followed(language)[0]['words']
    seen = {labels.plain(word).lower() for word in [*said, *(word.rpartition(' — ')[2] for word in said)]}  # "Opties — Netwerk"; English titles have capitals
    known = labels.known(labels.LABELS.read_text(), language)
    used = {name for edition, (file, its) in build.EDITIONS.items() if its == language for name in labels.REFERENCE.findall((GUIDE / file).read_text())}
    assert used == set(known), 'labels that no page uses, or the other way round'
    known.pop('master-again')  # only a second start of QGIS asks for it
    assert not {name: word for name, word in known.items() if word.lower() not in seen and not name.startswith('message-')}


SPOKEN = ('?', '.', 'Vette woorden', 'Bold words', 'Gebruik nooit het tabblad', 'Never use the tab')  # bold because it matters
TITLES = {'Risicolocaties', 'Percelen'}  # of the layers, as the server gives them


@pytest.mark.parametrize('language', LANGUAGES)
def test_every_other_bold_word_stands_on_a_window_too(followed, language):
    seen = {labels.plain(word) for word in followed(language)[0]['words']} | TITLES
    bold = {html.unescape(word) for word in re.findall('<strong>(.*?)</strong>', (REPO / 'server/pages' / (PAGES[language] + '.html')).read_text())}
    assert not {word for word in bold - set(labels.known(labels.LABELS.read_text(), language).values()) - seen if not word.endswith(SPOKEN)}


def test_a_change_is_seen(tmp_path):
    """One other word in a window, and a number that stands elsewhere."""
    from PIL import Image
    whole = Image.open(GUIDE / 'pictures/nl/verbinding.png').convert('RGB')
    whole.save(tmp_path / 'same.png')
    word = whole.crop((45, 60, 90, 80))
    whole.paste(word, (45, 100))
    whole.save(tmp_path / 'other.png')
    kept = GUIDE / 'pictures/nl/verbinding.png'
    assert pictures.alike(tmp_path / 'same.png', kept) and not pictures.alike(tmp_path / 'other.png', kept)


def test_another_colour_is_seen(tmp_path):
    """One as light as the former: the category of few locations once had the colour of another, and nothing told."""
    import numpy
    from PIL import Image
    kept = GUIDE / 'pictures/nl/afdruk.png'
    picture = numpy.asarray(Image.open(kept).convert('RGB')).astype(int)
    orange = abs(picture - (0xd5, 0x5e, 0)).max(axis=2) < 40
    assert orange.sum() > 200, 'category S'
    other = numpy.where(orange[..., None], (60, 150, 60), picture)
    Image.fromarray(other.astype('uint8')).save(tmp_path / 'other.png')
    assert min(pictures.likeness(tmp_path / 'other.png', kept)) > pictures.ENOUGH_ANYWHERE and not pictures.alike(tmp_path / 'other.png', kept)


def test_every_category_of_the_style_has_its_colour_in_the_pictures():
    """A picture is kept with few colours: none of these may be among those that it loses."""
    import numpy
    from PIL import Image
    for language in LANGUAGES:
        for name in ('afdruk', 'stijl', 'percelen'):
            picture = numpy.asarray(Image.open(GUIDE / 'pictures' / language / (name + '.png')).convert('RGB')).astype(int)
            for letter, colour in files.CATEGORIES:
                rgb = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
                assert (abs(picture - rgb).max(axis=2) <= 12).sum() > 60, (language, name, letter)


def test_a_label_that_qgis_does_not_have_fails_the_build():
    with pytest.raises(labels.NoSuchLabel, match='C&onect'):
        labels.known('connect = QgsWFSSourceSelectBase / C&onect', 'nl')
    with pytest.raises(labels.NoSuchLabel, match='nergens'):
        labels.filled('Klik op {{qgis:nergens}}.', {})


@pytest.mark.parametrize('edition', [edition for edition in build.EDITIONS if edition not in build.CARDS])
def test_the_page_that_the_server_hands_out_is_made_from_its_source(edition):
    assert build.served(build.template(edition), edition) == (REPO / 'server/pages' / (edition + '.html')).read_text(encoding='utf-8'), 'run bin/guide --text'


def pdf_facts(file):
    said = subprocess.run(['pdfinfo', str(file)], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r'^([^:]+):\s+(.*)$', said, re.M))


@pytest.fixture(scope='module')
def printed(tmp_path_factory):
    """edition → (its HTML, its PDF)."""
    folder = tmp_path_factory.mktemp('printed')
    subprocess.run([sys.executable, str(GUIDE / 'make/build.py'), '--out', str(folder)], check=True, timeout=240)
    return {edition: (folder / (edition + '.html'), folder / (edition + '.pdf')) for edition in build.EDITIONS}


@pytest.mark.parametrize('edition', build.EDITIONS)
def test_the_pdf_is_tagged_and_has_as_many_pages_as_it_should(printed, edition):
    page, paper = printed[edition]
    facts = pdf_facts(paper)
    assert facts['Tagged'] == 'yes' and facts['Title'] in page.read_text() and facts['Page size'].endswith('(A4)')
    assert int(facts['Pages']) in ([1] if edition in build.ONE_PAGE else range(10, 15)) and paper.stat().st_size < 4 * 1024 * 1024
    assert b'/Lang' in paper.read_bytes()


@pytest.mark.parametrize('edition', build.EDITIONS)
def test_the_page_is_one_file_that_fetches_nothing(printed, edition):
    text = printed[edition][0].read_text()
    assert '{{' not in text and not re.findall(r'(?:src|rel="stylesheet" href)="(?!data:)', text)
    assert all(len(words) > 15 for words in re.findall(r'<img[^>]* alt="([^"]*)"', text)) and text.count('<img') == text.count(' alt="')


def test_the_pdf_says_the_address_of_the_service_or_that_it_is_an_example(printed, tmp_path):
    def words(folder, edition):
        return subprocess.run(['pdftotext', '-raw', str(folder / (edition + '.pdf')), '-'], capture_output=True, text=True, check=True).stdout
    for edition, note in (('handleiding', 'In dit bestand staat'), ('guide', 'This file says')):
        assert note in words(printed[edition][1].parent, edition) and build.EXAMPLE + '/wfs' in words(printed[edition][1].parent, edition)
    subprocess.run([sys.executable, str(GUIDE / 'make/build.py'), '--out', str(tmp_path), '--address', 'https://kaart.stad.be/', '--no-pdf'], check=True, timeout=120)
    for edition, note in (('handleiding', 'In dit bestand staat'), ('guide', 'This file says'), ('arcgis', 'In dit bestand'), ('fme.en', 'This file says')):
        page = (tmp_path / (edition + '.html')).read_text()
        assert note not in page and build.EXAMPLE not in page and 'https://kaart.stad.be/wfs' in page


@pytest.mark.parametrize('edition', build.ONE_PAGE)
def test_no_letter_of_the_card_is_smaller_than_ten_points(printed, edition):
    said = subprocess.run(['pdftotext', '-bbox-layout', str(printed[edition][1]), '-'], capture_output=True, text=True, check=True).stdout
    lines = [float(bottom) - float(top) for top, bottom in re.findall(r'<word xMin="[^"]*" yMin="([^"]*)" xMax="[^"]*" yMax="([^"]*)">\w{3,}', said)]
    assert len(lines) > 50 and min(lines) >= 10, 'the box of a word is as high as its letters: more than their size'


def luminance(colour):
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_stands_out_from_what_is_behind_it():
    style = (REPO / 'server/pages/page.css').read_text()
    sets = [dict(re.findall(r'--([\w-]+): (#[0-9a-f]{6})', rule)) for rule in re.findall(r':root \{([^}]*)\}', style)]
    assert len(sets) == 3, 'light, dark, print'
    for colours in sets:
        for text in ('ink', 'link'):
            for behind in ('paper', 'soft'):
                assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind, colours)


