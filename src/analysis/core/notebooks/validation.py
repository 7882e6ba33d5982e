"""How notebooks are validated without a second of waiting for a grammar that none of them needs."""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"


def without_iri_grammar() -> None:
    """Leave jsonschema's optional check of the format `iri` out of this process.

    The package that it would use compiles a grammar of internationalised addresses when it is imported: one second in each
    process that opens a notebook or shows a figure. The schema of notebooks has no such format, and jsonschema goes on
    without where the package is not to be had. Does nothing when it was imported already.
    """
    sys.modules.setdefault(_GRAMMAR, None)  # type: ignore[arg-type]  # Python's own way to say: not to be had
