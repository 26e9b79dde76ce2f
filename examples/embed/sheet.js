// A button of the page's own opens the checkout.
const checkout = document.querySelector('kassa-checkout');
document.getElementById('buy').addEventListener('click', () => checkout.open());
checkout.addEventListener('kassa-close', () => document.getElementById('buy').focus());
