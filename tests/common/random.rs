//! Random small problems with every feature of the format, the same for the same seed.

use serde_json::{Map, Value, json};

/// A seeded source of chance (`SplitMix64`; Steele, Lea, Flood 2014).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()).cast_signed()
    }

    /// A position below a length.
    pub(crate) fn below(&mut self, length: usize) -> usize {
        (self.next() % length as u64) as usize
    }

    pub(crate) fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 99) < chance
    }

    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// What one random problem is like: drawn first, so that problems differ in kind and not only in detail.
struct Kind {
    competencies: i64,
    levels: i64,
    ids: Vec<Value>,
    free: i64,
    prices: i64,
    requires: i64,
    credential_atoms: i64,
    choices: i64,
    odd: i64,
}

/// A problem of at most `most` credentials. About half have answers that need several steps.
pub(crate) fn problem(dice: &mut Dice, most: i64) -> Value {
    let n = dice.between(1, most);
    let ids = match dice.between(0, 5) {
        0 => (0..n).map(|i| json!(format!("cr-{:02}", (i * 7) % n.max(8)))).collect::<Vec<_>>(),
        1 => (0..n).map(|i| if i % 2 == 0 { json!(i * 10 - 20) } else { json!(i.to_string()) }).collect(),
        _ => (0..n).map(|i| json!(i)).collect(),
    };
    // `cr-` ids may meet again when n divides badly: number them apart.
    let ids =
        if ids.iter().enumerate().any(|(i, id)| ids[..i].contains(id)) { (0..n).map(|i| json!(format!("cr-{i}"))).collect() } else { ids };
    let kind = Kind {
        competencies: dice.between(1, 7),
        levels: dice.between(1, 4),
        ids,
        free: *dice.pick(&[0, 20, 50, 90]),
        prices: *dice.pick(&[1, 3, 10, 40, 1000]),
        requires: *dice.pick(&[0, 30, 60, 90]),
        credential_atoms: *dice.pick(&[0, 20, 60]),
        choices: *dice.pick(&[10, 50, 90]),
        odd: *dice.pick(&[0, 0, 3, 15]),
    };
    let credentials: Vec<Value> = kind.ids.iter().map(|id| credential(dice, &kind, id)).collect();
    let mut problem = Map::new();
    problem.insert("format".into(), json!("pathstack-problem/1"));
    problem.insert("levels".into(), json!(kind.levels));
    problem.insert("competencies".into(), json!(kind.competencies));
    problem.insert("credentials".into(), json!(credentials));
    if dice.percent(50) {
        let total: i64 = credentials.iter().map(|credential| credential["cost"].as_i64().unwrap()).sum();
        let offers: Vec<Value> = (0..dice.between(0, 4))
            .map(|i| {
                let share = dice.between(1, 5);
                let id = if dice.percent(20) { json!(format!("bundle {i}")) } else { json!(i) };
                json!({"id": id, "cost": dice.between(0, total / share), "covers": some_ids(dice, &kind, 1, 5)})
            })
            .collect();
        problem.insert("offers".into(), json!(offers));
    }
    let held = dice.between(0, 2);
    let holds: Vec<Value> = (0..held).map(|_| attainment(dice, &kind)).collect();
    let earned = if dice.percent(25) { some_ids(dice, &kind, 1, 2) } else { vec![] };
    problem.insert("learner".into(), json!({"holds": holds, "earned": earned}));
    problem.insert("role".into(), role(dice, &kind));
    if dice.percent(25) {
        problem.insert("forbid".into(), json!(some_ids(dice, &kind, 1, 2)));
    }
    if dice.percent(35) {
        let mut limits = Map::new();
        for (name, measure) in [("max_cost", "cost"), ("max_hours", "hours"), ("max_count", "count")] {
            if dice.percent(40) {
                let total: i64 = credentials.iter().map(|credential| credential[measure].as_i64().unwrap()).sum();
                limits.insert(name.into(), json!(dice.between(0, total * 2 / 3 + 1)));
            } else if dice.percent(50) {
                limits.insert(name.into(), Value::Null);
            }
        }
        problem.insert("limits".into(), Value::Object(limits));
    }
    Value::Object(problem)
}

fn amount(dice: &mut Dice, kind: &Kind) -> i64 {
    if dice.percent(kind.free) { 0 } else { dice.between(1, kind.prices) }
}

fn credential(dice: &mut Dice, kind: &Kind, id: &Value) -> Value {
    let teaches: Vec<Value> = (0..dice.between(i64::from(kind.odd == 0), 3)).map(|_| attainment(dice, kind)).collect();
    let mut requires = Vec::new();
    while requires.len() < 3 && dice.percent(kind.requires) {
        requires.push(group(dice, kind));
        if dice.percent(50) {
            break;
        }
    }
    let (cost, hours) = (amount(dice, kind), amount(dice, kind));
    let count = if dice.percent(15) { 0 } else { 1 + i64::from(dice.percent(kind.odd)) };
    let mut credential = json!({"id": id, "cost": cost, "hours": hours, "count": count, "teaches": teaches, "requires": requires});
    if dice.percent(15) {
        // A stack that awards itself.
        for name in ["cost", "hours", "count"] {
            credential[name] = json!(0);
        }
    }
    if dice.percent(10) {
        credential["provider"] = json!(dice.between(0, 3));
    }
    credential
}

fn attainment(dice: &mut Dice, kind: &Kind) -> Value {
    let lowest = i64::from(!dice.percent(kind.odd));
    json!([dice.between(0, kind.competencies - 1), dice.between(lowest, kind.levels)])
}

fn atom(dice: &mut Dice, kind: &Kind) -> Value {
    if dice.percent(kind.credential_atoms) {
        json!({"cr": dice.pick(&kind.ids)})
    } else {
        let pair = attainment(dice, kind);
        json!({"c": pair[0], "l": pair[1]})
    }
}

fn group(dice: &mut Dice, kind: &Kind) -> Value {
    let mut atoms = vec![atom(dice, kind)];
    while atoms.len() < 5 && dice.percent(kind.choices) {
        atoms.push(atom(dice, kind));
        if dice.percent(kind.odd) {
            atoms.push(atoms[0].clone());
        }
    }
    let length = atoms.len().cast_signed() as i64;
    let k = if dice.percent(kind.odd) {
        dice.between(-1, length + 1)
    } else if dice.percent(30) {
        dice.between(1, length)
    } else {
        1
    };
    if dice.percent(kind.odd / 3) {
        atoms.clear();
    }
    json!({"k": k, "of": atoms})
}

fn role(dice: &mut Dice, kind: &Kind) -> Value {
    let requires: Vec<Value> = (0..dice.between(0, 4)).map(|_| group(dice, kind)).collect();
    let mut role = json!({"requires": requires});
    if dice.percent(35) {
        let soft: Vec<Value> = (0..dice.between(0, 5))
            .map(|_| {
                let mut atom = atom(dice, kind);
                atom["w"] = json!(dice.between(0, 4));
                atom
            })
            .collect();
        let total: i64 = soft.iter().map(|atom| atom["w"].as_i64().unwrap()).sum();
        role["soft"] = json!(soft);
        role["min_soft"] = json!(dice.between(-1, total));
    }
    role
}

fn some_ids(dice: &mut Dice, kind: &Kind, least: i64, most: i64) -> Vec<Value> {
    (0..dice.between(least, most)).map(|_| dice.pick(&kind.ids).clone()).collect()
}
