"""A web server that should never be asked anything: for requests that try to make the service fetch something."""
from support.beside import Beside, Handler


class Listener(Beside):
    def __init__(self):
        hits = self.hits = []

        class Noting(Handler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(200)
                self.send_header('Content-Type', 'application/xml')
                self.end_headers()
                self.wfile.write(b'<x/>')
            do_HEAD = do_POST = do_GET
        super().__init__(Noting)
        self.url = 'http://127.0.0.1:%d' % self.port
