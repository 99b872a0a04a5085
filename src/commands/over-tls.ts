// Loaded only when it is wanted, and not by its own name: the bundled command cannot import what is outside it later.
export { request } from 'node:https';
