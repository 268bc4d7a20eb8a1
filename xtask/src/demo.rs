//! The demo page, in `target/demo/`, and a small server for it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::net::TcpListener;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use tiny_http::{Method, Request, Server};

use crate::files::Tree;
use crate::shell::{self, say};
use crate::{browser, npm};

/// The kinds of file that a page has, with the type each is served as.
const TYPES: [(&str, &str); 11] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
];

/// Sent with every answer. The page contacts nobody, and the browser holds it to that.
const HEADERS: [(&str, &str); 6] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'none'; manifest-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=(self)"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
];

/// How many requests are answered at once.
const THREADS: usize = 4;

/// How many ports are tried, from the one asked for.
const PORTS: u16 = 20;

/// Builds the page and gives its directory.
pub fn build() -> Result<PathBuf> {
    let package = npm::build()?;
    let mut page = Tree::default();
    let served = |path: &Path| content_type(path).is_some();
    page.add_dir("", &shell::root().join("web-demo"), |path| served(path) && !path.starts_with("tests"))?;
    page.add_dir("rejoin", &package.join("dist"), |path| served(path) && !path.starts_with("cjs"))?;
    let dir = shell::target().join("demo");
    page.write_to(&dir)?;
    Ok(dir)
}

/// Builds the page and serves it until it is interrupted.
pub fn run(port: u16, open: bool) -> Result<()> {
    let dir = build()?;
    let url = serve(&dir, port)?;
    say(format!("the page is at {url} (Ctrl+C ends it)"));
    if open {
        browser::show(&url);
    }
    loop {
        std::thread::park();
    }
}

/// Serves a directory in the background, on this port or the next free one (0: any), and gives the address.
pub fn serve(dir: &Path, port: u16) -> Result<String> {
    let listener = listen(port)?;
    let address = listener.local_addr()?;
    let server = Arc::new(Server::from_listener(listener, None).map_err(|error| anyhow!(error))?);
    for _ in 0..THREADS {
        let (server, dir) = (Arc::clone(&server), dir.to_path_buf());
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                // Who has gone away needs no answer.
                drop(answer(request, &dir));
            }
        });
    }
    Ok(format!("http://{address}/"))
}

/// The first free port from this one on.
fn listen(port: u16) -> Result<TcpListener> {
    for port in port..port.saturating_add(PORTS) {
        match TcpListener::bind(("127.0.0.1", port)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => say(format!("port {port} is taken")),
            bound => {
                return bound.with_context(|| format!("cannot serve on port {port}: name another with --port"));
            }
        }
    }
    Err(anyhow!("no free port from {port} on: name another with --port"))
}

/// Answers with the file that is asked for, and ends the connection: the server keeps a thread for each that is open,
/// and may leave one that it has no thread for waiting.
fn answer(request: Request, dir: &Path) -> Result<()> {
    let method = request.method().clone();
    let file = file_at(dir, request.url()).filter(|_| matches!(method, Method::Get | Method::Head));
    let found = file.and_then(|path| File::open(&path).ok().filter(is_file).map(|file| (path, file)));
    let mut client = request.into_writer();
    let Some((path, mut file)) = found else {
        let body = "Not found\n";
        write_head(&mut client, "404 Not Found", "text/plain; charset=utf-8", body.len() as u64)?;
        return Ok(client.write_all(body.as_bytes())?);
    };
    let kind = content_type(&path).unwrap_or("application/octet-stream");
    write_head(&mut client, "200 OK", kind, file.metadata()?.len())?;
    if method == Method::Get {
        std::io::copy(&mut file, &mut client)?;
    }
    Ok(client.flush()?)
}

fn is_file(file: &File) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.is_file())
}

/// Writes what stands before the body.
fn write_head(client: &mut dyn Write, status: &str, kind: &str, length: u64) -> Result<()> {
    let headers: String = HEADERS.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(
        client,
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n"
    )?;
    Ok(())
}

/// The file below the directory that an address names, if it can name one.
fn file_at(dir: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let inside = Path::new(path);
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = dir.join(inside);
    Some(if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file })
}

/// What a file is served as; `None` for what no page has.
fn content_type(path: &Path) -> Option<&'static str> {
    let extension = path.extension().and_then(OsStr::to_str)?;
    TYPES.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::TcpStream;

    use super::*;

    fn get(url: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://").trim_end_matches('/')).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_file_is_served_with_its_type_and_the_policy() {
        let url = serve(&shell::root().join("xtask"), 0).unwrap();
        let script = get(&url, "/src/size/slim.js?x=1");
        assert!(script.starts_with("HTTP/1.1 200"), "{script}");
        assert!(script.contains("Content-Type: text/javascript"), "{script}");
        assert!(script.contains("Content-Security-Policy: default-src 'none'"), "{script}");
        assert!(script.contains("Cache-Control: no-store"), "{script}");
        assert!(get(&url, "/none.js").starts_with("HTTP/1.1 404"));
        assert!(get(&url, "/../Cargo.toml").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn an_address_names_no_file_outside() {
        let dir = Path::new("site");
        assert_eq!(file_at(dir, "/"), Some(dir.join("index.html")));
        assert_eq!(file_at(dir, "/rejoin/index.js?v=1"), Some(dir.join("rejoin/index.js")));
        assert_eq!(file_at(dir, "/../secret"), None);
        assert_eq!(file_at(dir, "//../secret"), None);
    }

    #[test]
    fn a_taken_port_gives_the_next() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let first = listen(taken).unwrap();
        let second = listen(first.local_addr().unwrap().port()).unwrap();
        assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
    }
}
