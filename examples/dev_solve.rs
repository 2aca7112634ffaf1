//! Development helper: answers cases and query files, prints times.
#![expect(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a throw-away measuring tool")]
use pathstack::solve::problem::{Catalogue, Measure, Minimise, Problem, Query, Status};
use pathstack::solve::{Budget, Prepared};
use std::{fs, sync::Arc, time::Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args[0].as_str() {
        "cases" => cases(&args[1]),
        "solve" => queries(&args),
        _ => {}
    }
}
fn cases(dir: &str) {
    let mut bad = 0;
    let t = Instant::now();
    for n in 0..1000 {
        let Ok(p) = fs::read(format!("{dir}/{n:03}.problem.json")) else { break };
        let p = Problem::read(&p).unwrap();
        let a: serde_json::Value = serde_json::from_slice(&fs::read(format!("{dir}/{n:03}.answer.json")).unwrap()).unwrap();
        let prepared = Prepared::new(p.catalogue().clone());
        for order in ["cost,hours,count", "hours,cost,count", "count,cost,hours"] {
            let m: Minimise = order.parse().unwrap();
            let got = prepared.solve(p.query(), &m, &Budget::UNLIMITED).unwrap().answer;
            let want = &a[format!("lex_{}", order.replace(',', "_"))];
            if a["status"] == "infeasible" {
                if got.status != Status::Infeasible {
                    bad += 1;
                    println!("{n} {order} want infeasible got {got:?}");
                }
                continue;
            }
            let vals = serde_json::to_value(got.objective).unwrap();
            if &vals != want {
                bad += 1;
                println!("{n} {order} want {want} got {vals} {got:?}");
            }
        }
        if let Some(f) = a.get("front_cost_hours") {
            let got = prepared.front(p.query(), &[Measure::Cost, Measure::Hours], &Budget::UNLIMITED).front;
            let pts: Vec<[i64; 2]> = got
                .front
                .iter()
                .map(|x| {
                    let o = x.objective.unwrap();
                    [o.cost, o.hours]
                })
                .collect();
            let pts = serde_json::to_value(pts).unwrap();
            if &pts != f {
                bad += 1;
                println!("{n} front want {f} got {pts}");
            }
        }
    }
    println!("bad {bad} in {:?}", t.elapsed());
}
fn queries(args: &[String]) {
    let get = |k: &str| args.iter().position(|a| a == k).map(|i| args[i + 1].clone());
    let t = Instant::now();
    let catalogue = Arc::new(Catalogue::read(&fs::read(&args[1]).unwrap()).unwrap());
    let t_read = t.elapsed();
    let t = Instant::now();
    let prepared = Prepared::new(catalogue);
    eprintln_(&format!("read {t_read:?} prepare {:?}", t.elapsed()));
    let reps: usize = get("--reps").map_or(1, |x| x.parse().unwrap());
    let nodes: Option<u64> = get("--nodes").map(|x| x.parse().unwrap());
    let budget = Budget { nodes, stop: None };
    let text = fs::read_to_string(get("--queries").unwrap()).unwrap();
    let front = get("--front");
    let minimise: Minimise = get("--minimise").unwrap_or("cost,hours,count".into()).parse().unwrap();
    let mut all: Vec<f64> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if get("--only").is_some_and(|x| x != n.to_string()) {
            continue;
        }
        let q = Query::read(line.as_bytes()).unwrap();
        let mut best = f64::INFINITY;
        let mut out = String::new();
        for _ in 0..reps {
            let t = Instant::now();
            if let Some(f) = &front {
                let m: Vec<Measure> = f.split(',').map(|x| x.parse().unwrap()).collect();
                let o = prepared.front(&q, &m, &budget);
                let us = t.elapsed().as_secs_f64() * 1e6;
                best = best.min(us);
                out = format!(
                    "{{\"query\": {n}, \"points\": {}, \"complete\": {}, \"micros\": {best:.1}, \"nodes\": {}}}",
                    o.front.front.len(),
                    o.front.complete,
                    o.effort.nodes
                );
            } else {
                let o = prepared.solve(&q, &minimise, &budget).unwrap();
                let us = t.elapsed().as_secs_f64() * 1e6;
                best = best.min(us);
                out = format!(
                    "{{\"query\": {n}, \"status\": {}, \"objective\": {}, \"bound\": {}, \"micros\": {best:.1}, \"nodes\": {}, \"ascents\": {}, \"items\": {}}}",
                    serde_json::to_string(&o.answer.status).unwrap(),
                    serde_json::to_string(&o.answer.objective).unwrap(),
                    serde_json::to_string(&o.answer.bound).unwrap(),
                    o.effort.nodes,
                    o.effort.ascents,
                    o.effort.items
                );
            }
        }
        println!("{out}");
        all.push(best);
    }
    all.sort_by(f64::total_cmp);
    let q = |p: f64| all[((all.len() - 1) as f64 * p).round() as usize];
    if !all.is_empty() {
        eprintln_(&format!("p50 {:.1} p95 {:.1} max {:.1} us", q(0.5), q(0.95), q(1.0)));
    }
}
fn eprintln_(s: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{s}");
}
