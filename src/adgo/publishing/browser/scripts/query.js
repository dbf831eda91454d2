// The query page of a published folder: the engine of this page answers.
import { shown, troubleShown } from "./answers.js";
import { opened } from "./compressed.js";
import { begin, readIndex, readQuestion } from "./engine.js";
import { answer, exactAnswer } from "./queries.js";

const form = document.getElementById("ask");
const input = document.getElementById("query");
const stop = document.getElementById("stop");
const status = document.getElementById("state");
const place = document.getElementById("answer");
let running = null;
let stored = null;

const put = (...parts) => {
  place.replaceChildren(...parts);
  place.classList.toggle("typed", document.getElementById("terms").checked);
};

function unmark() {
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
}

function mark(line) {
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "answer");
  if (!line) return;
  const lines = input.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((all, each) => all + each.length + 1, 0);
  input.focus();
  input.setSelectionRange(start, start + lines[line - 1].length);
}

// A stored question is asked as ADGO has made it right for the engine; any other text as it is.
async function ask() {
  const text = input.value;
  const isStored = stored !== null && text.trim() === stored.text.trim() && stored.engine !== null;
  running?.abort();
  const mine = (running = new AbortController());
  unmark();
  place.setAttribute("aria-busy", "true");
  stop.hidden = false;
  status.textContent = "Asking …";
  let parts;
  try {
    const found = await (isStored ? exactAnswer(stored.engine, { signal: mine.signal }) : answer(text, { signal: mine.signal }));
    parts = await shown(found, { name: isStored ? stored.name : "answer", isTyped: document.getElementById("terms").checked });
    status.textContent = "";
  } catch (error) {
    if (running !== mine) return;
    parts = [troubleShown(error)];
    status.textContent = "";
    mark(error.line);
  }
  if (running !== mine) return;
  running = null;
  stop.hidden = true;
  place.removeAttribute("aria-busy");
  put(...parts);
}

async function open(name) {
  begin();
  const question = await readQuestion(name).catch((error) => put(troubleShown(error)));
  if (!question) return undefined;
  const engine = question.exact[question.parameters.filter((each) => each.default).map((each) => each.name).join(" ")];
  const filled = engine?.replace(/\{\{(\w+)\}\}/g, (_, each) => question.parameters.find((one) => one.name === each).default);
  stored = { name, text: question.text, engine: filled ?? null };
  input.value = question.text;
  return ask();
}

const remember = () => history.pushState(null, "", `?${new URLSearchParams({ query: input.value })}`);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value.length < 6000) remember();
  ask();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
input.addEventListener("input", unmark);
stop.addEventListener("click", () => running?.abort());
document.getElementById("terms").addEventListener("change", () => { if (place.querySelector("table")) ask(); });
window.addEventListener("popstate", () => location.reload());

const given = new URLSearchParams(location.search);
form.hidden = false;
if (given.get("query")) {
  input.value = given.get("query");
  ask();
} else if (given.get("question")) open(given.get("question"));
else {
  begin();
  readIndex().then((index) => { status.textContent = `${index.triples.toLocaleString("en")} triples, data ${index.data.slice(0, 12)}.`; }, () => {});
}

// Stored questions: those that have all of the words, in their titles or in what the search knows of them.
const words = document.getElementById("words");
let reading;
words.hidden = false;
words.addEventListener("input", async () => {
  reading ??= opened(new URL("search.json.gz", import.meta.url), "application/json", "no-cache").then((found) => found.json());
  const { questions } = await reading.catch(() => ({ questions: [] }));
  const known = new Map(questions.map((each) => [each.title, `${each.question} ${each.words}`]));
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const each of document.getElementById("questions").children) {
    const text = `${each.textContent} ${known.get(each.textContent) ?? ""}`.toLowerCase();
    each.hidden = !wanted.every((word) => text.includes(word));
  }
});
