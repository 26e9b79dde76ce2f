// Asks the account's server for the script, which may not: the page's policy does not know that server.
import { line, request } from './line.js';

await line({ request: ({ path, body, key }) => request(path, body, key) });
