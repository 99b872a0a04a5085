// Completes metrics: in a field with `data-metrics`, `{` offers those of the table on the page.

const MOST = 12;

/** What stands between the last brace and the caret: the beginning of a metric's name. */
const begun = (field) => /\{([A-Za-z0-9_]*)$/.exec(field.value.slice(0, field.selectionStart))?.[1];

const catalogue = () =>
  [...document.querySelectorAll('[data-metric]')].map((row) => ({
    name: row.dataset.metric,
    meaning: row.cells[1].textContent,
    types: row.cells[2].textContent,
  }));

/** Those whose name begins so come first, then those that hold it. */
const fitting = (typed) => {
  const wanted = typed.toUpperCase();
  if (/^[1-9]\d?$/.test(wanted)) {
    const fields = catalogue().find(({ name }) => name === '1');
    return [{ ...fields, name: wanted }];
  }
  const all = catalogue();
  const first = all.filter(({ name }) => name.startsWith(wanted));
  return [...first, ...all.filter((one) => !first.includes(one) && one.name.includes(wanted))].slice(
    0,
    wanted === '' ? undefined : MOST,
  );
};

const choices = document.createElement('ul');
choices.id = 'metric-choices';
choices.className = 'choices';
choices.setAttribute('role', 'listbox');
choices.setAttribute('aria-label', 'Metrics');
choices.hidden = true;

let field = null;
let chosen = 0;

const close = () => {
  choices.hidden = true;
  field?.removeAttribute('aria-activedescendant');
  field?.removeAttribute('aria-controls');
};

const mark = (index) => {
  const options = [...choices.children];
  chosen = (index + options.length) % options.length;
  options.forEach((option, at) => {
    option.setAttribute('aria-selected', String(at === chosen));
  });
  options[chosen].scrollIntoView({ block: 'nearest' });
  field.setAttribute('aria-activedescendant', options[chosen].id);
};

/** Where the caret is in its field, in pixels: measured on a copy of the field's text. */
const caret = () => {
  const copy = document.createElement('div');
  const style = getComputedStyle(field);
  for (const name of ['font', 'letterSpacing', 'padding', 'border', 'boxSizing', 'lineHeight', 'tabSize']) {
    copy.style[name] = style[name];
  }
  const isLine = field instanceof HTMLInputElement;
  Object.assign(copy.style, {
    position: 'absolute',
    visibility: 'hidden',
    width: `${field.offsetWidth}px`,
    whiteSpace: isLine ? 'pre' : 'pre-wrap',
    overflowWrap: 'break-word',
  });
  copy.textContent = field.value.slice(0, field.selectionStart);
  const end = document.createElement('span');
  end.textContent = '.';
  copy.append(end);
  document.body.append(copy);
  const at = {
    left: end.offsetLeft - field.scrollLeft,
    top: end.offsetTop + end.offsetHeight - field.scrollTop,
  };
  copy.remove();
  return at;
};

const open = (fits) => {
  choices.replaceChildren(
    ...fits.map(({ name, meaning, types }, index) => {
      const option = document.createElement('li');
      option.id = `metric-choice-${index}`;
      option.setAttribute('role', 'option');
      option.dataset.name = name;
      const code = document.createElement('code');
      code.textContent = `{${name}}`;
      const said = document.createElement('small');
      said.textContent = `${meaning} (${types})`;
      option.append(code, ' ', said);
      return option;
    }),
  );
  const { left, top } = caret();
  field.parentElement.append(choices);
  const room = field.parentElement.offsetWidth;
  choices.hidden = false;
  choices.style.top = `${field.offsetTop + Math.min(top, field.offsetHeight) + 4}px`;
  choices.style.left = `${Math.max(0, Math.min(field.offsetLeft + left, room - choices.offsetWidth))}px`;
  field.setAttribute('aria-controls', choices.id);
  mark(0);
};

const insert = (name) => {
  const end = field.selectionStart;
  const start = end - begun(field).length - 1;
  const closes = field.value[end] === '}' ? end + 1 : end;
  field.setRangeText(`{${name}}`, start, closes, 'end');
  close();
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

document.addEventListener('input', ({ target }) => {
  if (!target.matches?.('[data-metrics]')) return;
  field = target;
  const typed = begun(field);
  const fits = typed === undefined ? [] : fitting(typed);
  if (fits.length > 0) open(fits);
  else close();
});

document.addEventListener('keydown', (event) => {
  if (choices.hidden || event.target !== field) return;
  const act = {
    ArrowDown: () => mark(chosen + 1),
    ArrowUp: () => mark(chosen - 1),
    Enter: () => insert(choices.children[chosen].dataset.name),
    Tab: () => insert(choices.children[chosen].dataset.name),
    Escape: close,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// The field keeps the focus while something is chosen with the mouse.
choices.addEventListener('mousedown', (event) => {
  event.preventDefault();
  const option = event.target.closest('[role=option]');
  if (option) insert(option.dataset.name);
});

document.addEventListener('focusout', ({ target }) => {
  if (target === field) close();
});
