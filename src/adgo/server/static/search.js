// Suggestions below the search boxes. Without this script the boxes are plain forms.
"use strict";
// Behind a proxy, the site may be below a path of its host.
const site = new URL("..", document.currentScript.src);
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `${input.id}-hits`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }
  let chosen = -1;
  let last = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length + 1) % (options.length + 1) === options.length ? -1 : (place + options.length) % options.length;
    options.forEach((each, i) => each.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  // A question that the words ask comes first; below a thing that they name, one question about it follows.
  const inOrder = ({ first, questions, hits }) => {
    const asked = questions.map((each) => ({ href: each.href, label: each.title, kinds: ["question"], standings: [] }));
    return first === "question" ? [...asked, ...hits] : [...hits.slice(0, 1), ...asked.slice(0, 1), ...hits.slice(1)];
  };

  const show = (hits) => {
    list.replaceChildren(...hits.map((hit, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = hit.href;
      option.textContent = hit.label;
      const kind = document.createElement("small");
      kind.textContent = [...hit.kinds, ...hit.standings].join(", ");
      option.append(kind);
      return option;
    }));
    chosen = -1;
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
  };

  input.addEventListener("input", async () => {
    const turn = ++last;
    const asked = input.value.trim();
    if (asked.length < 2) return close();
    await new Promise((done) => setTimeout(done, 120));
    if (turn !== last) return;
    const answer = await fetch(`${site}search.json?limit=8&q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!answer || !answer.ok || turn !== last) return;
    show(inOrder(await answer.json()));
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.href = list.children[chosen].dataset.href;
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) location.href = option.dataset.href;
  });
  input.addEventListener("blur", close);
}
