//! What the form of a question asks, how it stands in the address, and the request it makes.

use crate::{
    advisor::Shelf,
    locale::{Locale, say},
    web::api::shape::{CoverageQuestion, CoverageRequest, GroupRequest, Holding, Refused, competency_named},
};
use axum::{extract::Query, http::Uri};
use maud::{Markup, html};
use serde_json::json;

/// One thing that a form asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A job.
    Role,
    /// A credential there is.
    Credential,
    /// The name of a draft.
    Name,
    /// What a draft awards: competencies, each with its level, parted by commas.
    Awards,
    /// A price, in the catalogue's currency.
    Price,
    /// Hours of effort of a draft.
    Effort,
    /// The most money.
    Budget,
    /// The most weeks.
    Weeks,
    /// The most credentials.
    Credentials,
    /// Above which price something is dear.
    Dear,
    /// Whether what jobs ask but need not have counts too.
    Desirable,
    /// What learners can show already, as for [`Field::Awards`].
    Holds,
    /// Hours a week they can study.
    Hours,
}

/// Every field and its name in the address.
const NAMES: [(Field, &str, &str); 13] = [
    (Field::Role, "role", "field-role"),
    (Field::Credential, "credential", "field-credential"),
    (Field::Name, "name", "field-name"),
    (Field::Awards, "awards", "field-awards"),
    (Field::Price, "price", "field-price"),
    (Field::Effort, "effort", "field-effort"),
    (Field::Budget, "budget", "field-budget"),
    (Field::Weeks, "weeks", "field-weeks"),
    (Field::Credentials, "credentials", "field-credentials"),
    (Field::Dear, "dear", "field-dear"),
    (Field::Desirable, "desirable", "field-desirable"),
    (Field::Holds, "holds", "field-holds"),
    (Field::Hours, "hours", "field-hours"),
];

impl Field {
    /// Its name in the address.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    /// The message of its label.
    pub(super) fn label(self) -> &'static str {
        NAMES.iter().find(|(field, ..)| *field == self).map_or("", |(.., label)| label)
    }

    /// From where to where a slider goes, and by which step.
    fn slider(self) -> Option<(u32, u32, u32)> {
        match self {
            Self::Price => Some((0, 2000, 10)),
            Self::Effort => Some((1, 400, 1)),
            _ => None,
        }
    }
}

/// What the form of a question asks.
pub(super) fn fields(question: CoverageQuestion) -> &'static [Field] {
    use Field::{Awards, Budget, Credential, Credentials, Dear, Desirable, Effort, Holds, Hours, Name, Price, Role, Weeks};
    match question {
        CoverageQuestion::Shortages => &[Dear, Desirable, Holds, Hours],
        CoverageQuestion::Worth => &[Name, Awards, Price, Effort, Holds, Hours],
        CoverageQuestion::BestNext => &[Price, Holds, Hours],
        CoverageQuestion::Affected => &[Credential, Price, Holds, Hours],
        CoverageQuestion::RoleCheck => &[Role, Holds, Hours],
        CoverageQuestion::OpenDoors => &[Budget, Weeks, Credentials, Holds, Hours],
        _ => &[Holds, Hours],
    }
}

/// Without which a question cannot be answered.
fn needed(question: CoverageQuestion) -> &'static [Field] {
    match question {
        CoverageQuestion::Worth => &[Field::Awards, Field::Price, Field::Effort],
        CoverageQuestion::BestNext => &[Field::Price],
        CoverageQuestion::Affected => &[Field::Credential],
        CoverageQuestion::RoleCheck => &[Field::Role],
        CoverageQuestion::OpenDoors => &[Field::Budget],
        _ => &[],
    }
}

/// Of which member of the request a field is.
pub(super) fn field(question: CoverageQuestion, refused: &Refused) -> Field {
    match refused.pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "roles" => Field::Role,
        "credential" => Field::Credential,
        "draft" => Field::Awards,
        "price" => Field::Price,
        "budget" => Field::Budget,
        "weeks" => Field::Weeks,
        "credentials" => Field::Credentials,
        "dear_above" => Field::Dear,
        "groups" => Field::Holds,
        "hours_per_week" => Field::Hours,
        _ => fields(question).first().copied().unwrap_or(Field::Hours),
    }
}

/// Most characters of one answer.
const LONGEST: usize = 2_000;
/// Rows that a question counts; the page shows the first of them.
const ROWS: usize = 2_000;

/// A question as its form tells it.
pub(super) struct Asked {
    /// The question.
    pub(super) question: CoverageQuestion,
    told: Vec<(Field, String)>,
}

impl Asked {
    /// Reads an address; what no form of this question asks counts for nothing.
    pub(super) fn read(uri: &Uri, question: CoverageQuestion) -> Self {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
        let mut told: Vec<(Field, String)> = Vec::new();
        for field in fields(question) {
            let said = pairs.iter().rev().find(|(name, _)| name == field.name()).map(|(_, value)| value.trim());
            if let Some(said) = said.filter(|said| !said.is_empty()) {
                told.push((*field, said.chars().take(LONGEST).collect()));
            }
        }
        Self { question, told }
    }

    /// What was told of a field.
    pub(super) fn one(&self, field: Field) -> Option<&str> {
        self.told.iter().find(|(told, _)| *told == field).map(|(_, said)| said.as_str())
    }

    /// Whether nothing was told.
    pub(super) fn is_plain(&self) -> bool {
        self.told.is_empty()
    }

    /// Whether it can be answered.
    pub(super) fn is_enough(&self) -> bool {
        needed(self.question).iter().all(|field| self.one(*field).is_some())
    }

    /// What the question is as a request to the API.
    pub(super) fn request(&self, t: &Locale, shelf: &Shelf) -> Result<CoverageRequest, (Field, Refused)> {
        let money = |field: Field| {
            let Some(said) = self.one(field) else { return Ok(None) };
            let text = if said.contains(' ') { said.to_owned() } else { format!("{} {said}", shelf.graph.currency()) };
            text.parse().map(Some).map_err(|detail: String| refuse(field, detail, "write a number such as 120"))
        };
        let holds = self.one(Field::Holds).map(listed).unwrap_or_default();
        let holds: Vec<Holding> =
            holds.into_iter().map(|(name, level)| Holding { competency: Some(name), level, ..Holding::default() }).collect();
        let named = if holds.is_empty() { say!(t, "group-nothing") } else { say!(t, "group-these") };
        Ok(CoverageRequest {
            roles: self.one(Field::Role).map(str::to_owned).into_iter().collect(),
            groups: vec![GroupRequest { name: named, weight: None, holds }],
            hours_per_week: self.number(Field::Hours)?,
            limit: Some(ROWS),
            desirable: self.one(Field::Desirable).is_some(),
            dear_above: money(Field::Dear)?,
            draft: if self.question == CoverageQuestion::Worth { self.draft(shelf)? } else { Vec::new() },
            credential: self.one(Field::Credential).map(str::to_owned),
            price: if self.question == CoverageQuestion::Worth { None } else { money(Field::Price)? },
            budget: money(Field::Budget)?,
            weeks: self.number(Field::Weeks)?,
            credentials: self.number(Field::Credentials)?,
            ..CoverageRequest::default()
        })
    }

    fn number<T: std::str::FromStr>(&self, field: Field) -> Result<Option<T>, (Field, Refused)> {
        let Some(said) = self.one(field) else { return Ok(None) };
        said.replace(',', ".")
            .parse()
            .map(Some)
            .map_err(|_| refuse(field, format!("`{said}` is no number here"), "write a number such as 10"))
    }

    /// The draft as records of the native format.
    fn draft(&self, shelf: &Shelf) -> Result<Vec<serde_json::Value>, (Field, Refused)> {
        let graph = &shelf.graph;
        let mut id = "draft".to_owned();
        while graph.find_credential(&id).is_some() || graph.find_offering(&id).is_some() {
            id.push('-');
        }
        let mut awards = Vec::new();
        for (name, level) in self.one(Field::Awards).map(listed).unwrap_or_default() {
            let at = competency_named(shelf, &name, "/draft").map_err(|refused| (Field::Awards, refused))?;
            let competency = graph.competency(at).id.as_str();
            awards.push(level.map_or_else(|| json!({"competency": competency}), |level| json!({"competency": competency, "level": level})));
        }
        let price = self.one(Field::Price).unwrap_or_default();
        let price = if price.contains(' ') { price.to_owned() } else { format!("{} {price}", graph.currency()) };
        let parsed: Result<crate::model::Money, String> = price.parse();
        parsed.map_err(|detail| refuse(Field::Price, detail, "write a number such as 120"))?;
        let hours: Option<f64> = self.number(Field::Effort)?;
        let name = self.one(Field::Name).unwrap_or("The draft");
        Ok(vec![
            json!({"credential": {"id": id, "name": name, "awards": awards}}),
            json!({"offering": {"id": id, "credential": id, "price": price, "hours": hours}}),
        ])
    }
}

fn refuse(field: Field, detail: impl Into<String>, hint: &str) -> (Field, Refused) {
    (field, Refused::value(&format!("/{}", field.name()), detail, hint))
}

/// Competencies parted by commas, each with a level behind it or none: `SQL 2, spreadsheets`.
fn listed(text: &str) -> Vec<(String, Option<u8>)> {
    let part = |part: &str| {
        let part = part.trim();
        match part.rsplit_once([' ', ':', '~']) {
            Some((name, level)) if !name.trim().is_empty() && level.bytes().all(|byte| byte.is_ascii_digit()) => {
                (name.trim_end_matches([' ', ':']).to_owned(), level.parse().ok())
            }
            _ => (part.to_owned(), None),
        }
    };
    text.split([',', ';']).map(part).filter(|(name, _)| !name.is_empty()).take(40).collect()
}

/// One field of a form with its label.
pub(super) fn input(t: &Locale, shelf: &Shelf, asked: &Asked, field: Field, wrong: bool) -> Markup {
    let (name, said) = (field.name(), asked.one(field));
    let hint = format!("{}-hint", field.label());
    let hint_id = format!("{name}-hint");
    let needed = needed(asked.question).contains(&field);
    let currency = shelf.graph.currency();
    let kind = match field {
        Field::Role | Field::Credential | Field::Name | Field::Awards | Field::Holds => "text",
        _ => "number",
    };
    let affected = field == Field::Price && asked.question == CoverageQuestion::Affected;
    // Links name a record by its id; people read its name.
    let named = said.and_then(|id| match field {
        Field::Role => Some(shelf.graph.role(shelf.graph.find_role(id)?).title.in_language(t.names())),
        Field::Credential => Some(shelf.graph.credential(shelf.graph.find_credential(id)?).name.in_language(t.names())),
        _ => None,
    });
    let said = named.or(said);
    html! {
        div.field {
            @if field == Field::Desirable {
                label.tick { input #(name) type="checkbox" name=(name) value="1" checked[said.is_some()]; (t.say(field.label())) }
            } @else {
                label for=(name) { (t.say(field.label())) @if !needed { " " span.optional { (say!(t, "field-optional")) } } }
                span.quiet #(hint_id) {
                    @if affected { (say!(t, "field-price-affected-hint")) } @else { (t.tell(&hint, &[("currency", currency.code().into())])) }
                }
                @if let Some((least, most, step)) = field.slider() {
                    input #(name) type="number" name=(name) value=[said] min="0" step="any" required[needed] aria-describedby=(hint_id) aria-invalid=[wrong.then_some("true")];
                    // Shown by the script, which keeps both alike; the number alone says all.
                    input type="range" data-slides=(name) min=(least) max=(most) step=(step) value=(said.unwrap_or("0")) aria-label=(t.say(field.label())) hidden;
                } @else if kind == "number" {
                    input #(name) type="number" name=(name) value=[said] min="0" step="any" required[needed] aria-describedby=(hint_id) aria-invalid=[wrong.then_some("true")];
                } @else {
                    input.wide #(name) type="text" name=(name) value=[said] maxlength=(LONGEST) autocomplete="off" required[needed] aria-describedby=(hint_id) aria-invalid=[wrong.then_some("true")];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn competencies_are_parted_by_commas_and_end_in_their_level() {
        let told = |text| listed(text).into_iter().map(|(name, level)| format!("{name}/{level:?}")).collect::<Vec<_>>();
        assert_eq!(told("SQL 2, spreadsheets; data viz:3,,"), ["SQL/Some(2)", "spreadsheets/None", "data viz/Some(3)"]);
        assert_eq!(told("Web 2.0"), ["Web 2.0/None"]);
        assert_eq!(told("7"), ["7/None"]);
    }

    #[test]
    fn an_address_tells_what_its_form_asks_and_nothing_else() {
        let uri: Uri = "/coverage/role-check?role=a&price=3&hours=&role=b".parse().unwrap();
        let asked = Asked::read(&uri, CoverageQuestion::RoleCheck);
        assert_eq!((asked.one(Field::Role), asked.one(Field::Price), asked.one(Field::Hours)), (Some("b"), None, None));
        assert!(asked.is_enough() && !asked.is_plain());
        assert!(!Asked::read(&"/coverage/worth?price=3".parse().unwrap(), CoverageQuestion::Worth).is_enough());
    }
}
