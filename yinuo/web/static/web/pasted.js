// What is pasted as HTML becomes the small Markdown of articles: words and their structure, never scripts, styles or links.
const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "SVG", "HEAD", "TITLE", "BUTTON", "SELECT", "INPUT", "TEXTAREA"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "TABLE", "TR", "FIGURE", "FIGCAPTION", "PRE", "DL", "DT", "DD", "UL", "OL"]);
const HEADINGS = { H1: "# ", H2: "# ", H3: "## ", H4: "## ", H5: "## ", H6: "## " };
const AROUND = { STRONG: "**", B: "**", EM: "*", I: "*" };

/** Words of a piece of HTML; parsed in a document that runs nothing and loads nothing. */
export function markdownOf(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return inside(body, "").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function inside(node, bullet) {
  let number = 0;
  return [...node.childNodes].map((child) => {
    if (child.nodeName === "LI") number += 1;
    return written(child, bullet, number);
  }).join("");
}

function written(node, bullet, number) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.nodeName.toUpperCase())) return "";
  const name = node.nodeName;
  if (name === "BR") return "\n";
  if (name === "HR") return "\n\n---\n\n";
  if (name === "LI") return `\n${bullet === "OL" ? `${number}. ` : "- "}${inside(node, bullet).trim()}`;
  const words = inside(node, name === "UL" || name === "OL" ? name : bullet);
  if (HEADINGS[name]) return words.trim() ? `\n\n${HEADINGS[name]}${words.trim()}\n\n` : "";
  if (name === "BLOCKQUOTE") return `\n\n${words.trim().replace(/^/gm, "> ")}\n\n`;
  if (AROUND[name]) return words.trim() ? `${AROUND[name]}${words.trim()}${AROUND[name]}` : words;
  return BLOCKS.has(name) ? `\n\n${words.trim()}\n\n` : words;
}
