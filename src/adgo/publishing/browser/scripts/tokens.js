// SPARQL text as tokens: {kind, text, at}. Kinds: iri, pname, string, lang, var, number, blank, word, mark.
const NAME = "[\\p{L}\\p{N}_\\u00B7\\u0300-\\u036F\\u203F\\u2040]";
const LOCAL = `(?:${NAME}|[:%-]|\\\\.|\\.(?=[.:%\\\\-]*${NAME}))`;
const KINDS = [
  ["space", "\\s+|#[^\\n\\r]*"],
  ["iri", "<[^<>\"{}|^`\\\\\\x00-\\x20]*>"],
  ["string", "\"\"\"(?:[^\"\\\\]|\\\\[^]|\"(?!\"\"))*\"\"\"|'''(?:[^'\\\\]|\\\\[^]|'(?!''))*'''|\"(?:[^\"\\\\\\n\\r]|\\\\.)*\"|'(?:[^'\\\\\\n\\r]|\\\\.)*'"],
  ["lang", "@[A-Za-z]+(?:-[A-Za-z0-9]+)*"],
  ["var", `[?$]${NAME}+`],
  ["blank", `_:${NAME}(?:[-.]*${NAME})*`],
  ["number", "[0-9]+\\.[0-9]*[eE][+-]?[0-9]+|\\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\\.[0-9]+|[0-9]+"],
  ["pname", `(?:\\p{L}(?:[-.]*${NAME})*)?:${LOCAL}*`],
  ["word", "[A-Za-z_][A-Za-z0-9_]*"],
  ["mark", "\\^\\^|&&|\\|\\||!=|<=|>=|[{}()\\[\\].,;=<>!+*/|^?-]"],
];
const TOKEN = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join("|"), "uy");

// The tokens of a text, without spaces and comments; null if part of it is not a token.
export function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return null;
    const kind = KINDS[match.slice(1).findIndex((each) => each !== undefined)][0];
    if (kind !== "space") found.push({ kind, text: match[0], at, word: kind === "word" ? match[0].toUpperCase() : match[0] });
  }
  return found;
}

// The IRI of a token, by the prefixes of the query; null if it is relative or its prefix is not declared.
export function iriOf(token, prefixes) {
  if (token.kind === "iri") return /^<[A-Za-z][A-Za-z0-9+.-]*:/.test(token.text) ? token.text.slice(1, -1) : null;
  if (token.text === "a") return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  const colon = token.text.indexOf(":");
  const namespace = prefixes[token.text.slice(0, colon)];
  return namespace === undefined ? null : namespace + token.text.slice(colon + 1).replace(/\\(.)/g, "$1");
}

// The prefixes that a query declares, and those that need no declaration.
export function declared(list, known) {
  const prefixes = { ...known };
  for (let i = 0; i + 2 < list.length; i++) {
    if (list[i].word === "PREFIX") prefixes[list[i + 1].text.slice(0, -1)] = list[i + 2].text.slice(1, -1);
  }
  return prefixes;
}

// What a query asks for: SELECT, ASK, CONSTRUCT or DESCRIBE; "" if there is none of them.
export function form(list) {
  const found = list.find((each) => ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"].includes(each.word));
  return found ? found.word : "";
}
