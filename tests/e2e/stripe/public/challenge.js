// The bank's question, in a frame above the page or on a page of its own.
import { line, request } from './line.js';

const secret = new URLSearchParams(location.search).get('intent');
const inFrame = window !== top && line({});

async function end(approved) {
  const { back } = await request(`/challenge/${secret}`, { approved }, 'bank');
  if (inFrame) (await inFrame)('done');
  else location.assign(back);
}
// A bank that waits no longer than a second, where a real one waits for minutes.
if (location.search.endsWith('&late')) setTimeout(() => end(false), 1000);
for (const [id, approved] of [['yes', true], ['no', false]]) {
  document.getElementById(id).addEventListener('click', () => end(approved));
}
