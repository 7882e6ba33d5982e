"""Which words of a corpus can end or begin the name of a thing: told from what stands around them, without a tagger.

A noun closes a group that an article, a possessive or a preposition opens ("the suspense account", "van de wijkagent"); a verb
or an adverb seldom stands there (distributional word classes, Harris 1951; Schütze 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.themes.language import TOKEN, Vocabulary, function_words, lemmatise

_ARTICLES = {
    "nl": "de het een mijn ons onze jouw uw hun haar geen elke iedere ieder deze dit",
    "en": "a an the my our your his her their its no any every each some these those another",
}
_PREPOSITIONS = {
    "nl": "van in op voor met over bij naar uit aan door onder tussen zonder tegen tijdens via als per",
    "en": "of in on at by for from with about into over under during without against between as per",
}

ARTICLES = {spoken: frozenset(words.split()) for spoken, words in _ARTICLES.items()}
"""Words after which a noun comes, or an adjective and a noun."""

PREPOSITIONS = {spoken: frozenset(words.split()) for spoken, words in _PREPOSITIONS.items()}
"""Words after which a noun without an article comes. English `to` and Dutch `te` stand before verbs as well."""

LEAST = 0.1
"""Share of its uses in which a noun is met so. In English hearings and Dutch interviews verbs and adverbs lie under it,
words that are as often a verb ("check", "toestemming") little above, and other nouns from .25 on."""


@dataclass(frozen=True)
class Places:
    """Where the words of a corpus stand.

    Attributes
    ----------
    opening, closing : frozenset of str
        Lemmas that may begin a group of a noun ("false", "account") and that may end one ("account").
    """

    opening: frozenset[str]
    closing: frozenset[str]


def places(texts: Iterable[str], words: Vocabulary) -> Places:
    """Tell from `texts` which lemmas open and which close a group of a noun."""
    spoken = words.language
    articles, prepositions = ARTICLES[spoken], PREPOSITIONS[spoken]
    small = function_words(spoken) | articles | prepositions
    seen: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for text in texts:
        tokens = ["", "", *(token.lower() for token in TOKEN.findall(text)), ""]
        for place, token in enumerate(tokens):
            if not token[:1].isalpha() or token in small:
                continue
            lemma = lemmatise(token, spoken)
            seen[lemma] += 1
            second, first = tokens[place - 2 : place]
            led = second in articles and first[:1].isalpha() and first not in small
            if led or first in articles or first in prepositions:
                opening[lemma] += 1
                after = tokens[place + 1]
                closing[lemma] += not after[:1].isalpha() or after in small
    # a Dutch infinitive opens a name well: "bijspringen in de noodhulp"
    return Places(frozenset(_often(opening, seen) if spoken == "en" else seen), frozenset(_often(closing, seen)))


def _often(met: Counter[str], seen: Counter[str]) -> list[str]:
    return [lemma for lemma, uses in seen.items() if met[lemma] >= LEAST * uses]
