//! Forms: a keystroke is one field in and one number back.

use alloc::vec::Vec;

use rejoin::{Changes, Field, FieldSet, Form, State};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::context::{FINE, read_context, write_mistake};
use crate::local::Local;
use crate::pack::Packer;
use crate::unpack::Unpacker;
use crate::{buffers, fresh};

/// Behind the bits of the fields that changed.
const NOTES_CHANGED: u32 = 1 << 23;
const VALID: u32 = 1 << 24;

/// The open forms, by number.
static FORMS: Local<Vec<Option<Form>>> = Local::new(Vec::new());

/// A call on an open form: what it does with the form, the input and the output.
type Call<'c> = dyn FnMut(&mut Form, &[u8], &mut Vec<u8>) + 'c;

/// Runs a call on a form, unless that is closed; gives the length of the output.
fn on(id: usize, length: usize, run: &mut Call<'_>) -> usize {
    buffers::call(length, |bytes, out| {
        FORMS.with(|forms| {
            if let Some(Some(form)) = forms.get_mut(id) {
                run(form, bytes, out);
            }
        });
    })
}

fn number(form: &Form, changes: Changes) -> u32 {
    let notes = if changes.notes { NOTES_CHANGED } else { 0 };
    let valid = if form.is_valid() { VALID } else { 0 };
    changes.fields.bits() | notes | valid
}

fn field_at(index: usize) -> Field {
    Field::ALL.get(index).copied().unwrap_or(Field::Name)
}

/// Opens a form with a packed context, the values behind it, and the secret fields that the host holds.
/// The output is the form's number.
#[wasm_bindgen(js_name = formOpen)]
pub fn open(context: usize, stored: u32, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (context, values) = bytes.split_at_checked(context).unwrap_or_default();
        let context = match read_context(context) {
            Ok(context) => context,
            Err(mistake) => return write_mistake(&mistake.message(), out),
        };
        let values = Unpacker(values).draft();
        let form = if stored == 0 {
            Form::with_values(&values, context)
        } else {
            Form::edit(&values, FieldSet::from_bits(stored), context)
        };
        out.push(FINE);
        Packer(out).count(keep(form));
    })
}

/// Keeps a form in the first place that is free.
fn keep(form: Form) -> usize {
    FORMS.with(|forms| {
        let free = forms.iter().position(Option::is_none).unwrap_or(forms.len());
        match forms.get_mut(free) {
            Some(place) => *place = Some(form),
            None => forms.push(Some(form)),
        }
        free
    })
}

/// Closes a form, and wipes what was typed into it.
#[wasm_bindgen(js_name = formClose)]
pub fn close(id: usize) {
    FORMS.with(|forms| {
        if let Some(place) = forms.get_mut(id) {
            *place = None;
        }
    });
}

/// Gives a field the packed value in the input. The answer has a bit for each field that changed, one
/// for the notes, and one that says whether no field has an error.
#[wasm_bindgen(js_name = formSet)]
pub fn set(id: usize, field: usize, length: usize) -> u32 {
    let mut answer = 0;
    on(id, length, &mut |form, bytes, _| {
        let value = Unpacker(bytes).value().unwrap_or_default();
        let changes = form.set(field_at(field), value);
        answer = number(form, changes);
    });
    answer
}

/// Puts a packed context in place of the one there is. The output is the answer of [`set`].
#[wasm_bindgen(js_name = formContext)]
pub fn set_context(id: usize, length: usize) -> usize {
    on(id, length, &mut |form, bytes, out| match read_context(bytes) {
        Err(mistake) => write_mistake(&mistake.message(), out),
        Ok(context) => {
            let changes = form.set_context(context);
            out.push(FINE);
            Packer(out).number(number(form, changes));
        }
    })
}

/// Makes a key in a key field, with the random bytes in the input. The output is the answer of [`set`], and
/// the key.
#[wasm_bindgen(js_name = formGenerateKey)]
pub fn generate_key(id: usize, field: usize, length: usize) -> usize {
    on(id, length, &mut |form, drawn, out| {
        let field = field_at(field);
        match fresh::with_entropy(drawn, |entropy| form.generate_key(field, entropy)) {
            Err(error) => write_mistake(error.message(), out),
            Ok(changes) => {
                out.push(FINE);
                let mut packer = Packer(out);
                packer.number(number(form, changes));
                packer.text(form.value(field).as_text().unwrap_or_default());
            }
        }
    })
}

/// What a form shows of a field: its state, whether it is required, its issues.
#[wasm_bindgen(js_name = formField)]
pub fn field(id: usize, field: usize) -> usize {
    on(id, 0, &mut |form, _, out| {
        let field = field_at(field);
        let mut packer = Packer(out);
        packer.byte(match form.state(field) {
            State::Undecided => 0,
            State::Applies => 1,
            State::DoesNotApply => 2,
        });
        packer.byte(form.is_required(field).into());
        packer.issues(form.issues(field));
    })
}

/// The values that a field offers.
#[wasm_bindgen(js_name = formOptions)]
pub fn options(id: usize, field: usize) -> usize {
    on(id, 0, &mut |form, _, out| Packer(out).options(&form.offered_values(field_at(field))))
}

/// The notes that are shown, a bit each, and the two numbers of the password policy.
#[wasm_bindgen(js_name = formNotes)]
pub fn notes(id: usize) -> usize {
    on(id, 0, &mut |form, _, out| {
        let policy = form.context().password_policy();
        let mut packer = Packer(out);
        packer.number(form.note_bits());
        packer.number(policy.min_length());
        packer.number(policy.min_categories());
    })
}

/// The report on what would be submitted.
#[wasm_bindgen(js_name = formSubmit)]
pub fn submit(id: usize) -> usize {
    on(id, 0, &mut |form, _, out| Packer(out).checked(&rejoin::check(&form.draft(), form.context())))
}
