//! A headless Chromium, driven over a pipe by the DevTools protocol: no port, no web socket, no library.

use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    env,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

/// How long any one thing may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where Debian and others put it; `PATHSTACK_CHROMIUM` names another.
const PLACES: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/// A browser with one page open; it ends when it is dropped.
pub(crate) struct Browser {
    child: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    events: VecDeque<Value>,
    session: Option<String>,
    next: u64,
    /// Its profile: gone with it.
    _profile: tempfile::TempDir,
}

/// What a wish for a page can say of the one who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Width of the window in CSS pixels.
    pub(crate) width: u32,
    /// Whether dark colours are preferred.
    pub(crate) dark: bool,
}

impl Look {
    /// The four ways every page is looked at.
    pub(crate) const ALL: [Self; 4] = [
        Self { width: 360, dark: false },
        Self { width: 360, dark: true },
        Self { width: 1280, dark: false },
        Self { width: 1280, dark: true },
    ];

    /// How the window is called in names of pictures.
    pub(crate) fn name(self) -> String {
        format!("{}{}", self.width, if self.dark { "-dark" } else { "" })
    }
}

/// The program, if there is one.
pub(crate) fn program() -> Option<PathBuf> {
    let named = env::var_os("PATHSTACK_CHROMIUM").map(PathBuf::from);
    named.into_iter().chain(PLACES.map(PathBuf::from)).find(|path| path.exists())
}

impl Browser {
    /// Starts one; `None` where this machine has none, which is said.
    pub(crate) fn start() -> Option<Self> {
        let Some(program) = program() else {
            eprintln!("skipped: no Chromium here (Debian: `apt-get install chromium`; or name one with PATHSTACK_CHROMIUM)");
            return None;
        };
        Some(Self::of(&program))
    }

    fn of(program: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // The protocol's pipe is file 3 to the browser and 4 from it. Only a shell can put ours there without unsafe code.
        let mut child = Command::new("/bin/sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"])
            .arg(program)
            .args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--disable-default-apps", "--mute-audio", "--hide-scrollbars"])
            .args(["--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text", "--lang=en"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let (send, messages) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while answers.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(message) = serde_json::from_slice(&std::mem::take(&mut message)) else { break };
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let mut browser = Self { child, commands, messages, events: VecDeque::new(), session: None, next: 1, _profile: profile };
        let page = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let page = browser.call("Target.attachToTarget", json!({"targetId": page["targetId"], "flatten": true}));
        browser.session = page["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Network", "Runtime", "Log", "Accessibility"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    fn next_message(&self, until: Instant, what: &str) -> Value {
        match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => panic!("{what} took more than {PATIENCE:?}"),
            Err(RecvTimeoutError::Disconnected) => panic!("the browser ended during {what}"),
        }
    }

    /// Sends one command and waits for its answer; events that come meanwhile are kept.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.next;
        self.next += 1;
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.commands.write_all(&bytes).unwrap();
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.next_message(until, method);
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            if message["method"].is_string() {
                self.events.push_back(message);
            }
        }
    }

    /// Waits for an event with this name.
    pub(crate) fn wait_for(&mut self, event: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.events.iter().position(|one| one["method"] == event) {
                // What came before it stays, to be looked at.
                return self.events.remove(at).map(|mut one| one["params"].take()).unwrap_or_default();
            }
            let message = self.next_message(until, event);
            if message["method"].is_string() {
                self.events.push_back(message);
            }
        }
    }

    /// All events with this name that have come and were not waited for.
    pub(crate) fn came(&mut self, event: &str) -> Vec<Value> {
        while let Ok(message) = self.messages.try_recv() {
            self.events.push_back(message);
        }
        self.events.iter().filter(|one| one["method"] == event).map(|one| one["params"].clone()).collect()
    }

    /// Sets window and colours.
    pub(crate) fn look(&mut self, look: Look) {
        let narrow = look.width < 600;
        let height = if narrow { 740 } else { 900 };
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": look.width, "height": height, "deviceScaleFactor": 1, "mobile": narrow}),
        );
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.call("Emulation.setEmulatedMedia", json!({"media": "", "features": features}));
    }

    /// Sets the medium to paper.
    pub(crate) fn look_on_paper(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({"media": "print", "features": []}));
    }

    /// Turns the scripts of pages off or on; what the test itself asks still runs.
    pub(crate) fn scripts(&mut self, on: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({"value": !on}));
    }

    /// Opens an address and waits until everything of it is there.
    pub(crate) fn open(&mut self, url: &str) {
        self.events.clear();
        let answer = self.call("Page.navigate", json!({"url": url}));
        assert!(answer["errorText"].is_null(), "{url}: {}", answer["errorText"]);
        self.wait_for("Page.loadEventFired");
    }

    /// The value of a script's expression in the page.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression:.200}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The same, where it is text.
    pub(crate) fn ask_text(&mut self, expression: &str) -> String {
        self.ask(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Where the page is.
    pub(crate) fn address(&mut self) -> String {
        self.ask_text("location.href")
    }

    /// Presses and releases a key by its name in the protocol.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            _ => (0, ""),
        };
        let params = json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", params);
        self.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}));
    }

    /// Writes where the focus is.
    pub(crate) fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Presses Enter and waits for the page it leads to.
    pub(crate) fn enter(&mut self) {
        self.events.clear();
        self.press("Enter");
        self.wait_for("Page.loadEventFired");
    }

    /// Clicks with the mouse what a selector finds first, and waits for the page it leads to.
    pub(crate) fn follow(&mut self, selector: &str) {
        let find = format!(
            "(() => {{ const e = document.querySelector({selector:?}); if (!e) return null; e.scrollIntoView({{block: 'center', behavior: \
             'instant'}}); const r = e.getClientRects()[0]; return r ? [r.x + r.width / 2, r.y + r.height / 2] : null }})()"
        );
        let at = self.ask(&find);
        assert!(at.is_array(), "nothing to click at {selector} on {}", self.address());
        self.events.clear();
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", params);
        }
        self.wait_for("Page.loadEventFired");
    }

    /// Puts the focus on a field, empties it and writes into it.
    pub(crate) fn fill(&mut self, id: &str, text: &str) {
        let found = self.ask(&format!("(() => {{ const e = document.getElementById({id:?}); e?.focus(); e?.select?.(); return !!e }})()"));
        assert_eq!(found.as_bool(), Some(true), "no field {id} on {}", self.address());
        self.write(text);
    }

    /// Presses Tab until the focus is where a selector says, at most so many times; each stop must be seen to have it. Of
    /// a date the browser marks the part that has it.
    pub(crate) fn tab_to(&mut self, selector: &str, most: usize) {
        for _ in 0..most {
            self.press("Tab");
            let stop = self.ask(&format!(
                "(() => {{ const e = document.activeElement; const s = getComputedStyle(e); return {{there: e.matches({selector:?}), seen: \
                 e === document.body || e.type === 'date' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 1, what: e.outerHTML.slice(0, 120)}} }})()"
            ));
            assert_eq!(stop["seen"].as_bool(), Some(true), "the focus is not seen on {}", stop["what"]);
            if stop["there"].as_bool() == Some(true) {
                return;
            }
        }
        panic!("{most} times Tab do not lead to {selector} on {}", self.address());
    }

    /// The page as a picture (PNG in Base64) from its top, at most so tall, made smaller by `scale`.
    pub(crate) fn picture(&mut self, scale: f64, tallest: f64) -> String {
        self.picture_from(0.0, scale, tallest)
    }

    /// The same from what a selector finds first.
    pub(crate) fn picture_of(&mut self, selector: &str, scale: f64, tallest: f64) -> String {
        let top = self.ask(&format!("document.querySelector({selector:?})?.getBoundingClientRect().top + scrollY")).as_f64();
        let top = top.unwrap_or_else(|| panic!("nothing to picture at {selector} on {}", self.address()));
        self.picture_from(top.floor(), scale, tallest)
    }

    fn picture_from(&mut self, top: f64, scale: f64, tallest: f64) -> String {
        let size = self.call("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
        let (width, height) =
            (size["width"].as_f64().unwrap_or(0.0).ceil(), (size["height"].as_f64().unwrap_or(0.0) - top).min(tallest).ceil());
        // A window as tall as the picture: what lies outside of a window may not be painted yet.
        let window = |height: f64| json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600.0});
        self.call("Emulation.setDeviceMetricsOverride", window(top + height));
        self.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        let clip = json!({"x": 0, "y": top, "width": width, "height": height, "scale": scale});
        let picture = self.call("Page.captureScreenshot", json!({"format": "png", "clip": clip}))["data"].clone();
        self.call("Emulation.setDeviceMetricsOverride", window(if width < 600.0 { 740.0 } else { 900.0 }));
        picture.as_str().unwrap_or_default().to_owned()
    }

    /// Acts as on a telephone with a poor line: DevTools' "slow 3G", 400 ms there and back, 50 kB a second.
    pub(crate) fn slow_line(&mut self, slow: bool) {
        let conditions = if slow {
            json!({"offline": false, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})
        } else {
            json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
        };
        self.call("Network.emulateNetworkConditions", conditions);
        self.call("Network.setCacheDisabled", json!({"cacheDisabled": slow}));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session = None;
        let message = json!({"id": self.next, "method": "Browser.close"}).to_string() + "\0";
        // It may have ended already.
        let _ = self.commands.write_all(message.as_bytes());
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
