"""Under a supervisor: the socket is handed over (sd_listen_fds(3)), and what happens is told (sd_notify(3)), as systemd does and asks."""
import signal
import socket
import subprocess
import threading
import pytest
from support.client import Client
from support.server import Server

WATCHDOG_S = 2


class Supervised(Server):
    """A server whose socket outlives it, and that tells what it does on another."""

    def start(self):
        self.listening, self.told = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.listening.bind(str(self.folder / 'run/serve.sock'))
        self.listening.listen(511)
        self.told.bind(str(self.folder / 'run/notify'))
        self.told.settimeout(30)
        return super().start()

    def _spawn(self, name, command):
        if name != 'serve':
            return super()._spawn(name, command)
        words = ('exec 3<&%d; export LISTEN_PID=$$ LISTEN_FDS=1 WATCHDOG_PID=$$ WATCHDOG_USEC=%d NOTIFY_SOCKET="%s"; exec "$@"'
                 % (self.listening.fileno(), WATCHDOG_S * 1000000, self.folder / 'run/notify'))
        with open(self.folder / 'log/serve.log', 'ab') as log:
            self.processes.insert(0, subprocess.Popen(['bash', '-c', words, 'bash', *command], stdin=subprocess.DEVNULL, stderr=log, pass_fds=[self.listening.fileno()]))

    def heard(self):
        """What is told next: name → value."""
        return dict(line.split('=', 1) for line in self.told.recv(4096).decode().splitlines())

    def wait_for(self, name):
        while True:
            told = self.heard()
            if name in told:
                return told

    def end_parent(self):
        self.parent.send_signal(signal.SIGTERM)
        told = self.wait_for('STOPPING')
        assert self.processes.pop(0).wait(30) == 0
        return told

    def again(self):
        self._spawn('serve', [self.state.binary, 'serve', '--config', str(self.folder / 'config.json')])


@pytest.fixture
def supervised(state):
    with Supervised(state) as server:
        assert server.wait_for('READY')
        yield server
        server.listening.close()
        server.told.close()


@pytest.mark.thorough
def test_the_watchdog_hears_twice_as_often_as_it_asks(supervised):
    assert [supervised.wait_for('WATCHDOG')['WATCHDOG'] for _ in range(3)] == ['1'] * 3


def test_a_reload_is_told_from_begin_to_end(supervised):
    supervised.reload(page=3)
    assert int(supervised.wait_for('RELOADING')['MONOTONIC_USEC']) > 0
    assert supervised.wait_for('READY')['STATUS'] == ''
    (supervised.folder / 'config.json').write_text('{"store": ')
    supervised.parent.send_signal(signal.SIGHUP)
    supervised.wait_for('RELOADING')
    assert 'vorige instellingen' in supervised.wait_for('READY')['STATUS'], 'the supervisor is not told that the old ones stay'
    assert Client(supervised.url).get('/healthz').status == 200


@pytest.mark.thorough
def test_requests_wait_in_the_socket_while_the_service_restarts(supervised):
    answers = []
    told = supervised.end_parent()
    assert int(told['EXTEND_TIMEOUT_USEC']) >= 70 * 10 ** 6
    asking = [threading.Thread(target=lambda: answers.append(Client(supervised.url).get('/healthz').status)) for _ in range(5)]
    for thread in asking:
        thread.start()
    asking[0].join(0.5)
    assert answers == [] and (supervised.folder / 'run/serve.sock').exists()
    supervised.again()
    assert supervised.wait_for('READY')
    for thread in asking:
        thread.join(30)
    assert answers == [200] * 5


@pytest.mark.thorough
def test_no_request_fails_while_the_service_restarts(supervised):
    answers, over = [], threading.Event()

    def ask():
        client = Client(supervised.url)
        while not over.is_set():
            answers.append(client.get('/healthz').status)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for _ in range(2):
        before = len(answers)
        supervised.end_parent()
        supervised.again()
        assert supervised.wait_for('READY')
        while len(answers) < before + 20:
            assert Client(supervised.url).get('/healthz').status == 200
    over.set()
    for thread in asking:
        thread.join(30)
    assert set(answers) == {200}
