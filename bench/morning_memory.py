"""Memory of each worker through a run, read from /proc as it goes on."""
import pathlib
import re
import threading
import time

FIELDS = {'rss': 'VmRSS', 'own': 'RssAnon'}  # proc(5): all that is resident, pages of the store's file included; and what the program itself holds


def of_process(pid):
    """MiB by field; None when the process is gone."""
    try:
        text = pathlib.Path('/proc/%d/status' % pid).read_text()
        return {name: int(re.search(field + r':\s+(\d+)', text)[1]) / 1024 for name, field in FIELDS.items()}
    except (OSError, TypeError):
        return None


class Watch:
    """with Watch(pids, every): …; then rows: [{seconds, pid, rss, own}]."""

    def __init__(self, pids, every):
        self.pids, self.every, self.rows, self.over = pids, every, [], threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        began = time.monotonic()
        while True:
            for pid in self.pids():
                found = of_process(pid)
                if found:
                    self.rows.append({'seconds': round(time.monotonic() - began, 1), 'pid': pid, **found})
            if self.over.wait(self.every):
                return

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
