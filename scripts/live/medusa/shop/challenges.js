// What shoppers answered their bank. In memory: provider and page run in one process, and a test ends with it.
const answers = new Map();

exports.challenge = (id) => ({ url: `${process.env.KASSA_LIVE_SELF}/testpay/${id}`, answer: answers.get(id) });
exports.answer = (id, what) => answers.set(id, what);
