// Keys, the words that the reader selects, and suggestions. Without this script, the pages are plain forms.
"use strict";
const review = document.getElementById("review");

// ── Keys ──
const OFF = "adgo-single-keys-off";
const allowed = document.getElementById("single-keys");
const remember = (write) => {
  try { return write(window.localStorage); } catch { return null; }
};
if (allowed) {
  allowed.checked = !remember((store) => store.getItem(OFF));
  allowed.addEventListener("change", () => remember((store) => (allowed.checked ? store.removeItem(OFF) : store.setItem(OFF, "1"))));
}
const isField = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

function press(element) {
  const needed = element.dataset.needs && document.getElementById(element.dataset.needs);
  if (needed && !needed.value.trim()) needed.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  const inField = isField(event.target);
  if (event.key === "Escape" && inField) return event.target.blur();
  if (event.key === "Enter" && event.ctrlKey && review) {
    event.preventDefault();
    return document.querySelector('[data-key="a"]')?.click();
  }
  if (inField || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (remember((store) => store.getItem(OFF))) return;
  // Enter and the space bar belong to the button or link that has the focus.
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  if (event.key === "c" && review) {
    event.preventDefault();
    return review.querySelector(".fields textarea, .fields input, .fields select")?.focus();
  }
  const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key && !each.hidden);
  if (!found) return;
  event.preventDefault();
  press(found);
});

// ── A form is sent once ──
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

// ── Suggestions ──
for (const input of document.querySelectorAll("[data-things]")) {
  const list = input.list;
  const first = [...list.children];
  let last = 0;
  input.addEventListener("input", async () => {
    const turn = ++last;
    const asked = input.value.trim();
    if (asked.length < 2) return list.replaceChildren(...first);
    await new Promise((done) => setTimeout(done, 150));
    if (turn !== last) return;
    const answer = await fetch(`/edit/things?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!answer || !answer.ok || turn !== last) return;
    const found = await answer.json();
    if (turn !== last) return;
    list.replaceChildren(...found.map(({ name, label }) => new Option(label, name)));
  });
}
for (const button of document.querySelectorAll("[data-fill]")) {
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.fill);
    input.value = button.dataset.value;
    input.focus();
  });
}

// ── The words that the reader selects ──
const take = document.getElementById("take");
const AROUND = 60;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

// The selected words, completed to whole words, with the words around them; null if nothing of an article is selected.
function selectedWords() {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const box = (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement).closest("[data-words]");
  if (!box) return null;
  const ahead = document.createRange();
  ahead.selectNodeContents(box);
  ahead.setEnd(range.startContainer, range.startOffset);
  const letters = [...box.textContent];
  let start = [...ahead.toString()].length;
  let end = start + [...range.toString()].length;
  while (start < end && !letters[start].trim()) start++;
  while (start < end && !letters[end - 1].trim()) end--;
  if (start === end) return null;
  while (start > 0 && LETTER.test(letters[start - 1]) && LETTER.test(letters[start])) start--;
  while (end < letters.length && LETTER.test(letters[end]) && LETTER.test(letters[end - 1])) end++;
  // A field of one line loses line ends, and any run of white space counts as one space.
  const text = (from, to) => letters.slice(Math.max(0, from), to).join("").replace(/\s+/g, " ");
  // Cut inside a word, the words around would not be found.
  return {
    quotation: text(start, end),
    before: start > AROUND ? text(start - AROUND, start).replace(/^\S*\s/, "") : text(0, start),
    after: end + AROUND < letters.length ? text(end, end + AROUND).replace(/\s\S*$/, "") : text(end, letters.length),
  };
}

if (take) {
  let chosen = null;
  const status = document.getElementById("selected");
  document.addEventListener("selectionchange", () => {
    const found = selectedWords();
    if (found) chosen = found;
    take.hidden = !chosen;
  });
  // A press on the button must not end the selection before its click.
  take.addEventListener("mousedown", (event) => event.preventDefault());
  take.addEventListener("click", () => {
    for (const [name, value] of Object.entries(chosen)) document.getElementById(name).value = value;
    document.getElementById("quotation").closest("details").open = true;
    review.querySelectorAll("[name=place]").forEach((each) => { each.checked = false; });
    status.textContent = `Taken: “${chosen.quotation}”. Check or accept the draft to use these words.`;
    status.hidden = false;
  });
}
