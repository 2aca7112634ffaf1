//! Which ratings make a requirement, and how O\*NET's levels read on our scale: the one place where this is decided.

use crate::model::{LevelScale, Rank, ScaleLevel, ScaleMapping};
use serde::Deserialize;

/// Which technology skills become desirable requirements. None is essential: O\*NET lists examples of what is used, not needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// None.
    None,
    /// Those that employers of this occupation often ask for.
    #[default]
    InDemand,
    /// Those, and those that employers of any occupation often ask for.
    Hot,
}

/// Which elements an occupation requires, by their importance in hundredths of O\*NET's scale: 1 not important, 2 somewhat, 3 important,
/// 4 very, 5 extremely important. As JSON, members left out keep their defaults: `{"essential_from": 375, "basic_skills": false}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// From here on an element is essential. By default 350, nearer to *very important* than to *important*: a median of 9 elements.
    pub essential_from: u16,
    /// From here on it is desirable. By default 300, *important*.
    pub desirable_from: u16,
    /// Where fewer are essential, as in work whose ratings are low all over, the most important desirable ones are too, up to this many.
    pub least_essential: usize,
    /// Whether the basic skills, such as speaking and reading, which schools give and most jobs ask, can be essential. By default they
    /// can; otherwise they are at most desirable.
    pub basic_skills: bool,
    /// Which technology skills are desirable.
    pub technology: Technology,
    /// How important a technology skill is, 0 to 100.
    pub technology_importance: u8,
    /// How the seven levels read on the scale `proficiency`, lowest first, each a rank of it, never downwards.
    ///
    /// O\*NET explains each element's levels by examples near 2, 4 and 6: for *Speaking*, greet tourists, interview applicants, argue a case
    /// before the highest court. They are a simple task, ordinary independent work, and work few can do: foundation, working, advanced.
    /// A level reads as the rank whose example it has reached; only the top, above every example, is expert. Of the ways tried it agrees
    /// best with the levels that people gave the jobs of the starter catalogue: `README.md` beside this file has the figures.
    pub levels: [Rank; 7],
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            essential_from: 350,
            desirable_from: 300,
            least_essential: 5,
            basic_skills: true,
            technology: Technology::default(),
            technology_importance: 50,
            levels: [1, 1, 1, 2, 2, 3, 4].map(|rank| Rank::new(rank).unwrap_or(Rank::MIN)),
        }
    }
}

/// The id of O\*NET's scale of levels.
pub(super) const SCALE: &str = "onet:level";

/// How the ids of basic skills begin.
pub(super) const BASIC: &str = "onet:2.A.";

/// O\*NET's levels as a scale, with its mapping.
pub(super) fn scale(rules: &Rules) -> LevelScale {
    let level = |rank: Rank| ScaleLevel {
        rank,
        code: rank.to_string().into(),
        name: format!("Level {rank}").as_str().into(),
        descriptor: "".into(),
    };
    let pairs = (1..=7).filter_map(Rank::new).zip(rules.levels);
    LevelScale {
        id: SCALE.into(),
        name: "O*NET level".into(),
        levels: (1..=7).filter_map(Rank::new).map(level).collect(),
        mappings: vec![ScaleMapping { to: "proficiency".into(), ranks: pairs.collect(), source: None }],
        source: Some(super::SOURCE.into()),
        as_of: None,
        note: Some("a mean rating is rounded to the nearest level, 1 at least".into()),
    }
}

/// The rank of a mean level in hundredths of the scale from 0 to 7.
pub(super) fn rank(level: u16) -> u8 {
    ((level + 50) / 100).clamp(1, 7) as u8
}

/// The importance from 0 to 100 of a mean importance in hundredths of the scale from 1 to 5, as O\*NET standardises it.
pub(super) fn importance(importance: u16) -> u8 {
    (importance.clamp(100, 500) - 100).div_ceil(4).min(100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_round_to_the_nearest_and_importance_spans_the_whole_range() {
        assert_eq!([0, 49, 150, 249, 250, 612, 700].map(rank), [1, 1, 2, 2, 3, 6, 7]);
        assert_eq!([100, 300, 412, 500].map(importance), [0, 50, 78, 100]);
    }

    #[test]
    fn rules_are_read_from_json_and_what_is_left_out_stays() {
        let rules: Rules = serde_json::from_str(r#"{"basic_skills": false, "levels": [1, 1, 2, 2, 3, 3, 4]}"#).unwrap();
        assert_eq!(rules.levels.map(Rank::get), [1, 1, 2, 2, 3, 3, 4]);
        assert_eq!(Rules { levels: Rules::default().levels, basic_skills: true, ..rules }, Rules::default());
        for wrong in [r#"{"essential": 3}"#, r#"{"levels": [1, 2]}"#, r#"{"levels": [0, 1, 2, 2, 3, 3, 4]}"#, r#"{"technology": "all"}"#] {
            assert!(serde_json::from_str::<Rules>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_scale_maps_each_of_its_ranks_and_never_downwards() {
        let scale = scale(&Rules::default());
        let pairs = &scale.mappings[0].ranks;
        assert_eq!(pairs.iter().map(|pair| pair.0).collect::<Vec<_>>(), scale.levels.iter().map(|level| level.rank).collect::<Vec<_>>());
        assert!(pairs.is_sorted_by_key(|pair| pair.1));
    }
}
