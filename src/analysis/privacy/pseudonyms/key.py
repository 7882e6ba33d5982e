"""The key: which name is which pseudonym. It lies with the originals, and is encrypted for two people or more.

A pseudonym is drawn once (:mod:`secrets`) and is data from then on: no hash, for all surnames of the Netherlands hash in a
sixth of a second. A key that lies open is refused unless `study.yaml` says `key_in_plain: true`, as an invented study may.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.files import write_whole
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.privacy.pseudonyms.lexicon import fold
from analysis.privacy.pseudonyms.spans import ORGANISATION, PERSON, PLACE
from analysis.privacy.pseudonyms.tokens import tokenise

COLUMNS = ("form_id", "pseudonym", "kind", "form")
KINDS = {PERSON: "P", ORGANISATION: "O", PLACE: "L"}
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs of a pseudonym: none that is read as another (0 O, 1 I L)."""

LEAST_RECIPIENTS = 2
"""One person who is ill or leaves must not be the end of a key."""

OPENINGS = ("date", "who", "purpose")


def words_of(form: str) -> tuple[str, ...]:
    """A name as it is looked up: its folded words, so that case, points and spaces do not matter.

    >>> words_of("J. de BOER")
    ('j', 'de', 'boer')
    """
    return tuple(
        fold(part) for token in tokenise(form) for part in token.text.replace("-", " ").replace(".", " ").split()
    )


@dataclass(frozen=True, order=True)
class Entry:
    """One way in which somebody or something is named: the id of that form, the pseudonym, the kind, the form itself."""

    form_id: str
    pseudonym: str
    kind: str
    form: str


@dataclass(frozen=True)
class Key:
    """Who is who. Forms are unique by their folded words."""

    entries: tuple[Entry, ...] = ()

    def __repr__(self) -> str:
        # a key in a traceback or a notebook shows no name
        return f"Key({len(self.entries)} forms)"

    @cached_property
    def by_words(self) -> dict[tuple[str, ...], Entry]:
        """Entries by their folded words."""
        return {words_of(entry.form): entry for entry in sorted(self.entries, reverse=True)}

    @cached_property
    def by_first_word(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Forms by their first word, the longest first: what a text is searched for."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(self.by_words):
            if words:
                found.setdefault(words[0], []).append(words)
        return {first: tuple(sorted(forms, key=len, reverse=True)) for first, forms in found.items()}

    def renamed(self, aliases: dict[str, str], dropped: Collection[str] = ()) -> Key:
        """This key with forms put under another pseudonym, and without those that are no names.

        Parameters
        ----------
        aliases : dict
            Pseudonym by form id, as people confirmed it.
        dropped : collection of str
            Ids of forms that people said are no name.
        """
        return Key(
            tuple(
                Entry(entry.form_id, aliases.get(entry.form_id, entry.pseudonym), entry.kind, entry.form)
                for entry in self.entries
                if entry.form_id not in dropped
            )
        )

    def grown(self, forms: Iterable[tuple[str, str]]) -> Key:
        """This key with a pseudonym, newly drawn, for each (kind, form) that it does not have."""
        entries = list(self.entries)
        known = set(self.by_words)
        taken = {entry.pseudonym for entry in entries} | {entry.form_id for entry in entries}
        for kind, form in sorted(set(forms)):
            if not words_of(form) or words_of(form) in known:
                continue
            known.add(words_of(form))
            entries.append(Entry(_draw("F", taken), _draw(KINDS[kind], taken), kind, form))
        return Key(tuple(sorted(entries)))


def _draw(letter: str, taken: set[str]) -> str:
    while True:
        drawn = f"{letter}-" + "".join(secrets.choice(ALPHABET) for _ in range(4))
        if drawn not in taken:
            taken.add(drawn)
            return drawn


def folder(paths: Paths) -> Path:
    """Where key, recipients and the log of openings lie: with the originals."""
    return paths.raw / "pseudonyms"


def read(paths: Paths, study: Study, purpose: str, who: str = "", date: str = "") -> Key:
    """The key of this study; empty when there is none yet.

    An encrypted key is opened with the identity that `REGIOBEELD_IDENTITY` names (a file that `age-keygen` made), and the
    opening is written to `openings.csv` beside it.

    Raises
    ------
    ConfidentialityError
        When it lies in plain and the study does not say so, lies there twice, or cannot be opened.
    """
    plain, sealed = folder(paths) / "key.csv", folder(paths) / "key.csv.age"
    name = plain.relative_to(paths.root).as_posix()
    if plain.is_file() and sealed.is_file():
        raise ConfidentialityError(
            Problem(name, "lies there in plain beside its encrypted form", "one of the two", "remove one")
        )
    if plain.is_file():
        if not study.key_in_plain:
            raise ConfidentialityError(
                Problem(
                    name,
                    "the key lies in plain",
                    "key.csv.age",
                    "run `regiobeeld pseudonyms seal`, or, for invented people only, set `key_in_plain: true` in study.yaml",
                )
            )
        return parse(plain.read_text(encoding="utf-8"), name)
    if not sealed.is_file():
        return Key()
    opened = parse(_decrypt(sealed), sealed.name)
    _log(paths, {"date": date, "who": who, "purpose": purpose})
    return opened


def parse(text: str, name: str) -> Key:
    """A key from its CSV text.

    Raises
    ------
    ConfidentialityError
        With every row that is not right, by its number; never with the name in it.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ConfidentialityError(Problem(name, "has other columns", ", ".join(COLUMNS)))
    entries, problems = [], []
    for number, row in enumerate(reader, start=2):
        if (
            None in row
            or None in row.values()
            or row["kind"] not in KINDS
            or not row["pseudonym"]
            or not row["form"].strip()
        ):
            problems.append(Problem(f"{name}, row {number}", "is not whole", ", ".join(COLUMNS), "mend or remove it"))
            continue
        entries.append(Entry(*(row[column] for column in COLUMNS)))
    ids = [entry.form_id for entry in entries]
    if len(set(ids)) < len(ids):
        problems.append(Problem(name, "has a form_id twice", "each once"))
    if problems:
        raise ConfidentialityError(problems)
    return Key(tuple(sorted(entries)))


def render(key: Key) -> str:
    """A key as CSV text, rows sorted."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((e.form_id, e.pseudonym, e.kind, e.form) for e in sorted(key.entries))
    return stream.getvalue()


def write(key: Key, paths: Paths, study: Study) -> Path:
    """Write the key: in plain where the study says so, else encrypted for all in `recipients.txt`.

    Raises
    ------
    ConfidentialityError
        When there are fewer than two recipients, or one is no age recipient.
    """
    if study.key_in_plain:
        target, content = folder(paths) / "key.csv", render(key).encode()
    else:
        target, content = folder(paths) / "key.csv.age", seal(render(key).encode(), recipients(paths))
    write_whole(target, content)
    return target


def recipients(paths: Paths) -> list[str]:
    """Recipients of `recipients.txt`: one `age1…` a line, `#` begins a remark.

    Raises
    ------
    ConfidentialityError
        When there are fewer than :data:`LEAST_RECIPIENTS`.
    """
    file = folder(paths) / "recipients.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    found = sorted({line.split("#")[0].strip() for line in lines} - {""})
    if len(found) < LEAST_RECIPIENTS:
        where = file.relative_to(paths.root).as_posix()
        raise ConfidentialityError(
            Problem(
                where,
                f"names {len(found)} recipients",
                f"{LEAST_RECIPIENTS} or more",
                "add the `age1…` of a colleague, which `regiobeeld pseudonyms identity FILE` prints",
            )
        )
    return found


def seal(content: bytes, to: list[str]) -> bytes:
    """`content` encrypted with age (X25519) for each recipient, any of whom can open it."""
    import pyrage

    try:
        return pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(line) for line in to])
    except Exception:
        raise ConfidentialityError(
            Problem("recipients.txt", "holds a line that is no age recipient", "age1…", "ask `age-keygen -y` for it")
        ) from None


def make_identity(target: Path, paths: Paths) -> str:
    """Make an identity that opens keys, for its owner alone to read; the recipient (`age1…`) that others encrypt for.

    Raises
    ------
    ConfidentialityError
        When the file is there already, or would lie in the study, where others and backups find it.
    """
    import pyrage

    target = target.expanduser().resolve()
    if target.is_relative_to(paths.root.resolve()):
        raise ConfidentialityError(
            Problem(target.name, "would lie in the study", "a place that only you can read", "choose one in your home")
        )
    identity = pyrage.x25519.Identity.generate()
    try:
        number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfidentialityError(
            Problem(target.name, "is there already", "a new file", "keep it: what it opens, nothing else may open")
        ) from None
    with os.fdopen(number, "w", encoding="utf-8") as stream:
        stream.write(f"# recipient: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def _decrypt(sealed: Path) -> str:
    import pyrage

    file = os.environ.get("REGIOBEELD_IDENTITY", "")
    problem = Problem(
        sealed.name,
        "cannot be opened",
        "an identity of one of its recipients",
        "set REGIOBEELD_IDENTITY to your file of `regiobeeld pseudonyms identity`, or of age-keygen",
    )
    if not file or not Path(file).is_file():
        raise ConfidentialityError(problem)
    lines = [line.strip() for line in Path(file).read_text(encoding="utf-8").splitlines()]
    try:
        identities = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        return pyrage.decrypt(sealed.read_bytes(), identities).decode("utf-8")
    except Exception:
        # whatever age says of an identity stays out of the message
        raise ConfidentialityError(problem) from None


def _log(paths: Paths, row: dict[str, str]) -> None:
    import datetime
    import getpass

    file = folder(paths) / "openings.csv"
    new = not file.is_file()
    with file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, OPENINGS, lineterminator="\n")
        if new:
            writer.writeheader()
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        writer.writerow({**row, "date": row["date"] or now, "who": row["who"] or getpass.getuser()})
