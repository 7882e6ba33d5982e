"""Which question of the guide each turn of an interviewer asks, in interviews the matcher was not tuned on.

Labelled by reading question and answer beside the guide, before the matcher's own answer was seen. Two ids: the turn asks
both. None: the guide asks nothing of the kind; the matcher cannot know that and carries on, which counts against it.
"""

from __future__ import annotations

ASKED: dict[str, dict[int, str]] = {
    "MST-G1": {
        1: "V01", 3: "V03", 5: "V03", 7: "V06", 9: "V06", 11: "V04", 13: "V04", 15: "V05", 17: "V05", 19: "", 21: "",
        23: "V09", 25: "V09", 27: "V10", 29: "V10", 31: "V08", 33: "V08", 35: "V13",
    },
    "NAT-Z1": {
        1: "V01", 3: "V12", 5: "V12", 7: "V03", 9: "V03", 11: "V06 V07", 13: "V06", 15: "V09", 17: "V09", 19: "V10",
        21: "V10", 23: "V04", 25: "V04", 27: "V08", 29: "V08", 31: "V08", 33: "V08",
    },
    "DRE-O1": {
        1: "V01", 3: "V03", 5: "V03", 7: "V06", 9: "V06", 11: "V05", 13: "V05", 15: "V09", 17: "V09", 19: "V10",
        21: "V10", 23: "V11", 25: "V11", 27: "V12", 29: "V12", 31: "V13", 33: "V14",
    },
}  # fmt: skip
"""By source and number of the turn, from 1 as `regiobeeld read` counts."""
