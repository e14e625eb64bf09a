"""The one nginx in front of every server that is measured: the project's own template, its `server` repeated for each."""
import os
import pathlib
import re
import processes

REPO = pathlib.Path(__file__).resolve().parents[1]


def _site(block, name, socket, port):
    text = block.replace('upstream workers', 'upstream ' + name).replace('fastcgi_pass workers', 'fastcgi_pass ' + name)
    return text.replace('@SOCKET@', str(socket)).replace('@LISTEN@', '127.0.0.1:%d' % port)


def _files(folder, port):
    return '''
    server {
        listen 127.0.0.1:%d;
        root %s;
        default_type application/octet-stream;
        sendfile on;
        tcp_nopush on;
        open_file_cache max=4096;
    }
''' % (port, folder)


def configuration(sites, files):
    """sites: [(name, socket, port)]; files: (folder, port) of the bytes that nginx sends from disk."""
    text = (REPO / 'server/nginx.conf.in').read_text()
    text = text.replace('@USER@', 'user root;' if os.getuid() == 0 else '').replace('@READ_TIMEOUT@', '600')
    start = text.index('    upstream workers')
    end = text.rstrip().rindex('}')
    block = text[start:end]
    http = re.sub(r'keepalive_timeout \d+s;', 'keepalive_timeout 75s; keepalive_requests 100000000;', text[:start])
    return http + ''.join(_site(block, *site) for site in sites) + _files(*files) + '}\n'


class Front:
    def __init__(self, folder, sites, files):
        self.folder = folder
        for name in ('run', 'log', 'tmp'):
            (folder / name).mkdir(exist_ok=True)
        (folder / 'nginx.conf').write_text(configuration(sites, files))
        self.group = processes.Group('nginx', folder / 'log/nginx.log')
        self.group.start(['nginx', '-p', '%s/' % folder, '-e', 'log/nginx-error.log', '-c', 'nginx.conf', '-g', 'daemon off;'])

    def stop(self):
        self.group.stop()
