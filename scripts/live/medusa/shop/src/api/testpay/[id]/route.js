// The bank's page (3-D Secure): asks the shopper, and notes the answer for the next time the payment is tried.
const { answer } = require('../../../../challenges');

const page = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test bank</title>
<style>body{font:16px/1.5 sans-serif;margin:1.5rem}button{font:inherit;min-height:44px;margin:0 .5rem 0 0;padding:0 1rem}</style>${body}`;
const html = (res, body) => res.type('html').set('cache-control', 'no-store').send(page(body));

exports.GET = (req, res) => html(res, '<h1>Test bank</h1><p>Is it you who pays?</p><form method="post">'
  + '<button name="answer" value="confirmed">Yes, confirm</button><button name="answer" value="refused">No, refuse</button></form>');

exports.POST = (req, res) => {
  const refused = req.body?.answer === 'refused';
  answer(req.params.id, refused ? 'refused' : 'confirmed');
  html(res, `<h1>Test bank</h1><p>${refused ? 'You refused the payment.' : 'Thank you. You can go back to the shop.'}</p>`);
};
