"""Processes that the benchmark started, what they cost by /proc, and their end: by process id, nothing else is touched."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import time


def descendants(pid):
    """The process and everything below it, as the kernel lists it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        try:
            children = ''.join(f.read_text() for f in pathlib.Path('/proc/%d/task' % one).glob('*/children'))
        except OSError:
            continue
        found.append(one)
        waiting += [int(child) for child in children.split()]
    return found


def schedstat(pid, field):
    total = 0
    for file in pathlib.Path('/proc/%d/task' % pid).glob('*/schedstat'):
        try:
            total += int(file.read_text().split()[field])
        except (OSError, IndexError):
            pass
    return total / 1e9


def cpu_of(pid):
    """Seconds on a processor, user and system, of all threads: /proc/PID/task/*/schedstat counts nanoseconds (stat counts hundredths of a second)."""
    return schedstat(pid, 0)


def waited_of(pid):
    """Seconds that its threads were ready to run and had no processor."""
    return schedstat(pid, 1)


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Group:
    """One program's processes."""

    def __init__(self, name, log):
        self.name, self.log, self.roots = name, log, []

    def start(self, command, stdin=subprocess.DEVNULL, env=None, cwd=None):
        with open(self.log, 'ab') as log:
            started = subprocess.Popen([str(word) for word in command], stdin=stdin, stdout=log, stderr=log, cwd=cwd, env={**os.environ, **(env or {})},
                                       start_new_session=True)
        self.roots.append(started)
        return started

    def pids(self):
        return [pid for root in self.roots if root.poll() is None for pid in descendants(root.pid)]

    def alive(self):
        return bool(self.roots) and all(root.poll() is None for root in self.roots)

    def cpu(self):
        return sum(map(cpu_of, self.pids()))

    def waited(self):
        return sum(map(waited_of, self.pids()))

    def forget_peak(self):
        for pid in self.pids():
            try:
                pathlib.Path('/proc/%d/clear_refs' % pid).write_text('5')  # proc(5): resets the peak resident set size
            except OSError:
                pass

    def peak_mib(self):
        """Of the largest process; a file's mapped pages count."""
        peaks = [0]
        for pid in self.pids():
            try:
                peaks.append(int(re.search(r'VmHWM:\s+(\d+)', pathlib.Path('/proc/%d/status' % pid).read_text())[1]))
            except (OSError, TypeError):
                pass
        return max(peaks) / 1024

    def stop(self, seconds=20):
        for root in self.roots:
            if root.poll() is None:
                root.send_signal(signal.SIGTERM)
        for root in self.roots:
            try:
                root.wait(seconds)
            except subprocess.TimeoutExpired:
                root.kill()
                root.wait()
        self.roots = []


def start_pool(group, path, workers, command, env=None, cwd=None):
    """`workers` processes that share one listening Unix socket as standard input, as spawn-fcgi starts them."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(511)
        os.chmod(path, 0o666)
        for _ in range(workers):
            group.start(command, stdin=listener, env=env, cwd=cwd)


def wait_until(ready, seconds, what):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise SystemExit('fout: %s start niet' % what)
        time.sleep(0.02)
