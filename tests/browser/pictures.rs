//! Pictures of pages, compared with kept ones: the browser itself reads both, so no image library is needed.

use super::chromium::Browser;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Edges of letters differ from machine to machine: so many in a hundred of all pixels may differ clearly.
const MAY_DIFFER: f64 = 6.0;

fn kept(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/kept").join(format!("{name}.png"))
}

/// Which fonts this machine has, told by how wide they set a few words.
fn fonts(browser: &mut Browser) -> String {
    browser.ask_text(
        "['sans-serif', 'system-ui', 'serif', 'monospace'].map(font => { const context = document.createElement('canvas').getContext('2d'); \
         context.font = '40px ' + font; return context.measureText('Which micro-credentials? 0123456789').width.toFixed(0) }).join(' ')",
    )
}

/// Pictures that were taken, by the names they are kept under.
#[derive(Default)]
pub(crate) struct Taken(Vec<(String, String)>);

impl Taken {
    /// Takes the page that is open, from its top, a third of its size.
    pub(crate) fn page(&mut self, browser: &mut Browser, name: &str) {
        let picture = browser.picture(1.0 / 3.0, 3000.0);
        self.0.push((name.to_owned(), picture));
    }

    /// Takes a part of it: from what a selector finds first, and so tall.
    pub(crate) fn part(&mut self, browser: &mut Browser, name: &str, (selector, tall): (&str, f64)) {
        let picture = browser.picture_of(selector, 1.0 / 3.0, tall);
        self.0.push((name.to_owned(), picture));
    }

    /// Compares each with the one that is kept; with `PATHSTACK_BLESS` they are kept anew. Says what differs. The page that is open is left:
    /// a page of ours loads no pictures from data, an empty one may.
    pub(crate) fn compared(self, browser: &mut Browser) -> Vec<String> {
        browser.open("about:blank");
        let fonts = fonts(browser);
        self.0.iter().filter_map(|(name, now)| compare(browser, name, now, &fonts)).collect()
    }
}

fn compare(browser: &mut Browser, name: &str, now: &str, fonts: &str) -> Option<String> {
    let path = kept(name);
    let kept_fonts = path.with_file_name("fonts.txt");
    if env::var_os("PATHSTACK_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(kept_fonts, fonts).unwrap();
        fs::write(&path, STANDARD.decode(now).unwrap()).unwrap();
        return None;
    }
    // With other fonts lines break elsewhere, and every pixel below is another one.
    if fs::read_to_string(kept_fonts).is_ok_and(|kept| kept != fonts) {
        println!("skipped: {name} was kept on a machine with other fonts");
        return None;
    }
    let Ok(before) = fs::read(&path) else { return Some(format!("{} is missing: keep it with PATHSTACK_BLESS=1", path.display())) };
    let differ = browser.ask(&format!(
        "(async () => {{ const read = async data => {{ const blob = new Blob([Uint8Array.from(atob(data), c => c.charCodeAt(0))]); const map = \
         await createImageBitmap(blob); const canvas = new OffscreenCanvas(map.width, map.height); const context = \
         canvas.getContext('2d'); context.drawImage(map, 0, 0); return context.getImageData(0, 0, map.width, map.height) }}; const [a, b] = \
         [await read('{}'), await read('{now}')]; if (a.width !== b.width || Math.abs(a.height - b.height) > 0.05 * a.height) return -1; const \
         length = Math.min(a.data.length, b.data.length); let apart = 0; for (let at = 0; at < length; at += 4) {{ let most = 0; for (let c \
         = 0; c < 3; c++) most = Math.max(most, Math.abs(a.data[at + c] - b.data[at + c])); if (most > 64) apart++ }} return 400 * apart / \
         length }})()",
        STANDARD.encode(before)
    ));
    let differ = differ.as_f64().unwrap_or(-1.0);
    if (0.0..=MAY_DIFFER).contains(&differ) {
        return None;
    }
    let seen = std::env::temp_dir().join(format!("pathstack-{name}.png"));
    fs::write(&seen, STANDARD.decode(now).unwrap()).unwrap();
    let how = if differ < 0.0 { "has another size".to_owned() } else { format!("differs in {differ:.1} % of its pixels") };
    Some(format!("{name} {how}: see {}, and keep it with PATHSTACK_BLESS=1 if it is better", seen.display()))
}

/// Keeps the page that is open as one of the README's two pictures, where pictures are kept anew.
pub(crate) fn keep_for_readme(browser: &mut Browser, name: &str) {
    if env::var_os("PATHSTACK_BLESS").is_some() {
        let picture = STANDARD.decode(browser.picture(0.6, 1250.0)).unwrap();
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".github");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), picture).unwrap();
    }
}

/// Keeps the page that is open, in full and as it is.
pub(crate) fn keep(browser: &mut Browser, path: &Path, tallest: f64) {
    let picture = browser.picture(1.0, tallest);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, STANDARD.decode(picture).unwrap()).unwrap();
}
