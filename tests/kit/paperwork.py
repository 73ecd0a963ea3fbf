"""Make small documents for the tests of paper."""

from __future__ import annotations

from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter

SURROUND = Surround("Letter", "Confidential", "R7K-4MQ2", practice=False)
ARABIC_SURROUND = Surround("خطاب", "سرّي", "R7K-4MQ2", practice=False)


def document(paragraphs, language="en", passphrase=None):
    """Return a document of plain paragraphs."""
    setter = Setter(Paper(language))
    story = [setter.text(words, setter.styles.body) for words in paragraphs]
    return compose(setter.paper, story, surround(language), passphrase)


def table(rows, language="en"):
    """Return a document that is one table."""
    setter = Setter(Paper(language))
    return compose(setter.paper, [setter.pairs(rows)], surround(language))


def surround(language):
    """Return what stands around the text in a language."""
    return ARABIC_SURROUND if language == "ar" else SURROUND
