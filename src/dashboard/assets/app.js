// What pages need beyond htmx: they follow the platform live, and keep what somebody is at work on.

/** Parts that a person changes: what the platform says does not overwrite them. */
const KEPT = '[data-keep]';

// Not its `ignoreActiveValue`: that leaves alone all that is in whatever has the focus, such as a table that is scrolled.
Idiomorph.defaults.callbacks.beforeNodeMorphed = (node) => {
  if (!(node instanceof Element)) return true;
  const isTypedInto = node === document.activeElement && node.matches('input, select, textarea');
  return !isTypedInto && !node.matches(KEPT);
};
// A person opens and closes these; the server does not know.
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
  !(name === 'open' && node instanceof HTMLDetailsElement);

const follow = () => {
  const live = document.getElementById('live');
  const changes = new EventSource('/live');
  let waiting = false;
  const refresh = () => {
    waiting = document.hidden;
    if (!waiting) htmx.trigger(live, 'changed');
  };
  changes.addEventListener('change', refresh);
  changes.addEventListener('open', () => document.body.classList.remove('cut-off'));
  changes.addEventListener('error', () => document.body.classList.add('cut-off'));
  document.addEventListener('visibilitychange', () => waiting && refresh());
  addEventListener('pagehide', () => changes.close());
};

document.addEventListener('DOMContentLoaded', () => {
  if (document.getElementById('live')) follow();
});

// What a button did was refused: said for as long as it takes to read it.
document.addEventListener('refused', ({ detail }) => {
  const said = document.getElementById('said');
  said.textContent = detail.value;
  setTimeout(() => {
    said.textContent = '';
  }, 8000);
});

// `<button data-copy="#id">` copies the text of what it names.
document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element && target.closest('[data-copy]');
  if (!button) return;
  const text = document.querySelector(button.dataset.copy)?.textContent ?? '';
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
});

// `<form data-confirm="Remove it?">` asks first.
document.addEventListener(
  'submit',
  (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);
