"""Weighs the pages of plans of growing size in a real browser; prints figures, asserts nothing.

Starts `serve` in a fresh folder, has generated programmes planned, and opens their pages: bytes of the
page, of all it loads, when first something is painted, and when all is there.

Run: python -m tests.benchmarks.pages [--services 3 26 100] [--limit 30]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import write_programme
from tests.api.serving import serving

PLACES = ("", "/timeline", "/timeline?open=all&zoom=months", "/timeline?as=table", "/load")
TIMES = 5
NEEDED = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const all = performance.getEntriesByType("resource");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    bytes: page.decodedBodySize,
    sent: page.transferSize,
    more: all.reduce((sum, one) => sum + one.transferSize, 0),
    answered: page.responseStart,
    paint: paint ? paint.startTime : null,
    loaded: page.loadEventEnd,
  };
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, nargs="+", default=[3, 26, 100])
    parser.add_argument("--limit", type=int, default=30)
    arguments = parser.parse_args()
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("no browser is installed")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as address,
        httpx.Client(base_url=address, timeout=200) as client,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for services in arguments.services:
            plan, activities = planned(client, services, arguments.limit)
            for place in PLACES:
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                page = context.new_page()
                found = [opened(page, f"{address}/plans/{plan}{place}") for _ in range(TIMES)]
                context.close()
                sys.stdout.write(f"{activities:6,} activities {place or '/':32} {told(found)}\n")
        browser.close()


def planned(client: httpx.Client, services: int, limit: int) -> tuple[str, int]:
    """Have a generated programme planned; return the plan's id and how many activities it has."""
    document = write_programme(generate(services=services, seed=1))
    json = {"Content-Type": "application/json"}
    stored = client.post("/v1/programmes", content=document, headers=json).raise_for_status()
    asked = {"time_limit_seconds": limit}
    place = f"{stored.headers['Location']}/plans"
    made = client.post(place, json=asked, headers={"Prefer": "wait=90"}).raise_for_status().json()
    while made["state"] not in {"completed", "failed", "cancelled"}:
        made = client.get(f"/v1/plans/{made['id']}").json()
    return made["id"], len(made["plan"]["activities"])


def opened(page: Page, address: str) -> dict[str, Any]:
    """Open a page and return what the browser measured."""
    page.goto(address, wait_until="load")
    found: dict[str, Any] = page.evaluate(NEEDED)
    while found["paint"] is None:
        page.wait_for_timeout(20)
        found = page.evaluate(NEEDED)
    return found


def told(found: list[dict[str, Any]]) -> str:
    """Say the middle of what was measured."""

    def middle(name: str) -> float:
        return statistics.median(one[name] or 0 for one in found)

    return (
        f"{middle('bytes') / 1000:8,.0f} kB, {middle('sent') / 1000:6,.0f} kB sent,"
        f" answered {middle('answered'):6,.0f} ms, painted {middle('paint'):6,.0f} ms,"
        f" loaded {middle('loaded'):6,.0f} ms"
    )


if __name__ == "__main__":
    main()
