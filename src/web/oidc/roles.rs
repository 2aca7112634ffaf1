//! From what a provider says of somebody to what her account is for: only by rules that were written down.

use super::super::caller::Accounts;
use crate::access::Role;
use serde_json::Value;
use std::str::FromStr;

/// Whoever has this value in the claim has this role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRule {
    /// The role.
    pub role: Role,
    /// For whom a provider's account speaks.
    pub provider: Option<String>,
    /// The value of the claim, letter by letter.
    pub value: String,
}

impl FromStr for RoleRule {
    type Err = String;

    /// Reads `counselor=advisors`, `operator=admins` or `provider:ID=staff`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (role, value) =
            text.split_once('=').filter(|(_, value)| !value.is_empty()).ok_or("write ROLE=VALUE, such as counselor=advisors")?;
        let (role, provider) = role.split_once(':').map_or((role, None), |(role, provider)| (role, Some(provider)));
        let role: Role = role.parse().map_err(|_| format!("`{role}` is no role: write counselor, operator, learner or provider:ID"))?;
        match (role, provider) {
            (Role::Provider, Some("") | None) => Err("a provider's account speaks for one provider: write provider:ID=VALUE".into()),
            (Role::Provider, _) | (_, None) => Ok(Self { role, provider: provider.map(str::to_owned), value: value.to_owned() }),
            (_, Some(_)) => Err("only the role provider has an id: write ROLE=VALUE".into()),
        }
    }
}

/// The claim of this name: a member, or where it begins with `/` the place that a JSON pointer leads to.
fn claim<'c>(claims: &'c Value, name: &str) -> Option<&'c Value> {
    if name.starts_with('/') { claims.pointer(name) } else { claims.get(name) }
}

/// The role of somebody of whom this is said: that of the first rule whose value she has, else a learner's.
pub(super) fn role<'r>(rules: &'r [RoleRule], name: &str, claims: &Value) -> (Role, Option<&'r str>) {
    let said = claim(claims, name);
    let has = |value: &str| match said {
        Some(Value::String(one)) => one == value,
        Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(value)),
        _ => false,
    };
    let rule = rules.iter().find(|rule| has(&rule.value));
    rule.map_or((Role::Learner, None), |rule| (rule.role, rule.provider.as_deref()))
}

/// What the button says where nothing was set: the host of the issuer.
pub(in crate::web) fn named(accounts: &Accounts) -> Option<&str> {
    let organisation = accounts.organisation.as_ref()?;
    let host = organisation.issuer.split_once("://").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
    Some(organisation.name.as_deref().unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rule_says_a_role_and_a_value_and_nothing_is_guessed() {
        let rule: RoleRule = "provider:acme=staff=1".parse().unwrap();
        assert_eq!((rule.role, rule.provider.as_deref(), rule.value.as_str()), (Role::Provider, Some("acme"), "staff=1"));
        for wrong in ["", "counselor", "counselor=", "=x", "boss=x", "provider=x", "provider:=x", "counselor:acme=x", "Counselor=x"] {
            assert!(wrong.parse::<RoleRule>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_first_rule_that_fits_decides_and_nobody_is_more_than_a_learner_without_one() {
        let rules: Vec<RoleRule> = ["operator=admins", "counselor=advisors"].iter().map(|text| text.parse().unwrap()).collect();
        for (claims, name, expected) in [
            (json!({"groups": ["advisors", "admins"]}), "groups", Role::Operator),
            (json!({"groups": ["x", "advisors"]}), "groups", Role::Counselor),
            (json!({"groups": "advisors"}), "groups", Role::Counselor),
            (json!({"groups": ["Advisors", 7, null, ["admins"]]}), "groups", Role::Learner),
            (json!({"groups": {"admins": true}}), "groups", Role::Learner),
            (json!({"admins": true}), "groups", Role::Learner),
            (json!({"realm_access": {"roles": ["advisors"]}}), "/realm_access/roles", Role::Counselor),
            (json!({"https://x.example/roles": ["advisors"]}), "https://x.example/roles", Role::Counselor),
        ] {
            assert_eq!(role(&rules, name, &claims).0, expected, "{claims}");
        }
        assert_eq!(role(&[], "groups", &json!({"groups": ["admins"]})), (Role::Learner, None));
    }
}
