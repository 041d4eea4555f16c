"""The ranking as JSON, `reviewkit.risk/1`: whole values as whole numbers, computed ones as decimals."""

from __future__ import annotations

import json
from typing import Any

from reviewkit.report.risk.tables import Result, number
from reviewkit.risk import Change, Point, Ranked, Ranking, Spread, Touch, uncovered
from reviewkit.version import __version__

SCHEMA = "reviewkit.risk/1"


def render(result: Result) -> str:
    """All rankings, with the views of every group."""
    document = {
        "schema": SCHEMA,
        "tool": {"name": "reviewkit", "version": __version__},
        "rankings": [_ranking(ranking, result) for ranking in result.rankings],
        "notes": list(result.notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _ranking(ranking: Ranking, result: Result) -> dict[str, Any]:
    touched = result.touched.get(ranking.kind)
    return {
        "kind": ranking.kind,
        "by": ranking.by,
        "groups": list(ranking.groups),
        "plenum": ranking.plenum,
        "points": [_ranked(item) for item in ranking.ranked],
        "top": [item.point.key for item in ranking.top],
        "changes": [_change(change) for change in ranking.changes],
        "routines": None if touched is None else [_touch(touch) for touch in touched],
        "uncovered": None if touched is None else [touch.item.point.key for touch in uncovered(touched)],
    }


def _point(point: Point) -> dict[str, Any]:
    return {"key": point.key, "numbers": list(point.numbers), "name": point.name, "text": point.text}


def _ranked(item: Ranked) -> dict[str, Any]:
    agreement = item.agreement
    return {
        "rank": item.rank,
        **_point(item.point),
        "probability": number(item.probability),
        "consequence": number(item.consequence),
        "risk": number(item.risk),
        "basis": item.basis,
        "agreement": None
        if agreement is None
        else {
            "groups": agreement.groups,
            "probability": _spread(agreement.probability),
            "consequence": _spread(agreement.consequence),
            "risk": _spread(agreement.risk),
        },
        "views": [
            {
                "group": view.group or None,
                "probability": view.probability,
                "consequence": view.consequence,
                "causes": view.causes,
                "course": view.course,
            }
            for view in item.views
        ],
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {"low": spread.low, "high": spread.high, "deviation": number(spread.deviation)}


def _change(change: Change) -> dict[str, Any]:
    return {"action": change.action, "group": change.group, "plenum": change.plenum, **_point(change.point)}


def _touch(touch: Touch) -> dict[str, Any]:
    return {
        "point": touch.item.point.key,
        "rank": touch.item.rank,
        "top": touch.top,
        "checks": list(touch.checks),
        "routines": [{"path": path, "findings": count} for path, count in touch.routines],
    }
