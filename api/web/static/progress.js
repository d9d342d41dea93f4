"use strict";

// Shows a plan or an analysis being made, from the same stream of events that tools read. Without this file the
// page loads itself again from time to time and shows the same.

(() => {
  const place = document.querySelector("[data-events]");
  if (place === null || !("EventSource" in window)) {
    return;
  }
  const shortestPause = 1000;
  const pauseAfterRefusal = 5000;
  const pauseWhileWaiting = 5000;
  const elapsed = document.getElementById("elapsed");
  const numbers = new Intl.NumberFormat("en-GB");
  const shown = (value) => (typeof value === "number" ? numbers.format(value) : "–");
  let planDue = null;

  const write = (row, name, value) => {
    const cell = row.querySelector(`[data-cell="${name}"]`);
    if (cell !== null) {
      cell.textContent = shown(value);
    }
  };

  const showLevel = (level) => {
    const name = level.level ?? level.name;
    const row = [...place.querySelectorAll("[data-level]")].find((r) => r.dataset.level === name);
    if (row === undefined) {
      return;
    }
    const known = typeof level.value === "number" && typeof level.bound === "number";
    write(row, "value", level.value);
    write(row, "bound", level.bound);
    write(row, "gap", known ? Math.abs(level.value - level.bound) : null);
  };

  const showTime = (said) => {
    const seconds = said.seconds ?? said.elapsed;
    if (typeof seconds === "number" && elapsed !== null) {
      elapsed.textContent = `After ${numbers.format(Math.round(seconds))} seconds.`;
    }
  };

  const showPictures = () => {
    for (const picture of document.querySelectorAll("[data-picture]")) {
      // As data: an image whose address has not changed would not be loaded again.
      fetch(picture.dataset.picture, { cache: "no-cache" })
        .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
        .then((drawn) => {
          picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
        })
        .catch(() => undefined);
    }
  };

  // Words and tables come from the page itself, so that nothing is worded twice.
  const showWords = () =>
    fetch(window.location.href, { cache: "no-cache" })
      .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
      .then((html) => {
        const fresh = new DOMParser().parseFromString(html, "text/html");
        for (const here of document.querySelectorAll("[data-fresh]")) {
          const there = fresh.querySelector(`[data-fresh="${here.dataset.fresh}"]`);
          if (there !== null && there.innerHTML !== here.innerHTML) {
            here.replaceChildren(...there.childNodes);
          }
        }
      })
      .catch(() => undefined);

  const showPlan = () => {
    planDue = null;
    showWords();
    showPictures();
  };

  // What goes before it changes without an event of its own.
  if (place.dataset.waits !== undefined) {
    window.setInterval(showWords, pauseWhileWaiting);
  }

  const again = () => window.location.reload();

  const source = new EventSource(place.dataset.events);
  const on = (type, act) => source.addEventListener(type, (event) => act(JSON.parse(event.data)));

  source.addEventListener("error", () => {
    // A stream that was cut comes back by itself; one that was refused does not.
    if (source.readyState === EventSource.CLOSED) {
      window.setTimeout(again, pauseAfterRefusal);
    }
  });

  on("progress", (said) => {
    showTime(said);
    showLevel(said);
  });
  on("level", (said) => {
    showLevel(said);
    showWords();
  });
  on("plan", (said) => {
    showTime(said);
    if (place.dataset.found === "no") {
      // The first plan brings tables and pictures that this page does not have yet.
      again();
      return;
    }
    (said.objectives ?? []).forEach(showLevel);
    planDue ??= window.setTimeout(showPlan, shortestPause);
  });
  on("row", () => {
    planDue ??= window.setTimeout(showPlan, shortestPause);
  });
  on("started", again);
  on("finished", () => {
    source.close();
    again();
  });
})();
