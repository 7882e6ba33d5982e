"""What differs between regions, and how sure we are.

From who says what to shares with intervals, contrasts with tests and a verdict in words. The unit is a source: passages of
one interview are never taken as independent. Methods and their sources: docs/comparison.md.
"""

from analysis.comparison.comparisons import Comparisons, compare, write
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.shares import share, write_share
from analysis.comparison.storage import labels, write_all
from analysis.comparison.units import mentions

__all__ = [
    "ComparisonSettings",
    "Comparisons",
    "compare",
    "labels",
    "mentions",
    "share",
    "write",
    "write_all",
    "write_share",
]
