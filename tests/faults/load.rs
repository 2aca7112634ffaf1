//! The load generator: requests by the clock, on connections that are kept, with every time counted from when the request was due.

use super::{histogram::Histogram, wire};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What is sent, and under which name it is counted.
pub(crate) type Sent = (&'static str, Arc<[u8]>);

/// What came back of one class of requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Class {
    /// Times by status.
    pub(crate) times: BTreeMap<u16, Histogram>,
    /// Requests without an answer.
    pub(crate) broken: u64,
    /// Refusals that do not say when to come again.
    pub(crate) silent: u64,
}

impl Class {
    pub(crate) fn of(&self, status: u16) -> Histogram {
        self.times.get(&status).cloned().unwrap_or_default()
    }

    /// Everything that is not a success.
    pub(crate) fn failures(&self) -> u64 {
        self.broken + self.times.iter().filter(|(status, _)| **status >= 400).map(|(_, times)| times.count()).sum::<u64>()
    }
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) classes: BTreeMap<&'static str, Class>,
    /// How long it took in all.
    pub(crate) took: Duration,
}

impl Report {
    pub(crate) fn of(&self, class: &str) -> Class {
        self.classes.get(class).cloned().unwrap_or_default()
    }

    pub(crate) fn failures(&self) -> u64 {
        self.classes.values().map(Class::failures).sum()
    }
}

/// How requests are sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Requests in a second; as fast as they are answered where it is 0.
    pub(crate) rate: u64,
    pub(crate) time: Duration,
    /// Connections, and so requests under way at most: those due meanwhile are late, which counts.
    pub(crate) connections: usize,
}

/// Sends `what(i)` for i = 0, 1, …
pub(crate) async fn send(at: SocketAddr, pace: Pace, what: impl Fn(u64) -> Sent + Send + Sync + 'static) -> Report {
    let (what, next, report) = (Arc::new(what), Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Report::default())));
    let total = (u128::from(pace.rate) * pace.time.as_millis() / 1000) as u64;
    let start = Instant::now() + Duration::from_millis(20);
    let tasks: Vec<_> = (0..pace.connections)
        .map(|_| {
            let (what, next, report) = (what.clone(), next.clone(), report.clone());
            tokio::spawn(async move {
                let mut wire = None;
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let due = if pace.rate == 0 {
                        let now = Instant::now();
                        if now >= start + pace.time {
                            return;
                        }
                        now
                    } else {
                        if i >= total {
                            return;
                        }
                        start + Duration::from_nanos((u128::from(i) * 1_000_000_000 / u128::from(pace.rate)) as u64)
                    };
                    tokio::time::sleep_until(due.into()).await;
                    let (class, bytes) = what(i);
                    let mut answer = None;
                    // A server may end a connection that idles at any time: whoever finds it ended asks once more on a new one.
                    for _ in 0..2 {
                        let used = wire.is_some();
                        if wire.is_none() {
                            wire = wire::Wire::open(at).await.ok();
                        }
                        if let Some(open) = &mut wire {
                            answer = open.ask(&bytes).await.ok();
                        }
                        if answer.is_some() || !used {
                            break;
                        }
                        wire = None;
                    }
                    if answer.as_ref().is_none_or(wire::Answer::closes) {
                        wire = None;
                    }
                    let took = due.elapsed();
                    let mut report = report.lock().unwrap();
                    let class = report.classes.entry(class).or_default();
                    match answer {
                        Some(answer) => {
                            class.silent += u64::from(answer.status == 503 && answer.header("retry-after").is_none());
                            class.times.entry(answer.status).or_default().record(took);
                        }
                        None => class.broken += 1,
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let mut report = std::mem::take(&mut *report.lock().unwrap());
    report.took = start.elapsed();
    report
}

/// Skills, courses and roles of the catalogue for load.
pub(crate) const SKILLS: u64 = 3000;
pub(crate) const COURSES: u64 = 5000;
pub(crate) const ROLES: u64 = 300;

/// A number that looks like chance, the same each time.
pub(crate) fn chance(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The catalogue for load: each course teaches two or three skills near each other, each role asks four, so that plans have choices.
pub(crate) fn catalogue() -> String {
    let mut text =
        String::from("{\"catalogue\": {\"format\": \"pathstack-catalogue/1\", \"title\": \"For load\", \"currency\": \"USD\"}}\n");
    for skill in 0..SKILLS {
        let _ = writeln!(text, "{{\"competency\": {{\"id\": \"skill-{skill}\", \"name\": \"Skill number {skill}\"}}}}");
    }
    for course in 0..COURSES {
        let first = chance(course) % SKILLS;
        let awards: Vec<_> = (0..2 + course % 2)
            .map(|step| format!("{{\"competency\": \"skill-{}\", \"level\": {}}}", (first + step * 7) % SKILLS, 1 + (course + step) % 3))
            .collect();
        let awards = awards.join(", ");
        let _ = writeln!(
            text,
            "{{\"credential\": {{\"id\": \"course-{course}\", \"name\": \"Course number {course}\", \"awards\": [{awards}]}}}}"
        );
        let (price, hours) = (20 + chance(course + 7) % 400, 5 + chance(course + 11) % 60);
        let _ = writeln!(
            text,
            "{{\"offering\": {{\"id\": \"course-{course}.online\", \"credential\": \"course-{course}\", \"price\": \"USD {price}.00\", \"hours\": {hours}}}}}"
        );
    }
    for role in 0..ROLES {
        let first = chance(role + 99) % SKILLS;
        let asks: Vec<_> = (0..4)
            .map(|step| format!("{{\"need\": {{\"competency\": \"skill-{}\", \"level\": 1}}}}", (first + step * 7) % SKILLS))
            .collect();
        let _ = writeln!(
            text,
            "{{\"role\": {{\"id\": \"role-{role}\", \"title\": \"Role number {role}\", \"requirements\": [{}]}}}}",
            asks.join(", ")
        );
    }
    text
}

/// A read: lists, records and searches of the catalogue.
pub(crate) fn read(i: u64) -> Sent {
    let at = chance(i);
    let path = match at % 10 {
        0 => format!("/v1/credentials?limit=20&offset={}", at % COURSES),
        1 => format!("/v1/roles?q=role+number+{}", at % ROLES),
        2..=4 => format!("/v1/competencies/skill-{}", at % SKILLS),
        5..=7 => format!("/v1/credentials/course-{}", at % COURSES),
        _ => format!("/v1/roles/role-{}", at % ROLES),
    };
    ("read", wire::get(&path).into())
}

/// A plan for one of the roles.
pub(crate) fn plan(i: u64) -> Sent {
    let body = format!("{{\"role\": \"role-{}\", \"start\": \"2027-01-04\", \"time_limit_ms\": 2000}}", chance(i) % ROLES);
    ("plan", wire::post("/v1/pathways", &body).into())
}
