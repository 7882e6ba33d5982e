"""`regiobeeld themes`: what people decide about themes, each decision a row with who, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd

    from analysis.paths import Paths

WHO = typer.Option("", help="who decides; default: git's user.name")
WHY = typer.Option("", help="why; it stands in the file for whoever asks later")
THEME = typer.Argument(help="a theme's id, such as T07")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Look at themes; accept, name, merge, split or hide them.")
    app.add_typer(group, name="themes")
    group.command("list")(show_list)
    for command in (accept, name, merge, split, hide, show, note):
        group.command()(command)


def show_list() -> None:
    """List the themes of the last run."""
    _, themes = _themes()
    for row in themes.itertuples(index=False):
        flags = f" [{row.flags}]" if row.flags else ""
        typer.echo(f"{row.theme_id}  {row.n_passages:4d} passages, stability {row.stability:.2f}  {row.name}{flags}")


def accept(who: str = WHO, why: str = WHY) -> None:
    """Accept the themes of the last run: later runs keep their ids and say what became of each."""
    from analysis.themes import decisions, storage
    from analysis.themes.identity import number_of

    paths, themes = _themes()
    last = max(decisions.last_number(storage.read_decisions(paths)), *(number_of(i) for i in themes["theme_id"]))
    if (earlier := storage.read_baseline(paths)) is not None:
        last = max(last, *(number_of(i) for i in earlier["theme_id"]))
    _decide(paths, "accept", f"T{last:02d}", "", who, why)
    typer.echo(f"{storage.accept(paths)} themes accepted, in data/raw/decisions/{storage.BASELINE}")


def name(theme: str = THEME, value: str = typer.Argument(help="its name"), who: str = WHO, why: str = WHY) -> None:
    """Name a theme; the name stays with it, whatever is proposed later."""
    _decide(_known(theme), "name", theme, value, who, why)


def merge(
    theme: str = THEME, into: str = typer.Argument(help="the theme it goes into"), who: str = WHO, why: str = WHY
) -> None:
    """Put all passages of a theme into another one."""
    _decide(_known(theme, into), "merge", theme, into, who, why)


def split(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Split a theme in two; the larger part keeps the id."""
    from analysis.themes import decisions, storage
    from analysis.themes.identity import number_of

    paths = _known(theme)
    _, themes = _themes()
    taken = [number_of(i) for i in themes["theme_id"]]
    if (earlier := storage.read_baseline(paths)) is not None:
        taken += [number_of(i) for i in earlier["theme_id"]]
    part = f"T{max(decisions.last_number(storage.read_decisions(paths)), *taken) + 1:02d}"
    _decide(paths, "split", theme, part, who, why)
    typer.echo(f"its smaller part will be {part}")


def hide(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Set a theme aside: it stays in the tables, flagged, and out of the reports."""
    _decide(_known(theme), "hide", theme, "", who, why)


def show(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Undo `hide`."""
    _decide(_known(theme), "show", theme, "", who, why)


def note(theme: str = THEME, value: str = typer.Argument(help="a remark"), who: str = WHO, why: str = WHY) -> None:
    """Keep a remark with a theme."""
    _decide(_known(theme), "note", theme, value, who, why)


def _themes() -> tuple[Paths, pd.DataFrame]:
    from analysis import paths, tables

    found = paths.find()
    return found, tables.read("themes", found.themes / "themes.parquet")


def _known(*ids: str) -> Paths:
    from analysis.errors import Problem, StudyError

    paths, themes = _themes()
    present = list(themes["theme_id"])
    unknown = [i for i in ids if i not in present]
    if unknown or len(set(ids)) < len(ids):
        raise StudyError(
            Problem("the command line", f"{', '.join(unknown or ids)}", f"different ids out of {', '.join(present)}")
        )
    return paths


def _decide(paths: Paths, action: str, theme: str, value: str, who: str, why: str) -> None:
    import datetime

    from analysis.themes import storage

    row = {
        "date": datetime.date.today().isoformat(),
        "who": who or _user(),
        "action": action,
        "theme_id": theme,
        "value": value,
        "why": why,
    }
    storage.append_decision(paths, row)
    typer.echo(
        f"{action} {theme} {value}".rstrip() + ": written to data/raw/decisions/themes.csv; `dvc repro` applies it"
    )


def _user() -> str:
    import subprocess

    found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    return found.stdout.strip()
