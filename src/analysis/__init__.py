"""Regiobeeld: from confidential interview reports to one picture per region and one overall report."""

__version__ = "0.1.0"
