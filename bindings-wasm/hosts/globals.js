// What Node has and Jest's imitation of a browser (jsdom) does not pass on to the code under test.

export { TextDecoder, TextEncoder } from "node:util";
