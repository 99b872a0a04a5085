// The form that restores a snapshot: streams the file, which may be long, to the API.

const restore = async (form) => {
  const place = form.querySelector('.restored');
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true;
  place.classList.remove('refused');
  place.textContent = 'Restoring …';
  try {
    const response = await fetch(form.dataset.restore, {
      method: 'PUT',
      headers: { 'content-type': form.dataset.type },
      body: form.elements.file.files[0],
    });
    if (response.ok) {
      location.assign('/world?restored=1');
      return;
    }
    const { detail } = await response.json();
    place.classList.add('refused');
    place.textContent = `It was refused: ${detail}`;
  } catch {
    place.classList.add('refused');
    place.textContent = 'The upload was cut off: the file cannot be read, or the platform is gone.';
  }
  button.disabled = false;
};

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-restore]')) return;
  event.preventDefault();
  restore(event.target);
});
