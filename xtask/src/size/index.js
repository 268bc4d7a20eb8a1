// A page with one form that needs no loading call.
import { Form } from "rejoin";

const form = new Form();
form.set("name", "Branch office");
globalThis.show(form.submit());
