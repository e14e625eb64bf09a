#!/usr/bin/env python3
"""Houdt een kopie bij van de risicolocaties van uw gemeenten · Keeps a copy of the risk locations of your municipalities.

    RISICO_TOKEN=TOKEN python3 kopie.py http://localhost:8080/api/v1 kopie.json

Vraag dit zo vaak u wilt: alleen wat sinds de vorige keer veranderde, komt over het net. De kopie staat in één bestand: waar u was
(`na`), en elk object als GeoJSON. · Run it as often as you like: only what changed since comes over the wire.
"""
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

BATCH = 100  # ids in one question: the address stays short


class BeginAgain(Exception):
    """The place in the feed is no longer one to go on from."""


def ask(url, token):
    request = urllib.request.Request(url, headers={'Authorization': 'Bearer ' + token, 'Accept': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            problem = error.read()
        if error.code == 400 and json.loads(problem).get('code') == 'BeginOpnieuw':
            raise BeginAgain from error
        raise RuntimeError('%d %s' % (error.code, problem.decode())) from error


def features(root, token, ids):
    """id → feature, of those that are there: what was struck off or went away is not."""
    query = urllib.parse.urlencode({'f': 'json', 'limit': len(ids), 'filter': 'id IN (%s)' % ','.join("'%s'" % id for id in ids)})
    return {one['id']: one for one in ask('%s/collections/risicolocatie/items?%s' % (root, query), token)['features']}


def follow(root, token, copy):
    """One page of changes. True: there is more."""
    page = ask(root + '/wijzigingen' + ('?na=' + urllib.parse.quote(copy['na']) if copy['na'] else ''), token)
    ids = [change['id'] for change in page['items']]
    for at in range(0, len(ids), BATCH):
        batch = ids[at:at + BATCH]
        now = features(root, token, batch)
        for id in batch:  # one rule for whatever happened: what is there is kept, what is not is dropped
            if id in now:
                copy['objecten'][id] = now[id]
            else:
                copy['objecten'].pop(id, None)
    copy['na'] = page.get('na')
    return page['meer']


def save(copy, path):
    """Whole or not at all: the place and the features belong together."""
    with open(path + '.nieuw', 'w', encoding='utf-8') as file:
        json.dump(copy, file, ensure_ascii=False)
    os.replace(path + '.nieuw', path)


def load(path):
    try:
        with open(path, encoding='utf-8') as file:
            return json.load(file)
    except FileNotFoundError:
        return {'na': None, 'objecten': {}}


def keep_up(root, token, path):
    """Brings the copy up to now, and gives it."""
    copy = load(path)
    while True:
        try:
            more = follow(root, token, copy)
        except BeginAgain:
            copy, more = {'na': None, 'objecten': {}}, True
        save(copy, path)
        if not more:
            return copy


if __name__ == '__main__':
    kept = keep_up(sys.argv[1].rstrip('/'), os.environ['RISICO_TOKEN'], sys.argv[2])
    print('%d objecten' % len(kept['objecten']))
