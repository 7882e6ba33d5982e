"""What notebooks show in the same way: the label of what they show, and tables a reviewer can read."""

from __future__ import annotations

import pandas as pd

from analysis.classification import Label, join, label_of


def show_label(*tables: pd.DataFrame) -> None:
    """Show the label of all these tables together; the pipeline takes it over as the label of the notebook.

    Parameters
    ----------
    *tables : pandas.DataFrame
        Tables with `classification` and `caveats`.
    """
    from IPython.display import display

    label: Label = join(label_of(table) for table in tables)
    marker = {"regiobeeld": {"classification": label.level, "caveats": list(label.caveats)}}
    display({"text/markdown": f"**{label}**", "text/plain": str(label)}, raw=True, metadata=marker)


def counts(table: pd.DataFrame, rows: str, columns: str, empty: str = "–") -> pd.DataFrame:
    """How many rows of `table` there are for each pair of values of two of its columns, with totals."""
    named = table.assign(**{name: table[name].replace("", empty) for name in (rows, columns)})
    return pd.crosstab(named[rows], named[columns], margins=True, margins_name="total")
