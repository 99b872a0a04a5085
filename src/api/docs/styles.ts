/** The colours of the page by what they are for, in light and in dark. */
export const PALETTE = {
  light: {
    page: '#f6f7f7',
    card: '#ffffff',
    sunk: '#f1f3f4',
    line: '#d9dee0',
    ink: '#1d2326',
    soft: '#566168',
    link: '#0b5c8a',
    mark: '#9a3b00',
    good: '#1c6033',
    bad: '#9c1f1f',
    'get-ink': '#0a5670',
    'get-chip': '#def0f6',
    'post-ink': '#1c6033',
    'post-chip': '#e0f2e5',
    'put-ink': '#754600',
    'put-chip': '#f9ecd2',
    'patch-ink': '#5a3a96',
    'patch-chip': '#eee8fa',
    'delete-ink': '#9c1f1f',
    'delete-chip': '#fbe5e3',
  },
  dark: {
    page: '#14181a',
    card: '#1b2023',
    sunk: '#23292c',
    line: '#3a4347',
    ink: '#e4e8ea',
    soft: '#a3aeb4',
    link: '#84c5ec',
    mark: '#f0ab7c',
    good: '#8fd6a5',
    bad: '#f3a6a0',
    'get-ink': '#93d3ea',
    'get-chip': '#123542',
    'post-ink': '#8fd6a5',
    'post-chip': '#143620',
    'put-ink': '#edc077',
    'put-chip': '#3b2e12',
    'patch-ink': '#cab5f5',
    'patch-chip': '#32274c',
    'delete-ink': '#f3a6a0',
    'delete-chip': '#481f1d',
  },
} as const;

function properties(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}

/** The style sheet of the documentation. */
export const STYLES = `
:root { color-scheme: light dark; ${properties(PALETTE.light)} }
@media (prefers-color-scheme: dark) { :root { ${properties(PALETTE.dark)} } }

* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto;
  max-width: 96rem;
  padding: 0 1rem 4rem;
  background: var(--page);
  color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, ul, figure, pre { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { font-size: 1.3rem; line-height: 1.3; margin-bottom: 0.75rem; }
h3 { font-size: 1rem; font-weight: 600; }
h4 { font-size: 0.95rem; margin-top: 2rem; }
h4:first-child { margin-top: 0; }
h4 code { font-weight: 500; color: var(--soft); }
p + p { margin-top: 0.75rem; }
code, pre, var { font-family: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
code, pre { font-size: 0.875em; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--card); z-index: 1; }
.skip:focus { top: 0.5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.also { color: var(--soft); font-size: 0.9rem; }

header { padding: 2.5rem 0 1.5rem; max-width: 46rem; }
header h1 + .also { margin: 0.25rem 0 1rem; }
section { margin-top: 2.5rem; }
section:first-child { margin-top: 0; }
section > p { margin-bottom: 1rem; max-width: 46rem; }

nav { font-size: 0.9rem; margin-bottom: 2rem; }
nav ul { list-style: none; padding: 0; }
nav > ul { display: flex; flex-wrap: wrap; gap: 0.5rem; }
nav > ul > li > a {
  display: block; padding: 0.3rem 0.75rem; border: 1px solid var(--line); border-radius: 999px;
  background: var(--card); text-decoration: none;
}
nav ul ul { display: none; }

details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-top: 0.5rem; }
details:has(> :target) { border-color: var(--link); }
summary {
  display: grid; grid-template-columns: 1rem 1fr; column-gap: 0.5rem; align-items: baseline;
  padding: 0.7rem 1rem; cursor: pointer; list-style: none; border-radius: 8px;
}
summary::-webkit-details-marker { display: none; }
summary::before {
  content: ''; width: 0.4rem; height: 0.4rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0;
  transform: translateY(-0.15rem) rotate(-45deg);
}
[open] > summary::before { transform: translateY(-0.2rem) rotate(45deg); }
summary:hover { background: var(--sunk); }
summary h3 code { font-weight: 500; margin-left: 0.35rem; }
summary > span { grid-column: 2; color: var(--soft); font-size: 0.95rem; }
summary ~ div { padding: 1.25rem 1rem 1.5rem; border-top: 1px solid var(--line); scroll-margin-top: 6rem; }
var { font-style: normal; color: var(--mark); }

.method {
  display: inline-block; min-width: 4.1rem; padding: 0.1rem 0.4rem; border-radius: 4px; text-align: center;
  font: 600 0.72rem/1.4 system-ui, sans-serif; letter-spacing: 0.04em; background: var(--sunk);
}
${['get', 'post', 'put', 'patch', 'delete'].map((method) => `.${method} { color: var(--${method}-ink); background: var(--${method}-chip); }`).join('\n')}
.good { color: var(--good); }
.bad { color: var(--bad); }
small { font-size: 0.75rem; font-weight: 500; margin-left: 0.4rem; }
.required { color: var(--mark); }
.optional { color: var(--soft); }

.parts { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1fr); }
#refusals table { background: var(--card); border: 1px solid var(--line); border-radius: 8px; border-collapse: separate; border-spacing: 0; padding: 0.5rem 1rem; }
#refusals tr:first-child > * { border-top: 0; }
table { width: 100%; margin-top: 0.6rem; border-collapse: collapse; table-layout: fixed; font-size: 0.9rem; }
table ~ .also, table + table { margin-top: 0.75rem; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0; border-top: 1px solid var(--line); font-weight: 400; }
th { width: 38%; padding-right: 0.75rem; }
th code { font-weight: 600; }
th i { color: var(--soft); }
th small { display: block; margin-left: 0; }
td p + p { margin-top: 0.15rem; }
.type { color: var(--soft); }
.type code { white-space: pre-wrap; color: var(--ink); background: var(--sunk); border-radius: 3px; padding: 0.05em 0.3em; }
${[1, 2, 3, 4].map((depth) => `.in${depth} th { padding-left: ${depth * 0.9}rem; }`).join('\n')}
figure + figure { margin-top: 1.25rem; }
figcaption { color: var(--soft); font-size: 0.85rem; font-weight: 600; margin-bottom: 0.35rem; }
pre {
  padding: 0.8rem 1rem; background: var(--sunk); border-radius: 6px; white-space: pre-wrap; line-height: 1.5;
  font-size: 0.8rem;
}
.command { user-select: all; }

@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 19rem minmax(0, 1fr); column-gap: 2.5rem; padding: 0 2rem 6rem; }
  header { grid-column: 2; }
  nav {
    grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 0; align-self: start; max-height: 100vh;
    overflow-y: auto; padding: 2.5rem 0.5rem 2rem 0.25rem; margin: 0;
  }
  main { grid-column: 2; }
  nav > ul { display: block; }
  nav > ul > li + li { margin-top: 1rem; }
  nav > ul > li > a { border: 0; background: none; padding: 0; font-weight: 600; color: var(--ink); }
  nav ul ul { display: block; margin-top: 0.25rem; }
  nav ul ul a { display: flex; gap: 0.5rem; padding: 0.15rem 0; text-decoration: none; align-items: baseline; }
  nav .method { flex: none; min-width: 3.4rem; background: none; padding: 0; text-align: left; font-size: 0.65rem; }
  nav ul ul a:hover { text-decoration: underline; }
  th { width: 32%; }
  .object th, #refusals th { width: 16rem; }
}
@media (min-width: 84rem) {
  .parts { grid-template-columns: minmax(0, 7fr) minmax(0, 6fr); }
  .operation > summary { grid-template-columns: 1rem 26rem minmax(0, 1fr); }
  .operation > summary > span { grid-column: 3; }
}
`;
