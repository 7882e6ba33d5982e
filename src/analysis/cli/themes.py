"""`regiobeeld themes`: what people decide about themes, each decision a row with who, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd

    from analysis.core.paths import Paths

WHO = typer.Option("", help="who decides; default: git's user.name")
WHY = typer.Option("", help="why; it stands in the file for whoever asks later")
THEME = typer.Argument(help="a theme's id, such as T07")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Look at themes; accept, name, merge, split or hide them.")
    app.add_typer(group, name="themes")
    group.command("list")(show_list)
    group.command("propose-names")(propose_names)
    for command in (accept, name, merge, split, hide, show, note):
        group.command()(command)


def show_list() -> None:
    """List the themes of the last run."""
    _, themes = _themes()
    for row in themes.itertuples(index=False):
        flags = f" [{row.flags}]" if row.flags else ""
        by = {"proposal": " (proposed)", "language model": " (proposed by a language model)"}.get(row.named_by, "")
        typer.echo(
            f"{row.theme_id}  {row.n_passages:4d} passages, stability {row.stability:.2f}  {row.name}{flags}{by}"
        )


def accept(who: str = WHO, why: str = WHY) -> None:
    """Accept the themes of the last run: later runs keep their ids and say what became of each."""
    from analysis.core import signature
    from analysis.themes import rulings, storage

    paths, themes = _themes()
    last = rulings.highest(paths, list(themes["theme_id"]))
    rulings.append(paths, "accept", f"T{last:02d}", "", signature.of(who), why)
    typer.echo(
        f"{storage.accept(paths)} themes accepted, in data/raw/decisions/{storage.BASELINE}; `dvc repro` applies it"
    )


def name(theme: str = THEME, value: str = typer.Argument(help="its name"), who: str = WHO, why: str = WHY) -> None:
    """Name a theme; the name stays with it, whatever is proposed later."""
    _decide("name", theme, value, who, why)


def propose_names(
    again: bool = typer.Option(False, help="also for themes that a model proposed a name for before"),
) -> None:
    """Ask the language model of `themes.naming` in params.yaml for a name for each theme that nobody named.

    The model runs on this machine, unless all that would be sent is Ongerubriceerd. Each name is a row in
    data/raw/decisions/themes.csv with the model as who; a name that a person gives goes before it.
    """
    from analysis.core import workspace
    from analysis.themes import decisions, language_model, rulings, storage

    study = workspace.open("")
    themes, passages = study.table("themes"), study.table("passages")
    settings = study.params.themes.naming
    language_model.allowed(settings, study.study, passages)
    taken = storage.read_decisions(study.paths)
    named = set(decisions.names(taken)) | (set() if again else set(decisions.names(taken, "propose")))
    shows = study.table("passage_themes").query("representative > 0").merge(passages[["passage_id", "text"]])
    for row in themes[~themes["theme_id"].isin(named)].itertuples(index=False):
        shown = shows[shows["theme_id"] == row.theme_id].sort_values("representative")["text"].head(3)
        proposal = language_model.propose(
            settings, row.words.split("; "), shown.tolist(), study.study.language, study.params.seed
        )
        if proposal:
            _told(rulings.append(study.paths, "propose", row.theme_id, proposal, f"language model {settings.model}"))
        else:
            typer.echo(f"{row.theme_id}: the answer was no name; it keeps its own proposal")


def merge(
    theme: str = THEME, into: str = typer.Argument(help="the theme it goes into"), who: str = WHO, why: str = WHY
) -> None:
    """Put all passages of a theme into another one."""
    _decide("merge", theme, into, who, why)


def split(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Split a theme in two; the larger part keeps the id."""
    row = _decide("split", theme, "", who, why)
    typer.echo(f"its smaller part will be {row['value']}")


def hide(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Set a theme aside: it stays in the tables, flagged, and out of the reports."""
    _decide("hide", theme, "", who, why)


def show(theme: str = THEME, who: str = WHO, why: str = WHY) -> None:
    """Undo `hide`."""
    _decide("show", theme, "", who, why)


def note(theme: str = THEME, value: str = typer.Argument(help="a remark"), who: str = WHO, why: str = WHY) -> None:
    """Keep a remark with a theme."""
    _decide("note", theme, value, who, why)


def _themes() -> tuple[Paths, pd.DataFrame]:
    from analysis.core import paths, tables

    found = paths.find()
    return found, tables.read("themes", found.themes / "themes.parquet")


def _decide(action: str, theme: str, value: str, who: str, why: str) -> dict[str, str]:
    from analysis.core import signature
    from analysis.themes import rulings

    paths, themes = _themes()
    was_held = rulings.is_held(paths, theme)
    row = rulings.decide(paths, list(themes["theme_id"]), action, theme, value, signature.of(who), why)
    if not was_held:
        typer.echo(f"the themes of the last run are accepted with it, so that {theme} stays {theme}")
    return _told(row)


def _told(row: dict[str, str]) -> dict[str, str]:
    typer.echo(
        f"{row['action']} {row['theme_id']} {row['value']}".rstrip()
        + ": written to data/raw/decisions/themes.csv; `dvc repro` applies it"
    )
    return row
