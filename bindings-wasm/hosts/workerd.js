// `modules.js` for Cloudflare Workers: they compile no bytes while they run, and take modules as imports.

import bulk from "./bulk.wasm";
import form from "./form.wasm";

export const formModule = () => form;

export const bulkModule = () => bulk;
