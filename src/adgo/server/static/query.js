// The query editor: YASGUI with completion, prefixes and stored questions of this graph; it calls no other host.
"use strict";
(async () => {
  // Behind a proxy, the site may be below a path of its host.
  const site = new URL("..", document.currentScript.src);
  const host = document.getElementById("editor");
  const plain = document.getElementById("plain");
  if (!host || !window.Yasgui) return;
  const answer = await fetch(`${site}completion.json`).catch(() => null);
  const known = answer && answer.ok ? await answer.json() : { prefixes: {}, classes: [], properties: [], things: [] };
  const { Yasqe, Yasr } = Yasgui;

  // Where the cursor is in its triple: ["subject" | "predicate" | "object", the subject, the predicate].
  const position = (yasqe) => {
    const cursor = yasqe.getDoc().getCursor();
    const before = yasqe.getDoc().getRange({ line: 0, ch: 0 }, cursor);
    const open = before.slice(before.indexOf("{") + 1).replace(/#[^\n]*/g, "").replace(/"[^"\n]*"/g, '""').replace(/<[^>\s]*>/g, "<>");
    if (!before.includes("{")) return null;
    const pieces = open.split(/([.;{}](?=\s|$))/);
    const tokens = pieces.pop().split(/\s+/);
    const typed = tokens.pop();
    const parts = tokens.filter(Boolean);
    let subject = parts[0];
    if (pieces.length && pieces[pieces.length - 1] === ";") {
      for (let i = pieces.length - 1; i > 0 && pieces[i] === ";"; i -= 2) subject = pieces[i - 1].trim().split(/\s+/)[0];
      parts.unshift(subject);
    }
    if (typed.startsWith("?") || typed.startsWith("$") || typed.startsWith('"')) return null;
    const role = ["subject", "predicate", "object"][parts.length];
    return role ? { role, subject, predicate: parts[1], typed } : null;
  };
  const kindOf = (yasqe, subject) => {
    if (!subject) return null;
    const escaped = subject.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = yasqe.getValue().match(new RegExp(`${escaped}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`));
    return found && found[1];
  };
  const offered = (yasqe) => {
    const at = position(yasqe);
    if (!at) return [];
    const typed = at.typed.toLowerCase();
    const fits = ([name, label]) => !typed || name.toLowerCase().includes(typed) || label.toLowerCase().includes(typed);
    let rows = [];
    if (at.role === "predicate") {
      const kind = kindOf(yasqe, at.subject);
      const used = known.properties.filter((row) => !kind || row[2][kind]);
      rows = (used.length ? used : known.properties).map((row) => [row[0], row[1], kind ? `${row[2][kind] || 0} with ${kind}` : ""]);
      rows.unshift(["a", "is of the class", ""]);
    } else if (at.role === "object" && (at.predicate === "a" || at.predicate === "rdf:type")) {
      rows = known.classes.map(([name, label, count]) => [name, label, String(count)]);
    } else {
      rows = known.things.map(([name, label, kinds]) => [name, label, kinds.join(", ")]);
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
      const typed = (position(yasqe) || { typed: "" }).typed;
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
            if (name.includes(":") && known.prefixes[prefix]) yasqe.addPrefixes({ [prefix]: known.prefixes[prefix] });
          },
        };
      });
    },
  }, true);
  Yasqe.registerAutocompleter({
    name: "ours",
    bulk: true,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (yasqe) => {
      const cursor = yasqe.getDoc().getCursor();
      return /^\s*PREFIX\s+[\w-]*$/i.test(yasqe.getDoc().getRange({ line: cursor.line, ch: 0 }, cursor));
    },
    get: () => Object.entries(known.prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  }, true);
  Yasqe.defaults.autocompleters = ["graph", "ours", "variables"];
  Object.assign(Yasqe.defaults, { prefixCcApi: null, consumeShareLink: null, createShortLink: undefined });
  Yasqe.defaults.createShareableLink = (yasqe) => `${site}query?query=${encodeURIComponent(yasqe.getValue())}`;

  const yasgui = new Yasgui(host, {
    persistenceId: `adgo-${host.dataset.version}`,
    populateFromUrl: false,
    copyEndpointOnNewTab: true,
    requestConfig: { endpoint: `${site}sparql`, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${site}sparql` }], keys: [], renderItem: () => {} },
    yasr: { prefixes: known.prefixes },
  });
  plain.hidden = true;
  document.getElementById("views").hidden = false;
  document.getElementById("stored").hidden = false;

  const current = () => yasgui.getTab().getYasqe();
  const refresh = () => {
    const query = encodeURIComponent(current().getValue());
    for (const link of document.querySelectorAll("[data-view]")) link.href = `${site}sparql?query=${query}&view=${link.dataset.view}`;
    document.querySelector("[data-link]").href = `${site}query?query=${query}`;
  };
  // The line in which the server found an error, marked until the query changes.
  const trouble = document.getElementById("trouble");
  let marked = null;
  const clear = () => {
    if (marked) marked.doc.removeLineClass(marked.line, "background", "wrong");
    marked = null;
    trouble.replaceChildren();
  };
  const explain = (problem) => {
    const box = document.createElement("section");
    box.className = "problem";
    const words = document.createElement("p");
    words.textContent = problem.detail;
    box.append(words);
    if (problem.excerpt) {
      const place = document.createElement("pre");
      place.textContent = problem.excerpt;
      box.append(place);
    }
    trouble.replaceChildren(box);
    if (problem.line) {
      const doc = current().getDoc();
      marked = { doc, line: problem.line - 1 };
      doc.addLineClass(marked.line, "background", "wrong");
    }
  };
  // An answer without rows: names in the query that do not occur in the data, and the most similar ones that do.
  const note = async (query) => {
    const answer = await fetch(`${site}absent.json?query=${encodeURIComponent(query)}`).catch(() => null);
    const { notes } = answer && answer.ok ? await answer.json() : { notes: [] };
    trouble.replaceChildren(...notes.map((words) => {
      const line = document.createElement("p");
      line.className = "note";
      line.textContent = `${words}.`;
      return line;
    }));
  };
  const watched = new WeakSet();
  const watch = () => {
    const yasqe = current();
    if (watched.has(yasqe)) return refresh();
    watched.add(yasqe);
    yasqe.on("change", () => { clear(); refresh(); });
    yasqe.on("queryResponse", async (_, response) => {
      clear();
      const text = response && (response.text || (response.response && response.response.text) || response.content);
      const body = typeof text === "function" ? await text.call(response).catch(() => "") : text || (response && response.message) || "";
      try {
        const problem = JSON.parse(String(body).slice(String(body).indexOf("{")));
        if (problem.detail) explain(problem);
      } catch { /* an answer, not a problem */ }
      if (/"bindings"\s*:\s*\[\s*\]|"boolean"\s*:\s*false/.test(String(body))) await note(yasqe.getValue());
    });
    const area = yasqe.getInputField();
    area.setAttribute("aria-label", "SPARQL query");
    refresh();
    name();
  };
  // The editor's controls are pictures: give each of them a name.
  const name = () => {
    for (const each of host.querySelectorAll("button, a, input, select, [role=button]")) {
      const shown = each.matches("input, select") ? each.labels && each.labels.length : each.textContent.trim();
      if (each.getAttribute("aria-label") || shown) continue;
      const sized = each.matches(".tableSizer") ? "rows per page" : "name of the query";
      each.setAttribute("aria-label", each.title || each.placeholder || sized);
    }
    for (const each of host.querySelectorAll(".tabsList .addTab")) {
      each.setAttribute("role", "tab"); // a list of tabs may hold nothing else
      each.setAttribute("aria-selected", "false");
    }
    for (const each of host.querySelectorAll(".CodeMirror-scroll, .yasr_results, .CodeMirror-vscrollbar, .CodeMirror-hscrollbar")) each.tabIndex = -1;
    for (const area of host.querySelectorAll("textarea")) if (!area.getAttribute("aria-label")) area.setAttribute("aria-label", "SPARQL query");
  };
  yasgui.on("tabSelect", () => setTimeout(watch, 50));
  new MutationObserver(name).observe(host, { childList: true, subtree: true });
  if (new URLSearchParams(location.search).has("query")) {
    yasgui.addTab(true, { name: "Linked query", yasqe: { value: plain.query.value } });
  } else if (!current().getValue().includes("adgo:")) {
    current().setValue(plain.query.value);
  }
  watch();
  document.getElementById("pick").addEventListener("change", (event) => {
    if (event.target.value) current().setValue(event.target.value);
  });
})();
