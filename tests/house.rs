//! The house is as `src/README.md` says: who may use whom, which outside crate each room may reach, no circles, nothing stale.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// One row of the table of rooms.
#[derive(Debug, Default)]
struct Room {
    uses: BTreeSet<String>,
    crates: BTreeSet<String>,
}

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn words(cell: &str) -> BTreeSet<String> {
    cell.split_whitespace().map(|word| word.trim_matches(['`', ',']).to_owned()).filter(|word| !word.is_empty() && word != "–").collect()
}

/// The rows between the header that begins with `| room |` and the next empty line; bold rows are headings.
fn rooms() -> BTreeMap<String, Room> {
    let text = fs::read_to_string(top().join("src/README.md")).unwrap();
    let table = text.lines().skip_while(|line| !line.starts_with("| room |")).skip(2).take_while(|line| line.starts_with('|'));
    let mut rooms = BTreeMap::new();
    for line in table {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "the table of rooms has four columns: {line}");
        if cells[0].starts_with("**") {
            continue;
        }
        let name = cells[0].trim_matches('`').to_owned();
        let room = Room { uses: words(cells[2]), crates: words(cells[3]) };
        assert!(rooms.insert(name.clone(), room).is_none(), "room {name} stands twice in the table");
    }
    assert!(rooms.len() > 5, "the table of rooms was not found");
    rooms
}

/// Every source file with the room it belongs to; `lib.rs` and `main.rs` belong to none.
fn files() -> Vec<(String, PathBuf)> {
    let source = top().join("src");
    let mut found = Vec::new();
    let mut open = vec![source.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let inside = path.strip_prefix(&source).unwrap();
                let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
                let room = first.trim_end_matches(".rs").to_owned();
                if room != "lib" && room != "main" {
                    found.push((room, path));
                }
            }
        }
    }
    found.sort();
    found
}

/// The text without comments and without what stands in quotes, so that only code is read.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut code = String::with_capacity(text.len());
    for line in text.lines() {
        // Tests inside a file may reach what they like.
        if line == "#[cfg(test)]" {
            break;
        }
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut quoted = false;
        let mut before = ' ';
        for letter in line.chars() {
            if letter == '"' && before != '\\' && before != '\'' {
                quoted = !quoted;
            } else if !quoted {
                if letter == '/' && before == '/' {
                    break;
                }
                code.push(letter);
            }
            before = letter;
        }
        code.push('\n');
    }
    code
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The first names of every path that begins with `prefix::`, groups in braces included.
fn named(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let wanted = format!("{prefix}::");
    for (at, _) in code.match_indices(&wanted) {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        if is_word(before) || before == ':' {
            continue;
        }
        let rest = code[at + wanted.len()..].trim_start();
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut word, mut fresh) = (0, String::new(), true);
            for letter in group.chars() {
                match letter {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        names.insert(std::mem::take(&mut word));
                        fresh = true;
                        continue;
                    }
                    letter if depth == 0 && fresh && is_word(letter) => word.push(letter),
                    ':' if depth == 0 => fresh = false,
                    _ => {}
                }
            }
            names.insert(word);
        } else {
            names.insert(rest.chars().take_while(|letter| is_word(*letter)).collect());
        }
    }
    names.remove("");
    names
}

/// The outside crates of the package, as they are written in code.
fn crates() -> BTreeSet<String> {
    let text = fs::read_to_string(top().join("Cargo.toml")).unwrap();
    let table = text.lines().skip_while(|line| *line != "[dependencies]").skip(1).take_while(|line| !line.starts_with('['));
    let named =
        table.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().replace('-', "_"));
    named.collect()
}

#[test]
fn every_room_stands_in_the_table_and_every_row_is_a_room() {
    let there: BTreeSet<String> = files().into_iter().map(|(room, _)| room).collect();
    let listed: BTreeSet<String> = rooms().into_keys().collect();
    assert_eq!(there, listed, "src/ and the table of rooms in src/README.md differ");
}

#[test]
fn rooms_use_only_the_rooms_they_may_and_no_permission_is_stale() {
    let rooms = rooms();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (room, path) in files() {
        for other in named(&code(&path), "crate") {
            if other == room || !rooms.contains_key(&other) {
                continue;
            }
            if !rooms[&room].uses.contains(&other) {
                wrong.push(format!("{} uses {other}, which {room} may not", path.display()));
            }
            used.entry(room.clone()).or_default().insert(other);
        }
    }
    for (name, room) in &rooms {
        for other in &room.uses {
            assert!(rooms.contains_key(other), "{name} may use {other}, which is no room");
            if !used.get(name).is_some_and(|used| used.contains(other)) {
                wrong.push(format!("{name} may use {other} and does not: take it out of the table"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_reach_only_the_outside_crates_they_may() {
    let (rooms, crates) = (rooms(), crates());
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (room, path) in files() {
        let code = code(&path);
        for name in crates.iter().filter(|name| !named(&code, name).is_empty() || code.contains(&format!("use {name};"))) {
            if !rooms[&room].crates.contains(name) {
                wrong.push(format!("{} reaches the crate {name}, which {room} may not", path.display()));
            }
            used.entry(room.clone()).or_default().insert(name.clone());
        }
    }
    for (name, room) in &rooms {
        for outside in &room.crates {
            if !used.get(name).is_some_and(|used| used.contains(outside)) {
                wrong.push(format!("{name} may reach the crate {outside} and does not: take it out of the table"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rooms_use_each_other_in_a_circle() {
    let rooms = rooms();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while done.len() < rooms.len() {
        let free = rooms
            .iter()
            .filter(|(name, room)| !done.contains(name.as_str()) && room.uses.iter().all(|other| done.contains(other.as_str())));
        let free: Vec<&str> = free.map(|(name, _)| name.as_str()).collect();
        assert!(!free.is_empty(), "a circle among {:?}", rooms.keys().filter(|name| !done.contains(name.as_str())).collect::<Vec<_>>());
        done.extend(free);
    }
}

#[test]
fn every_file_begins_with_a_sentence_and_stays_readable_in_length() {
    let mut wrong = Vec::new();
    for (_, path) in files() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") {
            wrong.push(format!("{} does not begin with what it is", path.display()));
        }
        if text.lines().count() > 800 {
            wrong.push(format!("{} has more than 800 lines: a file is one idea", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_what_it_may_and_nothing_else() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "data",
        "benches",
        "tests",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "CHANGELOG.md",
        "target",
    ];
    for entry in fs::read_dir(top()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || allowed.contains(&name.as_str()), "{name} does not belong at the top level");
    }
}

#[test]
fn nothing_speaks_of_the_workplace_it_was_made_in() {
    let mut wrong = Vec::new();
    for (_, path) in files() {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["work", "root", "home"].map(|folder| format!("/{folder}/")) {
            if text.contains(&word) {
                wrong.push(format!("{} names the path {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
