//! The dual simplex on small programs: optimal, infeasible, cut short, and true to its multipliers.

use super::*;

fn lp(weights: &[f64], rows: &[(f64, Vec<(u32, f64)>)]) -> Simplex {
    let mut s = Simplex::default();
    for &w in weights {
        s.add_column(w);
    }
    for (b, es) in rows {
        s.add_row(*b, es);
    }
    s
}

#[test]
fn an_odd_cycle_of_covers_is_half_open() {
    let row = |a, b| (1.0, vec![(a, 1.0), (b, 1.0)]);
    let mut s = lp(&[1.0, 1.0, 1.0], &[row(0, 1), row(1, 2), row(2, 0)]);
    assert_eq!(s.solve(1_000_000, f64::INFINITY), LpStatus::Optimal);
    assert!((s.objective() - 1.5).abs() < 1e-9);
    assert!((0..3).all(|i| (s.y(i) - 0.5).abs() < 1e-9));
    s.bound(0, 1.0, 1.0);
    assert_eq!(s.solve(1_000_000, f64::INFINITY), LpStatus::Optimal);
    assert!((s.objective() - 2.0).abs() < 1e-9);
}

/// Largest difference between the reduced costs kept and those of the multipliers.
fn drift(s: &Simplex) -> f64 {
    let price = |j: usize| s.column[j].iter().fold(s.weight[j], |d, &(i, a)| d - s.multiplier[i as usize] * a);
    (0..s.columns).map(|j| (price(j) - s.reduced[j]).abs()).fold(0.0, f64::max)
}

#[test]
fn reduced_costs_stay_true_where_sums_cancel() {
    // "An item needs one of three others" and covers, drawn by a linear congruence: tableau rows that pass through zero.
    let mut state = 7u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..40 {
        let weights: Vec<f64> = (0..40).map(|_| 1.0 + draw(9) as f64).collect();
        let mut s = lp(&weights, &[]);
        for k in 0..40 {
            let mut columns: Vec<u32> = (0..4).map(|_| draw(40) as u32).collect();
            columns.sort_unstable();
            columns.dedup();
            let needs = k % 3 > 0;
            let sign = |n: usize| if needs && n == 0 { -1.0 } else { 1.0 };
            let entries: Vec<(u32, f64)> = columns.iter().enumerate().map(|(n, &c)| (c, sign(n))).collect();
            s.add_row(f64::from(u8::from(!needs)), &entries);
            s.solve(1_000_000, f64::INFINITY);
            assert!(drift(&s) < 1e-9, "{}", drift(&s));
        }
    }
}

#[test]
fn a_solve_ends_with_its_work_and_goes_on_from_there() {
    let row = |a, b| (1.0, vec![(a, 1.0), (b, 1.0)]);
    let rows: Vec<_> = (0..60).map(|i| row(i, (i + 1) % 61)).chain([row(60, 0)]).collect();
    let mut s = lp(&[1.0; 61], &rows);
    let mut turns = 0;
    while s.solve(100, f64::INFINITY) == LpStatus::Limit {
        turns += 1;
        assert!(s.work < 1_000_000);
    }
    assert!(turns > 10);
    assert!((s.objective() - 30.5).abs() < 1e-9);
}

#[test]
fn a_row_that_cannot_hold_gives_a_ray() {
    let mut s = lp(&[1.0, 2.0], &[(3.0, vec![(0, 1.0), (1, 1.0)])]);
    assert_eq!(s.solve(1_000_000, f64::INFINITY), LpStatus::Infeasible);
    assert!(s.ray(0) > 0.0);
}

/// A program of covers and needs over 30 columns, drawn by a linear congruence.
fn drawn(draw: &mut impl FnMut(u64) -> u64, rows: usize) -> Simplex {
    let weights: Vec<f64> = (0..30).map(|_| 1.0 + draw(50) as f64).collect();
    let mut s = lp(&weights, &[]);
    for k in 0..rows {
        let mut columns: Vec<u32> = (0..4).map(|_| draw(30) as u32).collect();
        columns.sort_unstable();
        columns.dedup();
        let needs = k % 3 > 0;
        let entries: Vec<(u32, f64)> = columns.iter().enumerate().map(|(n, &c)| (c, if needs && n == 0 { -1.0 } else { 1.0 })).collect();
        s.add_row(f64::from(u8::from(!needs)), &entries);
    }
    s
}

#[test]
fn rows_that_are_slack_leave_and_nothing_else_moves() {
    let mut state = 11u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut purged = 0;
    for _ in 0..20 {
        let mut s = drawn(&mut draw, 400);
        assert_eq!(s.solve(100_000_000, f64::INFINITY), LpStatus::Optimal);
        let (x, y): (Vec<f64>, Vec<f64>) = ((0..30).map(|j| s.x(j)).collect(), (0..400).map(|i| s.y(i)).collect());
        let Some(number) = s.purge(MANY) else { continue };
        purged += 1;
        assert_eq!(s.rows(), number.iter().filter(|&&n| n != GONE).count());
        for (i, &n) in number.iter().enumerate() {
            let now = if n == GONE { 0.0 } else { s.y(n as usize) };
            assert!((now - y[i]).abs() < 1e-9);
        }
        assert!(drift(&s) < 1e-7);
        assert_eq!(s.solve(100_000_000, f64::INFINITY), LpStatus::Optimal);
        assert!((0..30).all(|j| (s.x(j) - x[j]).abs() < 1e-6));
        s.rebuild();
        assert!((0..30).all(|j| (s.x(j) - x[j]).abs() < 1e-6));
    }
    assert!(purged > 10, "{purged}");
}

#[test]
fn a_basis_put_aside_is_as_it_was_with_what_came_since() {
    let mut state = 5u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..40 {
        let mut s = drawn(&mut draw, 40);
        s.solve(100_000_000, f64::INFINITY);
        let objective = s.objective();
        s.keep(0);
        // Elsewhere: a column out, a new column, a new row.
        let out = draw(30) as usize;
        s.bound(out, 0.0, 0.0);
        s.solve(100_000_000, f64::INFINITY);
        s.add_column(3.0);
        s.add_entry(draw(40) as usize, 30, 1.0);
        let (a, b) = (draw(30) as u32, 30);
        s.add_row(1.0, &[(a, 1.0), (b, 1.0)]);
        s.solve(100_000_000, f64::INFINITY);
        let elsewhere = s.objective();
        s.back(0);
        assert!(drift(&s) < 1e-7, "{}", drift(&s));
        s.bound(out, 0.0, 1.0);
        let status = s.solve(100_000_000, f64::INFINITY);
        s.restart();
        assert_eq!(status, s.solve(100_000_000, f64::INFINITY));
        let anew = s.objective();
        s.back(0);
        s.solve(100_000_000, f64::INFINITY);
        if status == LpStatus::Optimal {
            assert!((s.objective() - anew).abs() < 1e-6, "{} {anew} {objective} {elsewhere}", s.objective());
        }
    }
}
