"""Nobody keeps others from writing for long: an edit ends at its time, whatever it consists of (`edit_timeout_s`)."""
import pytest
from support import fes, store
from support import transaction as t
from support.sample import GENT

pytestmark = pytest.mark.thorough

TEETH = 1000
COMB = [(100000, 190000)] + [(100000 + 8 * i + dx, 190010 + dy) for i in range(TEETH) for dx, dy in ((0, 0), (0, 8000), (4, 8000), (4, 0))] + [(108000, 190010), (108000, 190000), (100000, 190000)]


@pytest.fixture(scope='module')
def hurried(state, tmp_path_factory):
    with t.editing(state, tmp_path_factory.mktemp('eigen'), edit_timeout_s=1) as running:
        yield running


@pytest.fixture(scope='module')
def everybody(hurried):
    """Who may write everywhere, so that a filter has many rows to look at."""
    return hurried.client(*sorted({row['gemeente_nis'] for row in store.rows(hurried.store, 'risicolocatie').values()}))


def slow():
    """As far as a filter may go: each row is held against a comb of many teeth, and it is for none of them."""
    teeth = [(30000 + 20 * i + dx, 160000 + dy) for i in range(11000) for dx, dy in ((0, 0), (1, 80000))]
    near = '<fes:DWithin><fes:ValueReference>geometry</fes:ValueReference>%s<fes:Distance uom="m">1</fes:Distance></fes:DWithin>' % fes.polygon(
        ' '.join('%d %d' % p for p in [*teeth, (250000, 159000), (29000, 159000), teeth[0]]))
    return fes.filter_of('<fes:And><fes:Not>%s</fes:Not>%s</fes:And>' % (near, fes.compare('omschrijving', 'niemand')))


def refused(answer):
    assert answer.status == 403 and 'WijzigingDuurtTeLang' in t.refusal(answer)[2], answer


def test_the_same_large_contour_again_and_again(hurried):
    gent = hurried.client(GENT)
    large = t.ids(t.send(gent, '2.0.0', t.insert(t.new(t.polygon(COMB)))))[0]
    before = hurried.counts()
    refused(t.send(gent, '2.0.0', *[t.update('2.0.0', t.by_id('2.0.0', large), gemeente_nis=GENT)] * 9000))
    assert hurried.counts() == before
    t.went_well(t.send(gent, '2.0.0', t.delete(t.by_id('2.0.0', large))))


def test_a_filter_that_takes_long(hurried, everybody):
    before = hurried.counts()
    refused(t.send(everybody, '2.0.0', t.delete(slow())))
    assert hurried.counts() == before


def test_locking_by_a_filter_that_takes_long(everybody):
    for operation in ('LockFeature', 'GetFeatureWithLock'):
        refused(everybody.post(('<wfs:%s xmlns:wfs="%s" service="WFS" version="2.0.0"><wfs:Query typeNames="risicolocatie">%s</wfs:Query></wfs:%s>' % (operation, t.WFS2, slow(), operation)).encode(), 'text/xml'))
