//! The oracle says what nobody can reach.

use serde_json::Value;

use super::oracle::{World, holds, is_true, list};

impl World {
    /// The atoms of unmet goals that are false though everything is earned that can be, each once; nothing when
    /// everything together meets the goal.
    pub(crate) fn out_of_reach(&self) -> Option<Vec<Value>> {
        let everything = self.reachable().into_iter().max_by_key(|set| set.count_ones()).unwrap();
        let (levels, earned) = self.state(everything);
        if self.goal_is_met(&levels, &earned) {
            return None;
        }
        let unmet = list(&self.role["requires"]).iter().filter(|group| !holds(group, &levels, &earned));
        let mut atoms: Vec<Value> = unmet.flat_map(|group| list(&group["of"])).cloned().collect();
        let soft = list(&self.role["soft"]);
        let sum: i64 = soft.iter().filter(|atom| is_true(atom, &levels, &earned)).map(|atom| atom["w"].as_i64().unwrap()).sum();
        if sum < self.role["min_soft"].as_i64().unwrap_or(0) {
            atoms.extend(soft.iter().cloned().map(|mut atom| {
                atom.as_object_mut().unwrap().remove("w");
                atom
            }));
        }
        atoms.retain(|atom| !is_true(atom, &levels, &earned));
        atoms.sort_by_key(ToString::to_string);
        atoms.dedup();
        Some(atoms)
    }
}
