// Hears every checkout of the page, and lets only members past the bag.
const heard = document.getElementById('heard');
for (const name of ['ready', 'start', 'step', 'update', 'field-invalid', 'complete', 'error']) {
  addEventListener(`kassa-${name}`, ({ detail }) => {
    const line = document.createElement('li');
    line.textContent = [name, detail.step ?? detail.field ?? detail.code].filter(Boolean).join(': ');
    heard.append(line);
  });
}

document.querySelector('kassa-checkout').addEventListener('kassa-before-step', (event) => {
  event.waitUntil(isMember().then((is) => is || { message: 'This is sold to members only.' }));
});

/** A real page would ask its server. */
async function isMember() {
  return document.getElementById('member').checked;
}
