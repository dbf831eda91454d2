// Buttons that copy the text of [data-copy]. Without this script, and if the browser refuses to copy, the reader selects the text.
"use strict";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(element, status) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    status.textContent = "Copied.";
  } catch {
    select(element);
    status.textContent = "Selected; press Ctrl+C or ⌘C to copy.";
  }
}

function addButton(element) {
  const line = document.createElement("p");
  const button = document.createElement("button");
  const status = document.createElement("span");
  line.className = "copy";
  button.type = "button";
  button.className = "quiet";
  button.textContent = `Copy ${element.dataset.copy}`;
  status.setAttribute("role", "status");
  button.addEventListener("click", () => copy(element, status));
  line.append(button, " ", status);
  element.after(line);
}

document.querySelectorAll("[data-copy]").forEach(addButton);
// The query editor replaces the answer on its page.
document.addEventListener("content", (event) => event.detail.querySelectorAll("[data-copy]").forEach(addButton));
