//! Rules of the source that no compiler holds: which module may name which, and what every file has.
//!
//! Always true: each rule is a function of text, tried here on small texts that break it, before it is
//! asked about the tree. It reads words and braces, not Rust: a macro that pastes paths together would get past it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The line of `ARROWS` for each folder of `src/backend`.
const ADAPTER: &str = "backend/adapter";

/// Which modules each may name. A file belongs to the first line that its path begins with.
///
/// A new arrow is written into ARCHITECTURE.md first.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("checkout", &["checkout", "domain"]),
    ("i18n", &["i18n", "domain"]),
    // What a merchant says, as data; and what puts it over a backend and on the page.
    ("config/over", &["config", "backend", "checkout", "domain"]),
    ("config/look", &["config", "app", "backend", "i18n"]),
    ("config", &["config", "domain"]),
    // An adapter, each in its folder, knows the port's words and the shop's, never the machine (`SPOKEN`), a view or
    // another adapter.
    (ADAPTER, &[ADAPTER, "backend", "checkout", "domain"]),
    ("backend", &["backend", "checkout", "domain"]),
    // A provider draws its own frame and tells what is in it; methods are data.
    ("payment/providers", &["payment", "i18n", "checkout", "domain"]),
    ("payment", &["payment", "i18n", "domain"]),
    ("steps/*/better", &["steps", "pages", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps/*/view", &["steps", "lazy", "pages", "payment", "app", "ui", "i18n", "checkout", "domain"]),
    // What a provider draws inside a step.
    ("steps/*/fields", &["steps", "payment", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps/payment/ways", &["steps", "lazy", "pages", "payment", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps/payment/tenders", &["app", "ui", "i18n", "checkout", "domain"]),
    ("steps/agree", &["pages", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps/why", &["app", "ui", "domain"]),
    ("steps/company", &["steps", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps/summary_of", &["steps", "payment", "app", "ui", "i18n", "checkout", "domain"]),
    ("steps", &["steps", "payment", "checkout", "domain"]),
    // The conversation is as pure as the machine; its views are a part.
    ("account/talk", &["checkout", "domain"]),
    ("account/passkey", &["account", "domain"]),
    ("account/run", &["account", "app", "backend", "ui", "i18n", "checkout", "domain"]),
    ("account/mod", &["account"]),
    // What is worked out of what the shop knows.
    ("account/fill", &["domain"]),
    ("account", &["account", "app", "backend", "ui", "i18n", "checkout", "domain"]),
    ("ui", &["ui", "i18n", "domain"]),
    // The one who begins draws the page.
    ("app/start", &["app", "pages", "steps", "ui", "i18n", "checkout", "domain"]),
    ("app", &["app", "lazy", "steps", "backend", "payment", "ui", "i18n", "checkout", "domain"]),
    ("pages", &["pages", "lazy", "steps", "payment", "app", "ui", "i18n", "checkout", "domain"]),
    (
        "lazy",
        &[
            "lazy", "config", "account", "pages", "steps", "payment", "backend", "app", "ui", "i18n", "checkout",
            "domain", "widget",
        ],
    ),
    // What a page around is told is as pure as the machine; the rest carries.
    ("widget/snapshot", &["checkout", "domain"]),
    ("widget", &["widget", "lazy", "app", "ui", "i18n", "checkout", "domain"]),
    // A scenario is played by the machine at the demo shop; a frame shows it, and the gallery shows the kit.
    ("studio/gallery", &["app", "ui", "i18n", "domain"]),
    ("studio/frame", &["studio", "app", ADAPTER, "backend", "ui", "i18n", "checkout"]),
    ("studio", &["studio", "steps", "account", ADAPTER, "backend", "checkout", "domain"]),
    ("lib", &[]),
    ("main", &["app", "studio"]),
];

/// Sheets that are drawn but not imported: every byte here is in front of the first paint, so each waits for its screen.
const NOT_YET: [&str; 2] = ["components/map.css", "steps/returns.css"];

/// What an adapter may name of the machine's module: the words both share.
const SPOKEN: &[&str] = &["checkout::request"];

/// Kit files whose looks stand in a css file of another name, or that have none.
const OTHER_CSS: &[(&str, &str)] = &[
    ("assets", "addresses, no looks"),
    ("entry", "what fields share, no element of its own"),
    ("el", "any element: it has the looks of whoever makes it"),
    ("frame", "header.css, footer.css and actions.css: three things that the static page has, too"),
    ("icon", "drawn in the colour and size of its text: base.css"),
    ("live", "heard only"),
    ("mod", "the list"),
    ("part", "names by which a page around reaches what is drawn elsewhere"),
    ("rating", "a line of text: base.css"),
    ("review_rows", "review-list.css"),
    ("shell", "shell.css, which the page loads before the rest"),
    ("summary_bar", "summary.css: bar and column are one thing in two widths"),
    ("words", "texts, no looks"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, in a stable order, but for what `.gitignore` names and git's own.
fn files(folder: &str) -> Vec<(String, PathBuf)> {
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    let is_ours = |name: &str| {
        // In a further working tree it is a file.
        let gits = name == ".git" || name.starts_with(".git/");
        let named = |line: &str| match line.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name.strip_prefix(line).is_some_and(|rest| rest.starts_with('/')),
        };
        let is_out = ignored.lines().map(|line| line.trim_start_matches('/')).any(named);
        !(gits || is_out || name.contains("node_modules/"))
    };
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                if is_ours(&(name + "/")) {
                    folders.push(path);
                }
            } else if is_ours(&name) {
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

/// The text of every file below a folder with that ending.
fn texts(folder: &str, ending: &str) -> Vec<(String, String)> {
    let of = files(folder).into_iter().filter(|(name, _)| name.ends_with(ending));
    let texts: Vec<_> = of.map(|(name, path)| (name, fs::read_to_string(path).unwrap())).collect();
    assert!(!texts.is_empty(), "no {ending} in {folder}: this test looks in the wrong place");
    texts
}

/// Fails with every line, when there are any.
#[track_caller]
fn none(rule: &str, lines: &[String]) {
    assert!(lines.is_empty(), "{rule}:\n  {}", lines.join("\n  "));
}

/// Rust without comments, without what stands in quotes, and without items for tests.
fn code(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            1 + quoted(&rest[1..])
        } else if first == '\'' {
            letter(rest)
        } else {
            0
        };
        if skipped == 0 {
            bare.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            bare.push(' ');
            rest = &rest[skipped..];
        }
    }
    without_tests(&bare)
}

/// How long a quoted text is, with its closing quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// How long a letter in quotes is; 0 for a lifetime.
fn letter(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match (letters.next(), letters.next(), letters.next()) {
        (Some((_, '\\')), Some(_), _) => text[3..].find('\'').map_or(0, |end| 3 + end + 1),
        (Some(_), Some((at, '\'')), _) => at + 1,
        _ => 0,
    }
}

fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let Some((before, item)) = code.split_once(MARK) else { return code.to_owned() };
    let mut depth = 0_usize;
    let end = item.char_indices().find(|(_, letter)| match letter {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth = depth.saturating_sub(1);
            depth == 0
        }
        ';' => depth == 0,
        _ => false,
    });
    let after = end.map_or("", |(at, letter)| &item[at + letter.len_utf8()..]);
    before.to_owned() + &without_tests(after)
}

/// Every path that code names below its own crate, with the groups of a `use` taken apart.
fn named(code: &str, krate: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let start = format!("{krate}::");
    for (at, _) in code.match_indices(&start) {
        let is_word =
            code[..at].chars().next_back().is_some_and(|letter| letter.is_alphanumeric() || "_:".contains(letter));
        if !is_word {
            tree(&code[at + start.len()..], "", &mut paths);
        }
    }
    paths
}

/// Every path that a file of `src` names, also by way of the folder it stands in.
fn paths(file: &str, text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut paths = named(&code, "crate");
    paths.extend(named(&code, "kassa"));
    let own = module(file);
    for path in named(&code, "super") {
        let (mut above, mut rest) = (own.rsplit_once("::").map_or("", |(above, _)| above), path.as_str());
        while let Some(deeper) = rest.strip_prefix("super::") {
            (above, rest) = (above.rsplit_once("::").map_or("", |(above, _)| above), deeper);
        }
        paths.insert(if above.is_empty() { rest.to_owned() } else { format!("{above}::{rest}") });
    }
    // `use super::*` in a module inside a file.
    paths.retain(|path| !path.is_empty());
    paths
}

/// The module a file of `src` is.
fn module(file: &str) -> String {
    file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::")
}

/// Reads one tree of a `use`; answers with what follows it.
fn tree<'a>(text: &'a str, stem: &str, paths: &mut BTreeSet<String>) -> &'a str {
    let mut rest = text.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = inside;
        loop {
            rest = tree(rest, stem, paths).trim_start();
            match rest.strip_prefix(',') {
                Some(more) if !more.trim_start().starts_with('}') => rest = more,
                Some(more) => return more.trim_start().strip_prefix('}').unwrap_or(""),
                None => return rest.strip_prefix('}').unwrap_or(""),
            }
        }
    }
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    let (name, mut after) = rest.split_at(end);
    let path = if stem.is_empty() { name.to_owned() } else { format!("{stem}::{name}") };
    if let Some(deeper) = after.strip_prefix("::") {
        if deeper.trim_start().starts_with(|letter: char| letter == '{' || letter.is_alphabetic()) {
            return tree(deeper, &path, paths);
        }
        after = deeper;
    }
    paths.insert(path);
    after.trim_start().strip_prefix("as ").map_or(after, |alias| {
        let alias = alias.trim_start();
        &alias[alias.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(alias.len())..]
    })
}

/// The line of `ARROWS` a file of `src` belongs to.
fn row(file: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    let path = file.strip_prefix("src/")?.strip_suffix(".rs")?;
    let is_adapter = path.strip_prefix("backend/").is_some_and(|rest| rest.contains('/'));
    let path = if is_adapter { ADAPTER } else { path };
    ARROWS.iter().find(|(module, _)| {
        let mut has = path.split('/');
        module.split('/').all(|wanted| has.next().is_some_and(|part| wanted == "*" || wanted == part))
    })
}

/// Whether a module of `backend` is an adapter: those have a folder.
fn is_adapter(name: &str) -> bool {
    !name.is_empty() && root().join("src/backend").join(name).is_dir()
}

/// The module a path leads to: the longest that has a line of its own, without the views.
fn target(path: &str) -> String {
    let mut parts = path.split("::");
    let first = parts.next().unwrap_or_default();
    let second = parts.next().unwrap_or_default();
    if first == "backend" && is_adapter(second) { ADAPTER.to_owned() } else { first.to_owned() }
}

/// What a file of `src` names against the arrows.
fn against_arrows(file: &str, text: &str) -> Vec<String> {
    let Some((module, allowed)) = row(file) else {
        return vec![format!("{file}: no line of ARROWS holds it")];
    };
    let is_view = |path: &str| {
        let mut parts = path.split("::");
        parts.next() == Some("steps") && (parts.nth(1) == Some("view") || path.starts_with("steps::summary_of"))
    };
    let own = self::module(file);
    let is_own = |path: &str| {
        let folder = |path: &str| path.split("::").take(2).map(str::to_owned).collect::<Vec<_>>();
        folder(path) == folder(&own)
    };
    let is_wrong = |path: &&String| {
        let to = target(path);
        let is_spoken = SPOKEN.iter().any(|spoken| path.starts_with(spoken));
        !allowed.contains(&to.as_str())
            || (module.starts_with("backend") && to == "checkout" && !is_spoken)
            || (*module == "steps" && is_view(path))
            || (to == ADAPTER && !is_own(path) && !(module.starts_with("studio") && path.starts_with("backend::demo")))
    };
    paths(file, text).iter().filter(is_wrong).map(|path| format!("{file} ({module}) names crate::{path}")).collect()
}

/// Whether a kit file draws something, so that there is something to show of it.
fn draws(text: &str) -> bool {
    text.contains("#[component]")
}

#[test]
fn every_component_of_the_kit_is_in_the_gallery() {
    let gallery = fs::read_to_string(root().join("src/studio/gallery.rs")).unwrap();
    // Heard only; and what every field is made of.
    let nothing_to_see = ["live", "words", "assets", "icon"];
    let missing: Vec<String> = texts("src/ui", ".rs")
        .into_iter()
        .filter(|(_, text)| draws(text))
        .filter_map(|(name, _)| {
            let file = name.rsplit('/').next()?.strip_suffix(".rs")?.to_owned();
            let shown = gallery.contains(&format!("(\"{file}/")) || nothing_to_see.contains(&file.as_str());
            (!shown).then_some(file)
        })
        .collect();
    none("components without an example in src/studio/gallery.rs", &missing);
}

/// What only the studio's build has may be named by it alone: everywhere else it stands behind its feature.
fn names_studio(file: &str, text: &str) -> Vec<String> {
    let is_gate = |line: &str| line.contains("feature = \"studio\"");
    let lines: Vec<&str> = text.lines().collect();
    let is_wrong = |(at, line): &(usize, &&str)| {
        (line.contains("studio::") || line.contains("pub mod studio"))
            && !at.checked_sub(1).is_some_and(|before| is_gate(lines[before]))
    };
    lines.iter().enumerate().filter(is_wrong).map(|(at, line)| format!("{file}:{}: {}", at + 1, line.trim())).collect()
}

#[test]
fn nothing_of_the_studio_is_named_outside_it_without_its_feature() {
    let broken = "fn main() {\n    kassa::studio::frame::begin();\n}";
    assert_eq!(names_studio("src/main.rs", broken).len(), 1);
    assert_eq!(names_studio("src/main.rs", "#[cfg(feature = \"studio\")]\nkassa::studio::frame::begin();").len(), 0);
    let outside = |file: &str| !file.starts_with("src/studio/") && file != "src/lib.rs";
    let found: Vec<String> = texts("src", ".rs")
        .into_iter()
        .filter(|(name, _)| outside(name))
        .flat_map(|(name, text)| names_studio(&name, &text))
        .collect();
    none("the studio is named outside of it", &found);
    // Its files are in no list of what page and element are made of.
    for file in ["scripts/page.mjs", "scripts/embed.mjs", "index.html", "Trunk.toml"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(!text.contains("src/studio") && !text.contains("style/studio"), "{file} names the studio");
    }
}

#[test]
fn modules_name_each_other_along_the_arrows() {
    let wrong: Vec<_> = texts("src", ".rs").iter().flat_map(|(file, text)| against_arrows(file, text)).collect();
    none("Against the arrows (ARCHITECTURE.md)", &wrong);
}

#[test]
fn every_arrow_is_needed() {
    let sources = texts("src", ".rs");
    let mut spare = Vec::new();
    for (module, allowed) in ARROWS {
        let own = module.split('/').next().unwrap();
        let of = sources.iter().filter(|(file, _)| row(file).is_some_and(|(line, _)| line == module));
        let used: BTreeSet<_> = of.flat_map(|(file, text)| paths(file, text)).map(|path| target(&path)).collect();
        let unused = allowed.iter().filter(|to| **to != own && *to != module && !used.contains(**to));
        spare.extend(unused.map(|to| format!("{module} -> {to}")));
    }
    // An arrow nobody walks is a door left open.
    none("Allowed, but nothing needs it", &spare);
}

/// The paths behind the parts of `lazy.rs`: the module of a view, a table by its own name.
fn parts(lazy: &str) -> BTreeSet<String> {
    let code = code(lazy);
    let list = code.split_once("parts! {").and_then(|(_, after)| after.split_once("\n}")).map_or("", |(list, _)| list);
    let names = named(list, "crate");
    names
        .iter()
        .filter_map(|path| {
            let (module, name) = path.rsplit_once("::")?;
            let is_table = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            Some(if is_table { path.clone() } else { module.trim_end_matches("::Demo").to_owned() })
        })
        .collect()
}

/// The adapters of the one list in `src/backend/mod.rs`.
fn adapters(port: &str) -> BTreeSet<String> {
    let list = port.split_once("$then! {").and_then(|(_, after)| after.split_once('}')).map_or("", |(list, _)| list);
    list.split(';')
        .filter_map(|line| Some(line.trim().strip_prefix('"')?.split_once("\" ")?.1.split(' ').next()?.to_owned()))
        .collect()
}

/// The providers of the one list in `src/payment/providers/mod.rs`.
fn providers() -> BTreeSet<String> {
    adapters(&fs::read_to_string(root().join("src/payment/providers/mod.rs")).unwrap())
}

/// Where a file that is in no part names what is in one. Among themselves parts may: the splitter shares what two need.
fn names_part(file: &str, text: &str, parts: &BTreeSet<String>) -> Vec<String> {
    let is_in = |path: &str| {
        let inside = |part: &&String| {
            path.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        parts.iter().any(|part| inside(&part))
    };
    if is_in(&module(file)) {
        return Vec::new();
    }
    let named = paths(file, text);
    named.iter().filter(|path| is_in(path)).map(|path| format!("{file} names crate::{path}")).collect()
}

#[test]
fn what_is_in_a_part_is_named_in_lazy_only() {
    let sources = texts("src", ".rs");
    let (_, lazy) = sources.iter().find(|(file, _)| file == "src/lazy.rs").unwrap();
    let mut parts = parts(lazy);
    let port = fs::read_to_string(root().join("src/backend/mod.rs")).unwrap();
    parts.extend(adapters(&port).iter().map(|name| format!("backend::{name}")));
    parts.extend(providers().iter().map(|name| format!("payment::providers::{name}")));
    assert!(parts.contains("pages::policy") && parts.len() > 5, "the list of parts was not understood: {parts:?}");
    // The studio is a build of its own, in one piece.
    let others = sources.iter().filter(|(file, _)| file != "src/lazy.rs" && !file.starts_with("src/studio/"));
    let wrong: Vec<_> = others.flat_map(|(file, text)| names_part(file, text, &parts)).collect();
    none("One mention makes a part a piece of the first download; or, of the demo, of a shop's release", &wrong);
}

#[test]
fn every_provider_is_in_the_list() {
    let folders: BTreeSet<String> = files("src/payment/providers")
        .into_iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("src/payment/providers/")?.split_once('/')?.0.to_owned()))
        // The device's own sheet draws no fields: it goes with every provider, and no page names it.
        .filter(|name| name != "wallet")
        .collect();
    assert_eq!(providers(), folders, "the list in src/payment/providers/mod.rs and the folders beside it");
}

#[test]
fn every_adapter_is_in_the_list_and_has_its_feature() {
    let port = fs::read_to_string(root().join("src/backend/mod.rs")).unwrap();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let listed = adapters(&port);
    let folders: BTreeSet<String> = files("src/backend")
        .into_iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("src/backend/")?.split_once('/')?.0.to_owned()))
        .collect();
    assert_eq!(listed, folders, "the list in src/backend/mod.rs and the folders beside it");
    let without = listed.iter().filter(|name| !manifest.lines().any(|line| line.starts_with(&format!("{name} = ["))));
    none("No feature in Cargo.toml", &without.cloned().collect::<Vec<_>>());
    let ungated = listed.iter().filter(|name| port.contains(&format!("pub mod {name};")));
    none("Not behind its feature", &ungated.cloned().collect::<Vec<_>>());
}

fn says_what_it_is(text: &str) -> bool {
    text.starts_with("//! ")
}

#[test]
fn every_file_says_what_it_is() {
    let sources = texts("src", ".rs").into_iter().chain(texts("tests", ".rs"));
    let silent: Vec<_> = sources.filter(|(_, text)| !says_what_it_is(text)).map(|(file, _)| file).collect();
    none("Does not open with //!", &silent);
}

#[test]
fn every_component_has_its_css() {
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let of = files(folder)
            .into_iter()
            .filter_map(|(name, _)| Some(name.rsplit_once('/')?.1.strip_suffix(ending)?.to_owned()));
        of.collect()
    };
    let (components, css) = (names("src/ui", ".rs"), names("style/components", ".css"));
    let reasoned = |name: &str| OTHER_CSS.iter().any(|(of, _)| *of == name);
    let without = components.iter().filter(|name| !css.contains(&name.replace('_', "-")) && !reasoned(name));
    none("No style/components/*.css of its name, and no reason in OTHER_CSS", &without.cloned().collect::<Vec<_>>());
    let gone = OTHER_CSS.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !components.contains(name));
    none("In OTHER_CSS, but not in src/ui", &gone.collect::<Vec<_>>());
    let found = OTHER_CSS.iter().map(|(name, _)| name.replace('_', "-")).filter(|name| css.contains(name));
    none("In OTHER_CSS, but it has its own", &found.collect::<Vec<_>>());
}

/// The stylesheets that neither `index.css` nor `later.css` brings in.
fn not_imported(index: &str, sheets: &[String]) -> Vec<String> {
    let is_missing =
        |sheet: &&String| !index.contains(&format!("\"{sheet}\"")) && !index.contains(&format!("\"./{sheet}\""));
    sheets.iter().filter(is_missing).cloned().collect()
}

#[test]
fn every_stylesheet_is_in_the_index() {
    let sheet = |name: &str| fs::read_to_string(root().join("style").join(name)).unwrap();
    // The studio's desk has sheets of its own, and a list of them.
    let desk = sheet("studio/index.css").replace("@import \"", "@import \"studio/");
    let index = ["index.css", "first.css", "later.css", "embed.css", "embed-later.css"].map(sheet).concat() + &desk;
    let all = files("style").into_iter().filter_map(|(name, _)| name.strip_prefix("style/").map(str::to_owned));
    let others: Vec<_> = all
        .filter(|name| {
            name.strip_suffix(".css")
                .is_some_and(|stem| !["index", "embed", "embed-later", "studio/index"].contains(&stem))
        })
        .collect();
    let missing = not_imported(&index, &others);
    // The desk has a sheet of its own, which brings in its others.
    let desk = sheet("studio/index.css");
    let missing: Vec<_> = missing
        .into_iter()
        .filter(|name| name != "studio/index.css")
        .filter(|name| !name.strip_prefix("studio/").is_some_and(|name| desk.contains(&format!("\"{name}\""))))
        .collect();
    let is_surprise = |name: &&String| !NOT_YET.contains(&name.as_str());
    none(
        "None of style/index.css, first.css, later.css, embed.css and embed-later.css imports",
        &missing.iter().filter(is_surprise).cloned().collect::<Vec<_>>(),
    );
    let came = NOT_YET.iter().filter(|name| !missing.iter().any(|missing| missing == *name));
    none("Imported or gone: take it off NOT_YET", &came.map(|name| (*name).to_owned()).collect::<Vec<_>>());
}

/// Where code may stop the program.
fn panics(text: &str) -> Vec<&'static str> {
    const STOPS: [&str; 6] = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    let code = code(text);
    STOPS.into_iter().filter(|stop| code.contains(stop)).collect()
}

#[test]
fn nothing_stops_the_program() {
    // A panic in wasm ends the session (REL-16).
    let stops = |(file, text): &(String, String)| {
        panics(text).into_iter().map(|stop| format!("{file}: {stop}")).collect::<Vec<_>>()
    };
    none("Outside tests", &texts("src", ".rs").iter().flat_map(stops).collect::<Vec<_>>());
}

/// Names of one machine or one network. Put together here, so that this file does not hold them.
fn foreign(text: &str) -> Vec<&'static str> {
    const PLACES: [&str; 5] = [
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("index.", "crates.io"),
        concat!("registry.", "npmjs.org"),
        concat!("\"res", "olved\":"),
    ];
    PLACES.into_iter().filter(|place| text.contains(place)).collect()
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let mut wrong = Vec::new();
    for (name, path) in files(".") {
        // What is no text has no names in it.
        let Ok(text) = fs::read_to_string(path) else { continue };
        wrong.extend(foreign(&text).into_iter().map(|place| format!("{name}: {place}")));
    }
    none("Works on one machine only", &wrong);
}

/// The files that a text in Markdown leads to, without the place inside them.
fn links(markdown: &str) -> Vec<&str> {
    let targets = markdown.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    let in_tags = markdown.split("src=\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(target, _)| target));
    let is_ours = |target: &&str| !target.contains(':') && !target.starts_with('#');
    targets
        .chain(in_tags)
        .filter(is_ours)
        .map(|target| target.split_once('#').map_or(target, |(file, _)| file))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for (name, text) in texts(".", ".md") {
        let folder = root().join(&name).parent().map(Path::to_owned).unwrap_or_default();
        let lost = links(&text).into_iter().filter(|target| !folder.join(target).exists());
        wrong.extend(lost.map(|target| format!("{name}: {target}")));
    }
    none("No such file", &wrong);
}

/// Declarations of css that know left from right.
fn physical(css: &str) -> Vec<String> {
    let mut bare = String::new();
    for piece in css.split("/*") {
        bare += if bare.is_empty() && !css.starts_with("/*") {
            piece
        } else {
            piece.split_once("*/").map_or("", |(_, rest)| rest)
        };
    }
    let declarations = bare.split(['{', '}', ';']).filter(|piece| piece.contains(':'));
    let knows =
        |piece: &&str| piece.split(|letter: char| !letter.is_alphabetic()).any(|word| matches!(word, "left" | "right"));
    declarations.filter(knows).map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

// shows: I18N-04
#[test]
fn styles_know_start_and_end_only() {
    // Right-to-left is free then (I18N-04).
    let wrong = |(file, css): &(String, String)| {
        physical(css).into_iter().map(|line| format!("{file}: {line}")).collect::<Vec<_>>()
    };
    none("Left and right", &texts("style", ".css").iter().flat_map(wrong).collect::<Vec<_>>());
}

/// Whether a file of tests names a requirement (`scripts/requirements.mjs` reads both forms).
fn shows_something(text: &str) -> bool {
    let in_brackets = |piece: &str| {
        let id = piece.split([']', ',']).next().unwrap_or_default();
        id.split_once('-').is_some_and(|(group, number)| {
            group.starts_with(|first: char| first.is_ascii_uppercase())
                && !number.is_empty()
                && number.bytes().all(|digit| digit.is_ascii_digit())
        })
    };
    text.contains(concat!("// sho", "ws:")) || text.split('[').skip(1).any(in_brackets)
}

#[test]
fn files_of_tests_name_the_requirements_they_show() {
    let specs = texts("tests", ".rs").into_iter().chain(texts("tests", ".mjs"));
    let specs =
        specs.filter(|(file, text)| !file.contains("/lib/") && (text.contains("#[test]") || text.contains("test(")));
    // Told, not failed: a test of the house need not be one of a requirement.
    for (file, _) in specs.filter(|(_, text)| !shows_something(text)) {
        println!("{file} names no requirement");
    }
}

mod rules {
    //! Each rule on texts that keep it and texts that break it.
    use super::*;

    #[track_caller]
    fn check_names(code: &str, expected: &[&str]) {
        assert_eq!(
            named(&super::code(code), "crate").iter().map(String::as_str).collect::<Vec<_>>(),
            expected,
            "{code}"
        );
    }

    #[track_caller]
    fn check_arrows(file: &str, text: &str, wrong: usize) {
        let found = against_arrows(file, text);
        assert_eq!(found.len(), wrong, "{found:?}");
    }

    #[test]
    fn a_path_is_read() {
        check_names("use crate::domain::money::Money;", &["domain::money::Money"]);
    }
    #[test]
    fn groups_are_taken_apart() {
        check_names("use crate::{\n  a::{self, b::C},\n  d as e, f::*,\n};", &["a::b::C", "a::self", "d", "f"]);
    }
    #[test]
    fn paths_inside_code_count() {
        check_names("fn f() { crate::ui::x::<u8>() }", &["ui::x"]);
    }
    #[test]
    fn comments_do_not_count() {
        check_names("/// [`crate::ui`]\n/* crate::ui */ let a = 1; // crate::ui", &[]);
    }
    #[test]
    fn texts_do_not_count() {
        check_names(r#"let a = "\" crate::ui"; let b = '"'; let c = '\''; crate::app"#, &["app"]);
    }
    #[test]
    fn lifetimes_are_no_letters() {
        check_names("fn f<'a>(x: &'a str) { crate::app }", &["app"]);
    }
    #[test]
    fn tests_do_not_count() {
        check_names("#[cfg(test)]\nmod tests { use crate::ui; fn f() { {} } }\nuse crate::app;", &["app"]);
        check_names("#[cfg(test)]\nuse crate::ui;\nuse crate::app;", &["app"]);
    }
    #[test]
    fn other_crates_do_not_count() {
        check_names("use my_crate::ui; use ::crate_::x;", &[]);
    }

    #[test]
    fn the_domain_knows_nothing() {
        check_arrows("src/domain/cart.rs", "use crate::checkout::Event;", 1);
    }
    #[test]
    fn the_machine_knows_no_words() {
        check_arrows("src/checkout/machine.rs", "use crate::{domain, i18n::key};", 1);
    }
    #[test]
    fn the_kit_knows_no_machine() {
        check_arrows("src/ui/field.rs", "use crate::{checkout::Event, domain::Field};", 1);
    }
    #[test]
    fn a_step_is_pure() {
        check_arrows("src/steps/bag/mod.rs", "use crate::{ui::Button, app};", 2);
    }
    #[test]
    fn a_step_names_no_view() {
        check_arrows("src/steps/bag/mod.rs", "use crate::steps::pay::view::Pay;", 1);
    }
    #[test]
    fn its_view_may() {
        check_arrows("src/steps/bag/view.rs", "use crate::{ui::Button, app, pages::Title};", 0);
    }
    #[test]
    fn an_adapter_shares_words_only() {
        check_arrows("src/backend/demo/mod.rs", "use crate::checkout::{request::Intent, Event};", 1);
    }
    #[test]
    fn the_port_knows_no_adapter() {
        check_arrows("src/backend/mod.rs", "use crate::backend::demo::Demo;", 1);
    }
    #[test]
    fn only_the_start_draws_the_page() {
        check_arrows("src/app/start.rs", "use crate::pages::Page;", 0);
        check_arrows("src/app/run.rs", "use crate::pages::Page;", 1);
    }
    #[test]
    fn a_new_module_needs_a_line() {
        check_arrows("src/gadget/mod.rs", "", 1);
    }

    #[test]
    fn a_part_is_named_in_its_own_folder_only() {
        let parts = parts(
            "parts! {\n  a in s: View = || crate::steps::bag::view::Bag();\n  b in d: B = crate::backend::demo::Demo::new();\n}\n",
        );
        assert_eq!(parts.iter().map(String::as_str).collect::<Vec<_>>(), ["backend::demo", "steps::bag::view"]);
        assert_eq!(names_part("src/app/run.rs", "use crate::backend::demo::Demo;", &parts).len(), 1);
        assert_eq!(names_part("src/backend/demo/shop/mod.rs", "use crate::backend::demo::Shelf;", &parts).len(), 0);
        assert_eq!(names_part("src/app/run.rs", "use crate::backend::Backend;", &parts).len(), 0);
        assert_eq!(names_part("src/pages/mod.rs", "use super::backend::demo::Demo;", &parts).len(), 1);
        assert_eq!(names_part("src/steps/pay/view.rs", "use super::super::bag::view::Bag;", &parts).len(), 1);
    }

    #[test]
    fn a_file_that_begins_with_code_is_silent() {
        assert!(
            says_what_it_is("//! Things.\n")
                && !says_what_it_is("use a;\n//! Things.")
                && !says_what_it_is("// Things")
        );
    }

    #[test]
    fn stops_are_found_outside_tests() {
        assert_eq!(panics("fn f() { a.unwrap() }"), [".unwrap()"]);
        assert_eq!(panics("fn f() { a.unwrap_or(1); \".unwrap()\" } // .expect("), [""; 0]);
        assert_eq!(panics("#[cfg(test)] mod tests { fn f() { a.unwrap() } }"), [""; 0]);
    }

    #[test]
    fn places_are_found() {
        assert_eq!(foreign(concat!("see /wo", "rk/main")).len(), 1);
        assert_eq!(foreign("see ./main").len(), 0);
    }

    #[test]
    fn links_are_found() {
        let text = "[a](b.md#c) [d](https://e.org) [f](#g) ![h](i/j.png) <img src=\"k.png\">";
        assert_eq!(links(text), ["b.md", "i/j.png", "k.png"]);
    }

    #[test]
    fn sides_are_found() {
        assert_eq!(
            physical("/* left */ .a { margin-left: 1px; text-align: right }"),
            ["margin-left: 1px", "text-align: right"]
        );
        assert_eq!(physical(".a { inset-inline-start: 0 } .leftover { border: 0 }"), [""; 0]);
    }

    #[test]
    fn a_sheet_left_out_is_found() {
        let sheets = ["a.css".to_owned(), "b/c.css".to_owned()];
        assert_eq!(not_imported("@import \"a.css\" layer(x);", &sheets), ["b/c.css"]);
    }

    #[test]
    fn markers_are_found() {
        assert!(shows_something(concat!("// sho", "ws: UX-1")) && shows_something("test('[S0-7] a')"));
        assert!(!shows_something("let [A, b] = c[1-2]; // nothing"));
    }
}
