"""Paging loses and doubles nothing, and its links can be walked (WFS 2.0 §7.7.4.4)."""
import pytest
from support import gml, store


def page(client, **parameters):
    answer = client.features(**parameters)
    assert answer.status == 200, answer
    return answer.xml


@pytest.mark.parametrize('size', [7, 100])
def test_pages_together_are_the_whole(two, truth, size):
    seen, start = [], 0
    while True:
        found = gml.ids(page(two, count=size, startIndex=start))
        seen += found
        start += size
        if len(found) < size:
            break
    assert len(seen) == len(set(seen)), 'a feature came on two pages'
    assert set(seen) == store.ids(truth.two)


def test_next_links_lead_to_the_last_page_and_previous_links_back(two, truth):
    pages, answer = [], two.features(count=17)
    while True:
        pages.append(gml.ids(answer.xml))
        assert answer.xml.get('numberMatched') == str(len(truth.two))
        assert answer.xml.get('numberReturned') == str(len(pages[-1]))
        following = answer.xml.get('next')
        if following is None:
            break
        assert len(pages[-1]) == 17, 'a page that is not the last is not full'
        answer = two.get(following)
        assert answer.status == 200, answer
    assert {i for p in pages for i in p} == store.ids(truth.two)
    for earlier in reversed(pages[:-1]):
        answer = two.get(answer.xml.get('previous'))
        assert gml.ids(answer.xml) == earlier
    assert answer.xml.get('previous') is None, 'the first page has no previous'


def test_links_keep_the_filter_and_the_order(two, truth):
    query = dict(count=5, sortBy='startdatum DESC', propertyName='startdatum', geschrapt='alle')
    everything = gml.ids(page(two, **{**query, 'count': 10000}))
    answer, seen = two.features(**query), []
    while True:
        seen += gml.ids(answer.xml)
        if answer.xml.get('next') is None:
            break
        answer = two.get(answer.xml.get('next'))
    assert seen == everything
    assert set(seen) > store.ids(truth.two)


def test_count_zero_asks_for_no_feature(gent, truth):
    collection = page(gent, count=0)
    assert gml.ids(collection) == []
    assert collection.get('numberReturned') == '0'
    assert collection.get('numberMatched') == str(len(truth.gent))


def test_a_start_beyond_the_end_is_an_empty_page(gent, truth):
    collection = page(gent, startIndex=len(truth.gent) + 5, count=10)
    assert gml.ids(collection) == []
    assert collection.get('numberMatched') == str(len(truth.gent))
    assert collection.get('next') is None


def test_the_start_index_counts_from_zero(gent):
    everything = gml.ids(page(gent))
    assert gml.ids(page(gent, startIndex=3, count=4)) == everything[3:7]


def test_json_pages_have_links_too(two, truth):
    answer, seen = two.features(count=40, outputFormat='application/json'), []
    while True:
        document = answer.json
        seen += [f['id'] for f in document['features']]
        assert document['numberMatched'] == len(truth.two)
        assert document['numberReturned'] == len(document['features'])
        following = [link['href'] for link in document.get('links', []) if link['rel'] == 'next']
        if not following:
            break
        answer = two.get(following[0])
    assert len(seen) == len(set(seen)) and set(seen) == store.ids(truth.two)
