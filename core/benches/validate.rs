//! How long a draft and a keystroke take: `cargo bench`. Each bench first checks its own answer.

use divan::{Bencher, black_box};
use rejoin::{Context, Draft, Field, Form, Report, validate, validate_json};

fn main() {
    divan::main();
}

const HYBRID_ONLINE: [(&str, &str); 10] = [
    ("name", "EMEA laptops, wave 1"),
    ("type", "activeDirectoryEntraIdDevices"),
    ("role", "destination"),
    ("destination", "hybridIdentity"),
    ("tenant", "contoso.onmicrosoft.com"),
    ("appProfile", "Fly for Device"),
    ("rejoinMethod", "onlineCredentials"),
    ("adUsername", "svc-rejoin@corp.contoso.com"),
    ("adPassword", "not the username"),
    ("adDomain", "corp.contoso.com"),
];

fn draft(changes: &[(&'static str, &'static str)]) -> Draft<'static> {
    HYBRID_ONLINE.iter().chain(changes).copied().collect()
}

fn codes(report: &Report) -> Vec<&str> {
    report.issues.iter().map(|issue| issue.code().as_str()).collect()
}

#[divan::bench]
fn valid_hybrid_online_draft(bencher: Bencher) {
    let (draft, context) = (draft(&[]), Context::new());
    assert!(validate(&draft, &context).issues.is_empty());
    bencher.bench_local(|| validate(black_box(&draft), &context));
}

#[divan::bench]
fn draft_with_five_errors(bencher: Bencher) {
    let changes = [
        ("name", ""),
        ("tenant", "common"),
        ("appProfile", "<profile>"),
        ("adUsername", "a/b"),
        ("adDomain", "https://contoso.com"),
    ];
    let (draft, context) = (draft(&changes), Context::new());
    let expected = ["required", "tenant_is_alias", "placeholder", "forward_slash", "is_url"];
    assert_eq!(codes(&validate(&draft, &context)), expected);
    bencher.bench_local(|| validate(black_box(&draft), &context));
}

#[divan::bench]
fn valid_hybrid_online_json(bencher: Bencher) {
    let members = HYBRID_ONLINE.map(|(key, value)| format!("\"{key}\":\"{value}\""));
    let (text, context) = (format!("{{{}}}", members.join(",")), Context::new());
    assert!(validate_json(text.as_bytes(), &context).issues.is_empty());
    bencher.bench_local(|| validate_json(black_box(text.as_bytes()), &context));
}

/// One character more, and one less, in `adDomain` of an open form.
#[divan::bench]
fn keystroke_in_the_domain(bencher: Bencher) {
    let mut form = Form::with_values(&draft(&[]), Context::new());
    let (less, more) = ("corp.contoso.co", "corp.contoso.com");
    form.set(Field::AdDomain, less);
    assert_eq!(form.issues(Field::AdUsername).len(), 1, "the domain differs from the account's");
    form.set(Field::AdDomain, more);
    assert!(form.is_valid() && form.issues(Field::AdUsername).is_empty());
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        form.set(Field::AdDomain, black_box(if turn { less } else { more }))
    });
}

/// A megabyte in one field, of the worst kind for it: it has to be answered in under 5 ms.
#[divan::bench(args = ["a", "a.", "abcd.", "@\\\\", "%a", "é", "\u{200E}", "*", "CN=,", "{", "-", "\\\\ "])]
fn megabyte_in_every_text_field(bencher: Bencher, piece: &str) {
    let long = piece.repeat(1_000_000 / piece.len());
    let drafts: Vec<Draft<'_>> = Field::ALL
        .into_iter()
        .map(|field| {
            let mut draft: Draft<'_> = [("role", "source")].into_iter().collect();
            draft.set_field(Field::CreateLocalAdministrator, true);
            draft.set_field(Field::LocalAdministratorPassword, "Abcd.efgh.aaaa.1!");
            if field > Field::ConnectEntraId {
                draft = self::draft(&[]);
            }
            draft.set_field(field, long.as_str());
            draft
        })
        .collect();
    let context = Context::new().with_existing_names(["a"]);
    for draft in &drafts {
        assert!(!validate(draft, &context).issues.is_empty());
    }
    bencher.bench_local(|| drafts.iter().map(|draft| validate(black_box(draft), &context).issues.len()).sum::<usize>());
}
