//! What a page with one form downloads, in bytes, and how much it may be.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::shell::{self, say};
use crate::{files, npm, setup};

/// A page: how it is called, its script, the files beside the script, and how many bytes it may have after brotli.
struct Page {
    entry: &'static str,
    script: &'static str,
    beside: &'static [&'static str],
    ceiling: usize,
}

/// The two ways to load the package. A ceiling moves in the commit that moves the size, so that it is seen.
const PAGES: [Page; 2] = [
    Page { entry: "rejoin/slim", script: include_str!("size/slim.js"), beside: &["form.wasm"], ceiling: 40_000 },
    Page { entry: "rejoin", script: include_str!("size/index.js"), beside: &[], ceiling: 42_100 },
];

/// What a page may load beside one of the two, for the record.
const BESIDE: [&str; 3] = ["rejoin/dom", "rejoin/react", "rejoin/react-hook-form"];

/// Bytes as they are, after gzip -9 and after brotli 11.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the sizes and fails if one is over its ceiling.
pub fn run() -> Result<()> {
    let consumer = npm::consumer()?;
    say("size: esbuild, gzip, brotli");
    println!("{:<24}{:>10}{:>10}{:>10}{:>10}", "", "raw", "gzip", "brotli", "ceiling");
    let mut over = Vec::new();
    for (number, page) in PAGES.iter().enumerate() {
        let script = bundle(&consumer, number, page.script)?;
        let mut total = row(&format!("{} .js", page.entry), measure(&script)?);
        for name in page.beside {
            let bytes = files::read(&consumer.join("node_modules/rejoin/dist").join(name))?;
            let size = row(&format!("{} {name}", page.entry), measure(&bytes)?);
            total =
                Size { raw: total.raw + size.raw, gzip: total.gzip + size.gzip, brotli: total.brotli + size.brotli };
        }
        let Size { raw, gzip, brotli } = total;
        println!("{:<24}{raw:>10}{gzip:>10}{brotli:>10}{:>10}", page.entry, page.ceiling);
        over.extend(verdict(page, brotli));
    }
    for (number, entry) in BESIDE.iter().enumerate() {
        row(entry, measure(&bundle(&consumer, PAGES.len() + number, &format!("export * from \"{entry}\";"))?)?);
    }
    if !over.is_empty() {
        bail!("{}", over.join("\n"));
    }
    Ok(())
}

/// Bundles and minifies a script that imports the package as its users do.
fn bundle(consumer: &Path, number: usize, script: &str) -> Result<Vec<u8>> {
    let entry = consumer.join(format!("page{number}.js"));
    let out = consumer.join(format!("page{number}.min.js"));
    files::write(&entry, script)?;
    let mut esbuild = setup::tool("esbuild/bin/esbuild");
    // As Vite, Rollup and webpack do, it leaves characters as they are.
    esbuild.arg(&entry).args([
        "--bundle",
        "--external:react",
        "--minify",
        "--charset=utf8",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
    ]);
    shell::run(esbuild.arg(format!("--outfile={}", out.display())))?;
    files::read(&out)
}

/// Prints one file's line.
fn row(name: &str, size: Size) -> Size {
    println!("{name:<24}{:>10}{:>10}{:>10}", size.raw, size.gzip, size.brotli);
    size
}

/// Compresses as a careful web server does.
fn measure(bytes: &[u8]) -> Result<Size> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params)?;
    Ok(Size { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: compressed.len() })
}

/// What is wrong with a size, if anything.
fn verdict(page: &Page, brotli: usize) -> Option<String> {
    let Page { entry, ceiling, .. } = page;
    (brotli > *ceiling).then(|| {
        format!(
            "a page with one form from `{entry}` is {brotli} bytes after brotli, over its ceiling of {ceiling}: make it \
             smaller, or move the number in xtask/src/size.rs in the commit that caused it"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_over_its_ceiling_is_named() {
        let page = Page { entry: "x", script: "", beside: &[], ceiling: 10 };
        assert_eq!(verdict(&page, 10), None);
        let complaint = verdict(&page, 11).unwrap();
        assert!(complaint.contains("11 bytes") && complaint.contains("xtask/src/size.rs"), "{complaint}");
    }

    #[test]
    fn compression_makes_repetition_small() {
        let size = measure(&[b'a'; 10_000]).unwrap();
        assert_eq!(size.raw, 10_000);
        assert!(size.gzip < 100 && size.brotli < 50, "{size:?}");
    }
}
