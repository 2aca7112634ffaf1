//! Small random worlds: every rule of the schedule switched on and off by a bit of chance.

use serde_json::{Value, json};

/// A small generator of repeatable chance (xorshift).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    pub(crate) fn below(&mut self, n: i64) -> i64 {
        (self.next() % n as u64) as i64
    }

    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    pub(crate) fn one_of(&mut self, list: &[i64]) -> i64 {
        list[self.below(list.len() as i64) as usize]
    }

    pub(crate) fn yes(&mut self, of_hundred: i64) -> bool {
        self.below(100) < of_hundred
    }
}

/// What a world may contain.
pub(crate) struct Rules {
    pub(crate) bits: u32,
}

impl Rules {
    fn on(&self, bit: usize) -> bool {
        self.bits >> bit & 1 == 1
    }
}

/// A day in 2027 by its place in the year's second half, so that a new year lies ahead.
fn date(days: i64) -> String {
    pathstack::schedule::Day(20_733 + days as i32).to_string() // 2026-10-07 and on
}

pub(crate) fn world(seed: u64, bits: u32) -> Value {
    let mut chance = Chance::new(seed);
    let c = &mut chance;
    let rules = Rules { bits };
    let n = if c.yes(4) && bits.count_ones() < 5 { 4 } else { c.between(1, 3) };
    let credentials: Vec<Value> = (0..n).map(|i| credential(c, &rules, i, n)).collect();
    let mut offerings = Vec::new();
    for i in 0..n {
        for j in 0..if n < 4 && c.yes(if n == 3 { 15 } else { 40 }) { 2 } else { 1 } {
            offerings.push(offering(c, &rules, i, j));
        }
    }
    let mut w = json!({"format": "pathstack-world/1", "currency": "USD", "credentials": credentials, "offerings": offerings,
        "learner": learner(c, &rules, n), "goal": {"groups": goal(c, &rules, n)}});
    let names: Vec<String> = offerings.iter().map(|o| o["id"].as_str().expect("id").to_owned()).collect();
    w["plans"] = plans(c, &rules, &names, n);
    if rules.on(6) {
        for o in w["offerings"].as_array_mut().expect("offerings") {
            if c.yes(60) {
                let fees = o["fees"].as_array_mut().expect("fees");
                fees.push(json!({"part": "tuition", "amount": c.between(1, 12), "member_of": "M"}));
            }
        }
    }
    if rules.on(7) {
        w["funding"] = funding(c, &rules, &names);
    }
    if rules.on(9) {
        let members: Vec<Value> = (0..n)
            .filter(|_| true)
            .map(|i| json!({"credential": format!("c{i}"), "amount": if c.yes(5) { Value::Null } else { json!(c.between(1, 9)) }}))
            .collect();
        let rule = ["each", "once", "highest"][c.below(3) as usize];
        w["upkeep"] = json!([{"id": "U", "rule": rule, "members": members}]);
    }
    w
}

fn atom(c: &mut Chance, n: i64) -> Value {
    if c.yes(60) { json!({"c": format!("s{}", c.below(3)), "l": c.between(1, 2)}) } else { json!({"cr": format!("c{}", c.below(n))}) }
}

fn group(c: &mut Chance, rules: &Rules, n: i64) -> Value {
    let many = c.between(1, 2);
    let mut of: Vec<Value> = (0..many).map(|_| atom(c, n)).collect();
    let mut k = 1;
    if rules.on(15) && c.yes(40) {
        of.push(atom(c, n));
        for a in &mut of {
            a["w"] = json!(c.between(1, 3));
        }
        k = c.between(1, 4);
    }
    json!({"k": k, "of": of})
}

fn credential(c: &mut Chance, rules: &Rules, i: i64, n: i64) -> Value {
    let awards: Vec<Value> = (0..c.between(1, 2)).map(|_| json!([format!("s{}", c.below(3)), c.between(1, 2)])).collect();
    let mut record = json!({"id": format!("c{i}"), "awards": awards, "provider": format!("p{}", c.below(3))});
    if c.yes(35) {
        record["requires"] = json!([group(c, rules, n)]);
    }
    if rules.on(10) {
        if c.yes(25) {
            record["loose"] = json!([group(c, rules, n)]);
        } else if c.yes(15) {
            record["strict"] = json!([group(c, rules, n)]);
        }
    }
    if rules.on(11) && c.yes(40) {
        record["rule"] = json!([group(c, rules, n)]);
        record["award_fee"] = json!(c.below(6));
        record["award_lag_days"] = json!(c.below(3) * 4);
    }
    if rules.on(8) {
        if c.yes(50) {
            record["valid_months"] = json!(c.between(1, 4));
        }
        if c.yes(10) {
            record["valid_until"] = json!(date(c.between(60, 220)));
        }
        if c.yes(50) {
            record["renewal"] = json!({"amount": if c.yes(10) { Value::Null } else { json!(c.between(1, 9)) }, "months": c.between(1, 3)});
        }
        if c.yes(50) {
            record["renewed_by"] = json!([format!("c{}", c.below(n))]);
        }
    }
    record
}

fn offering(c: &mut Chance, rules: &Rules, i: i64, j: i64) -> Value {
    let mut study = json!({"kind": "self_paced", "minutes": c.between(1, 12) * 60});
    if c.yes(25) {
        study["weekly_cap"] = json!(c.between(1, 4) * 60);
    }
    if c.yes(25) {
        study["min_days"] = json!(c.between(2, 20));
    }
    if rules.on(0) && c.yes(40) {
        let starts: Vec<Value> = (0..c.between(1, 3))
            .map(|_| {
                let start = c.between(-3, 90);
                let mut intake = json!({"start": date(start)});
                if c.yes(30) {
                    intake["apply_by"] = json!(date(start - c.between(0, 30)));
                }
                intake
            })
            .collect();
        study = json!({"kind": "cohort", "starts": starts, "days": c.between(5, 25), "weekly_minutes": c.between(1, 5) * 60});
    }
    let mut record = json!({"id": format!("o{i}{j}"), "credential": format!("c{i}"), "provider": format!("p{}", c.below(4))});
    let mut fees = Vec::new();
    let price = |c: &mut Chance| if c.yes(4) { Value::Null } else { json!(c.between(0, 20)) };
    if rules.on(1) && c.yes(50) {
        let attempts = c.between(1, 3);
        let mut exam = json!({"pass_per_mille": c.one_of(&[1000, 700, 500, 400]), "attempts": attempts, "wait_days": c.below(3) * 5});
        if c.yes(30) {
            exam["dates"] = json!((0..3).map(|_| date(c.between(0, 100))).collect::<Vec<_>>());
        }
        record["exam"] = exam;
        fees.push(json!({"part": "exam", "amount": price(c), "per": if c.yes(60) { "attempt" } else { "once" }}));
        if c.yes(35) {
            study = json!({"kind": "none"});
        }
    }
    record["study"] = study;
    if c.yes(85) {
        let mut fee = json!({"part": "tuition", "amount": price(c)});
        if rules.on(14) {
            if c.yes(25) {
                fee["access_days"] = json!(c.between(5, 25));
                fee["repay"] = json!(c.yes(70));
            }
            if c.yes(25) {
                fee["until"] = json!(date(c.between(0, 40)));
                fees.push(json!({"part": "tuition", "amount": price(c), "from": date(c.between(0, 60))}));
            }
            if c.yes(15) {
                fee["currency"] = json!("EUR");
            }
            if c.yes(15) {
                fee["per"] = json!({"credits": c.between(1, 3)});
            }
        }
        fees.push(fee);
    }
    if c.yes(15) {
        fees.push(json!({"part": "materials", "amount": price(c)}));
    }
    if c.yes(30) {
        record["result_lag_days"] = json!(c.between(0, 9));
    }
    record["fees"] = json!(fees);
    record
}

fn plans(c: &mut Chance, rules: &Rules, names: &[String], n: i64) -> Value {
    let mut plans = Vec::new();
    let covers = |c: &mut Chance| -> Vec<Value> {
        let mut list = Vec::new();
        for name in names {
            if c.yes(70) {
                list.push(json!({"offering": name, "part": if c.yes(85) { "tuition" } else { "exam" }}));
            }
        }
        list
    };
    if rules.on(4) {
        let mut kind = json!({"kind": "subscription", "amount": c.between(2, 12), "unit": if c.yes(70) { json!({"days": c.between(7, 21)}) } else { json!({"months": 1}) }});
        if c.yes(25) {
            kind["trial_days"] = json!(c.between(3, 10));
        }
        if c.yes(20) {
            kind["min_units"] = json!(2);
        }
        if c.yes(25) {
            kind["yearly"] = json!(c.between(10, 30));
        }
        let mut plan = json!({"id": "S", "kind": kind, "covers": covers(c)});
        if c.yes(15) {
            plan["until"] = json!(date(c.between(10, 60)));
        }
        if c.yes(15) {
            plan["from"] = json!(date(c.between(1, 30)));
        }
        plans.push(plan);
        if c.yes(30) {
            plans.push(json!({"id": "T", "kind": {"kind": "term", "amount": c.between(5, 25), "unit": {"days": c.between(20, 60)}}, "covers": covers(c)}));
        }
    }
    if rules.on(5) {
        let held: Vec<String> = if c.yes(50) { vec![format!("c{}", c.below(n))] } else { Vec::new() };
        plans.push(json!({"id": "B", "kind": {"kind": "bundle", "amount": c.between(5, 30), "unless_held": held}, "covers": covers(c)}));
    }
    if rules.on(6) {
        plans.push(json!({"id": "M", "kind": {"kind": "membership", "amount": c.between(1, 8), "unit": {"days": c.between(10, 50)}}}));
    }
    json!(plans)
}

fn funding(c: &mut Chance, rules: &Rules, names: &[String]) -> Value {
    // With limits on cash the timing of several funds matters: there the plain implementation knows one only.
    let many = if rules.on(12) { 1 } else { c.between(1, 3) };
    let mut funds = Vec::new();
    for i in 0..many {
        let mut fund = json!({"id": format!("f{i}"), "rate_per_mille": c.one_of(&[300, 500, 800, 1000]), "parts": ["tuition", "exam"]});
        if c.yes(30) {
            fund["parts"] = json!(["tuition"]);
        }
        if c.yes(40) {
            fund["offerings"] = json!(names.iter().filter(|_| c.yes(60)).collect::<Vec<_>>());
        }
        if c.yes(40) {
            fund["plans"] = json!(
                ["S", "B", "M"]
                    .iter()
                    .filter(|p| rules.on(match **p {
                        "S" => 4,
                        "B" => 5,
                        _ => 6,
                    }))
                    .collect::<Vec<_>>()
            );
        }
        let mut caps = Vec::new();
        if c.yes(40) {
            caps.push(json!({"amount": c.between(3, 25), "per": "lifetime"}));
        }
        if c.yes(50) {
            let per = if c.yes(60) { json!("calendar_year") } else { json!({"award_year": [11, 1]}) };
            caps.push(json!({"amount": c.between(3, 20), "per": per}));
        }
        if c.yes(25) {
            caps.push(json!({"amount": c.between(2, 12), "per": "course"}));
        }
        fund["caps"] = json!(caps);
        if c.yes(25) {
            fund["from"] = json!(date(c.between(-20, 60)));
        }
        if c.yes(25) {
            fund["until"] = json!(date(c.between(0, 100)));
        }
        if c.yes(40) {
            fund["pays"] = json!("on_pass");
        }
        if i > 0 && c.yes(40) {
            fund["excludes"] = json!(["f0"]);
        }
        funds.push(fund);
    }
    json!(funds)
}

fn learner(c: &mut Chance, rules: &Rules, n: i64) -> Value {
    let mut l = json!({"today": date(0), "hours": [{"weekly_minutes": c.between(2, 10) * 60}], "horizon_days": 100, "hold_months": 0});
    if rules.on(2) {
        let mut hours = vec![json!({"weekly_minutes": c.between(1, 8) * 60})];
        for _ in 0..c.between(1, 3) {
            hours.push(json!({"from": date(c.between(0, 60)), "weekly_minutes": c.between(0, 5) * 120}));
        }
        l["hours"] = json!(hours);
    }
    if rules.on(3) {
        l["at_once"] = json!(c.between(1, 3));
    }
    if rules.on(8) || rules.on(9) || rules.on(13) {
        l["hold_months"] = json!(c.one_of(&[0, 1, 3, 12, 25]));
    }
    if c.yes(20) {
        l["deadline"] = json!(date(c.between(20, 120)));
    }
    if rules.on(12) {
        if c.yes(50) {
            l["budget"] = json!(c.between(5, 40));
        }
        // Every month is a release: only small worlds can be tried through.
        if n < 3 && c.yes(60) {
            l["monthly_cap"] = json!(c.between(5, 20));
        }
        if c.yes(30) {
            l["yearly_cap"] = json!(c.between(5, 30));
        }
    }
    if rules.on(13) {
        if c.yes(60) {
            l["held"] = json!([{"c": format!("s{}", c.below(3)), "l": c.between(1, 2), "expires": date(c.between(-5, 150))}]);
        }
        if c.yes(60) {
            l["earned"] = json!([{"credential": format!("c{}", c.below(n)), "expires": date(c.between(-5, 150))}]);
        }
    } else if c.yes(15) {
        l["held"] = json!([{"c": "s0", "l": 1}]);
    } else if c.yes(15) {
        l["earned"] = json!([{"credential": format!("c{}", c.below(n))}]);
    }
    if rules.on(15) {
        if c.yes(25) {
            l["locks"] = json!([format!("c{}", c.below(n))]);
        }
        if c.yes(15) {
            l["exclude_providers"] = json!([format!("p{}", c.below(4))]);
        }
    }
    l
}

fn goal(c: &mut Chance, rules: &Rules, n: i64) -> Value {
    let many = c.between(1, 3);
    let groups: Vec<Value> = (0..many)
        .map(|i| {
            let mut g = group(c, rules, n);
            g["id"] = json!(format!("g{i}"));
            if c.yes(10) {
                g["essential"] = json!(false);
            }
            g
        })
        .collect();
    json!(groups)
}
