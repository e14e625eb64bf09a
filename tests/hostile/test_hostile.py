"""A minute of everything that a hostile caller can do, beside a caller who behaves: each answer of that one is whole and right, none is a 5xx, and none takes
longer than the bound that wfs-guide names. With the release build. How much slower the caller's requests become is a row of `bin/bench`, not a test."""
import collections
import itertools
import os
import pathlib
import signal
import statistics
import subprocess
import threading
import time
import pytest
from hostile.neighbour import Neighbour, questions
from support.client import Client
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import Server, State, program

ROWS, LIMIT_S, SECONDS, STRANGER = 20000, 10, 60, '127.0.0.66'
GENT_BOX = (103000, 191000, 107000, 196000)
# kind, loops, from which address, with which token
ATTACKS = [('costly_functions', 4, STRANGER, None), ('four_way_joins', 24, STRANGER, None), ('spatial_joins', 4, '127.0.0.67', ANTWERPEN),
           ('slow_connections', 2, STRANGER, None), ('odd_connections', 1, STRANGER, None), ('wrong_credentials', 1, '127.0.0.1', None),
           ('filled_shelf', 2, STRANGER, None), ('bad_requests', 2, '127.0.0.67', AFFLIGEM), ('bad_requests', 1, STRANGER, None)]
pytestmark = pytest.mark.thorough


@pytest.fixture(scope='module')
def world():
    state = State(program('release'))
    state.make_sample(ROWS)
    state.make_key()
    yield state
    state.remove()


def begin_attacks(server, state, seconds):
    script = pathlib.Path(__file__).with_name('attacks.py')
    for kind, loops, source, nis in ATTACKS:
        command = ['/usr/bin/python3', '-B', str(script), kind, server.url, str(seconds), '--from', source, '--loops', str(loops)]
        yield subprocess.Popen(command + (['--token', state.token(nis)] if nis else []), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def signals(server, until):
    """S5: a log that is rotated, and a configuration that is read anew, cost nobody an answer."""
    for kind in itertools.cycle((signal.SIGUSR1, signal.SIGHUP)):
        time.sleep(7)
        if time.monotonic() > until:
            return
        os.kill(server.parent.pid, kind)


def test_a_caller_beside_every_attack_gets_each_answer_whole_and_in_time(world):
    with Server(world, workers=4, query_timeout_s=LIMIT_S) as server:
        good, asked = Neighbour(Client(server.url, world.token(GENT))), questions(GENT_BOX)
        good.learn(asked, world.store)
        alone = [good.ask(q) for q in asked * 3]
        attackers = list(begin_attacks(server, world, SECONDS))
        until = time.monotonic() + SECONDS
        rotating = threading.Thread(target=signals, args=(server, until), daemon=True)
        rotating.start()
        answers = []
        for question in itertools.cycle(asked):
            if time.monotonic() > until:
                break
            answers.append(good.ask(question))
        said = [p.communicate(timeout=120)[0] for p in attackers]
        rotating.join()
        assert Client(server.url).get('/healthz').status == 200 and server.parent.poll() is None
        died = [line for line in server.log_text().splitlines() if ' died ' in line]
    report(said, alone, answers)
    assert all('Traceback' not in one and '{}' not in one for one in said), said
    assert not died, died
    assert len(answers) >= len(asked) and not [a for a in answers if not a.whole], [a.why[:500] for a in answers if not a.whole][:3]
    assert max(a.seconds for a in answers) <= LIMIT_S + 1


def report(said, alone, answers):
    for one in said:
        print('figure: attack', one.strip())
    for name in {a.question.name for a in answers}:
        quiet, beside = ([a.seconds * 1000 for a in some if a.question.name == name] for some in (alone, answers))
        print('figure: %-14s alone %7.1f ms, beside the attacks p50 %7.1f, most %7.1f ms, %d answers (%s)' % (
            name, statistics.median(quiet), statistics.median(beside), max(beside), len(beside), dict(collections.Counter(a.status for a in answers if a.question.name == name))))
