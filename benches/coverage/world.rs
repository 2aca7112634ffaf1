//! A catalogue of ESCO's shape and of any size, the same for the same seed: roles that ask for skills, credentials that award a few.

/// How much there is of everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Roles; ESCO 1.1.1 has 3,039.
    pub(crate) roles: u64,
    /// Skills; ESCO 1.1.1 has 13,896.
    pub(crate) skills: u64,
    /// Credentials.
    pub(crate) credentials: u64,
}

/// A plain generator of numbers (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `most`.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    /// A number below `most`, small ones far more often.
    fn skewed(&mut self, most: u64) -> u64 {
        let (a, b) = (self.below(most), self.below(most));
        a.min(b) * (1 + self.below(1000)) / 1000
    }
}

/// The catalogue as lines of the native format.
pub(crate) fn lines(size: Size, seed: u64) -> Vec<String> {
    let mut chance = Chance(seed);
    let mut lines: Vec<String> =
        (0..size.skills).map(|at| format!(r#"{{"competency": {{"id": "s{at}", "name": "Skill {at}"}}}}"#)).collect();
    for role in 0..size.roles {
        // Roles of one family share a stretch of skills, and all share the common ones.
        let family = chance.below(size.skills * 9 / 10);
        let asks = 8 + chance.below(30);
        let mut skills: Vec<u64> = Vec::new();
        for _ in 0..asks {
            let skill = if chance.below(4) == 0 { chance.skewed(size.skills) } else { family + chance.below(size.skills / 20 + 1) };
            if !skills.contains(&skill.min(size.skills - 1)) {
                skills.push(skill.min(size.skills - 1));
            }
        }
        let needs: Vec<String> = skills
            .iter()
            .enumerate()
            .map(|(at, skill)| {
                let necessity = if at % 2 == 0 { "essential" } else { "desirable" };
                format!(r#"{{"need": {{"competency": "s{skill}"}}, "importance": {}, "necessity": "{necessity}"}}"#, 20 + chance.below(80))
            })
            .collect();
        lines.push(format!(r#"{{"role": {{"id": "r{role:05}", "title": "Role {role}", "requirements": [{}]}}}}"#, needs.join(", ")));
    }
    lines.extend(credentials(size, &mut chance, |skill| format!("s{skill}")));
    lines
}

/// Credentials and their offerings over skills that are called like this.
pub(crate) fn credentials(size: Size, chance: &mut Chance, name: impl Fn(u64) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for at in 0..size.credentials {
        let family = chance.below(size.skills * 9 / 10);
        let count = 1 + chance.below(5);
        let mut skills: Vec<u64> = Vec::new();
        for _ in 0..count {
            let skill = if chance.below(5) == 0 { chance.skewed(size.skills) } else { family + chance.below(size.skills / 100 + 1) };
            if !skills.contains(&skill.min(size.skills - 1)) {
                skills.push(skill.min(size.skills - 1));
            }
        }
        let awards: Vec<String> =
            skills.iter().map(|skill| format!(r#"{{"competency": "{}", "level": {}}}"#, name(*skill), 1 + chance.below(4))).collect();
        let condition = if at > 0 && chance.below(3) == 0 {
            format!(r#", "conditions": [{{"relation": "prerequisite", "need": {{"credential": "c{}"}}}}]"#, chance.below(at))
        } else {
            String::new()
        };
        lines.push(format!(
            r#"{{"credential": {{"id": "c{at}", "name": "Credential {at}", "awards": [{}]{condition}}}}}"#,
            awards.join(", ")
        ));
        for offering in 0..1 + chance.below(5) / 4 {
            let price = if chance.below(10) == 0 { "null".to_owned() } else { format!(r#""USD {}.00""#, 10 * (1 + chance.below(100))) };
            let language = ["en", "en", "en", "de", "es"][chance.below(5) as usize];
            lines.push(format!(
                r#"{{"offering": {{"id": "c{at}-o{offering}", "credential": "c{at}", "price": {price}, "hours": {}, "languages": ["{language}"]}}}}"#,
                1 + chance.below(60)
            ));
        }
    }
    lines
}
