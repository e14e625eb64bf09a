"""A small web server of a test, beside ours: in threads of its own, on a free port of the loopback address."""
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    """Says nothing of what it is asked."""

    def log_message(self, *words):
        pass


class Beside:
    """Runs while it is entered, or from begin() to stop()."""

    def __init__(self, handler):
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port

    def begin(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        self.begin()
        return self

    def __exit__(self, *failure):
        self.stop()
