//! Reading the format, fast where the file is right and patiently where it is not, and writing it.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::faults::{Fault, Faults};
use super::shape::{self, Text};
use super::{Attainment, Catalogue, Credential, FORMAT, Group, Id, Learner, Limits, Offer, Problem, Query, Role};

/// Larger texts are not read a second time to list all faults: the tree would take several times their size.
const PATIENT_UP_TO_BYTES: usize = 256 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueText {
    format: FormatName,
    levels: u8,
    competencies: u32,
    credentials: Vec<Credential>,
    #[serde(default)]
    offers: Vec<Offer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProblemText {
    format: FormatName,
    levels: u8,
    competencies: u32,
    credentials: Vec<Credential>,
    #[serde(default)]
    offers: Vec<Offer>,
    learner: Learner,
    role: Role,
    #[serde(default)]
    forbid: Vec<Id>,
    #[serde(default)]
    limits: Limits,
}

/// The member `format`, which has one value.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct FormatName;

impl TryFrom<String> for FormatName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        if name == FORMAT { Ok(FormatName) } else { Err(format!("the format is {name:?}, not {FORMAT:?}")) }
    }
}

impl Catalogue {
    /// Reads the catalogue part of a problem: `format`, `levels`, `competencies`, `credentials` and `offers`.
    ///
    /// # Errors
    ///
    /// Every fault of the text.
    pub fn read(text: &[u8]) -> Result<Self, Vec<Fault>> {
        read(text, Text::Catalogue, |text: CatalogueText| {
            let CatalogueText { format: FormatName, levels, competencies, credentials, offers } = text;
            Catalogue::new(levels, competencies, credentials, offers)
        })
    }
}

impl Query {
    /// Reads one query, as it stands on a line of a file of queries. Whether it fits a catalogue is judged by
    /// [`Problem::new`].
    ///
    /// # Errors
    ///
    /// Every fault of the text.
    pub fn read(text: &[u8]) -> Result<Self, Vec<Fault>> {
        read(text, Text::Query, Ok)
    }
}

impl Problem {
    /// Reads a whole problem.
    ///
    /// # Errors
    ///
    /// Every fault of the text.
    pub fn read(text: &[u8]) -> Result<Self, Vec<Fault>> {
        read(text, Text::Problem, |text: ProblemText| {
            let ProblemText { format: FormatName, levels, competencies, credentials, offers, .. } = text;
            let ProblemText { learner, role, forbid, limits, .. } = text;
            let query = Query { learner, role, forbid, limits };
            match Catalogue::new(levels, competencies, credentials, offers) {
                Ok(catalogue) => Problem::new(Arc::new(catalogue), query),
                Err(faults) => Err(faults),
            }
        })
    }
}

fn read<T: DeserializeOwned, U>(text: &[u8], kind: Text, build: impl Fn(T) -> Result<U, Vec<Fault>>) -> Result<U, Vec<Fault>> {
    let error = match serde_json::from_slice(text) {
        Ok(read) => return build(read),
        Err(error) => error,
    };
    let first = Fault {
        place: format!("line {} column {}", error.line(), error.column()),
        what: error.to_string(),
        remedy: "put this right and read the file again".to_owned(),
    };
    if text.len() > PATIENT_UP_TO_BYTES {
        return Err(vec![first]);
    }
    let Ok(mut tree) = serde_json::from_slice::<Value>(text) else {
        return Err(vec![first]);
    };
    let mut faults = Faults::default();
    shape::mend(kind, &mut tree, &mut faults);
    if let Ok(mended) = serde_json::from_value(tree)
        && let Err(others) = build(mended)
    {
        faults.extend(others);
    }
    // A member that stands twice in one object is seen by the first reading only.
    faults.into_result().and(Err(vec![first]))
}

impl Serialize for Catalogue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            format: &'static str,
            levels: u8,
            competencies: u32,
            credentials: &'a [Credential],
            offers: &'a [Offer],
        }
        let Catalogue { levels, competencies, ref credentials, ref offers, .. } = *self;
        Written { format: FORMAT, levels, competencies, credentials, offers }.serialize(serializer)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            #[serde(flatten)]
            catalogue: &'a Catalogue,
            #[serde(flatten)]
            query: &'a Query,
        }
        Written { catalogue: &self.catalogue, query: &self.query }.serialize(serializer)
    }
}

impl Problem {
    /// The same problem in its canonical form: lists whose order means nothing are sorted, what stands twice in them
    /// stands once. Two problems that differ only in that are written alike.
    #[must_use]
    pub fn canonical(&self) -> Problem {
        let catalogue = &*self.catalogue;
        let mut credentials = catalogue.credentials.clone();
        for credential in &mut credentials {
            highest(&mut credential.teaches);
            sort_groups(&mut credential.requires);
        }
        credentials.sort_by(|a, b| a.id.cmp(&b.id));
        let mut offers = catalogue.offers.clone();
        for offer in &mut offers {
            sort_set(&mut offer.covers);
        }
        offers.sort_by(|a, b| a.id.cmp(&b.id));
        let mut query = self.query.clone();
        highest(&mut query.learner.holds);
        sort_set(&mut query.learner.earned);
        sort_groups(&mut query.role.requires);
        query.role.soft.sort();
        sort_set(&mut query.forbid);
        let in_order = |length: usize| (0..length as u32).collect();
        Problem {
            catalogue: Arc::new(Catalogue {
                levels: catalogue.levels,
                competencies: catalogue.competencies,
                credentials_by_id: in_order(credentials.len()),
                offers_by_id: in_order(offers.len()),
                credentials,
                offers,
            }),
            query,
        }
    }

    /// The problem as JSON, one line, members in the order of the format.
    pub fn to_json(&self) -> String {
        // Writing plain data to memory cannot fail: all keys are strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn sort_set<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

fn sort_groups(groups: &mut Vec<Group>) {
    for group in groups.iter_mut() {
        sort_set(&mut group.of);
    }
    sort_set(groups);
}

/// One level for each competency, the highest; level 0 says nothing.
fn highest(list: &mut Vec<Attainment>) {
    list.retain(|attainment| attainment.level > 0);
    list.sort_unstable_by_key(|attainment| (attainment.competency, std::cmp::Reverse(attainment.level)));
    list.dedup_by_key(|attainment| attainment.competency);
}
