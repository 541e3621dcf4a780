// Keys and buttons of the workbench. The server renders every turn; an answer holds the turn as it is then.
"use strict";

const token = document.querySelector('meta[name="form-token"]').content;
const said = document.getElementById("said");
const coding = document.getElementById("coding");
let current = null;
let wanted = null;

function say(text) {
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 5000);
}

async function ask(path, body = {}) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Form-Token": token },
      body: JSON.stringify(body),
    });
    const found = await answer.json();
    if (answer.status === 409) return await meanwhile(found, path, body);
    if (!answer.ok) { say(found.error); return null; }
    if (found.notice) { say(found.notice); return null; }
    return found;
  } catch {
    say("The workbench does not answer. Is csec-qual review still running? Nothing was recorded.");
    return null;
  }
}

// Somebody else decided since this page showed the passage: nothing was recorded, and the coder chooses.
async function meanwhile(found, path, body) {
  const dialog = document.getElementById("meanwhile");
  if (!dialog) { say(found.error); return null; }
  put(found);
  document.getElementById("meanwhile-said").textContent = found.error;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => { dialog.addEventListener("close", done, { once: true }); });
  const again = passages().find((each) => each.dataset.passage === found.passage);
  if (again) choose(again);
  if (dialog.returnValue !== "second") { say("Left as it was; nothing of yours was recorded."); return null; }
  return ask(path, { ...body, known: again ? again.dataset.known : "" });
}

// What others had said of a passage when this page was made.
const known = (name) => passages().find((each) => each.dataset.passage === name)?.dataset.known || "";

const passages = () => [...document.querySelectorAll(".passage")];
const turnOf = (element) => element.closest(".turn");

function choose(passage, { scroll = true } = {}) {
  document.querySelectorAll(".now").forEach((each) => each.classList.remove("now"));
  current = passage ? passage.dataset.passage : null;
  if (!passage) return;
  passage.classList.add("now");
  const name = CSS.escape(current);
  turnOf(passage).querySelectorAll(`.mark[data-passage="${name}"]`).forEach((each) => each.classList.add("now"));
  passage.focus({ preventScroll: true });
  if (scroll) passage.scrollIntoView({ block: "nearest" });
}

const chosen = () => passages().find((each) => each.dataset.passage === current) || null;

function move(step) {
  const all = passages();
  if (!all.length) return;
  let place = all.findIndex((each) => each.dataset.passage === current);
  if (place < 0 && step < 0) place = all.length;
  const next = all[Math.min(Math.max(place + step, 0), all.length - 1)];
  choose(next);
}

function moveOn() {
  const all = passages();
  const place = all.findIndex((each) => each.dataset.passage === current);
  const open = (each) => !each.matches(".applies, .does_not_apply, .unsure");
  const next = all.slice(place + 1).find(open);
  if (next) choose(next); else choose(all[place]);
}

// What the server sends replaces the turns that this page shows; the choice stays where it was.
function put(found) {
  let n = 0;
  for (const turn of found.turns) {
    const old = document.getElementById(`${turn.transcript}-${turn.turn}`);
    if (!old) continue;
    const holder = document.createElement("template");
    holder.innerHTML = turn.html;
    old.replaceWith(holder.content);
    n += 1;
  }
  if (!n && document.querySelector("[data-fresh]")) { location.reload(); return false; }
  if (!n) say("Done, on another page.");
  return n > 0;
}

async function decide(passage, stance, more = {}) {
  const name = passage.dataset.passage;
  const found = await ask("/do/decide", { passage: name, stance, known: known(name), ...more });
  if (!found || !put(found)) return false;
  current = name;
  say(stance === "applies" ? "Accepted." : "Rejected.");
  return true;
}

async function step(which) {
  const found = await ask(`/do/${which}`);
  if (!found || !put(found)) return;
  choose(passages().find((each) => each.dataset.passage === found.passage) || null);
  say(which === "undo" ? "Undone." : "Done again.");
}

// Code points of the words a person selected, counted as the transcript counts them.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const words = range.startContainer.parentElement.closest(".words");
  if (!words || !words.contains(range.endContainer)) return null;
  const turn = turnOf(words);
  if (!("codable" in turn.dataset)) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const lead = text.length - text.trimStart().length;
  const start = Number(turn.dataset.start) + [...before.toString(), ...text.slice(0, lead)].length;
  return { turn, start, end: start + [...text.trim()].length, text: text.trim() };
}

function openCoding() {
  const words = selected();
  const passage = chosen();
  if (!words && !passage) { say("Select the words to code, or choose a suggestion with j and k."); return; }
  wanted = words
    ? { words, instead: null }
    : { words: { turn: turnOf(passage), start: Number(passage.dataset.start), end: Number(passage.dataset.end) }, instead: passage };
  document.getElementById("coding-title").textContent = words ? "Code these words" : "Another code in its place";
  const marked = passage && turnOf(passage).querySelectorAll(`.mark[data-passage="${CSS.escape(current)}"]`);
  document.getElementById("coding-words").textContent =
    words ? words.text : [...(marked || [])].filter((each) => !each.querySelector(".mark")).map((each) => each.textContent).join("");
  document.getElementById("coding-code").value = "";
  document.getElementById("coding-note").value = "";
  sift();
  coding.showModal();
  document.getElementById("coding-code").focus();
}

// Two letters find a code: how its id begins, then its initials, then a word of its label or id, then any part.
function fit(option, typed) {
  const id = option.dataset.code;
  const label = option.querySelector("b").textContent.toLowerCase();
  if (id.startsWith(typed)) return 4;
  if (id.split("-").map((part) => part[0]).join("").startsWith(typed)) return 3;
  if ([...label.split(/\W+/), ...id.split("-")].some((word) => word.startsWith(typed))) return 2;
  return label.includes(typed) ? 1 : 0;
}

function sift() {
  const typed = document.getElementById("coding-code").value.trim().toLowerCase();
  let best = null;
  let most = 0;
  for (const each of coding.querySelectorAll("[data-code]")) {
    const fits = typed ? fit(each, typed) : 1;
    each.hidden = !fits;
    if (fits > most) { best = each; most = fits; }
  }
  pick(best);
}

function pick(option) {
  coding.querySelectorAll("[aria-selected=true]").forEach((each) => each.setAttribute("aria-selected", "false"));
  const input = document.getElementById("coding-code");
  if (!option) { input.removeAttribute("aria-activedescendant"); return; }
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

async function code() {
  const option = coding.querySelector("[aria-selected=true]");
  if (!option || !wanted) return;
  await give(option.dataset.code, wanted, document.getElementById("coding-note").value);
}

async function give(code, { words, instead }, note = "") {
  const name = `${words.turn.dataset.transcript}:${words.turn.dataset.turn}:${code}`;
  const found = instead && instead.dataset.passage !== name
    ? await ask("/do/instead", { wrong: instead.dataset.passage, passage: name, note, known: instead.dataset.known })
    : await ask("/do/decide", { passage: name, stance: "applies", note, start: words.start, end: words.end, known: known(name) });
  if (!found || !put(found)) return;
  choose(passages().find((each) => each.dataset.passage === name) || null);
  remember(code);
  say("Coded.");
}

// Ids of the codes given by hand in this tab, newest first; they go when the tab is closed.
const recent = () => JSON.parse(sessionStorage.getItem("recent") || "[]").filter((code) => document.getElementById(`choose-${code}`));

function remember(code) {
  sessionStorage.setItem("recent", JSON.stringify([code, ...recent().filter((each) => each !== code)].slice(0, 9)));
  showRecent();
}

function showRecent() {
  const strip = document.getElementById("recent");
  const codes = recent();
  strip.hidden = !codes.length;
  strip.querySelector("ol").replaceChildren(...codes.map((code, place) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const key = document.createElement("kbd");
    button.type = "button";
    button.dataset.do = "again";
    button.dataset.place = place;
    key.textContent = place + 1;
    button.append(key, ` ${document.querySelector(`#choose-${CSS.escape(code)} b`).textContent}`);
    item.className = document.getElementById(`choose-${code}`).className;
    item.append(button);
    return item;
  }));
}

// The same code once more: for the words that are selected, or beside the chosen suggestion on its words.
async function again(place) {
  const code = recent()[place];
  if (!code) { say("No code has been given on that key yet: c gives one, and keeps it here."); return; }
  const passage = chosen();
  const words = selected() || (passage && { turn: turnOf(passage), start: Number(passage.dataset.start), end: Number(passage.dataset.end) });
  if (!words) { say("Select the words to code, or choose a suggestion with j and k."); return; }
  await give(code, { words, instead: null });
}

async function widen() {
  const words = selected();
  const passage = chosen();
  if (!words || !passage || turnOf(passage) !== words.turn) {
    say("Choose a suggestion, select its right words in the same turn, then press b.");
    return;
  }
  if (await decide(passage, "applies", { start: words.start, end: words.end })) choose(chosen());
}

async function note() {
  const passage = chosen();
  if (!passage) { say("Choose a suggestion with j and k first."); return; }
  const text = prompt("Your note on this decision");
  if (text === null) return;
  const stance = passage.matches(".does_not_apply") ? "does not apply" : "applies";
  if (await decide(passage, stance, { note: text, start: Number(passage.dataset.start), end: Number(passage.dataset.end) })) choose(chosen());
}

async function why() {
  const passage = chosen();
  if (!passage) return;
  const panel = passage.querySelector(".why");
  if (panel.hidden && !panel.childElementCount) {
    const answer = await fetch(`/why/${encodeURIComponent(passage.dataset.passage)}`);
    if (!answer.ok) { say("Nothing suggests this; a person coded it."); return; }
    panel.innerHTML = await answer.text();
  }
  panel.hidden = !panel.hidden;
}

async function rule(which, button) {
  const holder = button.closest(".rule");
  const text = holder.querySelector("textarea");
  const found = await ask(`/do/${which}`, { rule: holder.dataset.rule, find: text ? text.value : "" });
  if (!found) return;
  if (found.html) holder.querySelector(".effect").innerHTML = found.html;
  else holder.querySelector(".effect").textContent = found.said;
}

const STANCES = { accept: "applies", reject: "does not apply", unsure: "unsure" };

async function act(name, button) {
  if (name === "try" || name === "save" || name === "accept-all") { await rule(name, button); return; }
  if (name === "again") { await again(Number(button.dataset.place)); return; }
  if (name === "find-next" || name === "find-previous") { find(name === "find-next" ? 1 : -1); return; }
  const passage = chosen();
  if (name === "memo") {
    const place = selected()?.turn || (passage && turnOf(passage));
    if (place) place.querySelector(".memo-link").click(); else say("Select words of the turn, or choose a suggestion with j and k.");
    return;
  }
  if (name in STANCES) {
    if (!passage) { say("Choose a suggestion with j and k first."); return; }
    if (await decide(passage, STANCES[name])) moveOn();
  } else if (name === "change") openCoding();
  else if (name === "widen") await widen();
  else if (name === "note") await note();
  else if (name === "why") await why();
  else if (name === "undo" || name === "redo") await step(name);
  else if (name === "help") document.getElementById("keys").showModal();
  else if (name === "search") document.getElementById("search")?.focus();
  else if (name === "next") move(1);
  else if (name === "previous") move(-1);
}

const KEYS = { j: "next", k: "previous", a: "accept", r: "reject", s: "unsure", c: "change", b: "widen", m: "note", M: "memo", w: "why", u: "undo", U: "redo", "/": "search", "?": "help" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea")) return;
  if (coding && /^[1-9]$/.test(event.key)) { event.preventDefault(); again(Number(event.key) - 1); return; }
  const name = KEYS[event.key];
  if (!name) return;
  event.preventDefault();
  act(name);
});

document.addEventListener("click", (event) => {
  const passage = event.target.closest(".passage");
  if (passage) choose(passage, { scroll: false });
  const mark = event.target.closest(".mark");
  if (mark && getSelection().isCollapsed) choose(passages().find((each) => each.dataset.passage === mark.dataset.passage) || null);
  const button = event.target.closest("[data-do]");
  if (button) act(button.dataset.do, button);
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches(".passage") && event.target.dataset.passage !== current) choose(event.target, { scroll: false });
});

if (coding) {
  showRecent();
  document.getElementById("coding-code").addEventListener("input", sift);
  coding.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const open = [...coding.querySelectorAll("[data-code]:not([hidden])")];
    const place = open.findIndex((each) => each.getAttribute("aria-selected") === "true");
    pick(open[Math.min(Math.max(place + (event.key === "ArrowDown" ? 1 : -1), 0), open.length - 1)]);
  });
  coding.addEventListener("click", (event) => {
    const option = event.target.closest("[data-code]");
    if (option) { pick(option); coding.close("code"); }
  });
  coding.addEventListener("close", () => { if (coding.returnValue === "code") code(); coding.returnValue = ""; });
}

// Finding words in the transcript: every turn that has them is marked, and one of them is in view.
let hits = [];
let at = 0;

function look(typed) {
  document.querySelectorAll(".words.found").forEach((each) => each.classList.remove("found", "here"));
  hits = typed.length > 1 ? [...document.querySelectorAll(".words")].filter((each) => each.textContent.toLowerCase().includes(typed)) : [];
  hits.forEach((each) => each.classList.add("found"));
  at = 0;
  document.getElementById("found").textContent = typed.length > 1 && !hits.length ? "in no turn" : "";
  find(0);
}

function find(step) {
  if (!hits.length) return;
  hits[at].classList.remove("here");
  at = (at + step + hits.length) % hits.length;
  hits[at].classList.add("here");
  hits[at].scrollIntoView({ block: "center" });
  document.getElementById("found").textContent = `${at + 1} of ${hits.length} ${hits.length === 1 ? "turn" : "turns"}`;
}

document.getElementById("search")?.addEventListener("input", (event) => look(event.target.value.trim().toLowerCase()));
document.getElementById("search")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  find(event.shiftKey ? -1 : 1);
});
