"""Themes: found by many runs that agree, named by the words people used, with an id for life."""

from analysis.themes import alternatives
from analysis.themes.deciding import desk
from analysis.themes.deductive import Seeds, framework
from analysis.themes.discovery import Themes, find
from analysis.themes.settings import ThemeSettings
from analysis.themes.storage import read_baseline, read_decisions, write

__all__ = [
    "Seeds",
    "ThemeSettings",
    "Themes",
    "alternatives",
    "desk",
    "find",
    "framework",
    "read_baseline",
    "read_decisions",
    "write",
]
