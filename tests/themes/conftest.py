"""Puts this folder's corpus module on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
