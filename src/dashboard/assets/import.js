// The form for a CSV: takes a file that is dropped, shows its first rows before it is sent, streams it to the API, and
// tells which rows were not good. How far it has come is in the page, which is live.

const PREVIEW_BYTES = 65_536;
const PREVIEW_ROWS = 5;
const PREVIEW_COLUMNS = 12;
const MOST_ERRORS = 200;

/** Reads the first rows of a CSV: for a look only, the API reads it for good. */
const firstRows = (text) => {
  const [header] = text.split(/\r?\n|\r/, 1);
  const delimiter = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length)[0];
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length && rows.length <= PREVIEW_ROWS + 1; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter || character === '\n') {
      rows.at(-1).push(cell.replace(/\r$/, ''));
      cell = '';
      if (character === '\n') rows.push([]);
    } else cell += character;
  }
  if (cell !== '') rows.at(-1).push(cell);
  return rows.filter((row) => row.some((one) => one !== '')).slice(0, PREVIEW_ROWS + 1);
};

/** The beginning of a file as text. */
const beginningOf = async (file) => {
  const bytes = new Uint8Array(await file.slice(0, PREVIEW_BYTES).arrayBuffer());
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
};

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const table = (label, head, rows) =>
  element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
      element(
        'tbody',
        {},
        ...rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell)))),
      ),
    ),
  );

const preview = async (form) => {
  const file = form.elements.file.files[0];
  const place = form.querySelector('.first-rows');
  form.querySelector('.imported').replaceChildren();
  const text = file ? await beginningOf(file) : form.elements.rows.value;
  const [header, ...rows] = firstRows(text);
  if (!header) {
    place.replaceChildren();
    return;
  }
  const parts = [];
  if (file)
    parts.push(element('p', {}, element('strong', {}, file.name), ` ${Math.ceil(file.size / 1000)} kB`));
  if (
    !header.some(
      (name) =>
        name
          .trim()
          .replace(/^\ufeff/, '')
          .toLowerCase() === 'number',
    )
  )
    parts.push(
      element('p', { class: 'warned' }, 'No column is named number: the first row must name one so.'),
    );
  const shown = (row) => row.slice(0, PREVIEW_COLUMNS);
  parts.push(table('The first rows', shown(header), rows.map(shown)));
  place.replaceChildren(...parts);
};

const told = ({ added, rejected, errors }) => {
  const words = `${added} recipients were added.${rejected > 0 ? ` ${rejected} rows were not:` : ''}`;
  const parts = [element('p', {}, element('strong', {}, words))];
  if (errors.length > 0) {
    const rows = errors.slice(0, MOST_ERRORS).map(({ line, reason }) => [String(line), reason]);
    parts.push(table('Rows that were not added', ['Line', 'Why'], rows));
  }
  if (rejected > MOST_ERRORS) parts.push(element('p', {}, `and ${rejected - MOST_ERRORS} more`));
  return parts;
};

const refused = ({ detail, errors = [] }) => {
  const rows = errors
    .slice(0, MOST_ERRORS)
    .map(({ field, problem, expected }) =>
      element(
        'li',
        {},
        [field, problem].filter(Boolean).join(' '),
        expected ? ` (expected ${expected})` : '',
      ),
    );
  const words = rows.length > 0 ? [element('ul', {}, ...rows)] : [element('p', {}, detail)];
  return [element('div', { class: 'refused' }, element('strong', {}, 'It was refused.'), ...words)];
};

const send = async (form) => {
  const file = form.elements.file.files[0];
  const place = form.querySelector('.imported');
  const button = form.querySelector('button[type="submit"]');
  const all = form.elements.allOrNothing.checked ? '?allOrNothing=true' : '';
  button.disabled = true;
  place.replaceChildren(element('p', {}, 'Importing …'));
  try {
    const response = await fetch(form.dataset.import + all, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: file ?? form.elements.rows.value,
    });
    const answer = await response.json();
    place.replaceChildren(...(response.ok ? told(answer) : refused(answer)));
    if (response.ok) {
      form.reset();
      form.querySelector('.first-rows').replaceChildren();
    }
  } catch {
    place.replaceChildren(
      ...refused({ detail: 'The upload was cut off: the file cannot be read, or the platform is gone.' }),
    );
  }
  button.disabled = false;
};

const formOf = ({ target }) => target instanceof Element && target.closest('form[data-import]');

document.addEventListener('change', (event) => {
  const form = formOf(event);
  if (form && event.target.name !== 'allOrNothing') preview(form);
});
document.addEventListener('submit', (event) => {
  const form = formOf(event);
  if (!form) return;
  event.preventDefault();
  send(form);
});

// A file that misses the form would otherwise be opened in the place of the page.
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes('Files')) return;
    event.preventDefault();
    const form = formOf(event);
    for (const other of document.querySelectorAll('form[data-import]'))
      other.classList.toggle('over', other === form && kind === 'dragover');
    if (!form || kind !== 'drop') return;
    form.elements.file.files = event.dataTransfer.files;
    preview(form);
  });
}
