/** How the reference looks. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #444); --soft: light-dark(#666, #aaa); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 0 1rem 4rem; }
header { position: sticky; top: 0; background: Canvas; padding: .5rem 0; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.2rem; margin: 0 0 .3rem; }
h2 { margin-top: 2.5rem; }
h3 { margin: 0; }
h3 a { color: inherit; text-decoration: none; }
h4 { margin: .8rem 0 .2rem; }
small, .facts, th, #count { color: var(--soft); font-weight: normal; }
#count { margin: .2rem 0 0; font-size: .85rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .4rem .6rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; scroll-margin-top: 6rem; }
tr { scroll-margin-top: 6rem; }
:target { background: light-dark(#fff6d6, #3a3416); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td, th { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
ul.flow { margin: .2rem 0; padding: 0; list-style: none; }
ul.flow li { display: inline-block; margin-right: 1rem; font-family: ui-monospace, monospace; font-size: .85rem; }
[hidden] { display: none; }
`;

/** The search: an article is shown where every word is in its title or in one of its rows; then only those rows. */
export const SEARCH = `
const input = document.getElementById("search");
const articles = [...document.querySelectorAll("article")].map((element) => ({
  element,
  find: element.dataset.find.toLowerCase(),
  rows: [...element.querySelectorAll("tr[data-find]")].map((row) => ({ row, find: row.dataset.find.toLowerCase() })),
}));
function search() {
  const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.includes(word));
  let shown = 0;
  for (const { element, find, rows } of articles) {
    const whole = has(find);
    let hits = 0;
    for (const { row, find } of rows) {
      const hit = whole || has(find);
      row.hidden = !hit;
      if (hit) hits++;
    }
    element.hidden = !whole && hits === 0;
    if (!element.hidden) shown++;
  }
  document.getElementById("count").textContent = words.length === 0 ? "" : shown + " found";
}
input.addEventListener("input", search);
if (location.search.startsWith("?")) input.value = decodeURIComponent(location.search.slice(1));
search();
`;
