//! `/v1/providers/{provider}/records`: a provider keeps its own records in the catalogue, and nobody else's.

use super::{
    document::KeptProblems,
    editions::{Imported, TOLD, keep_next, on_record},
};
use crate::{
    access::{Operation, Relation},
    import::{Issues, join},
    model::{Catalogue, Credential, CredentialId, Offering, Organisation, OrganisationId, PricePlan},
    store::Draft,
    web::{
        Service,
        asked::Id,
        caller::{Caller, normal_name},
        conditions::Lines,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{Json, extract::State, http::StatusCode};
use std::collections::{HashMap, HashSet};

/// Replaces records of one provider in the next edition, all of it or nothing: the credentials it issues, the offerings and price plans
/// it gives, and what it says of itself.
///
/// An offering of what somebody else issues is the operator's to let in once: whoever gives one may change it and add others. Nobody takes
/// the name of another organisation. Who has published what is on record.
///
/// Everything else of the newest edition stays as it is. A record that is somebody else's, or that would become somebody's by this, is a
/// fault, and nothing is kept then; a header is read and left out. The same records again are the same edition.
#[utoipa::path(
    post,
    path = "/v1/providers/{provider}/records",
    tag = "editions",
    params(("provider" = String, Path, description = "The provider's id, percent-encoded")),
    request_body(
        content = String,
        content_type = "text/plain",
        description = "One record of the native format a line",
        example = json!("{\"offering\": {\"id\": \"sql-certificate.online\", \"credential\": \"sql-certificate\", \"provider\": \"example-academy\", \"price\": \"USD 45.00\", \"hours\": 28}}\n")
    ),
    responses((status = 201, description = "The edition", body = Imported), KeptProblems)
)]
pub(super) async fn publish_records(
    State(service): State<Service>,
    caller: Caller,
    Id(provider): Id,
    Lines(bytes): Lines,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let speaks = caller.account()?.provider.as_deref() == Some(provider.as_str());
    caller.may(Operation::PublishRecords, if speaks { Relation::Own } else { Relation::Other })?;
    let own = OrganisationId::from(provider.as_str());
    let kept = keep_next(&service, bytes, move |base, newer, issues| joined(base, newer, issues, &own)).await?;
    on_record(&service, &caller, Operation::PublishRecords, &kept.1).await?;
    Ok(kept)
}

/// The provider's records put into what there is.
fn joined(base: Catalogue, mut newer: Catalogue, mut issues: Issues, own: &OrganisationId) -> Result<(Draft, Catalogue, Issues), Problem> {
    newer.headers.clear();
    let faults = strangers(&base, &newer, own);
    if !faults.is_empty() {
        return Err(Problem::of(Kind::InvalidValue, faults));
    }
    if newer.is_empty() {
        return Err(Problem::new(Kind::InvalidValue, "there is no record in it").hint("send one record a line"));
    }
    let (joined, replaced) = join(base, newer);
    issues.extend(replaced);
    Ok((Draft::new(&joined, &issues)?, joined, issues))
}

/// What is not the provider's to say.
fn strangers(base: &Catalogue, newer: &Catalogue, own: &OrganisationId) -> Vec<Fault> {
    let mut said = Vec::new();
    let of = |one: &Credential| (one.id.to_string(), one.issuer.clone());
    foreign("credential", &base.credentials, &newer.credentials, of, own, &mut said);
    let of = |one: &Offering| (one.id.to_string(), one.provider.clone());
    foreign("offering", &base.offerings, &newer.offerings, of, own, &mut said);
    let of = |one: &PricePlan| (one.id.to_string(), one.provider.clone());
    foreign("price plan", &base.price_plans, &newer.price_plans, of, own, &mut said);
    said.extend(uninvited(base, newer, own));
    said.extend(
        newer
            .organisations
            .iter()
            .filter(|one| one.id == *own && is_named_already(base, one))
            .map(|one| format!("the organisation `{}` would have the name of another, {}", one.id, one.name)),
    );
    said.extend(newer.organisations.iter().filter(|one| one.id != *own).map(|one| format!("the organisation `{}` is not you", one.id)));
    let kinds = [newer.credentials.len(), newer.offerings.len(), newer.price_plans.len(), newer.organisations.len()];
    let rest = newer.len() - kinds.iter().sum::<usize>();
    if rest > 0 {
        said.push(format!("records of other kinds ({rest} of them) are the operator's to keep"));
    }
    let hint = "send credentials you issue, offerings and price plans you give, and your own organisation, each with your id";
    let fault = |detail| Fault { pointer: None, parameter: None, detail, hint: Some(hint.to_owned()) };
    said.into_iter().take(TOLD).map(fault).collect()
}

/// Offerings of what others issue, by a provider who gave none of it before: a price of nothing would put it into everybody's plan.
fn uninvited(base: &Catalogue, newer: &Catalogue, own: &OrganisationId) -> Vec<String> {
    let issued = |all: &Catalogue| -> HashSet<CredentialId> {
        all.credentials.iter().filter(|one| one.issuer.as_ref() == Some(own)).map(|one| one.id.clone()).collect()
    };
    let given = base.offerings.iter().filter(|one| one.provider.as_ref() == Some(own)).map(|one| one.credential.clone());
    let known: HashSet<CredentialId> = issued(base).into_iter().chain(issued(newer)).chain(given).collect();
    let strange = newer.offerings.iter().filter(|one| one.provider.as_ref() == Some(own) && !known.contains(&one.credential));
    strange
        .map(|one| {
            format!(
                "the offering `{}` is of `{}`, which another issues; its issuer or the operator lets you in first",
                one.id, one.credential
            )
        })
        .collect()
}

/// Whether another organisation has this name.
fn is_named_already(base: &Catalogue, own: &Organisation) -> bool {
    let plain = |one: &Organisation| normal_name(&one.name.to_string());
    base.organisations.iter().any(|other| other.id != own.id && plain(other) == plain(own))
}

/// Records that are not the provider's, now or before.
fn foreign<R>(
    kind: &str,
    base: &[R],
    newer: &[R],
    of: impl Fn(&R) -> (String, Option<OrganisationId>),
    own: &OrganisationId,
    said: &mut Vec<String>,
) {
    let before: HashMap<String, Option<OrganisationId>> = base.iter().map(&of).collect();
    for (id, owner) in newer.iter().map(&of) {
        if owner.as_ref() != Some(own) {
            said.push(format!("the {kind} `{id}` names another organisation than you, or none"));
        } else if before.get(&id).is_some_and(|before| before.as_ref() != Some(own)) {
            said.push(format!("the {kind} `{id}` is not yours already: another organisation's, or nobody's"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::native;

    fn read(lines: &[&str]) -> Catalogue {
        native::read("test", lines.join("\n").as_bytes()).catalogue
    }

    #[test]
    fn a_provider_says_what_is_its_own_and_nothing_else() {
        let base = read(&[
            r#"{"credential": {"id": "mine", "name": "Mine", "issuer": "acme"}}"#,
            r#"{"credential": {"id": "theirs", "name": "Theirs", "issuer": "other"}}"#,
            r#"{"credential": {"id": "nobodys", "name": "Nobody's"}}"#,
            r#"{"offering": {"id": "theirs.o", "credential": "theirs", "provider": "other"}}"#,
            r#"{"credential": {"id": "shared", "name": "Shared", "issuer": "other"}}"#,
            r#"{"offering": {"id": "shared.o", "credential": "shared", "provider": "acme"}}"#,
            r#"{"organisation": {"id": "other", "name": "Other University"}}"#,
        ]);
        let own = OrganisationId::from("acme");
        let many = |line: &str| strangers(&base, &read(&[line]), &own).len();
        for sound in [
            r#"{"credential": {"id": "mine", "name": "Mine, renamed", "issuer": "acme"}}"#,
            r#"{"credential": {"id": "new", "name": "New", "issuer": "acme"}}"#,
            r#"{"offering": {"id": "new.o", "credential": "mine", "provider": "acme"}}"#,
            r#"{"offering": {"id": "shared.p", "credential": "shared", "provider": "acme"}}"#,
            r#"{"organisation": {"id": "acme", "name": "Acme"}}"#,
        ] {
            assert_eq!(many(sound), 0, "{sound}");
        }
        for foreign in [
            r#"{"credential": {"id": "theirs", "name": "Theirs", "issuer": "acme"}}"#,
            r#"{"credential": {"id": "nobodys", "name": "Nobody's", "issuer": "acme"}}"#,
            r#"{"credential": {"id": "new", "name": "New", "issuer": "other"}}"#,
            r#"{"credential": {"id": "new", "name": "New"}}"#,
            r#"{"offering": {"id": "theirs.o", "credential": "mine", "provider": "acme"}}"#,
            r#"{"offering": {"id": "new.o", "credential": "mine", "provider": "other"}}"#,
            r#"{"offering": {"id": "new.o", "credential": "theirs", "provider": "acme"}}"#,
            r#"{"offering": {"id": "new.o", "credential": "nobodys", "provider": "acme"}}"#,
            r#"{"organisation": {"id": "acme", "name": "OTHER university "}}"#,
            r#"{"organisation": {"id": "other", "name": "Other"}}"#,
            r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
            r#"{"role": {"id": "baker", "title": "Baker"}}"#,
        ] {
            assert_eq!(many(foreign), 1, "{foreign}");
        }
    }
}
