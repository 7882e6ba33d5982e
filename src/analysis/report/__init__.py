"""Reports from text and tables, and the site that shows how they came about."""

from __future__ import annotations

from pathlib import Path

from analysis.core.paths import Paths
from analysis.core.study import Study


def write_reports(paths: Paths, study: Study, only: str | None = None) -> list[Path]:
    """Write the reports of the internal edition; see :func:`analysis.report.editions.write_reports`."""
    from analysis.report import editions

    return editions.write_reports(paths, study, only)


def write_editions(paths: Paths, study: Study, edition: str | None = None) -> list[Path]:
    """Write the reports of every edition; see :func:`analysis.report.editions.write_editions`."""
    from analysis.report import editions

    return editions.write_editions(paths, study, edition)


def prepare(paths: Paths) -> None:
    """Do what every run of the reports begins with; see :func:`analysis.report.editions.prepare`."""
    from analysis.report import editions

    editions.prepare(paths)


def write_site(paths: Paths, study: Study) -> Path:
    """Write the site of executed notebooks; see :func:`analysis.report.site.write_site`."""
    from analysis.report import site

    return site.write_site(paths, study)
