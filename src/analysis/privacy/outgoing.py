"""The edge of a release: the bytes of one file, what is checked of them, and where they go."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.core import tables
from analysis.core.classification import LEVELS, Label, join, label_slug, split_caveats
from analysis.core.errors import Problem
from analysis.core.files import write_whole
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.privacy import canaries, ceiling, disclosure, editions, log, quotes
from analysis.privacy.canaries import Canary
from analysis.privacy.disclosure import RELEASED, Rule
from analysis.privacy.log import Event
from analysis.privacy.release import ReleaseError

_META = re.compile(rb'<meta name="classification" content="([^"]*)">')


@dataclass(frozen=True)
class Outgoing:
    """One file of an edition, read once: what is checked is what is hashed is what is published.

    `name` is without the label that the file's own name bears, so that a file whose label rose is still the same report.
    """

    edition: str
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def unlabelled(name: str) -> str:
    """The name of a report's file without the label in it.

    >>> unlabelled("overall.departementaal-vertrouwelijk_medisch.html"), unlabelled("overall.html")
    ('overall.html', 'overall.html')
    """
    stem, *_, suffix = name.split(".") if "." in name else (name, "")
    return f"{stem}.{suffix}" if suffix else stem


def labelled(name: str, label: Label) -> str:
    """The name of a report's file with a label in it.

    >>> labelled("overall.html", Label("Ongerubriceerd"))
    'overall.ongerubriceerd.html'
    """
    stem, _, suffix = unlabelled(name).partition(".")
    return ".".join(part for part in (stem, label_slug(label), suffix) if part)


def files(paths: Paths, edition: str) -> dict[str, Path]:
    """The files of an edition by their name without label."""
    folder = paths.editions / edition
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).with_name(unlabelled(path.name)).as_posix(): path for path in found}


def open_file(paths: Paths, edition: str, file: str = "") -> Outgoing:
    """The file of an edition, named with or without its label; which one may be left out where there is one only.

    Raises
    ------
    ReleaseError
        When the edition has no such file, or several and none was named.
    """
    found = files(paths, edition)
    name = next(iter(found)) if not file and len(found) == 1 else unlabelled(file)
    if name not in found:
        where = (paths.editions / edition).relative_to(paths.root).as_posix()
        what = f"has no file {file!r}" if file else f"has {len(found)} files" if found else "is not there"
        remedy = "give --file" if found else "build it with `dvc repro`"
        raise ReleaseError(Problem(where, what, " or ".join(found) or "an edition", remedy))
    return Outgoing(edition, name, found[name].read_bytes())


def label_of_file(paths: Paths, outgoing: Outgoing, register: pd.DataFrame) -> Label:
    """The label of an edition's file: what it says itself, joined with all that `dvc.yaml` says it was made from."""
    place = (paths.editions / outgoing.edition / outgoing.name).relative_to(paths.root).as_posix()
    floors = ceiling.labels_of_outputs(paths, register)
    inherited = [label for out, label in floors.items() if ceiling.is_below(place, out)]
    if not inherited:
        inherited = [Label(row.classification, split_caveats(row.caveats)) for row in register.itertuples()]
    said = [text.decode("utf-8", "replace").split(" · ") for text in _META.findall(outgoing.data)]
    return join([*inherited, *(Label(level, tuple(rest)) for level, *rest in said if level in LEVELS)])


def read_unexplained(paths: Paths, passages: pd.DataFrame) -> frozenset[str] | None:
    """Passages that the gate of the pseudonyms stopped; None where there is no list of the gate, and then none is clean."""
    if not paths.unreviewed.is_file():
        return None
    return quotes.stopped_by_gate(passages, tables.read("unreviewed", paths.unreviewed))


def read_tables(paths: Paths) -> dict[str, pd.DataFrame]:
    """The tables of all regions that a judgement needs."""
    home = {
        "sources": paths.processed,
        "passages": paths.processed,
        "passage_themes": paths.themes,
        "prevalence": paths.comparison,
    }
    return {name: tables.read(name, folder / f"{name}.parquet") for name, folder in home.items()}


def check(
    outgoing: Outgoing,
    study: Study,
    events: Sequence[Event],
    frames: dict[str, pd.DataFrame],
    known: Sequence[Canary],
    released: pd.DataFrame,
    rule: Rule,
    unexplained: Collection[str] | None = None,
) -> Iterator[Problem]:
    """What is wrong with a file that is to leave: canaries, passages that were not released, counts that can be recovered.

    Parameters
    ----------
    frames : dict of str to DataFrame
        :func:`read_tables`.
    known : sequence of Canary
        Without one, nothing was searched and that is a problem.
    released : DataFrame
        :func:`read_released`.
    """
    where = f"{outgoing.edition}/{outgoing.name}"
    if not known:
        yield Problem(where, "was not searched for names", "a register of canaries", "give --register FILE.csv")
    yield from canaries.problems(canaries.search(outgoing.data, where, known))
    judged = quotes.judge(frames["passages"], frames["sources"], events, outgoing.edition, rule, unexplained)
    hidden = frames["passages"][~judged["released"].to_numpy(dtype=bool)]
    said = hidden[hidden["role"].isin(("respondent", "document"))]
    for found in canaries.search_fragments(outgoing.data, where, canaries.fragments(said)):
        yield Problem(
            found.where,
            f"holds words of passage {found.canary} ({found.how})",
            "none",
            "release the quote, or write it out",
        )
    ours = counts(outgoing, study, events, frames, released, rule)
    for row in disclosure.recovered(pd.concat([released, ours], ignore_index=True), rule).itertuples():
        yield Problem(
            f"{row.label_kind} {row.label_id}, {row.measure}",
            f"{row.target} can be worked out: between {row.low} and {row.high}",
            "a wider interval",
            "take a table out of this release",
        )


def counts(
    outgoing: Outgoing,
    study: Study,
    events: Sequence[Event],
    frames: dict[str, pd.DataFrame],
    released: pd.DataFrame,
    rule: Rule,
) -> pd.DataFrame:
    """The counts that this file may hold, as rows of the register of released tables."""
    judged = editions.judge(frames, study, events, outgoing.edition, rule, released)
    name = f"{outgoing.edition}/{outgoing.name}/{outgoing.sha256[:12]}"
    return disclosure.register_rows(frames["prevalence"], frames["passages"], study, name, judged)


def read_released(paths: Paths, events: Sequence[Event]) -> pd.DataFrame:
    """The register of released tables: columns :data:`RELEASED`.

    Raises
    ------
    ReleaseError
        When a table of it is gone, or is not the one that the log holds.
    """
    found, problems = [pd.DataFrame(columns=list(RELEASED))], []
    for event in events:
        if event.event != "publish":
            continue
        name, digest = str(event.details["tables"]), event.details["tables_sha256"]
        path = log.folder(paths) / "tables" / name
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != digest:
            problems.append(
                Problem(f"released tables {name}", "is gone or changed", str(digest)[:12], "restore it from git")
            )
            continue
        found.append(pd.read_csv(path, dtype=str, keep_default_na=False))
    if problems:
        raise ReleaseError(problems)
    return pd.concat(found, ignore_index=True)


def publish(
    paths: Paths, outgoing: Outgoing, event: Event, expected: str, table: pd.DataFrame, label: Label | None = None
) -> Path:
    """Write the published file, with its release beside it, and the event; the path of the file.

    Parameters
    ----------
    event : Event
        The publication, already allowed.
    expected : str
        Head of the log on which that rests.
    table : DataFrame
        :func:`counts`.
    label : Label, optional
        What the file is labelled when it leaves, after any decision that lowered it; it stands in the file's name.
    """
    label = label or Label()
    name = f"{outgoing.edition}-{outgoing.sha256[:12]}.csv"
    text = table.to_csv(index=False, lineterminator="\n").encode("utf-8")
    details = {**event.details, "tables": name, "tables_sha256": hashlib.sha256(text).hexdigest()}
    write_whole(log.folder(paths) / "tables" / name, text)
    target = paths.reports / "released" / outgoing.edition / labelled(outgoing.name, label)
    head = log.append(paths, [Event(**{**event.__dict__, "details": details})], expected)
    write_whole(target, outgoing.data)
    release = {
        "date": event.date,
        "file": target.name,
        "sha256": outgoing.sha256,
        "log": head,
        "classification": label.level,
        "caveats": list(label.caveats),
    }
    write_whole(
        target.with_name(f"{target.name}.release.json"),
        (json.dumps(release, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8"),
    )
    return target
