/** A page of its own: no script from elsewhere, no framework, light and dark. `content` is trusted HTML. */
export function pageAround(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ThingPark simulator</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>ThingPark simulator</h1><nav><a href="/simulator">State</a> <a href="/simulator/labels">Labels</a>
<a href="/simulator/portal.json">portal.json</a></nav></header>
${content}
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d6dae1, #3a404a); --ok: light-dark(#146c43, #6fd6a4);
  --bad: light-dark(#a61b29, #ff8f9a); --soft: light-dark(#5a6472, #a3adbb); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #14171c); color: light-dark(#1b1f24, #e8eaee); }
header { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: baseline; }
h1 { font-size: 1.25rem; margin: 0; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
nav a { margin-right: 1rem; color: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td:empty::before { content: '·'; color: var(--soft); }
.ok { color: var(--ok); } .bad { color: var(--bad); } .soft { color: var(--soft); }
code, .eui { font-family: ui-monospace, monospace; }
.labels { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1.5rem; margin-top: 1rem; }
figure { margin: 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
figure svg { display: block; width: 100%; } figcaption { padding: .75rem; }
figcaption code { display: block; overflow-wrap: anywhere; font-size: .75rem; color: var(--soft); }
@media print { header { display: none; } figure { break-inside: avoid; } }
`
