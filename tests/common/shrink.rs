//! Makes a failing problem smaller while it still fails.

use serde_json::{Value, json};

/// The smallest problem found that still fails. `fails` must be false of what is no problem at all.
pub(crate) fn shrink(problem: Value, fails: &dyn Fn(&Value) -> bool) -> Value {
    let mut smallest = problem;
    'again: loop {
        for smaller in smaller(&smallest) {
            if fails(&smaller) {
                smallest = smaller;
                continue 'again;
            }
        }
        return smallest;
    }
}

/// Everything one step smaller: without a credential, without an element or a member, with a smaller number.
fn smaller(problem: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for credential in problem["credentials"].as_array().into_iter().flatten() {
        let mut without = problem.clone();
        remove_credential(&mut without, &credential["id"]);
        all.push(without);
    }
    for place in places(problem, "") {
        let Some((parent, last)) = place.rsplit_once('/') else {
            continue;
        };
        let mut without = problem.clone();
        match without.pointer_mut(parent) {
            Some(Value::Array(items)) if last.parse().is_ok_and(|at: usize| at < items.len()) => {
                items.remove(last.parse().unwrap());
                all.push(without);
            }
            Some(Value::Object(members)) => {
                members.remove(last);
                all.push(without);
            }
            _ => {}
        }
        if let Some(number @ 1..) = problem.pointer(&place).and_then(Value::as_i64)
            && last != "id"
            && last != "cr"
        {
            for less in [0, number / 2, number - 1] {
                let mut reduced = problem.clone();
                *reduced.pointer_mut(&place).unwrap() = json!(less);
                if less < number {
                    all.push(reduced);
                }
            }
        }
    }
    all
}

fn remove_credential(value: &mut Value, id: &Value) {
    match value {
        Value::Array(items) => {
            items.retain(|item| item != id && item.get("id") != Some(id) && item.get("cr") != Some(id));
            for item in items {
                remove_credential(item, id);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                // Pairs are numbers too, but not ids.
                if name != "teaches" && name != "holds" {
                    remove_credential(member, id);
                }
            }
        }
        _ => {}
    }
}

fn places(value: &Value, place: &str) -> Vec<String> {
    let mut all = vec![place.to_owned()];
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                all.extend(places(item, &format!("{place}/{i}")));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                all.extend(places(member, &format!("{place}/{name}")));
            }
        }
        _ => {}
    }
    all
}
