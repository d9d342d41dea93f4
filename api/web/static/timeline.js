// Arrow keys on the timeline, and its scale by + and -. Every bar is a link without this file, too.

const board = document.querySelector("[data-board]");
const bars = board === null ? [] : [...board.querySelectorAll("a[data-bar]")];

const middle = (bar) => {
  const box = bar.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

// One stop for the Tab key; from there on by arrows (ARIA Authoring Practices, roving tabindex).
const stopAt = (chosen) => {
  for (const bar of bars) {
    bar.setAttribute("tabindex", bar === chosen ? "0" : "-1");
  }
};

const nextByTime = (from, step) => {
  const order = [...bars].sort((a, b) => middle(a).x - middle(b).x || middle(a).y - middle(b).y);
  return order[order.indexOf(from) + step];
};

const goals = {
  ArrowDown: (bar) => bars[bars.indexOf(bar) + 1],
  ArrowUp: (bar) => bars[bars.indexOf(bar) - 1],
  ArrowRight: (bar) => nextByTime(bar, 1),
  ArrowLeft: (bar) => nextByTime(bar, -1),
  Home: () => bars[0],
  End: () => bars[bars.length - 1],
};

const otherScale = (step) => {
  const scales = [...document.querySelectorAll('nav[aria-label="Scale of time"] a')];
  const here = scales.findIndex((link) => link.hasAttribute("aria-current"));
  return scales[here + step];
};

// A row that opens loads the page anew: what was in sight sideways stays in sight.
const KEPT = "timeline-left";
if (board !== null) {
  board.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link !== null && link.hash !== "" && link.pathname === location.pathname) {
      sessionStorage.setItem(KEPT, String(board.scrollLeft));
    }
  });
  const left = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (left !== null) {
    board.scrollLeft = Number(left);
  }
}

if (bars.length > 0) {
  stopAt(bars[0]);
  board.addEventListener("focusin", (event) => {
    const bar = event.target.closest("a[data-bar]");
    if (bar !== null) {
      stopAt(bar);
    }
  });
}

board?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "+" || event.key === "-") {
    otherScale(event.key === "+" ? 1 : -1)?.click();
    event.preventDefault();
    return;
  }
  const bar = event.target.closest("a[data-bar]");
  const goal = bar === null || !(event.key in goals) ? undefined : goals[event.key](bar);
  if (goal !== undefined) {
    goal.focus();
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
    event.preventDefault();
  }
});
