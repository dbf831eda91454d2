// The full query editor: YASQE in place of the form's text, completion from this graph, answers put in place.
"use strict";
(() => {
  // Behind a proxy, the site may be below a path of its host.
  const site = new URL("..", document.currentScript.src);
  const form = document.getElementById("ask");
  const plain = document.getElementById("query");
  const Yasqe = window.Yasqe && (window.Yasqe.default || window.Yasqe);
  if (!Yasqe) return;
  let known = { prefixes: {}, classes: [], properties: [], things: [] };
  fetch(`${site}completion.json`).then(async (answer) => { if (answer.ok) known = await answer.json(); }, () => {});

  // Where the cursor is in its triple: its role, what is typed, the subject and the predicate; null if nothing is completed.
  const position = (yasqe) => {
    const before = yasqe.getDoc().getRange({ line: 0, ch: 0 }, yasqe.getDoc().getCursor());
    if (!before.includes("{")) return null;
    const open = before.slice(before.indexOf("{") + 1).replace(/#[^\n]*/g, "").replace(/"[^"\n]*"/g, '""').replace(/<[^>\s]*>/g, "<>");
    const pieces = open.split(/([.;{}](?=\s|$))/);
    const tokens = pieces.pop().split(/\s+/);
    const typed = tokens.pop();
    const parts = tokens.filter(Boolean);
    if (pieces.length && pieces[pieces.length - 1] === ";") {
      let subject;
      for (let i = pieces.length - 1; i > 0 && pieces[i] === ";"; i -= 2) subject = pieces[i - 1].trim().split(/\s+/)[0];
      parts.unshift(subject);
    }
    if (/^[?$"]/.test(typed)) return null;
    const role = ["subject", "predicate", "object"][parts.length];
    return role ? { role, subject: parts[0], predicate: parts[1], typed } : null;
  };
  // The class that the query states for a subject, with its prefix; null if it states none.
  const classOf = (yasqe, subject) => {
    const escaped = (subject || "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = escaped && yasqe.getValue().match(new RegExp(`${escaped}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`));
    return found ? found[1] : null;
  };
  const offered = (yasqe) => {
    const at = position(yasqe);
    if (!at) return [];
    const typed = at.typed.toLowerCase();
    const fits = ([name, label]) => name.toLowerCase().includes(typed) || label.toLowerCase().includes(typed);
    let rows;
    if (at.role === "predicate") {
      const kind = classOf(yasqe, at.subject);
      const fitting = known.properties.filter((row) => row[2][kind] !== undefined);
      rows = (fitting.length ? fitting : known.properties).map((row) => [row[0], row[1], row[2][kind] ? `used by ${row[2][kind]}` : ""]);
      rows.unshift(["a", "is of the class", ""]);
    } else if (at.role === "object" && ["a", "rdf:type"].includes(at.predicate)) {
      rows = known.classes.map(([name, label, count]) => [name, label, String(count)]);
    } else {
      const [, , , kindsOfValues] = known.properties.find((row) => row[0] === at.predicate) || [null, null, null, []];
      const fitting = known.things.filter((row) => row[2].some((kind) => kindsOfValues.includes(kind)));
      rows = (fitting.length ? fitting : known.things).map(([name, label, kinds]) => [name, label, kinds.join(", ")]);
    }
    return rows.filter(fits).slice(0, 60);
  };
  Yasqe.registerAutocompleter({
    name: "graph",
    bulk: false,
    autoShow: false,
    persistenceId: null,
    isValidCompletionPosition: (yasqe) => position(yasqe) !== null,
    get: (yasqe) => offered(yasqe).map((row) => row.join("\t")),
    postprocessHints: (yasqe, hints) => {
      const cursor = yasqe.getDoc().getCursor();
      const { typed } = position(yasqe) || { typed: "" };
      return hints.map((hint) => {
        const [name, label, note] = hint.text.split("\t");
        const prefix = name.split(":")[0];
        return {
          text: name,
          displayText: `${name}   ${label}${note ? `   ${note}` : ""}`,
          from: { line: cursor.line, ch: cursor.ch - typed.length },
          to: cursor,
          hint: (editor, _, chosen) => {
            editor.replaceRange(name, chosen.from, editor.getCursor());
            if (known.is_strict && name.includes(":") && known.prefixes[prefix]) yasqe.addPrefixes({ [prefix]: known.prefixes[prefix] });
          },
        };
      });
    },
  }, true);

  // The mode of YASQE marks undeclared prefixes as errors: here the graph's own need no declaration.
  const declared = (plain.dataset.prefixes || "").split(" ").filter(Boolean);
  Yasqe.defineMode("sparql11-of-graph", (config) => {
    const mode = Yasqe.getMode(config, "sparql11");
    const startState = () => Object.assign(mode.startState(), { prefixes: Object.fromEntries(declared.map((name) => [name, ""])) });
    return { ...mode, startState };
  });
  // A list in the options would be merged with the defaults, which ask another host for names.
  Yasqe.defaults.autocompleters = ["graph", "variables"];
  const host = document.createElement("div");
  host.id = "editor";
  plain.before(host);
  plain.hidden = true;
  document.getElementById("keys").hidden = false;
  const run = () => show(editor.getValue(), new FormData(form).get("view"));
  const editor = new Yasqe(host, {
    value: plain.value,
    mode: "sparql11-of-graph",
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    extraKeys: { ...Yasqe.defaults.extraKeys, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false, "Shift-Ctrl-F": false },
  });
  form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
  const input = editor.getInputField();
  input.setAttribute("aria-label", "SPARQL query");
  input.setAttribute("aria-describedby", "keys");
  for (const each of host.querySelectorAll(".CodeMirror-scroll, .CodeMirror-vscrollbar, .CodeMirror-hscrollbar")) each.tabIndex = -1;

  // The line in which the server found an error is marked until the query changes.
  let marked = null;
  const mark = () => {
    if (marked !== null) editor.getDoc().removeLineClass(marked, "background", "wrong");
    const { line } = document.getElementById("trouble").dataset;
    marked = line ? Number(line) - 1 : null;
    if (marked !== null) editor.getDoc().addLineClass(marked, "background", "wrong");
  };
  editor.on("change", () => {
    delete document.getElementById("trouble").dataset.line;
    mark();
  });

  // Answers: the server makes the page with the answer, and this page takes the answer from it.
  const longest = 6000; // Servers refuse long addresses; a longer query is sent in a body.
  let asked = plain.value;
  let running = null;
  let place = location.search;
  const load = async (address, options = {}) => {
    if (running) running.abort();
    running = new AbortController();
    const { signal } = running;
    document.getElementById("answer").setAttribute("aria-busy", "true");
    const reply = await fetch(address, { ...options, signal }).then((found) => found.text()).catch((error) => (signal.aborted ? null : String(error)));
    if (reply === null) return null;
    const page = new DOMParser().parseFromString(reply, "text/html");
    const made = page.getElementById("answer");
    const old = document.getElementById("answer");
    if (made) {
      old.replaceWith(made);
    } else {
      old.removeAttribute("aria-busy");
      document.getElementById("trouble").textContent = "The server did not answer. Try again in a moment.";
    }
    mark();
    document.dispatchEvent(new CustomEvent("content", { detail: document.getElementById("answer") }));
    const said = document.querySelector("#answer [role=status], #answer .verdict, #trouble p");
    document.getElementById("announced").textContent = said ? said.textContent : "";
    return made && page;
  };
  const remember = (address) => {
    history.pushState(null, "", address);
    place = location.search;
  };
  const show = async (query, view) => {
    asked = query;
    const given = new URLSearchParams({ query, ...(view && view !== "table" ? { view } : {}) });
    const address = `${form.action}?${given}`;
    if (address.length > longest) return load(`${site}sparql`, { method: "POST", body: given, headers: { Accept: "text/html" } });
    remember(address);
    return load(address);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  // A stored question takes the place of the query, which Ctrl+Z brings back.
  const open = async (address) => {
    const page = await load(address);
    if (!page) return;
    asked = page.getElementById("query").value;
    editor.setValue(asked);
    remember(address);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#answer [data-view], #questions a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.view) show(asked, link.dataset.view);
    else open(link.href);
  });
  window.addEventListener("popstate", () => { if (location.search !== place) location.reload(); });
  mark();

  // Stored questions: those that have all of the words.
  const words = document.getElementById("words");
  words.addEventListener("input", () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const each of document.getElementById("questions").children) {
      const text = `${each.dataset.words} ${each.textContent}`.toLowerCase();
      each.hidden = !wanted.every((word) => text.includes(word));
    }
  });
})();
