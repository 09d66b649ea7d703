// Draws a transcript. Everything that comes from a transcript is set as text; no markup is ever made from it.

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function heading(block) {
  const line = element("div", "who");
  line.append(element("bdi", "speaker", block.speaker));
  if (block.role) line.append(element("span", "role", block.role));
  if (block.time) line.append(element("span", "time", block.time));
  return line;
}

function words(block) {
  const said = element("p", "words");
  said.dir = "auto";
  if (block.cutBefore) said.append(element("span", "cut", "… "));
  for (const piece of block.pieces) {
    const run = element(piece.marked ? "mark" : "span", "", piece.text);
    run.dataset.start = String(piece.start);
    said.append(run);
  }
  if (block.cutAfter) said.append(element("span", "cut", " …"));
  return said;
}

function turn(block) {
  const drawn = element("div", block.aside ? "aside" : block.role === "interviewer" ? "turn asks" : "turn");
  if (block.aside) drawn.append(element("div", "who", block.aside));
  else if (!block.continued) drawn.append(heading(block));
  drawn.append(words(block));
  return drawn;
}

export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".transcript");
  if (!box) {
    box = element("div", "transcript");
    box.tabIndex = 0; // so that the keyboard can scroll it
    box.setAttribute("role", "region");
    parentElement.append(box);
  }
  const shown = JSON.stringify(data);
  if (box.shown === shown) return; // a page that ran again for another reason does not scroll back
  box.shown = shown;
  box.setAttribute("aria-label", data.label);
  box.style.maxHeight = `min(${data.height}px, 72vh)`;
  box.replaceChildren(...data.blocks.map(turn));
  const mark = box.querySelector("mark");
  const place = () => {
    const room = Math.max(16, (box.clientHeight - (mark ? mark.offsetHeight : 0)) / 3);
    box.scrollTop = mark ? mark.offsetTop - room : 0;
  };
  place();
  requestAnimationFrame(place); // once more, when the height is known
}
