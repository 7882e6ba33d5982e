"""Every table of the pipeline: its schema, and the one reader and one writer that check it.

A table is a Parquet file. Text columns are strings, never null where "nothing" is an answer of its own: an empty string
says "none" (no region: a national source). Rows are written in the order of their keys, so equal content is equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.core.classification import LEVELS, floor, join, join_caveats, label_of
from analysis.core.errors import Problem, TableError
from analysis.core.files import replacing

if TYPE_CHECKING:
    import pandera.pandas as pa

KINDS = ("interview", "document", "focus group")
ROLES = ("respondent", "document", "interviewer", "chair")
WEDERHOOR = ("niet van toepassing", "verstuurd", "bevestigd", "gecorrigeerd")
VERDICTS = ("shared", "more here", "less here", "only here", "disagrees within the chain", "not assessable", "")


@dataclass(frozen=True)
class Table:
    """One table: its columns with their type, its key and the values its columns are limited to."""

    columns: dict[str, str]
    key: tuple[str, ...]
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labelled: bool = True

    @property
    def names(self) -> list[str]:
        """Columns in their order; tables that derive from a source end in `classification` and `caveats`."""
        return [*self.columns, *(("classification", "caveats") if self.labelled else ())]


_WHO = {"region": "str", "municipality": "str", "organisation": "str", "kind": "str", "date": "str"}

TABLES: dict[str, Table] = {
    # one row a source that was read; `date` is ISO or empty, `words_*` add up to `words`
    "sources": Table(
        {
            "source_id": "str",
            "file": "str",
            "title": "str",
            **_WHO,
            "function": "str",
            "wederhoor": "str",
            "format": "str",
            "sha256": "str",
            "words": "int",
            "words_in_turns": "int",
            "words_interviewer": "int",
            "words_aside": "int",
            "warnings": "str",
        },
        ("source_id",),
        {"kind": KINDS, "wederhoor": WEDERHOOR},
    ),
    # one row a turn; start and end are code points into restricted/text/ID.txt, end exclusive
    "turns": Table(
        {
            "source_id": "str",
            "turn": "int",
            "speaker": "str",
            "voice": "str",
            "role": "str",
            "start": "int",
            "end": "int",
            "page": "int",
            "seconds": "float",
            "question_id": "str",
        },
        ("source_id", "turn"),
        {"role": ROLES},
    ),
    # one row a replacement: start and end in the new text, original_* in the original; as confidential as the originals
    "way_back": Table(
        {
            "source_id": "str",
            "start": "int",
            "end": "int",
            "original_start": "int",
            "original_end": "int",
            "kind": "str",
            "layer": "str",
            "replacement": "str",
            "state": "str",
        },
        ("source_id", "start", "end", "original_start"),
        {"state": ("masked", "unreviewed")},
    ),
    # one row a token of the new text that nothing explains and nobody has looked at
    "unreviewed": Table({"source_id": "str", "start": "int", "end": "int"}, ("source_id", "start", "end")),
    # one row a passage; start and end are code points into text/ID.txt; voice is "SOURCE/R1", never a name
    "passages": Table(
        {
            "passage_id": "str",
            "source_id": "str",
            "turn": "int",
            "voice": "str",
            "role": "str",
            "start": "int",
            "end": "int",
            "words": "int",
            "text": "str",
            "text_hash": "str",
            "question_id": "str",
            "sub_question": "str",
            "aspect": "str",
            **_WHO,
        },
        ("passage_id",),
        {"role": ROLES, "kind": KINDS},
    ),
    # one row a turn of an interviewer or chair; turn as in `passages`; the text is under pseudonyms
    "prompts": Table(
        {"source_id": "str", "turn": "int", "role": "str", "text": "str"}, ("source_id", "turn"), {"role": ROLES}
    ),
    # one row a theme, largest first; words and flags are "; "-joined; stability is a share in 0..1
    "themes": Table(
        {
            "theme_id": "str",
            "name": "str",
            "named_by": "str",
            "words": "str",
            "n_passages": "int",
            "n_voices": "int",
            "n_sources": "int",
            "n_regions": "int",
            "stability": "float",
            "framework": "str",
            "emergent": "bool",
            "flags": "str",
        },
        ("theme_id",),
        {"named_by": ("proposal", "researcher", "language model")},
    ),
    # one row a passage; theme_id empty for an outlier; representative 1.. for the passages that show the theme, 0 else
    "passage_themes": Table(
        {
            "passage_id": "str",
            "theme_id": "str",
            "score": "float",
            "x": "float",
            "y": "float",
            "representative": "int",
        },
        ("passage_id",),
    ),
    # the same passages with their themes found otherwise; theme_id of `themes`, empty where there is no counterpart
    "theme_alternatives": Table(
        {"variant": "str", "passage_id": "str", "theme_id": "str", "score": "float"}, ("variant", "passage_id")
    ),
    # the tree of themes: one row a merge of two nodes; leaves are theme ids
    "theme_tree": Table({"node": "str", "left": "str", "right": "str", "distance": "float", "name": "str"}, ("node",)),
    # what became of each theme since the accepted state; others are "; "-joined theme ids, share is of the passages both hold
    "theme_history": Table(
        {"theme_id": "str", "event": "str", "others": "str", "share": "float"},
        ("theme_id", "event"),
        {"event": ("continued", "split", "merged", "new", "gone")},
    ),
    # how each label is spread: of n_units sources that could raise it, k_units did; shares with 95 % intervals
    "prevalence": Table(
        {
            "label_kind": "str",
            "label_id": "str",
            "axis": "str",
            "group": "str",
            "within": "str",
            "k_units": "int",
            "n_units": "int",
            "k_voices": "int",
            "n_voices": "int",
            "share": "float",
            "low": "float",
            "high": "float",
            "word_share": "float",
            "word_low": "float",
            "word_high": "float",
            "passage_share": "float",
            "passage_low": "float",
            "passage_high": "float",
            "assessable": "bool",
            "statement": "str",
        },
        ("label_kind", "label_id", "axis", "within", "group"),
    ),
    # which source raises which label, as `prevalence` counts it
    "raised": Table(
        {"label_kind": "str", "label_id": "str", "source_id": "str"}, ("label_kind", "label_id", "source_id")
    ),
    # differences in share of interviews, a minus b, with interval, permutation p, BH q and the partially pooled estimate
    "contrasts": Table(
        {
            "label_kind": "str",
            "label_id": "str",
            "contrast": "str",
            "group_a": "str",
            "group_b": "str",
            "within": "str",
            "k_a": "int",
            "n_a": "int",
            "k_b": "int",
            "n_b": "int",
            "difference": "float",
            "low": "float",
            "high": "float",
            "p": "float",
            "q": "float",
            "pooled": "float",
            "pooled_low": "float",
            "pooled_high": "float",
            "verdict": "str",
            "fragile": "bool",
            "fragile_under": "str",
            "statement": "str",
        },
        ("label_kind", "label_id", "contrast", "within", "group_a", "group_b"),
        {"verdict": VERDICTS},
    ),
    # who in a region's chain sees a label: state is sees, silent, not asked or no interview
    "chain": Table(
        {
            "label_kind": "str",
            "label_id": "str",
            "region": "str",
            "organisation": "str",
            "k_units": "int",
            "n_units": "int",
            "state": "str",
            "agreement": "str",
        },
        ("label_kind", "label_id", "region", "organisation"),
        {"state": ("sees", "silent", "not asked", "no interview")},
    ),
    # words that set a region apart: log-odds with an informative prior, counted by interview
    "distinctive": Table(
        {
            "axis": "str",
            "group": "str",
            "term": "str",
            "log_odds": "float",
            "z": "float",
            "k_units": "int",
            "n_units": "int",
            "passage_ids": "str",
        },
        ("axis", "group", "term"),
    ),
    # what the comparison cannot say, in the language of the study; subject is a region, source, organisation or label
    "remarks": Table({"kind": "str", "subject": "str", "statement": "str"}, ("kind", "subject", "statement")),
    # what an edition leaves out: the row of which table, on which ground of the Woo, and for what reason
    "withheld": Table({"table": "str", "key": "str", "ground": "str", "reason": "str"}, ("table", "key")),
}
"""All tables by name."""

_TYPES = {"str": "str", "int": "int64", "float": "float64", "bool": "bool"}


def of_region(frame: pd.DataFrame, region: str) -> pd.DataFrame:
    """Rows of one region (`""`: of none); a source in two regions, `a;b`, is in both."""
    found = [regions for regions in frame["region"].unique() if region in regions.split(";")]
    return frame[frame["region"].isin(found)]


def shown(themes: pd.DataFrame) -> pd.DataFrame:
    """Themes that nobody set aside: those that are compared, drawn and reported."""
    return themes[~themes["flags"].str.contains(r"(?:^|; )hidden(?:;|$)").astype("bool")]


def empty(name: str) -> pd.DataFrame:
    """Table `name` without rows, with all its columns and types."""
    table = TABLES[name]
    columns = {column: pd.Series(dtype=_TYPES[kind]) for column, kind in table.columns.items()}
    if table.labelled:
        columns |= {column: pd.Series(dtype="str") for column in ("classification", "caveats")}
    return pd.DataFrame(columns)


def schema(name: str) -> pa.DataFrameSchema:
    """The pandera schema of table `name`: its columns and no others, keys unique, limited values checked."""
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {
        column: pa.Column(_TYPES[kind], _checks(table, column), coerce=True, nullable=kind == "float")
        for column, kind in table.columns.items()
    }
    if table.labelled:
        columns["classification"] = pa.Column("str", pa.Check.isin(LEVELS), coerce=True)
        columns["caveats"] = pa.Column("str", coerce=True)
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key))


def _checks(table: Table, column: str) -> list[pa.Check]:
    import pandera.pandas as pa

    return [pa.Check.isin(table.allowed[column])] if column in table.allowed else []


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the columns of table `name` in their order and type, rows sorted by key.

    Raises
    ------
    TableError
        With every column and row that is not what the schema says; cell values are not shown.
    """
    table = TABLES[name]
    missing = [column for column in table.names if column not in frame.columns]
    surplus = [column for column in frame.columns if column not in table.names]
    if missing or surplus:
        raise TableError(
            Problem(f"table {name}", f"missing columns {missing}, columns it does not know {surplus}", str(table.names))
        )
    ordered = frame[table.names].reset_index(drop=True)
    return _in_order(table, ordered if _is_sound(table, ordered) else _validated(name, ordered))


def _is_sound(table: Table, frame: pd.DataFrame) -> bool:
    """Whether the schema plainly holds: types that need no coercing, no gaps, known values, unique keys.

    The schema itself takes ten times as long, for what it can tell of a table that is not right.
    """
    limits = table.allowed | ({"classification": LEVELS} if table.labelled else {})
    types = [_TYPES[table.columns.get(column, "str")] for column in table.names]
    if [str(dtype) for dtype in frame.dtypes] != types:
        return False
    gaps = frame.isna().any()
    return (
        all(table.columns.get(column) == "float" for column in gaps.index[gaps])
        and all(set(frame[column].unique()) <= set(values) for column, values in limits.items())
        and len(set(_keys(table, frame))) == len(frame)
    )


def _in_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows sorted by key; most tables come sorted."""
    keys = _keys(table, frame)
    if all(before <= after for before, after in pairwise(keys)):
        return frame
    return frame.take(sorted(range(len(keys)), key=keys.__getitem__)).reset_index(drop=True)


def _keys(table: Table, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    # Python sorts the few rows of our tables before pandas has numbered the values of one column
    return list(zip(*(frame[column].to_numpy() for column in table.key), strict=True))


def _validated(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    import pandera.errors

    try:
        return schema(name).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failure:
        cases = failure.failure_cases[["column", "check", "index"]].drop_duplicates()
        raise TableError(
            Problem(f"table {name}, row {row.index}, column {row.column}", f"fails {row.check}")
            for row in cases.itertuples(index=False, name="Row")
        ) from None


ALONE = {"use_threads": False, "pre_buffer": False}
"""Settings of pyarrow by which no thread of its own reads."""


def read(name: str, path: Path) -> pd.DataFrame:
    """Read and check table `name`.

    Raises
    ------
    TableError
        When the file is missing or is not table `name`.
    """
    if not path.is_file():
        raise TableError(Problem(str(path), "is not there", f"table {name}", "run `dvc repro`, or `make reproduce`"))
    return check(name, read_any(path))


def read_any(path: Path) -> pd.DataFrame:
    """Read a Parquet file that is no table of ours, or not known to be one."""
    # opened by Python and not by Arrow, so that what watches a stage sees it (see analysis.core.stages.opens); and read by this
    # thread alone: one of Arrow's that lets go of a file of Python's while the process ends brings it down
    with path.open("rb") as stream:
        return pd.read_parquet(stream, **ALONE)


def write(name: str, frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Check table `name` and write it beside, then rename: a reader never meets half a file.

    The label of the whole table stands in the Parquet metadata (`classification`, `caveats`): that of its rows, joined with
    that of all which the stage read.

    Returns
    -------
    pandas.DataFrame
        What was written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    checked = check(name, frame)
    arrow = pa.Table.from_pandas(checked, preserve_index=False)
    metadata = {b"table": name.encode()}
    label = join([floor(), label_of(checked)] if TABLES[name].labelled else [floor()])
    metadata |= {b"classification": label.level.encode(), b"caveats": join_caveats(label.caveats).encode()}
    arrow = arrow.replace_schema_metadata(metadata | (arrow.schema.metadata or {}))
    with replacing(path) as part:
        pq.write_table(arrow, part, compression="zstd")
    return checked
