//! The oracle follows one stack, step by step.

use serde_json::Value;

use super::oracle::{Point, World, holds};

impl World {
    /// Is this a stack that reaches the goal within the limits, in this order, with these offers? Then its measures.
    pub(crate) fn follow(&self, order: &[Value], offers: &[usize]) -> Option<Point> {
        let mut set = 0;
        for id in order {
            let i = self.candidates.iter().position(|candidate| candidate.id == *id)?;
            let (levels, earned) = self.state(set);
            if set & (1 << i) != 0 || !self.candidates[i].requires.iter().all(|group| holds(group, &levels, &earned)) {
                return None;
            }
            set |= 1 << i;
        }
        let mut bought = 0;
        for offer in offers {
            if bought & (1 << offer) != 0 {
                return None;
            }
            bought |= 1 << offer;
        }
        let (levels, earned) = self.state(set);
        let point = self.measure(set, bought);
        (self.goal_is_met(&levels, &earned) && self.within_limits(&point)).then_some(point)
    }
}
