#!/usr/bin/env python3
"""The lint of plain language is alive: each thing that it looks for is reported, and good text is not."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import plain  # noqa: E402

GOOD = ['Klik op de knop.'] * 40


def reported(*more, language='nl', head=''):
    said = []
    body = ''.join('<p>%s</p>' % text for text in [*GOOD, *more])
    plain.check('<html lang="%s"><style>wordt wordt</style><main>%s%s</main></html>' % (language, body, head), said.append)
    return said


class Plain(unittest.TestCase):
    def test_good_text_is_not_reported(self):
        self.assertEqual(reported('U ziet nu een venster. Kies <b>OK</b>?'), [])

    def test_a_sentence_of_more_than_22_words_is_reported(self):
        self.assertEqual(reported(' '.join(['woord'] * 22) + '.'), [])
        self.assertIn('23 words', reported(' '.join(['woord'] * 23) + '.')[0])

    def test_a_mean_of_more_than_12_words_is_reported_and_tables_do_not_help(self):
        long = [' '.join(['woord'] * 14) + '.'] * 400
        self.assertIn('in the mean', reported(*long)[0])
        self.assertIn('in the mean', reported(*long, head='<table><tr>' + '<td>kort woord</td>' * 900 + '</tr></table>')[0])

    def test_much_passive_is_reported_in_both_languages(self):
        self.assertEqual(reported('Het wordt gedaan.', 'Het werd gedaan.'), [])
        self.assertIn('passive', reported(*['Het wordt gedaan.'] * 4)[0])
        self.assertIn('passive', reported(*['The layer is added by QGIS.'] * 4, language='en')[0])

    def test_stiff_words_are_reported_with_a_better_one(self):
        self.assertEqual(reported('Doe dit indien nodig.'), ['"indien": say als'])
        self.assertEqual(reported('Please click.', language='en'), ['"please": say (leave it out)'])

    def test_an_abbreviation_is_explained_and_once(self):
        self.assertEqual(reported('Vraag de XYZ om hulp.'), ['XYZ is explained 0 times'])
        self.assertEqual(reported('Vraag de ICT-dienst om hulp.'), ['ICT is explained 0 times'])
        self.assertEqual(reported('ICT betekent computers.'), [])
        self.assertEqual(reported('ICT betekent computers.', 'ICT betekent netwerken.'), ['ICT is explained 2 times'])

    def test_a_chapter_with_steps_says_how_long_it_takes(self):
        self.assertEqual(reported(head='<h1>2. Doen</h1><ol><li>Klik op iets.</li></ol>'), ['chapter 2. Doen does not say how long it takes'])
        self.assertEqual(reported(head='<h1>2. Doen</h1><p>Tijd: 2 minuten.</p><ol><li>Klik op iets.</li></ol>'), [])

    def test_an_empty_page_is_reported(self):
        said = []
        plain.check('<html lang="nl"></html>', said.append)
        self.assertIn('is this the guide', said[0])

    def test_code_is_one_word_and_style_is_none(self):
        self.assertEqual(reported('Typ <code>%s</code> in het vak.' % ' '.join(['a'] * 30)), [])


if __name__ == '__main__':
    unittest.main()
