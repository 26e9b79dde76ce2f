// The shop is an object of functions, handed to the element. Here it keeps its bag for as long as the tab is open.
import { createShop } from './shop.js';

document.querySelector('kassa-checkout').adapter = createShop(sessionStorage);
