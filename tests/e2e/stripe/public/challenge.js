// The bank's question, in a frame above the page or on a page of its own.
import { line, request } from './line.js';

const secret = new URLSearchParams(location.search).get('intent');
let tell = () => {};
if (window !== top) line({}).then((line) => { tell = line; });

for (const [id, approved] of [['yes', true], ['no', false]]) {
  document.getElementById(id).addEventListener('click', async () => {
    const { back } = await request(`/challenge/${secret}`, { approved }, 'bank');
    if (window === top) location.assign(back);
    else tell('done');
  });
}
