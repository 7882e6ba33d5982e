"""A table is what its schema says, however that is found out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.core import tables
from analysis.core.errors import TableError

VALUES = {"str": "a", "int": 1, "float": 0.5, "bool": True}


def two_rows(name: str) -> pd.DataFrame:
    """A sound table `name`: two rows that differ in every key column that may hold anything."""
    table = tables.TABLES[name]
    row = {column: table.allowed.get(column, (VALUES[kind],))[0] for column, kind in table.columns.items()}
    if table.labelled:
        row |= {"classification": "Ongerubriceerd", "caveats": ""}
    other = {column: f"{value}b" for column, value in row.items() if column in table.key and value == "a"}
    other |= {column: 2 for column in table.key if table.columns[column] == "int"}
    return pd.DataFrame([row, row | other])[table.names]


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_a_sound_table_is_what_the_schema_makes_of_it(name):
    frame = two_rows(name)
    assert tables._is_sound(tables.TABLES[name], frame)
    pd.testing.assert_frame_equal(tables.schema(name).validate(frame), frame)
    pd.testing.assert_frame_equal(tables.check(name, frame.iloc[::-1]), frame)


def broken(name: str) -> dict[str, pd.DataFrame]:
    """Table `name` with one thing wrong, by what it is."""
    table, frame = tables.TABLES[name], two_rows(name)
    wrong = {"twice": pd.concat([frame, frame.tail(1)], ignore_index=True)}
    for column, kind in table.columns.items():
        if kind == "str":
            wrong[f"no {column}"] = frame.assign(**{column: pd.Series([None, None], dtype="str")})
        if column in table.allowed:
            wrong[f"another {column}"] = frame.assign(**{column: "iets anders"})
        if kind == "int":
            wrong[f"part of {column}"] = frame.assign(**{column: [np.nan, 1.0]})
    if table.labelled:
        wrong["no such level"] = frame.assign(classification="Zeer geheim")
    return wrong


@pytest.mark.parametrize(
    ("name", "what"), [(name, what) for name in sorted(tables.TABLES) for what in sorted(broken(name))]
)
def test_whatever_is_wrong_is_told(name, what):
    frame = broken(name)[what]
    assert not tables._is_sound(tables.TABLES[name], frame)
    with pytest.raises(TableError, match=f"table {name}"):
        tables.check(name, frame)


def test_what_another_type_can_hold_is_brought_into_the_type_of_the_table():
    frame = two_rows("raised").astype({"label_id": "object"})
    assert not tables._is_sound(tables.TABLES["raised"], frame)
    assert str(tables.check("raised", frame)["label_id"].dtype) == "str"


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_rows_come_in_the_order_in_which_pandas_sorts_their_keys(name):
    frame = two_rows(name)
    key = [column for column in tables.TABLES[name].key if column not in tables.TABLES[name].allowed]
    drawn = np.random.default_rng(0).permutation(40)
    values = {"str": [f"{'Zaé😀_-'[number % 6]}{number}" for number in drawn], "int": [int(n) for n in drawn]}
    many = pd.concat([frame.head(1)] * 40, ignore_index=True)
    many = many.assign(**{column: values[tables.TABLES[name].columns[column]] for column in key})
    pd.testing.assert_frame_equal(tables.check(name, many), many.sort_values(key, ignore_index=True))
