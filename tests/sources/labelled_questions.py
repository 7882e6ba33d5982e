"""Which question of the guide each turn of an interviewer asks, in the words of a reader.

Labelled by reading question and answer beside the guide, before the matcher's own answer was seen. Two ids: either is right.
None: the guide asks nothing of the kind; the matcher cannot know that and carries on, which counts against it.
"""

from __future__ import annotations

TUNED_ON: dict[str, dict[int, str]] = {
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
"""By source and number of the turn, from 1 as `regiobeeld read` counts. Labelled first, then seen while rules were made."""

HELD_OUT: dict[str, dict[int, str]] = {
    "AMS-P1": {
        1: "V01", 3: "V05", 5: "V05 V03", 7: "V06", 9: "V06", 11: "V11", 13: "V11", 15: "V09", 17: "V09", 19: "V10", 21: "V10",
        23: "V12", 25: "V12 V03", 27: "V12", 29: "V12", 31: "V08", 33: "V08", 35: "V13",
    },
    "BZO-G2": {
        1: "V01", 3: "V08", 5: "V08", 7: "V04", 9: "V04", 11: "V06", 13: "V06", 15: "V07", 17: "V07", 19: "V05", 21: "V05 V03",
        23: "V08", 25: "V08", 27: "V08", 29: "V08", 31: "V09", 33: "V09", 35: "V10", 37: "V10", 39: "V13",
    },
    "MST-O1": {
        1: "V01", 3: "V06", 5: "V06", 7: "", 9: "", 11: "V05", 13: "V05", 15: "V03", 17: "V03", 19: "V09", 21: "V09", 23: "V11",
        25: "V11", 27: "V08", 29: "V08", 31: "V14",
    },
    "NAT-N1": {
        1: "V01", 3: "V12 V02", 5: "V12 V02", 7: "V12 V02", 9: "V12", 11: "V06", 13: "V06", 15: "V09", 17: "V09", 19: "V10",
        21: "V10", 23: "V12", 25: "V12", 27: "V08", 29: "V08", 31: "V11", 33: "V11",
    },
}  # fmt: skip
"""Labelled when the rules stood; of what was tried afterwards, what did best on the others was kept."""
