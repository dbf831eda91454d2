// A stored question with other values for its parameters. Without this script, the page has the stored answer.
import { shown, troubleShown } from "./answers.js";
import { fold } from "./elements.js";
import { begin, readIndex, readLabels, readQuestion } from "./engine.js";
import { exactAnswer } from "./queries.js";

const form = document.querySelector("form[data-question]");
const place = document.getElementById("stored-answer");
const name = form.dataset.question;
const problem = (message) => Object.assign(new Error(message), { title: "Wrong value" });
const spoken = (column) => column.replace(/([A-Z])/g, (each) => ` ${each.toLowerCase()}`).trim().replace(/^other /, "");
let running = null;

const question = readQuestion(name);
// Whoever asks reports that the file is missing.
question.catch(() => {});

// The term of a value in N-Triples form, and its label.
async function termOf(parameter, value) {
  if (parameter.kind === "day") {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))) throw problem(`${parameter.label} is a day such as 2026-01-31, not “${value}”.`);
    return { term: `"${value}"^^<${parameter.datatype}>`, label: value };
  }
  if (parameter.kind !== "thing") return { term: `"${value.replace(/["\\\n\r]/g, (each) => ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r" })[each])}"`, label: value };
  const iri = await thing(parameter, value);
  const labels = await readLabels();
  return { term: `<${iri}>`, label: labels(iri)?.label ?? iri };
}

async function thing(parameter, value) {
  const { prefixes } = await readIndex();
  const written = value.replace(/^<(.*)>$/, "$1");
  if (/^[a-z][a-z0-9+.-]*:\/\/[^<>"{}|^`\\\s]+$/i.test(written)) return written;
  const [prefix, local] = [written.slice(0, written.indexOf(":")), written.slice(written.indexOf(":") + 1)];
  if (written.includes(":") && prefixes[prefix] !== undefined && /^[\w.-]+$/.test(local)) return prefixes[prefix] + local;
  const named = parameter.names.filter(([each]) => fold(each).trim() === fold(value).trim()).map(([, iri]) => iri);
  const found = [...new Set(named)];
  if (found.length === 1) return found[0];
  if (found.length > 1) throw problem(`“${value}” is the name of ${found.length} things: ${found.slice(0, 8).join(", ")}. Give the identifier of one.`);
  const near = parameter.names.filter(([each]) => fold(each).includes(fold(value).trim())).slice(0, 5).map(([each]) => `“${each}”`);
  throw problem(`Nothing is called “${value}” in these data that ${parameter.label.toLowerCase()} can be.${near.length ? ` Similar names: ${near.join(", ")}.` : ""}`);
}

const filled = (text, labels) => text.replace(/\{(\w+)\|([^{}]*)\}/g, (_, each, words) => labels[each] ?? words);

async function ask() {
  running?.abort();
  const mine = (running = new AbortController());
  place.setAttribute("aria-busy", "true");
  let parts;
  let heading = null;
  try {
    const found = await question;
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const used = found.parameters.filter((each) => given[each.name] !== undefined || each.default);
    const text = found.exact[used.map((each) => each.name).join(" ")];
    if (text === undefined) throw new Error("The engine of this page cannot answer this question by SPARQL 1.1. The stored answer is right.");
    const terms = {};
    for (const each of used) terms[each.name] = given[each.name] === undefined ? { term: each.default, label: each.shown } : await termOf(each, given[each.name].trim());
    const query = text.replace(/\{\{(\w+)\}\}/g, (_, each) => terms[each].term);
    parts = await shown(await exactAnswer(query, { signal: mine.signal }), { name, spoken });
    heading = Object.fromEntries(Object.entries(terms).map(([each, { label }]) => [each, label]));
  } catch (error) {
    parts = [troubleShown(error)];
  }
  if (running !== mine) return;
  place.removeAttribute("aria-busy");
  place.replaceChildren(...parts);
  // These files, this query and this citation are of the stored answer.
  for (const each of document.querySelectorAll("[data-stored], .cite")) each.hidden = true;
  const known = await question.catch(() => null);
  if (known) entitle(known, heading ?? {});
}

function entitle({ titleForm, questionForm }, labels) {
  const title = filled(titleForm, labels);
  document.querySelector("h1").textContent = title;
  document.title = document.title.replace(/^.* · /, () => `${title} · `);
  const lead = document.querySelector("main .lead");
  if (lead) lead.textContent = filled(questionForm, labels);
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  history.pushState(null, "", `?${given}`);
  ask();
});
window.addEventListener("popstate", () => location.reload());

const wanted = new URLSearchParams(location.search);
const own = [...form.elements].filter((each) => each.name && wanted.has(each.name));
for (const each of own) each.value = wanted.get(each.name);
if (own.length) {
  // The stored answer is for other values.
  place.replaceChildren();
  begin();
  ask();
}
