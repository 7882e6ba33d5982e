"""Words of a passage: Dutch lemmas that stand for themes, shown as people wrote them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from analysis.core.processes import beside
from analysis.core.study import Study
from analysis.themes.speech import SPEECH

TOKEN = re.compile(r"\[[^\W\d_]+\]|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[.,!?;:()–—\n]")
"""A word (with inner hyphen or apostrophe), or a mark that no phrase crosses: what stands for a name ("[persoon]") is one."""


LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr")
"""Languages that multilingual USE knows, among those that put spaces between words."""

FEW, SHARE, TIMES = 4, 0.25, 2
"""Different function words of another language that tell it, the share of the words that they are in running text (fewer in a
list of names), and how many more than of the study's own: a quoted phrase in English leaves a Dutch passage Dutch."""


@dataclass(frozen=True)
class Vocabulary:
    """What counts as a word, and how it is shown.

    Attributes
    ----------
    banned : frozenset of str
        Lemmas and surface forms that never name a theme: function words, words of speech, names of the study's places.
    shown : dict of str to str
        The most frequent surface form of each lemma, and of two lemmas that stand together.
    """

    banned: frozenset[str]
    shown: dict[str, str]
    language: str = "nl"
    _read: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def lemmas(self, text: str) -> list[str]:
        """Lemmas of `text` in their order, `""` where a word is banned or a phrase ends."""
        # views, words and names each ask for the same texts
        if text not in self._read:
            self._read[text] = [self._lemma(token) for token in TOKEN.findall(text)]
        return self._read[text]

    def show(self, term: str) -> str:
        """A lemma, or two with a space between, as people wrote it most."""
        return self.shown.get(term) or " ".join(self.shown.get(part, part) for part in term.split())

    def _lemma(self, token: str) -> str:
        if not token[0].isalpha():
            return ""
        lemma = lemmatise(token.lower(), self.language)
        return "" if len(lemma) < 3 or lemma in self.banned or token.lower() in self.banned else lemma


def foreign(text: str, own: str) -> bool:
    """Whether `text` is in another language than `own`: mostly function words of another, few of its own.

    Parameters
    ----------
    text : str
    own : str
        Language of the study.
    """
    words = {word for word in plain(text) if len(word) > 1}
    here = len(words & function_words(own))
    there = max(len(words & function_words(other)) for other in LANGUAGES if other != own)
    return there >= max(FEW, SHARE * len(words)) and there > TIMES * here


@cache
def function_words(language: str) -> frozenset[str]:
    """Function words of a language (`stopwordsiso`)."""
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords(language))


def lemmatise(word: str, language: str) -> str:
    """Lemma of a word in lower case (simplemma); the word itself where none is known."""
    known = _lemmas(language)
    if word not in known:
        known[word] = _look_up(word, language)
    return known[word]


def learn(texts: Iterable[str], language: str, meanwhile: Callable[[], None]) -> None:
    """Look up the lemmas of all words of `texts` beside what is to be done meanwhile.

    Opening the dictionary takes half a second. Where it is open in this process already, words are looked up when asked for.
    """
    known = _lemmas(language)
    words = [] if known else sorted({word for text in texts for word in plain(text)})
    if not words:
        meanwhile()
        return
    with beside(lambda: "\n".join(_look_up(word, language) for word in words)) as answer:
        meanwhile()
        known.update(zip(words, answer().split("\n"), strict=True))


@cache
def _lemmas(language: str) -> dict[str, str]:
    # what was looked up in this process
    return {}


def _look_up(word: str, language: str) -> str:
    import simplemma

    return simplemma.lemmatize(word, lang=language).lower()


def plain(text: str) -> list[str]:
    """Words of `text` in lower case."""
    return [token.lower() for token in TOKEN.findall(text) if token[0].isalpha()]


def place_names(study: Study) -> frozenset[str]:
    """Words of the names of regions and municipalities: they make themes of places."""
    names = [region.name for region in study.regions.values()]
    names += [town.name for region in study.regions.values() for town in region.municipalities.values()]
    return frozenset(word for name in names for word in _words(name))


def _words(text: str) -> list[str]:
    whole = plain(text)
    return whole + [part for word in whole for part in word.split("-") if len(part) > 3]


Said = tuple[str, str]
"""A word as its lemma and its form; two empty texts where a phrase ends."""

_END: Said = ("", "")


def _said(text: str, language: str) -> Iterator[Said]:
    before = _END
    for token in TOKEN.findall(text):
        word = token.lower()
        # a capital tells something only within a sentence: Telegram, AVG, Belgisch
        within = token if before[0] or token.isupper() else word
        before = (lemmatise(word, language), within) if token[0].isalpha() else _END
        yield before


def build(texts: Iterable[str], study: Study) -> Vocabulary:
    """The vocabulary of a corpus.

    Parameters
    ----------
    texts : iterable of str
    study : Study
        Its language chooses lemmas and function words; the names of its places are banned.

    Returns
    -------
    Vocabulary
    """
    banned = function_words(study.language) | SPEECH[study.language] | place_names(study)
    alone: Counter[Said] = Counter()
    together: Counter[tuple[Said, Said]] = Counter()
    for text in texts:
        said = list(_said(text, study.language))
        alone.update(said)
        together.update(pairwise(said))
    uses = [(lemma, form, count) for (lemma, form), count in alone.items() if lemma]
    # a pair has its own form: "openbare orde", though the word alone is mostly "openbaar"
    uses += [
        (f"{first[0]} {second[0]}", f"{first[1]} {second[1]}", count)
        for (first, second), count in together.items()
        if first[0] and second[0]
    ]
    shown: dict[str, tuple[int, str]] = {}
    for lemma, form, count in uses:
        best = shown.get(lemma)
        if best is None or (-count, form) < best:
            shown[lemma] = (-count, form)
    return Vocabulary(banned, {lemma: form for lemma, (_, form) in shown.items()}, study.language)
