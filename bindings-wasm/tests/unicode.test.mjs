// The form module asks JavaScript what Unicode says; the other module has the tables of the core. Both say the same.

import assert from "node:assert/strict";
import { test } from "node:test";

import { validate, validateJson } from "../../target/npm/dist/index.js";

/** Every character outside ASCII that this JavaScript knows. */
function* characters() {
  for (let code = 0x80; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    // Chinese, Korean and Tangut characters are alike by the ten thousand: every hundredth of them will do.
    const many = /\p{Unified_Ideograph}|\p{Script=Hangul}|\p{Script=Tangut}/u.test(character);
    if (!/\p{Cn}|\p{Cs}|\p{Co}/u.test(character) && (!many || code % 100 === 0)) yield character;
  }
}

/** What both modules find in a draft. */
function found(draft, context) {
  const codes = ({ issues }) => issues.map(({ field, code, params }) => [field, code, params]);
  return [codes(validate(draft, context)), codes(validateJson(JSON.stringify(draft), context))];
}

test("letters of every kind count for a password as in the core", () => {
  let count = 0;
  const account = { role: "source", createLocalAdministrator: true, localAdministratorUsername: "rescue" };
  const context = { passwordPolicy: { minLength: 1, minCategories: 2 } };
  for (const character of characters()) {
    const [form, core] = found({ ...account, localAdministratorPassword: `a${character}` }, context);
    assert.deepEqual(form, core, `U+${character.codePointAt(0).toString(16)}`);
    count++;
  }
  assert.ok(count > 40_000, `${count} characters`);
});

test("names are compared in lower case as in the core", () => {
  let taken = 0;
  for (const character of characters()) {
    if (character.toLowerCase() === character) continue;
    const context = { existingNames: [`x${character}`] };
    const [form, core] = found({ name: `X${[...character.toLowerCase()][0]}` }, context);
    assert.deepEqual(form, core, `U+${character.codePointAt(0).toString(16)}`);
    taken += form.some(([, code]) => code === "name_taken");
  }
  assert.ok(taken > 1_300, `${taken} letters`);
});
