"""Which words of a corpus can end or begin the name of a thing: told from what stands around them, without a tagger.

A noun closes a group that an article, a possessive or a preposition opens ("the suspense account", "van de wijkagent"); a verb
or an adverb seldom stands there (distributional word classes, Harris 1951; Schütze 1995).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.themes.language import TOKEN, Vocabulary, function_words, lemmatise
from analysis.themes.speech import ADDRESS

_DUTCH = (
    "de het een mijn ons onze jouw uw hun haar geen elke iedere ieder deze dit",
    "van in op voor met over bij naar uit aan door onder tussen zonder tegen tijdens via als per",
)
_ENGLISH = (
    "a an the my our your his her their its no any every each some these those another",
    "of in on at by for from with about into over under during without against between as per",
)

BEFORE = {
    spoken: frozenset(word for line in lines for word in line.split())
    for spoken, lines in (("nl", _DUTCH), ("en", _ENGLISH))
}
"""Articles and the like, and prepositions: a noun comes after them. English `to` and Dutch `te` stand before verbs as well."""

FURTHER = 0.5
"""Weight of such a word one place further back: "a false account", but also "de jongeren gaven"."""

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
    before = BEFORE[spoken]
    small = function_words(spoken) | before
    seen: Counter[str] = Counter()
    opening: defaultdict[str, float] = defaultdict(float)
    closing: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        tokens = ["", "", *(token.lower() for token in TOKEN.findall(text)), ""]
        for place, token in enumerate(tokens):
            if not token[:1].isalpha() or token in small:
                continue
            lemma = lemmatise(token, spoken)
            seen[lemma] += 1
            second, first = tokens[place - 2 : place]
            met = 1.0 if first in before else FURTHER if second in before and first[:1].isalpha() else 0.0
            if met:
                opening[lemma] += met
                after = tokens[place + 1]
                closing[lemma] += met * (not after[:1].isalpha() or after in small)
    address = ADDRESS[spoken]
    # a Dutch infinitive opens a name well: "bijspringen in de noodhulp"
    opens = _often(opening, seen) if spoken == "en" else frozenset(seen)
    return Places(opens - address, _often(closing, seen) - address)


def _often(met: dict[str, float], seen: Counter[str]) -> frozenset[str]:
    return frozenset(lemma for lemma, uses in seen.items() if met.get(lemma, 0.0) >= LEAST * uses)
