"""The integrators' page for OGC API says what is so: each of its requests is sent, and what it names is there."""
import re
import pytest
from support.server import REPO
from support.writing import ITEMS, World

GUIDE = (REPO / 'api-guide/README.md').read_text()
BLOCKS = re.findall(r'```http\n(.*?)```', GUIDE, re.DOTALL)


def send(client, line):
    """A GET line, written as a reader would."""
    path, query = line.removeprefix('GET ').strip().split('?', 1)
    return client.get(path, **dict(pair.split('=', 1) for pair in re.split('&(?=[a-z-]+=)', query)))


def test_the_guide_has_examples():
    assert len(BLOCKS) >= 9


@pytest.mark.parametrize('text', BLOCKS, ids=[str(i) for i in range(len(BLOCKS))])
def test_every_request_of_the_guide_answers_with_features(two, text):
    answer = send(two, text)
    assert answer.status == 200 and answer.json['numberReturned'] > 0, answer


def test_the_guide_names_every_parameter_and_every_resource(two):
    document = two.get('/api/openapi').json
    described = document['paths']['/collections/risicolocatie/items']['get']['parameters']
    names = {p['name'] for p in described} - set(two.get('/api/collections/risicolocatie/queryables').json['properties']) - {'na'}
    table = GUIDE.partition('## Wat u kunt vragen')[2].partition('## ')[0]
    assert names <= set(re.findall('`([a-z-]+)`', table)), names
    first = GUIDE.partition('| adres')[2].partition('## ')[0]
    for path in document['paths']:
        assert path.rstrip('/').rpartition('/')[2].replace('{featureId}', 'risicolocatie.440210000001') in first or path.count('/') == 2, path


def test_the_numbers_of_the_guide_are_those_of_the_program():
    source = (REPO / 'server/ogcapi/items.h').read_text()
    for name in ('ITEMS_MOST', 'ITEMS_USUAL'):
        assert re.search(name + r' = (\d+)', source)[1] in GUIDE.partition('| `limit` |')[2].partition('\n')[0]


@pytest.mark.parametrize('condition', ["strLength(omschrijving) > 20", 'year(startdatum) = 1990', 'area(geometry) > 500'])
def test_the_functions_of_the_guide_work(two, condition):
    assert condition in GUIDE and two.get('/api/collections/risicolocatie/items', filter=condition).status == 200


def test_the_feature_of_the_chapter_on_writing_can_be_sent(binary):
    text, = re.findall(r'```json\n(.*?)```', GUIDE, re.DOTALL)
    with World(binary, 20) as world:
        made = world.gent.ask('POST', ITEMS, text.encode())
        assert made.status == 201, made
        assert world.gent.get(made.headers['Location']).json['properties']['eigen_kenmerk'] == 'dossier-17'
        assert world.gent.ask('POST', ITEMS, text.encode()).json['code'] == 'KenmerkBestaat'
