"""The corpus, asked: who asks, with whose identifiers in it, and what of an answer counts when two are held against each other."""
import gzip
import itertools
import re
from support import corpus
from support.sample import AFFLIGEM, ANTWERPEN, GENT

COORDINATOR = 22  # gemeenten of an intermunicipal coordinator (domain: one user, several organisations)
SCOPES = ('one gemeente', 'two gemeenten', 'a coordinator of 22', 'ovam', 'an organisation that is no gemeente', 'nobody')
NO_GEMEENTE = '0999999922'
STAMP = re.compile(rb'"?timeStamp"?[=:]\s*"[^"]*"|(request-?id|X-Request-Id)(["=: ]|<[^>]*>)+[0-9a-f]{32}|continuation=[0-9a-f]{32}', re.IGNORECASE) # what is drawn anew each time


def caller(name, state, truth):
    """(token or None, the gemeenten whose rows it may see)"""
    every = sorted(row['nis_code'] for row in truth.rows('gemeente').values())
    if name == 'nobody':
        return None, ()
    if name == 'an organisation that is no gemeente':
        return state.token_for_organisations(NO_GEMEENTE), ()
    if name == 'ovam':
        return state.token(AFFLIGEM, role='ovam'), every
    gemeenten = {'one gemeente': (GENT,), 'two gemeenten': (GENT, ANTWERPEN)}.get(name) or sorted([GENT, *every[:COORDINATOR - 1]])
    return state.token(*gemeenten), gemeenten


def without_stamps(body):
    return STAMP.sub(b'', body)


def seen(answer):
    """Everything of it: a file tells numbers and links in its head."""
    head = sorted((name, text) for name, text in answer.headers.items() if name not in ('Date', 'X-Request-Id'))
    return answer.status, head, without_stamps(answer.body)


def ask(client, path, body, heads):
    """Both servers are asked under one name, so that their URLs in the answer are equal."""
    heads = {'Host': 'risicolaag.example', **heads}
    return client.get(path, headers=heads) if body is None else client.post(body.encode(), 'text/xml', path, heads)


def unpacked(answer):
    """The same answer as it would have come plain; gzip.decompress refuses what lacks its end."""
    if answer.headers.get('Content-Encoding') == 'gzip':
        answer.body = gzip.decompress(answer.body)
        del answer.headers['Content-Encoding']
    return answer


def everything(truth, gemeenten):
    """(path, body or None, heads), with the identifiers of a row of the caller's and of somebody else's."""
    own, foreign = min(truth.active(*(gemeenten or [GENT]))), min(truth.active(AFFLIGEM))

    def fill(text):
        return text and text.replace('{own}', 'risicolocatie.%d' % own).replace('{foreign}', 'risicolocatie.%d' % foreign)
    asked = itertools.chain(((path, None) for path in corpus.requests()), corpus.documents(), ((path, None) for path in corpus.api_requests()))
    for (path, body), heads in zip(asked, itertools.cycle(corpus.HEADS)):
        yield fill(path), fill(body), heads
