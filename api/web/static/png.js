// Pictures to save as PNG. The browser draws them from the SVG that it shows, so nothing leaves the
// machine and letters look as on the page. Without scripts the SVG itself can be saved.

const SCALE = 2;
const MOST_PIXELS = 100_000_000;
const LONGEST_SIDE = 16_000;

const loaded = async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
};

const ofSvg = (svg) =>
  loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`);

// Pieces in rows, as the timeline is made of; one picture is one row of one.
const drawn = async (rows) => {
  const widths = rows[0].map((piece) => piece.naturalWidth);
  const heights = rows.map((row) => row[0].naturalHeight);
  const [width, height] = [widths, heights].map((sizes) => sizes.reduce((sum, size) => sum + size, 0));
  const scale = Math.min(
    SCALE,
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  let top = 0;
  for (const [line, row] of rows.entries()) {
    let left = 0;
    for (const piece of row) {
      pen.drawImage(piece, left, top);
      left += piece.naturalWidth;
    }
    top += heights[line];
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
};

const save = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
};

const offer = (place, words, name, rows) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = "Save as PNG";
  button.setAttribute("aria-label", `Save as PNG: ${words}`);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      save(await drawn(await rows()), name);
    } finally {
      button.disabled = false;
    }
  });
  place.after(button);
};

const nameOf = (address) => {
  const path = new URL(address, document.baseURI).pathname;
  return path.slice(path.lastIndexOf("/") + 1).replace(".svg", "");
};

const pictures = "figure .scroll > img, .scroll.picture > img, a[data-png]";
for (const shown of document.querySelectorAll(pictures)) {
  const address = shown.getAttribute("src") ?? shown.getAttribute("href");
  const region = shown.closest(".scroll");
  const words = region === null ? shown.textContent : region.getAttribute("aria-label");
  offer(region ?? shown, words, nameOf(address), async () => [[await loaded(address)]]);
}

for (const svg of document.querySelectorAll(".drawn[data-png] > svg")) {
  const region = svg.parentElement;
  offer(region, region.getAttribute("aria-label"), region.dataset.png, async () => [[await ofSvg(svg)]]);
}

const board = document.querySelector("[data-board]");
if (board !== null) {
  const pieces = [["corner", "axis"], ["names", "bars"]];
  const images = () =>
    Promise.all(
      pieces.map((row) => Promise.all(row.map((piece) => ofSvg(board.querySelector(`.${piece} svg`))))),
    );
  offer(board, "Timeline", "timeline", images);
}
