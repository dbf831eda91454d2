// What several scripts use to write pages and to compare words.
export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// A text without case and accents, as names and words are compared.
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
