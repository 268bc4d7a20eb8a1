//! Writes the table of lower case that `unicode.rs` includes, from the one that the compiler comes with.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// The first of some neighbours, how many they are, one step apart, and how far their lower case is.
struct Run {
    first: u32,
    count: u32,
    step: u32,
    distance: i64,
}

impl Run {
    /// Takes the next character in, if it continues the run.
    fn takes(&mut self, code: u32, distance: i64) -> bool {
        let step = if self.count == 1 { code - self.first } else { self.step };
        let fits = distance == self.distance && step <= 2 && code == self.first + self.count * step && self.count < 255;
        if fits {
            self.step = step;
            self.count += 1;
        }
        fits
    }
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut runs: Vec<Run> = Vec::new();
    for c in '\u{80}'..=char::MAX {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let (code, distance) = (c as u32, i64::from(lower as u32) - i64::from(c as u32));
        if distance != 0 && !runs.last_mut().is_some_and(|run| run.takes(code, distance)) {
            runs.push(Run { first: code, count: 1, step: 1, distance });
        }
    }
    let mut table = String::from("[");
    for Run { first, count, step, distance } in runs {
        // Writing into a text does not fail.
        _ = write!(table, "Run::new({first}, {count}, {step}, {distance}), ");
    }
    table.push(']');
    let directory = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&directory).join("lower.rs"), table)
}
