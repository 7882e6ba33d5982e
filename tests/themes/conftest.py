"""Puts this folder's corpus module on the path, and the dictionary of the tests of encoders."""

import sys
from pathlib import Path

for folder in (Path(__file__).parent, Path(__file__).parents[1] / "encoders"):
    sys.path.insert(0, str(folder))
