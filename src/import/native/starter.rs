//! The starter catalogue, compiled in.

use super::read_all;
use crate::import::Reading;

macro_rules! starter {
    ($($name:literal),+ $(,)?) => {
        /// Every file of `data/starter`, the one with the header first.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../data/starter/", $name)))),+];
    };
}

starter![
    "common.jsonl",
    "accounting-credentials.jsonl",
    "ai-credentials.jsonl",
    "business-roles.jsonl",
    "common-credentials.jsonl",
    "common-plans.jsonl",
    "crosswalks.jsonl",
    "data-credentials.jsonl",
    "data-roles.jsonl",
    "energy-buildings.jsonl",
    "energy-competencies.jsonl",
    "energy-roles.jsonl",
    "energy-safety.jsonl",
    "energy-solar.jsonl",
    "energy-wind.jsonl",
    "funding.jsonl",
    "health-clinic.jsonl",
    "health-credentials.jsonl",
    "health-roles.jsonl",
    "hospitality-language-credentials.jsonl",
    "it-cloud.jsonl",
    "it-competencies.jsonl",
    "it-comptia-isc2.jsonl",
    "it-funding.jsonl",
    "it-linux-devops.jsonl",
    "it-roles.jsonl",
    "it-security.jsonl",
    "it-support-network.jsonl",
    "marketing-credentials.jsonl",
    "marketing-roles.jsonl",
    "mfg-competencies.jsonl",
    "mfg-machining.jsonl",
    "mfg-maintenance-automation.jsonl",
    "mfg-production-quality.jsonl",
    "mfg-roles.jsonl",
    "mfg-welding.jsonl",
    "office-credentials.jsonl",
    "project-people-credentials.jsonl",
    "regulated-credentials.jsonl",
    "regulated-roles.jsonl",
    "sales-design-credentials.jsonl",
    "services-competencies.jsonl",
    "services-equivalences.jsonl",
    "services-sources.jsonl",
    "software-credentials.jsonl",
    "work-competencies.jsonl",
    "work-roles.jsonl",
];

/// The catalogue that comes with pathstack.
pub fn starter() -> Reading {
    read_all(FILES.iter().map(|(name, text)| (*name, text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_compiled_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/starter");
        let mut found: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let mut listed: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        found.sort();
        listed.sort();
        assert_eq!(listed, found, "list every file of data/starter in {}", file!());
    }

    #[test]
    fn the_starter_catalogue_reads_without_one_doubt() {
        let reading = starter();
        let said: Vec<_> = reading.issues.iter().map(|issue| issue.to_string()).collect();
        assert!(said.is_empty(), "{said:#?}");
        assert!(reading.catalogue.roles.len() >= 24 && reading.catalogue.credentials.len() >= 130);
    }
}
