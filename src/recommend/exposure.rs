//! How often providers are listed against how much they offer: shown, so that nobody is favoured unseen.

use crate::{
    graph::{CredentialAt, OrganisationAt, SkillGraph},
    model::Status,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// One provider's share of a list and of the catalogue. A credential that several offer counts for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Who; nothing for credentials whose provider is not said.
    pub provider: Option<OrganisationAt>,
    /// How many of the listed credentials it offers.
    pub listed: usize,
    /// Of how many.
    pub of_listed: usize,
    /// How many of the credentials in use it offers.
    pub offered: usize,
    /// Of how many.
    pub of_offered: usize,
}

fn providers(graph: &SkillGraph, credential: CredentialAt) -> BTreeSet<Option<OrganisationAt>> {
    let provider = |id: &crate::model::OrganisationId| graph.find_organisation(id.as_str());
    let offerings = graph.offerings_of(credential).iter().map(|at| graph.offering(*at).provider.as_ref().and_then(provider));
    let mut providers: BTreeSet<_> = offerings.collect();
    if providers.is_empty() {
        providers.insert(None);
    }
    providers
}

/// The providers of what is listed, most listed first. Linear in the catalogue.
pub fn exposure(graph: &SkillGraph, listed: &[CredentialAt]) -> Vec<Exposure> {
    let mut counts: BTreeMap<Option<OrganisationAt>, (usize, usize)> = BTreeMap::new();
    for provider in listed.iter().flat_map(|credential| providers(graph, *credential)) {
        counts.entry(provider).or_default().0 += 1;
    }
    let mut of_offered = 0;
    for credential in graph.credentials().filter(|credential| graph.credential(*credential).status == Status::Active) {
        of_offered += 1;
        for provider in providers(graph, credential) {
            if let Some((_, offered)) = counts.get_mut(&provider) {
                *offered += 1;
            }
        }
    }
    let one = |(provider, (times, offered))| Exposure { provider, listed: times, of_listed: listed.len(), offered, of_offered };
    let mut exposures: Vec<Exposure> = counts.into_iter().map(one).collect();
    exposures.sort_by_key(|one| (Reverse(one.listed), one.provider));
    exposures
}
