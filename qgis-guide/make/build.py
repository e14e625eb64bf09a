"""Makes pages of the guide's Markdown: HTML for the server (server/pages, with {{base}} and pictures beside it), one file with everything in it, and PDF.

usage: build.py [--server-pages FOLDER] [--out FOLDER [--address URL]] [--no-pdf]     URL: of the service, as the files and PDFs in FOLDER say it

Every word of QGIS comes from labels.py, every picture must be there and have a text for who does not see it, every link within the guide must lead somewhere."""
import argparse
import base64
import concurrent.futures
import html
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

MAKE = pathlib.Path(__file__).resolve().parent
GUIDE, REPO = MAKE.parent, MAKE.parent.parent
sys.path.insert(0, str(MAKE))
import labels  # noqa: E402

SHRINK = 1.4
EXAMPLE = 'https://risicolaag.example'
EDITIONS = {'handleiding': ('handleiding.md', 'nl'), 'guide': ('guide.en.md', 'en'), 'arcgis': ('arcgis.md', 'nl'), 'arcgis.en': ('arcgis.en.md', 'en'),
            'fme': ('fme.md', 'nl'), 'fme.en': ('fme.en.md', 'en'), 'snelkaart': ('snelkaart.md', 'nl'), 'quick-card': ('quick-card.en.md', 'en')}
CARDS = ('snelkaart', 'quick-card')
ONE_PAGE = (*CARDS, 'arcgis', 'arcgis.en', 'fme', 'fme.en')
BELOW = ('arcgis', 'fme')  # pages that the server has below the guide, in the guide's language
IMAGE = re.compile(r'!\[([^\]]*)\]\(([a-z0-9-]+)\)')
STEPS = re.compile(r'(<ol[^>]*>(?:(?!</ol>).)*</ol>|<p>(?:(?!<img|</p>).)*</p>)\n(<p><img [^>]*></p>)', re.S)  # what one does, and what one then sees: side by side on paper
CONTENTS = {'nl': 'Inhoud', 'en': 'Contents'}
NO_ADDRESS = {'nl': 'In dit bestand staat <code>%s</code>. Vul daar het adres in dat u van de beheerder kreeg.',
              'en': 'This file says <code>%s</code>. Put the address there that the administrator gave you.'}


class Broken(Exception):
    pass


def source(edition):
    """The Markdown with QGIS's words filled in."""
    name, language = EDITIONS[edition]
    text = (GUIDE / name).read_text(encoding='utf-8')
    words = labels.known(labels.LABELS.read_text(encoding='utf-8'), language)
    return labels.filled(text, words)


def with_pictures(text, edition):
    """![text](name) as pandoc wants it, with the path that the server gives it."""
    language = EDITIONS[edition][1]

    def one(found):
        file = GUIDE / 'pictures' / language / (found[2] + '.png')
        if not file.exists() or len(found[1]) < 15:
            raise Broken('%s: the picture %s is not there, or says nothing to who does not see it' % (edition, file.name))
        wide, high = size_of(file)
        return '![%s](pictures/%s/%s.png){width=%d height=%d}' % (found[1], language, found[2], wide, high)
    return IMAGE.sub(one, text)


def size_of(file):
    """(width, height) on the page: all windows equally large, whatever the picture has in pixels. A PNG begins with them (ISO 15948 §11.2.2)."""
    wide, high = struct.unpack('>II', file.read_bytes()[16:24])
    return round(wide / SHRINK), round(high / SHRINK)


def pandoc(text, edition):
    """The body, and its table of contents in front."""
    language = EDITIONS[edition][1]
    extra = [] if edition in ONE_PAGE else ['--toc', '--toc-depth=1', '--variable=toc-title:' + CONTENTS[language]]
    done = subprocess.run(['pandoc', '--from=markdown-implicit_figures+implicit_figures-smart', '--to=html5', '--wrap=none', '--columns=100000', '--section-divs',
                           '--template=' + str(MAKE / 'page.html'), *extra], input=text, capture_output=True, text=True, encoding='utf-8', timeout=60)
    if done.returncode or done.stderr:
        raise Broken(done.stderr)
    return done.stdout


def check_links(page, edition):
    """What the page points at within itself, and the files that it hands out, must be there."""
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for link in re.findall(r'href="([^"]+)"', page):
        if link.startswith('#') and link[1:] not in ids:
            raise Broken('%s: %s leads nowhere' % (edition, link))
        file = re.fullmatch(r'\{\{base\}\}/(?:handleiding|guide)/([^/]+)', link)
        if file and file[1] not in BELOW and not (GUIDE / file[1]).exists():
            raise Broken('%s: %s is not in qgis-guide' % (edition, file[1]))


def template(edition):
    """The page as server/pages holds it: the server fills in {{base}} and {{style}}."""
    page = pandoc(with_pictures(source(edition), edition), edition)
    page = re.sub(r'%7B%7B(\w+)%7D%7D', r'{{\1}}', page)  # pandoc escapes the braces of an address
    page = STEPS.sub(r'<div class="step">\n\1\n\2\n</div>', page)
    if 'style="' in page:
        raise Broken('%s: the policy of the server lets no style attribute work' % edition)
    check_links(page, edition)
    return page


def served(page, edition):
    return re.sub(r'src="pictures/(\w+)/', lambda found: 'loading="lazy" src="{{base}}/%s/' % ('handleiding' if found[1] == 'nl' else 'guide'), page)


def alone(page, edition, address):
    """The page in one file, to send by mail or to carry on a stick. Its links to what the server has lead to the address, where there is one."""
    def data(found):
        return 'src="data:image/png;base64,%s"' % base64.b64encode((GUIDE / found[1]).read_bytes()).decode()
    style = (REPO / 'server/pages/page.css').read_text(encoding='utf-8') + (REPO / 'server/pages/guide.css').read_text(encoding='utf-8')
    note = NO_ADDRESS[EDITIONS[edition][1]] % EXAMPLE if address == EXAMPLE else ''
    page = page.replace('<p>{{pdf}}</p>', '<p>%s</p>' % note if note else '')
    return re.sub(r'src="(pictures/[^"]+)"', data, page).replace('{{style}}', style).replace('{{guide-style}}', '').replace('{{base}}', html.escape(address))


def pdf(page, file):
    """By Chromium, which tags it from the structure of the page."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(['chromium', '--headless=new', '--no-sandbox', '--disable-gpu', '--user-data-dir=' + profile, '--no-pdf-header-footer', '--export-tagged-pdf',
                        '--generate-pdf-document-outline', '--print-to-pdf=%s' % file, page.as_uri()], check=True, capture_output=True, timeout=120, cwd=profile)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--server-pages', type=pathlib.Path)
    options.add_argument('--out', type=pathlib.Path)
    options.add_argument('--address', default=EXAMPLE)
    options.add_argument('--no-pdf', action='store_true')
    chosen = options.parse_args()
    pages = {edition: template(edition) for edition in EDITIONS}
    if chosen.server_pages:
        for edition in set(EDITIONS) - set(CARDS):
            (chosen.server_pages / (edition + '.html')).write_text(served(pages[edition], edition), encoding='utf-8')
    if chosen.out:
        write_files(pages, chosen.out.resolve(), chosen.address.rstrip('/'), not chosen.no_pdf)


def write_files(pages, folder, address, wants_pdf):
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / (edition + '.html') for edition in pages]
    for file, (edition, page) in zip(files, pages.items()):
        file.write_text(alone(page, edition, address), encoding='utf-8')
    if wants_pdf:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as several:
            list(several.map(lambda file: pdf(file, file.with_suffix('.pdf')), files))


if __name__ == '__main__':
    try:
        main()
    except (Broken, labels.NoSuchLabel) as wrong:
        sys.exit('%s' % wrong)
