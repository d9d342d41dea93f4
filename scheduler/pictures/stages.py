"""The stages of an exit as pictures show them, and the stage an activity belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Hypercare, ParallelRunning

Texture = Literal["plain", "hatched", "dotted", "hollow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A kind of work with its own look; order in the tuple is order in time."""

    id: str
    name: str
    short: str
    """Fits into a bar."""
    colour: str
    """At least 4.5 to 1 against white, so that it carries white words and lies on white."""
    texture: Texture
    height: int
    """Where it lies when stages overlap: 0 lowest, 1 above."""
    glyph: str
    ascii_glyph: str


PREPARE = Stage(
    id="prepare",
    name="Prepare and decide",
    short="prepare",
    colour="#5f6b7a",
    texture="plain",
    height=1,
    glyph="░",
    ascii_glyph="d",
)
PROCURE = Stage(
    id="procure",
    name="Procure or agree",
    short="procure",
    colour="#3f689e",
    texture="plain",
    height=0,
    glyph="▒",
    ascii_glyph="p",
)
PEOPLE = Stage(
    id="people",
    name="Mobilise, staff and knowledge",
    short="mobilise",
    colour="#7a5aa6",
    texture="plain",
    height=1,
    glyph="▄",
    ascii_glyph="m",
)
BUILD = Stage(
    id="build",
    name="Build and migrate",
    short="build",
    colour="#1f7a86",
    texture="plain",
    height=0,
    glyph="█",
    ascii_glyph="b",
)
REHEARSE = Stage(
    id="rehearse",
    name="Rehearse",
    short="rehearse",
    colour="#a3561a",
    texture="plain",
    height=0,
    glyph="▚",
    ascii_glyph="r",
)
PARALLEL = Stage(
    id="parallel",
    name="Parallel running",
    short="parallel",
    colour="#a3561a",
    texture="hatched",
    height=0,
    glyph="═",
    ascii_glyph="=",
)
HYPERCARE = Stage(
    id="hypercare",
    name="Hypercare",
    short="hypercare",
    colour="#2f7a3d",
    texture="dotted",
    height=0,
    glyph="≈",
    ascii_glyph="h",
)
CLOSE = Stage(
    id="close",
    name="Return, delete and settle",
    short="close",
    colour="#555555",
    texture="hollow",
    height=1,
    glyph="─",
    ascii_glyph="c",
)

STAGES = (PREPARE, PROCURE, PEOPLE, BUILD, REHEARSE, PARALLEL, HYPERCARE, CLOSE)

_PHASES: tuple[tuple[Stage, str], ...] = (
    (
        CLOSE,
        "return returns deletion close closeout account accounts certificate cessation removal",
    ),
    (HYPERCARE, "hypercare help queries"),
    (PARALLEL, "parallel shadow shadowed"),
    (REHEARSE, "rehearse rehearsal test testing dress extract extracts"),
    (PROCURE, "procure procurement tender market framework competition agree agreement"),
    (PROCURE, "standstill award signature evaluation diligence prepare"),
    (PEOPLE, "mobilise mobilisation staff consult consultation tupe people training knowledge"),
    (PEOPLE, "recruit recruitment pension pensions liability runbooks"),
    (PREPARE, "design case governance plan planning register registers strategy route wall"),
    (PREPARE, "termination legal notice assistance valuation variation dpia back"),
    (BUILD, "build migrate migration novation licence licences consents interfaces data set"),
)
"""Words in the name of a phase; the first stage with a match wins."""

_WORDS: Mapping[str, Stage] = {word: stage for stage, words in _PHASES for word in words.split()}
_WORD_ORDER = {word: place for place, word in enumerate(_WORDS)}


def stages(expanded: ExpandedProgramme) -> Mapping[str, Stage]:
    """Return the stage of every activity: by the rules about it, its phase, else its scope."""
    by_rule: dict[str, Stage] = {}
    for rule in expanded.document.rules:
        if isinstance(rule, ParallelRunning):
            by_rule[rule.activity] = PARALLEL
        elif isinstance(rule, Hypercare):
            by_rule[rule.hypercare] = HYPERCARE
    return {
        activity.id: by_rule.get(activity.id) or _by_phase(activity)
        for activity in expanded.document.activities
    }


def _by_phase(activity: Activity) -> Stage:
    parts = [part for part in re.split(r"[^a-z]+", activity.kind.lower()) if part in _WORDS]
    if parts:
        return _WORDS[min(parts, key=_WORD_ORDER.__getitem__)]
    if activity.staff_group is not None:
        return PEOPLE
    return BUILD if activity.service is not None else PREPARE
