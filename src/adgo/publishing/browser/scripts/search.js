// Search without a server: names and descriptions of things, and stored questions, from one file.
import { opened } from "./compressed.js";
import { element, fold } from "./elements.js";

const root = new URL("..", import.meta.url);
const MOST = 60;
let reading;
const readEntries = () => {
  reading ??= opened(new URL("browser/search.json.gz", root), "application/json", "no-cache").then((found) => found.json());
  return reading;
};
const wordsOf = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const COMMON = new Set(["a", "an", "and", "are", "by", "did", "do", "does", "for", "has", "have", "in", "is", "of", "on", "the", "to", "was", "were", "what", "when", "where", "which", "who", "why", "with"]);

// How well a text has the words: 3 if it is the words, 2 if it begins with them, 1 if it has all; 0 if it has not.
function rank(text, asked, wanted) {
  const whole = fold(text).trim();
  if (whole === asked) return 3;
  const words = wordsOf(text);
  if (!wanted.every((each) => words.some((word) => word.startsWith(each)))) return 0;
  return whole.startsWith(asked) ? 2 : 1;
}

async function find(words) {
  const { things, questions } = await readEntries();
  const asked = fold(words).trim();
  const all = wordsOf(words);
  const content = all.filter((each) => !COMMON.has(each));
  const wanted = content.length ? content : all;
  if (!wanted.length) return [];
  const scored = (list, texts) => list.flatMap((each) => {
    const [score, text] = texts(each).map(([weight, one]) => [rank(one, asked, wanted) * weight, one]).reduce((best, next) => (next[0] > best[0] ? next : best), [0, ""]);
    return score ? [{ ...each, score, text }] : [];
  });
  const hits = scored(things, (each) => each.texts);
  const whole = (each) => [[1, each.title], [0.9, each.question], [0.8, `${each.title} ${each.question} ${each.words}`]];
  return [...hits, ...scored(questions, whole).map((each) => ({ ...each, label: each.title, kinds: ["question"], standings: [] }))].sort((left, right) => right.score - left.score || left.label.localeCompare(right.label, "en"));
}

function hitShown(hit) {
  const extras = [...hit.kinds.map((each) => element("span", { class: "kind" }, each)), ...hit.standings.map(([name, label]) => element("span", { class: `standing ${name}` }, label))];
  const line = [element("a", { href: new URL(hit.link, root).pathname }, hit.label), ...extras.flatMap((each) => [" ", each])];
  if (hit.text !== hit.label && hit.kinds[0] !== "question") line.push(element("p", { class: "soft" }, hit.text));
  else if (hit.question && hit.question !== hit.label) line.push(element("p", { class: "soft" }, hit.question));
  return element("li", {}, ...line);
}

async function show(place, words) {
  const found = await find(words);
  const number = `${found.length} found for “${words}”.`;
  const more = found.length > MOST ? ` The first ${MOST} are shown; search for more words.` : "";
  const none = found.length ? "" : " Search here compares the beginnings of words, and corrects no typing errors.";
  place.replaceChildren(element("p", { role: "status" }, number + more + none), element("ol", { class: "hits" }, ...found.slice(0, MOST).map(hitShown)));
}

for (const form of document.querySelectorAll("form[data-published]")) form.hidden = false;
const place = document.getElementById("found");
const words = new URLSearchParams(location.search).get("q")?.trim();
if (place && words) {
  for (const each of document.querySelectorAll("input[name=q]")) each.value = words;
  document.title = document.title.replace(/^.* · /, () => `Search: ${words} · `);
  show(place, words).catch((error) => place.replaceChildren(element("p", { class: "note", role: "alert" }, error.message)));
}
