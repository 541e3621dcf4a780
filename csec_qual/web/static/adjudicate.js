// Keys of the page on which differences are settled; every button works without them.
"use strict";

const differences = [...document.querySelectorAll("[data-difference]")];
let place = differences.length ? 0 : -1;

function go(step) {
  if (place < 0) return;
  place = Math.min(Math.max(place + step, 0), differences.length - 1);
  mark();
}

function mark({ scroll = true } = {}) {
  differences.forEach((each, number) => each.classList.toggle("now", number === place));
  differences[place].focus({ preventScroll: true });
  if (scroll) differences[place].scrollIntoView({ block: "nearest" });
}

// Before the workbench's own keys, which mean passages of a transcript.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (place < 0) return;
  if (event.target.matches('[name="note"]') && (event.key === "Enter" || event.key === "Escape")) {
    event.preventDefault();
    differences[place].focus({ preventScroll: true });
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  const here = differences[place];
  const button = [...here.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  const note = here.querySelector('[name="note"]');
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "m" && note) note.focus();
  else if (button) button.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusin", (event) => {
  const found = differences.indexOf(event.target.closest("[data-difference]"));
  if (found >= 0 && found !== place) { place = found; differences.forEach((each, number) => each.classList.toggle("now", number === place)); }
});

if (place >= 0) mark({ scroll: false });
