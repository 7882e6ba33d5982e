"""One home for each path of a study repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.core.errors import Problem, StudyError

MARKER = Path("data/raw/study.yaml")


@dataclass(frozen=True)
class Paths:
    """Where things are, below the root of one study."""

    root: Path

    @property
    def raw(self) -> Path:
        """What people put in: sources, register, study and decisions."""
        return self.root / "data/raw"

    @property
    def study(self) -> Path:
        """What the study is about."""
        return self.raw / "study.yaml"

    @property
    def guide(self) -> Path:
        """The questions interviews ask."""
        return self.raw / "interview_guide.yaml"

    @property
    def codebook(self) -> Path:
        """Aspects and codes."""
        return self.raw / "codebook.yaml"

    @property
    def register(self) -> Path:
        """One row a source."""
        return self.raw / "sources.csv"

    @property
    def decisions(self) -> Path:
        """What people decided, append-only."""
        return self.raw / "decisions"

    @property
    def params(self) -> Path:
        """Parameters of the analysis."""
        return self.root / "params.yaml"

    @property
    def processed(self) -> Path:
        """What the pipeline made; never edited by hand."""
        return self.root / "data/processed"

    @property
    def restricted(self) -> Path:
        """Originals as text, with names in them; read by `passages` only."""
        return self.processed / "restricted"

    @property
    def way_back(self) -> Path:
        """From the pseudonymised text to the original, span by span; as confidential as the originals."""
        return self.processed / "way_back.parquet"

    @property
    def unreviewed(self) -> Path:
        """Where tokens stand that nobody has explained yet: editions that leave mask them."""
        return self.processed / "unreviewed.parquet"

    @property
    def text(self) -> Path:
        """One text file a source, the text that passages point into."""
        return self.processed / "text"

    @property
    def sources(self) -> Path:
        """What later stages may know of each source; the table of that name, without names or originals."""
        return self.processed / "sources.parquet"

    @property
    def passages(self) -> Path:
        """What is embedded, grouped, counted and quoted."""
        return self.processed / "passages.parquet"

    @property
    def prompts(self) -> Path:
        """What interviewers and chairs say, to tell whether a theme was named before it was raised; nothing quotes it."""
        return self.processed / "prompts.parquet"

    @property
    def embeddings(self) -> Path:
        """Vectors by the hash of their text."""
        return self.processed / "embeddings"

    @property
    def themes(self) -> Path:
        """Themes, their passages, words, tree and quality."""
        return self.processed / "themes"

    @property
    def comparison(self) -> Path:
        """Prevalence, contrasts, chain and words, of all regions."""
        return self.processed / "comparison"

    @property
    def shares(self) -> Path:
        """One folder a region: the part of all tables its notebook may see."""
        return self.processed / "shares"

    def share_study(self, region: str) -> Path:
        """What the share of a region tells of the study."""
        return self.shares / region / "study.yaml"

    @property
    def cache(self) -> Path:
        """What saves time and can be thrown away: no stage's result, as confidential as the sources."""
        return self.processed / ".cache"

    @property
    def notebooks(self) -> Path:
        """Notebooks as people edit them, without outputs."""
        return self.root / "notebooks"

    @property
    def executed(self) -> Path:
        """Notebooks with their outputs, as the pipeline ran them."""
        return self.processed / "notebooks"

    @property
    def reports(self) -> Path:
        """Report text and what is made from it."""
        return self.root / "reports"

    @property
    def report_text(self) -> Path:
        """Markdown that pulls numbers, figures and quotes by key."""
        return self.reports / "text"

    @property
    def region_reports(self) -> Path:
        """One folder a region with the figures of its picture."""
        return self.reports / "regions"

    @property
    def overall_report(self) -> Path:
        """Figures of the overall report."""
        return self.reports / "overall"

    @property
    def editions(self) -> Path:
        """Reports as they leave, one folder an edition."""
        return self.reports / "editions"

    @property
    def site(self) -> Path:
        """What a reviewer opens."""
        return self.reports / "site"


def find(start: Path | str | None = None) -> Paths:
    """Find the study around a folder.

    Parameters
    ----------
    start : Path or str, optional
        Where to look from; default `REGIOBEELD_ROOT`, else the working directory. Its parents are looked at too.

    Returns
    -------
    Paths

    Raises
    ------
    StudyError
        When neither the folder nor a parent of it holds `data/raw/study.yaml`.
    """
    begin = Path(start or os.environ.get("REGIOBEELD_ROOT") or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if (folder / MARKER).is_file():
            return Paths(folder)
    raise StudyError(
        Problem(
            str(begin),
            "no study here or in a folder above",
            f"a folder with {MARKER}",
            "go to your study's folder, or make one with `regiobeeld new DIR`",
        )
    )
