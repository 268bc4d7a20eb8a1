//! How long a draft and a keystroke take: `cargo bench`. Each bench first checks its own answer.
#![expect(missing_docs, reason = "benches are called by their harness alone")]

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
    let typed = ["corp.contoso.co", "corp.contoso.com"];
    form.set(Field::AdDomain, typed[0]);
    assert_eq!(form.issues(Field::AdUsername).len(), 1, "the domain differs from the account's");
    form.set(Field::AdDomain, typed[1]);
    assert!(form.is_valid() && form.issues(Field::AdUsername).is_empty());
    let mut turn = 0;
    bencher.bench_local(|| {
        turn ^= 1;
        form.set(Field::AdDomain, black_box(typed[turn]))
    });
}
