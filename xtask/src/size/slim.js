// A page with one form that takes the `.wasm` from where the host puts it.
import { Form, init } from "rejoin/slim";

await init("form.wasm");
const form = new Form();
form.set("name", "Branch office");
globalThis.show(form.submit());
