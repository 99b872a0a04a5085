// A handset: calls are answered, keys pressed, the time of talking taken.

document.documentElement.classList.add('scripted');

const SECOND_MS = 1000;

/** @returns in whole seconds */
const talked = (call) => Math.round((Date.now() - Number(call.dataset.answered)) / SECOND_MS);

const answer = (call) => {
  call.dataset.answered = String(Date.now());
  tell(call);
  call.elements.keys.focus();
};

const tell = (call) => {
  const seconds = talked(call);
  call.elements.callLength.value = String(seconds);
  call.querySelector('output').textContent = `${seconds} s`;
};

setInterval(() => {
  for (const call of document.querySelectorAll('.ringing[data-answered]')) tell(call);
}, SECOND_MS);

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest('.ringing button');
  if (!button) return;
  if ('answer' in button.dataset) answer(button.form);
  if (button.dataset.key) button.form.elements.keys.value += button.dataset.key;
});

// What was sent makes room for more.
document.addEventListener('htmx:afterRequest', ({ target, detail }) => {
  if (!target.matches('form[data-clear]') || detail.xhr.getResponseHeader('hx-trigger') !== 'changed') return;
  target.elements.text.value = '';
  target.elements.text.focus();
});
