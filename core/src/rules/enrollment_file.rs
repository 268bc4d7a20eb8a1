//! Enrollment file: where each device finds the provisioning package.
//!
//! # What
//! An absolute path of Windows, on a drive or a share, to a `.ppkg` file.
//!
//! # Why
//! The agent opens the file on the device, as the system: mapped drives, environment variables, profiles and web
//! addresses mean something else there, or nothing. Forbidden characters, device names, the limit of 259 characters and
//! the namespaces are those of "Naming Files, Paths, and Namespaces" (win32); UNC names follow MS-DTYP 2.2.57 and MS-
//! FSCC 2.1.6; that services do not see mapped drives says "Services and Redirected Drives" (win32). "Copy as path"
//! puts quotes around a path, the Security tab an invisible U+202A before it, and Japanese and Korean keyboards ¥ and ₩
//! in place of the backslash.
//!
//! # Codes
//! Errors, of which the first ends the checks: `required`, `placeholder`, `path_is_url`, `path_posix`,
//! `path_wrong_separator`, `invisible_character`, `path_device_namespace`, `path_environment_variable`,
//! `path_drive_relative`, `path_root_relative`, `path_not_absolute`, `path_is_directory`, `unc_incomplete`,
//! `unc_bad_host`, `unc_bad_share`, `forbidden_character`, `path_trailing_dot_or_space`, `path_reserved_name`,
//! `path_component_too_long`, `path_wrong_extension`, `too_long`. Warnings: `path_extended_prefix`, `path_dot_segment`,
//! `path_user_profile`, `path_mapped_drive`, `path_temporary`, `unc_admin_share`, `unc_localhost`, `unc_ip_address`,
//! `unc_short_host`.

use alloc::string::String;

use super::{Flow, GO_ON, STOP, ip, local_administrator, placeholder};
use crate::codes::Finding;
use crate::text::{self, AsciiSet};
use crate::validate::Probe;

const QUOTES: [(char, char); 3] = [('"', '"'), ('“', '”'), ('\'', '\'')];
const URL_STARTS: [&str; 4] = ["http:", "https:", "file:", "smb:"];
/// What Japanese and Korean keyboards, and full-width input, give for `\` and `:`.
const LOOKALIKES: [char; 5] = ['\u{A5}', '\u{20A9}', '\u{FFE5}', '\u{FF3C}', '\u{FF1A}'];
const EXTENDED: &str = "\\\\?\\";
const EXTENDED_UNC: &str = "\\\\?\\UNC\\";
const FORBIDDEN: AsciiSet = AsciiSet::of("<>\"|?*:");
const NOT_IN_SHARE: AsciiSet = AsciiSet::of("\"[]:|<>+=;,*?");
const LONGEST: u32 = 259;
const LONGEST_EXTENDED: u32 = 32767;
const LONGEST_COMPONENT: u32 = 255;
const LONGEST_HOST: usize = 255;
const LONGEST_SHARE: usize = 80;

pub(crate) fn check(value: &str, probe: &mut Probe<'_>) -> Option<String> {
    let path = unquoted(value);
    if path.is_empty() {
        probe.report(Finding::Required);
        return None;
    }
    if placeholder::check(path, probe).is_break() || check_not_another_thing(value, path, probe).is_break() {
        return None;
    }
    let path = with_single_separators(path);
    if path.starts_with("\\\\.\\") {
        probe.report(Finding::PathDeviceNamespace);
        return None;
    }
    let (prefix, path) = without_extended_prefix(path);
    if !prefix.is_empty() {
        probe.report(Finding::PathExtendedPrefix);
    }
    let root = check_root(&path, probe)?;
    check_components(&root, probe).continue_value()?;
    check_whole(&path, prefix, &root, probe).continue_value()?;
    check_traps(&path, &root, probe);
    Some(in_normal_form(prefix, &path, &root))
}

/// The path without one pair of quotes around it, and blanks inside that.
fn unquoted(value: &str) -> &str {
    let inside = QUOTES.iter().find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close));
    inside.map_or(value, text::trim)
}

fn check_not_another_thing(value: &str, path: &str, probe: &mut Probe<'_>) -> Flow {
    if text::contains(path, "://") || URL_STARTS.iter().any(|start| text::starts_with(path, start)) {
        probe.report(Finding::PathIsUrl);
    } else if path.starts_with('~') || (path.starts_with('/') && !path.starts_with("//")) {
        probe.report(Finding::PathPosix);
    } else if text::any(path, |c| LOOKALIKES.contains(&c)) {
        let mended = text::mapped(path, |c| match c {
            '\u{FF1A}' => ':',
            c if LOOKALIKES.contains(&c) => '\\',
            c => c,
        });
        probe.suggest(Finding::PathWrongSeparator, Some(mended));
    } else if let Some(position) = text::Scan::of(path).invisible {
        // Positions count from where the value starts, quotes and all.
        let before = value.get(..text::place_of(path, value).start).unwrap_or_default();
        let position = position + text::number(text::utf16_len(before));
        probe.report(Finding::InvisibleCharacter { position });
    } else {
        return GO_ON;
    }
    STOP
}

/// The path with `\` for `/`, and each run of them as one; as two at the start.
fn with_single_separators(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        let c = if c == '/' { '\\' } else { c };
        if c != '\\' || !single.ends_with('\\') || single == "\\" {
            single.push(c);
        }
    }
    single
}

/// The prefix for long paths, if there is one, and what is checked in its place.
fn without_extended_prefix(path: String) -> (&'static str, String) {
    if let Some(rest) = text::strip_prefix(&path, EXTENDED_UNC) {
        (EXTENDED_UNC, text::joined(&["\\\\", rest]))
    } else if let Some(rest) = path.strip_prefix(EXTENDED) {
        (EXTENDED, String::from(rest))
    } else {
        ("", path)
    }
}

/// Where a path starts, and what follows.
struct Root<'p> {
    kind: RootKind<'p>,
    /// What follows the drive, or the share.
    rest: &'p str,
}

enum RootKind<'p> {
    Drive(char),
    Unc { host: &'p str, share: &'p str },
}

fn check_root<'p>(path: &'p str, probe: &mut Probe<'_>) -> Option<Root<'p>> {
    let drive = path
        .chars()
        .next()
        .filter(char::is_ascii_alphabetic)
        .zip(path.get(1..).and_then(|rest| rest.strip_prefix(':')));
    let unc = path.strip_prefix("\\\\");
    let finding = if has_variable(path) {
        Finding::PathEnvironmentVariable
    } else if drive.is_some_and(|(_, rest)| !rest.starts_with('\\')) {
        Finding::PathDriveRelative
    } else if unc.is_none() && path.starts_with('\\') {
        Finding::PathRootRelative
    } else if unc.is_none() && drive.is_none() {
        Finding::PathNotAbsolute
    } else if path.ends_with('\\') {
        Finding::PathIsDirectory
    } else if let Some(unc) = unc {
        return check_unc(unc, probe);
    } else {
        let (letter, rest) = drive?;
        return Some(Root { kind: RootKind::Drive(letter), rest: rest.strip_prefix('\\')? });
    };
    probe.report(finding);
    None
}

/// Whether the path has `%NAME%`, or starts with `$env:`.
fn has_variable(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'(' | b')'))
    };
    // What stands between two percent signs is every piece but the first and the last.
    let mut pieces = text::parts(path, |b| b == b'%').skip(1).peekable();
    let mut has_name = false;
    while let Some(piece) = pieces.next() {
        has_name |= pieces.peek().is_some() && is_name(piece);
    }
    has_name || text::starts_with(path, "$env:")
}

fn check_unc<'p>(unc: &'p str, probe: &mut Probe<'_>) -> Option<Root<'p>> {
    let parts = text::cut(unc, b'\\').and_then(|(host, rest)| Some((host, text::cut(rest, b'\\')?)));
    let Some((host, (share, rest))) = parts else {
        probe.report(Finding::UncIncomplete);
        return None;
    };
    let fits_host = |b: u8| !b.is_ascii() || b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let finding = if !host.bytes().all(fits_host) || text::utf16_len(host) > LONGEST_HOST {
        Finding::UncBadHost
    } else if share.bytes().any(|b| NOT_IN_SHARE.holds(b)) || text::utf16_len(share) > LONGEST_SHARE {
        Finding::UncBadShare
    } else {
        return Some(Root { kind: RootKind::Unc { host, share }, rest });
    };
    probe.report(finding);
    None
}

fn check_components(root: &Root<'_>, probe: &mut Probe<'_>) -> Flow {
    let mut dots = false;
    for component in text::parts(root.rest, |b| b == b'\\') {
        if matches!(component, "." | "..") {
            if !dots {
                probe.report(Finding::PathDotSegment);
            }
            dots = true;
        } else {
            check_component(component, probe)?;
        }
    }
    GO_ON
}

fn check_component(component: &str, probe: &mut Probe<'_>) -> Flow {
    let characters = FORBIDDEN.found_in(component);
    let finding = if !characters.is_empty() {
        Finding::ForbiddenCharacter { characters }
    } else if matches!(component.as_bytes(), [.., b'.' | b' ']) {
        Finding::PathTrailingDotOrSpace
    } else if local_administrator::is_device_name(text::trim_end(text::before(component, b'.'), |c| c == ' '), b'1') {
        Finding::PathReservedName
    } else if text::utf16_len(component) > LONGEST_COMPONENT as usize {
        Finding::PathComponentTooLong { max: LONGEST_COMPONENT }
    } else {
        return GO_ON;
    };
    probe.report(finding);
    STOP
}

fn check_whole(path: &str, prefix: &str, root: &Root<'_>, probe: &mut Probe<'_>) -> Flow {
    let file = text::behind(root.rest, b'\\');
    if text::strip_suffix(file, ".ppkg").is_none_or(str::is_empty) {
        probe.report(Finding::PathWrongExtension);
        return STOP;
    }
    let max = if prefix.is_empty() { LONGEST } else { LONGEST_EXTENDED };
    if text::utf16_len(path) > max as usize {
        probe.report(Finding::TooLong { max });
        return STOP;
    }
    GO_ON
}

fn check_traps(path: &str, root: &Root<'_>, probe: &mut Probe<'_>) {
    let on_drive = |folder: &str| matches!(root.kind, RootKind::Drive(_)) && text::starts_with(root.rest, folder);
    if on_drive("Users\\") && !on_drive("Users\\Public\\") {
        probe.report(Finding::PathUserProfile);
    }
    if matches!(root.kind, RootKind::Drive(letter) if !matches!(letter, 'C' | 'c' | 'D' | 'd')) {
        probe.report(Finding::PathMappedDrive);
    }
    if on_drive("Windows\\Temp\\") || on_drive("Temp\\") || text::contains(path, "\\AppData\\Local\\Temp\\") {
        probe.report(Finding::PathTemporary);
    }
    if let RootKind::Unc { host, share } = root.kind {
        check_share(host, share, probe);
    }
}

fn check_share(host: &str, share: &str, probe: &mut Probe<'_>) {
    let is_drive = matches!(share.as_bytes(), [letter, b'$'] if letter.is_ascii_alphabetic());
    if is_drive || share.eq_ignore_ascii_case("ADMIN$") {
        probe.report(Finding::UncAdminShare);
    }
    if text::is_any(host, &["localhost", "127.0.0.1"]) {
        probe.report(Finding::UncLocalhost);
    } else if ip::is_v4(host) {
        probe.report(Finding::UncIpAddress);
    } else if !text::has(host, '.') {
        probe.report(Finding::UncShortHost);
    }
}

fn in_normal_form(prefix: &str, path: &str, root: &Root<'_>) -> String {
    let mut normal = String::from(prefix);
    match root.kind {
        RootKind::Drive(letter) => {
            normal.push(letter.to_ascii_uppercase());
            normal.push_str(":\\");
            normal.push_str(root.rest);
        }
        RootKind::Unc { .. } if prefix == EXTENDED_UNC => normal.push_str(text::trim_start(path, |c| c == '\\')),
        RootKind::Unc { .. } => normal.push_str(path),
    }
    normal
}

#[cfg(test)]
mod tests {
    use crate::codes::Finding;
    use crate::fields::Field;
    use crate::validate::testing::{codes, issues, normal, suggestion};
    use alloc::{format, vec::Vec};

    fn found(path: &str) -> Vec<&'static str> {
        codes(Field::EnrollmentFilePath, path)
    }

    #[test]
    fn paths_are_held_as_windows_has_them() {
        for (typed, held) in [
            ("C:\\ProgramData\\Fly\\bulk.ppkg", "C:\\ProgramData\\Fly\\bulk.ppkg"),
            ("c:/pkg//Entra Join.PPKG", "C:\\pkg\\Entra Join.PPKG"),
            ("\" C:\\pkg\\a.ppkg \"", "C:\\pkg\\a.ppkg"),
            ("“d:\\\\pkg\\a.ppkg”", "D:\\pkg\\a.ppkg"),
            ("//files.contoso.com/fly$/a/bulk.ppkg", "\\\\files.contoso.com\\fly$\\a\\bulk.ppkg"),
            ("\\\\\\\\files.contoso.com\\\\fly$\\bulk.ppkg", "\\\\files.contoso.com\\fly$\\bulk.ppkg"),
        ] {
            assert_eq!(found(typed), [""; 0], "{typed}");
            assert_eq!(normal(Field::EnrollmentFilePath, typed).as_deref(), Some(held));
        }
    }

    #[test]
    fn other_things_end_the_checks() {
        for (path, code) in [
            ("\"\"", "required"),
            ("' '", "required"),
            ("\"<path>\"", "placeholder"),
            ("https://contoso.sharepoint.com/a.ppkg", "path_is_url"),
            ("FILE:c:\\a.ppkg", "path_is_url"),
            ("/home/a.ppkg", "path_posix"),
            ("~\\a.ppkg", "path_posix"),
            ("C:¥pkg¥a.ppkg", "path_wrong_separator"),
            ("\\\\.\\C:\\a.ppkg", "path_device_namespace"),
            ("%ProgramFiles(x86)%\\a.ppkg", "path_environment_variable"),
            ("C:\\%x y%z%\\a.ppkg", "path_environment_variable"),
            ("$ENV:TEMP\\a.ppkg", "path_environment_variable"),
            ("C:a.ppkg", "path_drive_relative"),
            ("C:", "path_drive_relative"),
            ("\\pkg\\a.ppkg", "path_root_relative"),
            ("a.ppkg", "path_not_absolute"),
            ("..\\a.ppkg", "path_not_absolute"),
            ("C:\\", "path_is_directory"),
            ("\\\\", "path_is_directory"),
            ("\\\\server\\share", "unc_incomplete"),
            ("\\\\ser ver\\share\\a.ppkg", "unc_bad_host"),
            ("\\\\server\\sha:re\\a.ppkg", "unc_bad_share"),
            ("C:\\a?\\b*.ppkg", "forbidden_character"),
            ("C:\\pkg \\a.ppkg", "path_trailing_dot_or_space"),
            ("C:\\a.ppkg.", "path_trailing_dot_or_space"),
            ("C:\\con .x.ppkg", "path_reserved_name"),
            ("C:\\LPT9\\a.ppkg", "path_reserved_name"),
            ("C:\\a.zip", "path_wrong_extension"),
            ("C:\\.ppkg", "path_wrong_extension"),
        ] {
            assert_eq!(found(path), [code], "{path}");
        }
        assert_eq!(found("C:\\com0\\50% of 100%\\a.ppkg"), [""; 0]);
    }

    #[test]
    fn lengths_are_those_of_windows() {
        let path = |length: usize| format!("C:\\{}\\{}.ppkg", "a".repeat(200), "b".repeat(length - 209));
        assert_eq!(found(&path(259)), [""; 0]);
        assert_eq!(found(&path(260)), ["too_long"]);
        assert_eq!(found(&format!("\\\\?\\{}", path(260))), ["path_extended_prefix"]);
        assert_eq!(found(&format!("C:\\{}.ppkg", "a".repeat(251))), ["path_component_too_long"]);
        assert_eq!(found(&format!("\\\\h.x\\{}\\a.ppkg", "s".repeat(81))), ["unc_bad_share"]);
    }

    #[test]
    fn positions_count_from_the_start_of_the_value() {
        let first = |path: &str| issues(Field::EnrollmentFilePath, path).into_iter().next().map(|issue| issue.finding);
        assert_eq!(first("\u{202A}C:\\a.ppkg"), Some(Finding::InvisibleCharacter { position: 0 }));
        assert_eq!(first("\" C:\\a\u{200E}.ppkg\""), Some(Finding::InvisibleCharacter { position: 6 }));
    }

    #[test]
    fn keyboards_are_mended_in_the_suggestion() {
        assert_eq!(suggestion(Field::EnrollmentFilePath, "\"C：￥pkg＼a.ppkg\"").as_deref(), Some("C:\\pkg\\a.ppkg"));
    }

    #[test]
    fn traps_are_warnings() {
        for (path, code) in [
            ("C:\\a\\..\\.\\b.ppkg", "path_dot_segment"),
            ("C:\\users\\anna\\a.ppkg", "path_user_profile"),
            ("Z:\\pkg\\a.ppkg", "path_mapped_drive"),
            ("C:\\TEMP\\a.ppkg", "path_temporary"),
            ("D:\\x\\appdata\\local\\temp\\a.ppkg", "path_temporary"),
            ("\\\\fs.contoso.com\\C$\\a.ppkg", "unc_admin_share"),
            ("\\\\fs.contoso.com\\admin$\\a.ppkg", "unc_admin_share"),
            ("\\\\LOCALHOST\\x\\a.ppkg", "unc_localhost"),
            ("\\\\127.0.0.1\\x\\a.ppkg", "unc_localhost"),
            ("\\\\10.0.0.5\\x\\a.ppkg", "unc_ip_address"),
            ("\\\\fs\\x\\a.ppkg", "unc_short_host"),
        ] {
            assert_eq!(found(path), [code], "{path}");
            assert!(normal(Field::EnrollmentFilePath, path).is_some());
        }
        assert_eq!(found("C:\\Users\\Public\\a.ppkg"), [""; 0]);
    }

    #[test]
    fn the_prefix_for_long_paths_stays() {
        for (typed, held) in [
            ("\\\\?\\c:\\a.ppkg", "\\\\?\\C:\\a.ppkg"),
            ("\\\\?\\unc\\fs.contoso.com\\x\\a.ppkg", "\\\\?\\UNC\\fs.contoso.com\\x\\a.ppkg"),
        ] {
            assert_eq!(found(typed), ["path_extended_prefix"], "{typed}");
            assert_eq!(normal(Field::EnrollmentFilePath, typed).as_deref(), Some(held));
        }
        assert_eq!(found("\\\\?\\a.ppkg"), ["path_extended_prefix", "path_not_absolute"]);
    }
}
