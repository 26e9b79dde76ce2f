// What no first step needs, in one file: fetched by element.js, by its digest, when something of it is wanted.
export { wrong } from './attributes.js';
export { OwnFields, suggest } from './registries.js';
