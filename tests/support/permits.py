"""Deliveries of the Omgevingsloket as docs/permits.md has them, made up for a year of days, and what should come of them (thirty lines, `expected`)."""
import collections
import datetime
import gzip
import hashlib
import json
import random

Key = collections.namedtuple('Key', 'omv iioa vito versie nis')


def months_later(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month, min(day.day, last))


class World:
    """What the store knows: rubrieken by their VITO identifiers, the gemeente of each parcel, and when a gemeente was switched."""

    def __init__(self, rubrieken, parcels):
        self.rubrieken, self.parcels, self.switches = set(rubrieken), dict(parcels), collections.defaultdict(list)

    def switch(self, nis, day, on):
        """At noon of the day."""
        self.switches[nis].append((day, on))

    def was_on(self, nis, day):
        """At the end of the day."""
        past = [on for since, on in self.switches[nis] if since <= day]
        return past[-1] if past else True


def expected(world, deliveries):
    """key → (day of the grant, whether it was changed in time): domain rules 1 to 10. deliveries: (events, the day after the last) in the order in which they are taken in."""
    first = {}
    for events, until in deliveries:
        for event in events:
            first.setdefault(event['gebeurtenis_uuid'], (event, until))
    granted, rows = set(), {}
    for event, until in first.values():
        omv, day = event['omv_nummer'], event['beslissingsdatum'] and datetime.date.fromisoformat(event['beslissingsdatum'])
        if event['gebeurtenis'] != 'vergund' or event['beslissing'] == 'geweigerd' or omv in granted:
            continue
        granted.add(omv)
        for iioa in event['iioa']:
            if iioa.get('geometrie') or any(parcel not in world.parcels for parcel in iioa['percelen']):
                continue  # the drawn ones of this simulator can't be used
            for rubriek in iioa['rubrieken']:
                vito = (rubriek['vito_id'], rubriek['vito_versie_id'])
                for nis in {world.parcels[parcel] for parcel in iioa['percelen']}:
                    if vito in world.rubrieken and world.was_on(nis, day) and world.was_on(nis, until - datetime.timedelta(1)):
                        rows[Key(omv, iioa['iioa_nummer'], *vito, nis)] = day
    changes = collections.defaultdict(list)
    for event, _ in first.values():
        if event['gebeurtenis'] == 'gewijzigd_na_beroep':
            changes[event['omv_nummer']].append(datetime.date.fromisoformat(event['beslissingsdatum']))
    return {key: (day, any(day <= change <= months_later(day, 6) for change in changes[key.omv])) for key, day in rows.items()}


# --- Made up ---

BAD_SHAPES = ['POLYGON((600000 700000,600100 700000,600100 700100,600000 700000))',  # Lambert 2008
              'POLYGON((104000 192000,104100 192100,104100 192000,104000 192100,104000 192000))',  # crosses itself
              'POLYGON((104000 192000,104100 192000,104000 192000,104000 192000))']  # no area


class Loket:
    """Makes up what is decided, day by day."""

    def __init__(self, seed, rubrieken, unknown, parcels):
        self.random, self.rubrieken, self.unknown = random.Random(seed), sorted(rubrieken), sorted(unknown)
        self.by_gemeente = collections.defaultdict(list)
        for parcel, nis in sorted(parcels.items()):
            self.by_gemeente[nis].append(parcel)
        self.number, self.granted, self.told = 0, [], []

    def uuid(self):
        return '%022x' % self.random.getrandbits(88)

    def iioa(self, day):
        r = self.random
        parcels = r.sample(self.by_gemeente[r.choice(sorted(self.by_gemeente))], r.randint(1, 3))
        if r.random() < 0.15:  # across a border
            parcels += r.sample(self.by_gemeente[r.choice(sorted(self.by_gemeente))], 1)
        if r.random() < 0.05:
            parcels.append('99999Z0001/00Z000')
        rubrieken = r.sample(self.rubrieken, 20 if r.random() < 0.03 else r.randint(1, 3))
        if self.unknown and r.random() < 0.1:
            rubrieken.append(r.choice(self.unknown))
        return {'iioa_nummer': day.strftime('%Y%m%d-') + '%04d' % r.randint(1, 9999), 'klasse': '1', 'percelen': parcels,
                'geometrie': r.choice(BAD_SHAPES) if r.random() < 0.05 else None,
                'rubrieken': [{'vito_id': v, 'vito_versie_id': w, 'code': '1.1'} for v, w in rubrieken]}

    def event(self, what, omv, decision, day, **more):
        return {'gebeurtenis': what, 'gebeurtenis_uuid': self.uuid(), 'project_uuid': self.uuid(), 'omv_nummer': omv, 'fase': 'eerste_aanleg', 'beslissing': decision,
                'beslissingsdatum': day.isoformat(), 'piv': '3', **more}

    def grant(self, day):
        r = self.random
        self.number += 1
        omv = 'OMV_2026%06d' % self.number
        decision = r.choice(['vergund', 'vergund', 'gedeeltelijk_vergund', 'geweigerd'])
        self.granted.append((omv, day))
        iioas = [self.iioa(day) for _ in range(r.randint(1, 2))]
        if len(self.told) > 3 and r.random() < 0.1:  # two projects with one installation
            other = r.choice([e for e in self.told if e.get('iioa')] or [{'iioa': iioas}])
            iioas[0] = dict(iioas[0], iioa_nummer=other['iioa'][0]['iioa_nummer'])
        return self.event('vergund', omv, decision, day, iioa=iioas)

    def change(self, day):
        """Of a grant that is long ago, or exactly six months, or that nobody knows."""
        r = self.random
        omv, granted = r.choice(self.granted) if self.granted else ('OMV_2025000001', day)
        edge = months_later(granted, 6)
        if r.random() < 0.3 and edge <= day:
            day = edge + datetime.timedelta(r.randint(0, 1))
        return self.event('gewijzigd_na_beroep', omv if r.random() < 0.95 else 'OMV_2024%06d' % r.randint(1, 999999), r.choice(['vergund', 'geweigerd']), day)

    def later_version(self, day):
        """A second grant of the same project, with other rubrieken: does not count."""
        omv, _ = self.random.choice(self.granted)
        return self.random.choice([self.event('vergund', omv, 'vergund', day, iioa=[self.iioa(day)], piv='4'), self.event('inhoud_gewijzigd', omv, None, day, piv='4')])

    def decided(self, day):
        r = self.random
        events = [self.grant(day) for _ in range(r.randint(0, 3))]
        if r.random() < 0.4:
            events.insert(0, self.change(day))
        if self.granted and r.random() < 0.2:
            events.append(self.later_version(day))
        if self.told and r.random() < 0.3:
            events.append(r.choice(self.told))  # told twice
        r.shuffle(events)  # a change may come before its grant
        self.told += events
        return events


def deliver(folder, van, tot, events, packed=False, broken=None, manifest=True):
    """broken: 'sum' or 'count' for a manifest that lies."""
    name = 'omv-%s_%s' % (van, tot)
    content = ''.join(json.dumps(event) + '\n' for event in events).encode()
    content = gzip.compress(content) if packed else content
    (folder / (name + ('.jsonl.gz' if packed else '.jsonl'))).write_bytes(content)
    said = {'van': str(van), 'tot': str(tot), 'aantal': len(events) + (broken == 'count'), 'sha256': hashlib.sha256(content + (b'x' if broken == 'sum' else b'')).hexdigest()}
    if manifest:
        (folder / (name + '.manifest.json')).write_text(json.dumps(said), encoding='utf-8')
