//! Fields of forms: each with its label, what was told before, and what is wrong with it.

use super::{Field, Walk, walk::Slip};
use crate::locale::{Locale, say};
use maud::{Markup, html};

/// A form in one language, filled with what was told.
pub(super) struct Form<'a> {
    /// The language.
    pub(super) locale: &'static Locale,
    /// What was told.
    pub(super) walk: &'a Walk,
    /// What could not be understood.
    pub(super) slips: &'a [Slip],
}

/// What is wrong, in the reader's language where a message of ours says it.
fn slip(t: &Locale, slip: &Slip) -> String {
    match slip.field {
        Field::Hours => say!(t, "slip-hours"),
        Field::Budget => say!(t, "slip-budget"),
        Field::Monthly => say!(t, "slip-monthly"),
        Field::Week => say!(t, "slip-week"),
        Field::Start => say!(t, "slip-start"),
        Field::By => say!(t, "slip-by"),
        Field::Experience => say!(t, "slip-experience"),
        Field::AtOnce => say!(t, "slip-at_once"),
        Field::Role => say!(t, "slip-role"),
        Field::Can => say!(t, "slip-can"),
        Field::Has => say!(t, "slip-has"),
        Field::Place => say!(t, "slip-place"),
        other => say!(t, "slip-other", name = other.name()),
    }
}

/// All that could not be understood, each leading to its field.
pub(super) fn slips(t: &Locale, wrong: &[Slip]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.slips role="alert" {
                h2 { (say!(t, "slips-title", count = wrong.len())) }
                ul {
                    @for one in wrong {
                        li {
                            @if has_field(one.field) { a href={ "#" (one.field.name()) } { (slip(t, one)) } } @else { (slip(t, one)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a field of the form bears its name.
fn has_field(field: Field) -> bool {
    use Field::{AtOnce, Budget, By, Experience, Hours, Monthly, Place, Start, Week};
    matches!(field, AtOnce | Budget | By | Experience | Hours | Monthly | Place | Start | Week)
}

impl Form<'_> {
    /// Whether something was told in one of these fields, or is wrong there.
    pub(super) fn tells_of(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.walk.one(*field).is_some() || self.slips.iter().any(|slip| slip.field == *field))
    }

    fn field(&self, field: Field, label: &str, hint: Option<&str>, input: impl FnOnce(Option<String>, bool) -> Markup) -> Markup {
        let name = field.name();
        let wrong = self.slips.iter().find(|slip| slip.field == field).map(|wrong| slip(self.locale, wrong));
        let described: Vec<String> =
            [hint.map(|_| format!("{name}-hint")), wrong.as_ref().map(|_| format!("{name}-wrong"))].into_iter().flatten().collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        html! {
            div.field {
                label for=(name) { (label) }
                @if let Some(hint) = hint { span.quiet id={ (name) "-hint" } { (hint) } }
                @if let Some(wrong) = &wrong { span.wrong id={ (name) "-wrong" } { (wrong) } }
                (input(described, wrong.is_some()))
            }
        }
    }

    /// A number, in steps of this.
    pub(super) fn number(&self, field: Field, label: impl AsRef<str>, hint: Option<&str>, step: &str, usual: &str) -> Markup {
        let value = self.walk.one(field).unwrap_or(usual);
        self.field(field, label.as_ref(), hint, |described, wrong| {
            html! {
                input id=(field.name()) name=(field.name()) type="number" inputmode="decimal" min="0" step=(step) value=(value)
                    aria-describedby=[described] aria-invalid=[wrong.then_some("true")];
            }
        })
    }

    /// A day.
    pub(super) fn day(&self, field: Field, label: impl AsRef<str>, hint: impl AsRef<str>) -> Markup {
        self.field(field, label.as_ref(), Some(hint.as_ref()), |described, wrong| {
            html! {
                input id=(field.name()) name=(field.name()) type="date" value=[self.walk.one(field)] aria-describedby=[described]
                    aria-invalid=[wrong.then_some("true")];
            }
        })
    }

    /// A few words.
    pub(super) fn text(&self, field: Field, label: impl AsRef<str>, hint: impl AsRef<str>) -> Markup {
        self.field(field, label.as_ref(), Some(hint.as_ref()), |described, wrong| {
            html! {
                input id=(field.name()) name=(field.name()) type="text" maxlength="100" value=[self.walk.one(field)]
                    aria-describedby=[described] aria-invalid=[wrong.then_some("true")];
            }
        })
    }

    /// Some of several, each to tick.
    pub(super) fn ticks(&self, field: Field, legend: &str, hint: Option<String>, choices: &[(&str, String)]) -> Markup {
        html! {
            fieldset {
                legend { (legend) @if let Some(hint) = hint { " " span.quiet { (hint) } } }
                div.ticks {
                    @for (value, name) in choices {
                        label.tick { input type="checkbox" name=(field.name()) value=(value) checked[self.walk.has(field, value)]; (name) }
                    }
                }
            }
        }
    }

    /// Yes or no.
    pub(super) fn tick(&self, field: Field, label: &str) -> Markup {
        html! {
            label.tick { input type="checkbox" name=(field.name()) value="1" checked[self.walk.one(field).is_some()]; (label) }
        }
    }
}
