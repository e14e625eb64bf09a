"""The one nginx in front of every server that is measured: the project's own template, its `server` repeated for each."""
import os
import pathlib
import re
import resource
import processes

REPO = pathlib.Path(__file__).resolve().parents[1]


# Whole, as these servers say them: nginx compares the type with its parameters, so that text/xml alone would leave most of their answers unpacked.
_PACKED = ' '.join("'%s'" % name for name in ('text/xml', 'text/xml; subtype=gml/3.1.1', 'text/xml; subtype="gml/3.2.1"', 'application/xml', 'application/json',
                                              'application/json; subtype=geojson', 'application/geo+json', 'application/vnd.geo+json'))
PACKING = 'gzip on; gzip_comp_level 1; gzip_min_length 256; gzip_types %s;' % _PACKED  # the level that costs nginx least


def _site(block, name, socket, port, packs=False):
    """packs: nginx packs what this server says, which does not do so itself."""
    text = block.replace('upstream workers', 'upstream ' + name).replace('fastcgi_pass workers', 'fastcgi_pass ' + name)
    if packs:
        text = text.replace('server_name _;', 'server_name _; ' + PACKING)
    return text.replace('@SOCKET@', str(socket)).replace('@LISTEN@', '127.0.0.1:%d' % port)


def _proxied(name, to, port, packs):
    return '''
    upstream %s {
        server 127.0.0.1:%d;
        keepalive 16;
    }
    server {
        listen 127.0.0.1:%d;
        server_name _; %s
        location / {
            proxy_pass http://%s;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_read_timeout 600;
        }
    }
''' % (name, to, port, PACKING if packs else '', name)


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


def configuration(sites, files, proxied=()):
    """sites: [(name, socket, port, packs)]; proxied: with a port in place of the socket; files: (folder, port) of the bytes that nginx sends from disk."""
    text = (REPO / 'server/nginx.conf.in').read_text()
    files_most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    fill = {'USER': 'user root;' if os.getuid() == 0 else '', 'TRUSTED': '', 'FILES': files_most, 'CONNECTIONS': files_most // 2, 'PER_ADDRESS': files_most,
            'BODIES_PER_ADDRESS': files_most, 'READ_TIMEOUT': 600}
    for name, value in fill.items():
        text = text.replace('@%s@' % name, str(value))
    start, end = text.index('    upstream workers'), text.rindex('}')
    http = re.sub(r'keepalive_timeout \d+s;', 'keepalive_timeout 75s; keepalive_requests 100000000;', text[:start])
    return http + ''.join(_site(text[start:end], *site) for site in sites) + ''.join(_proxied(*one) for one in proxied) + _files(*files) + '}\n'


class Front:
    def __init__(self, folder, sites, files, proxied=()):
        self.folder = folder
        for name in ('run', 'log', 'tmp'):
            (folder / name).mkdir(exist_ok=True)
        (folder / 'nginx.conf').write_text(configuration(sites, files, proxied))
        self.group = processes.Group('nginx', folder / 'log/nginx.log')
        self.group.start(['nginx', '-p', '%s/' % folder, '-e', 'log/nginx-error.log', '-c', 'nginx.conf', '-g', 'daemon off;'])

    def stop(self):
        self.group.stop()
