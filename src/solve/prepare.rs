//! From the catalogue as data to the catalogue as flat arrays, in the canonical order of ids.

use super::dominance::dominance;
use super::index::{Cred, Dims, Fact, Index, Item, gcd};
use super::problem::{Atom, Catalogue, Group, Id};

/// The catalogue in flat arrays. The order in which credentials, offers, competencies, groups and atoms were listed
/// leaves no trace.
pub(crate) fn index(catalogue: &Catalogue) -> Index {
    let n = catalogue.credentials().len();
    let mut index = Index { credentials: n, offers: catalogue.offers().len(), ..Index::default() };
    let canonical = canonical(catalogue);
    level_facts(&mut index, catalogue);
    teaches(&mut index, catalogue);
    groups(&mut index, catalogue, &canonical);
    items(&mut index, catalogue, &canonical);
    providers(&mut index);
    index.dominance = dominance(&index);
    let kept: Vec<bool> = index.provider_item.iter().map(|&i| !index.dominance.beaten(i)).collect();
    thin_out(&mut index, &kept);
    index.total = index.item_dims.iter().fold([0; 3], |s: Dims, d| [0, 1, 2].map(|k| s[k].saturating_add(d[k])));
    index.gcd = index.item_dims.iter().fold([0; 3], |g: Dims, d| [gcd(g[0], d[0]), gcd(g[1], d[1]), gcd(g[2], d[2])]);
    index
}

/// Rank by id of each credential, by its position in the catalogue.
pub(crate) fn canonical(catalogue: &Catalogue) -> Vec<u32> {
    let mut canonical = vec![0u32; catalogue.credentials().len()];
    for (rank, &position) in catalogue.credentials_by_id().iter().enumerate() {
        canonical[position as usize] = rank as u32;
    }
    canonical
}

fn level_facts(index: &mut Index, catalogue: &Catalogue) {
    let mut pairs: Vec<(u32, u8)> = Vec::new();
    for credential in catalogue.credentials() {
        pairs.extend(credential.teaches.iter().map(|a| (a.competency, a.level)));
        for group in &credential.requires {
            pairs.extend(group.of.iter().filter_map(|atom| match atom {
                Atom::Level(a) => Some((a.competency, a.level)),
                Atom::Earned(_) => None,
            }));
        }
    }
    pairs.retain(|&(_, level)| level > 0);
    pairs.sort_unstable();
    pairs.dedup();
    for (competency, level) in pairs {
        if index.competencies.last() != Some(&competency) {
            index.competencies.push(competency);
            index.level_start.push(index.fact_level.len() as u32);
        }
        index.fact_comp.push(index.competencies.len() as u32 - 1);
        index.fact_level.push(level);
    }
    index.level_start.push(index.fact_level.len() as u32);
}

fn teaches(index: &mut Index, catalogue: &Catalogue) {
    index.teach_start.push(0);
    let mut row: Vec<(u32, u8)> = Vec::new();
    for &position in catalogue.credentials_by_id() {
        row.clear();
        row.extend(
            catalogue.credentials()[position as usize]
                .teaches
                .iter()
                .filter(|a| a.level > 0)
                .filter_map(|a| index.competency(a.competency).map(|c| (c, a.level))),
        );
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        row.dedup_by_key(|a| a.0);
        for &(c, l) in &row {
            index.teach_comp.push(c);
            index.teach_level.push(l);
        }
        index.teach_start.push(index.teach_comp.len() as u32);
    }
}

/// Canonical number of a credential that the catalogue is known to hold.
pub(crate) fn cred_of(catalogue: &Catalogue, canonical: &[u32], id: &Id) -> Option<Cred> {
    catalogue.credential_position(id).and_then(|p| canonical.get(p)).map(|&c| Cred(c))
}

fn groups(index: &mut Index, catalogue: &Catalogue, canonical: &[u32]) {
    index.group_start.push(0);
    index.atom_start.push(0);
    index.impossible = vec![false; index.credentials];
    index.referenced = vec![false; index.credentials];
    let mut rows: Vec<(u32, Vec<Fact>)> = Vec::new();
    let mut named: Vec<Cred> = Vec::new();
    for (rank, &position) in catalogue.credentials_by_id().iter().enumerate() {
        rows.clear();
        for group in &catalogue.credentials()[position as usize].requires {
            match prerequisite(index, &mut named, catalogue, canonical, group) {
                Row::Holds => {}
                Row::Never => index.impossible[rank] = true,
                Row::Open(need, facts) => rows.push((need, facts)),
            }
        }
        for cred in named.drain(..) {
            index.referenced[cred.ix()] = true;
        }
        rows.sort_unstable();
        rows.dedup();
        for (need, facts) in &rows {
            index.group_need.push(*need);
            index.atoms.extend_from_slice(facts);
            index.atom_start.push(index.atoms.len() as u32);
        }
        index.group_start.push(index.group_need.len() as u32);
    }
}

/// Is the group of the catalogue what these requirements came to?
pub(crate) fn stands_for(index: &Index, catalogue: &Catalogue, canonical: &[u32], group: &Group, wanted: usize) -> bool {
    let mut unused = Vec::new();
    let row = prerequisite(index, &mut unused, catalogue, canonical, group);
    matches!(row, Row::Open(need, facts) if Some(&need) == index.group_need.get(wanted) && facts == index.atoms(wanted))
}

enum Row {
    Holds,
    Never,
    Open(u32, Vec<Fact>),
}

fn prerequisite(index: &Index, named: &mut Vec<Cred>, catalogue: &Catalogue, canonical: &[u32], group: &Group) -> Row {
    let mut atoms: Vec<&Atom> = group.of.iter().collect();
    atoms.sort_unstable();
    atoms.dedup();
    let mut need = group.k;
    let mut facts = Vec::with_capacity(atoms.len());
    for atom in atoms {
        match atom {
            Atom::Level(a) if a.level == 0 => need -= 1,
            Atom::Level(a) => {
                facts.extend(index.competency(a.competency).and_then(|c| index.level_fact(c, a.level)));
            }
            Atom::Earned(id) => {
                if let Some(cred) = cred_of(catalogue, canonical, id) {
                    named.push(cred);
                    facts.push(index.earned_fact(cred));
                }
            }
        }
    }
    facts.sort_unstable();
    match u32::try_from(need) {
        Ok(0) => Row::Holds,
        Ok(need) if need as usize <= facts.len() => Row::Open(need, facts),
        Err(_) if need < 0 => Row::Holds,
        _ => Row::Never,
    }
}

fn items(index: &mut Index, catalogue: &Catalogue, canonical: &[u32]) {
    for (rank, &position) in catalogue.credentials_by_id().iter().enumerate() {
        let c = &catalogue.credentials()[position as usize];
        index.item_dims.push([c.cost, c.hours, c.count]);
        index.item_cred.push(Cred(rank as u32));
        index.item_token.push(Fact::NONE);
    }
    let mut variants: Vec<(Cred, Item)> = Vec::new();
    for (offer, &position) in catalogue.offers_by_id().iter().enumerate() {
        let covers = &catalogue.offers()[position as usize].covers;
        let mut covered: Vec<Cred> = covers.iter().filter_map(|id| cred_of(catalogue, canonical, id)).collect();
        covered.sort_unstable();
        covered.dedup();
        for cred in covered {
            let [cost, hours, count] = index.item_dims[cred.ix()];
            if cost > 0 {
                variants.push((cred, Item(index.item_dims.len() as u32)));
                index.item_dims.push([0, hours, count]);
                index.item_cred.push(cred);
                index.item_token.push(index.token_fact(offer));
            }
        }
    }
    for (offer, &position) in catalogue.offers_by_id().iter().enumerate() {
        index.item_dims.push([catalogue.offers()[position as usize].cost, 0, 0]);
        index.item_cred.push(Cred::NONE);
        index.item_token.push(index.token_fact(offer));
    }
    variants.sort_unstable();
    index.variant_start = vec![0; index.credentials + 1];
    for &(cred, item) in &variants {
        index.variant_start[cred.ix() + 1] += 1;
        index.variant_item.push(item);
    }
    for i in 0..index.credentials {
        index.variant_start[i + 1] += index.variant_start[i];
    }
}

/// Keeps the full lists of providers and adds those without dominated items.
fn thin_out(index: &mut Index, kept: &[bool]) {
    index.best_start = vec![0];
    for c in 0..index.competencies.len() {
        for p in index.providers(c as u32).filter(|&p| kept[p]) {
            index.best_item.push(index.provider_item[p]);
            index.best_level.push(index.provider_level[p]);
            index.best_dims.push(index.item_dims[index.provider_item[p].ix()]);
        }
        index.best_start.push(index.best_item.len() as u32);
    }
}

/// Lists, for each competency, the items that teach it, highest level first, then in canonical order.
fn providers(index: &mut Index) {
    let competencies = index.competencies.len();
    let mut start = vec![0u32; competencies + 1];
    let mut entries: Vec<(u32, u8, Item)> = Vec::with_capacity(index.teach_comp.len());
    for (i, &cred) in index.item_cred.iter().enumerate() {
        if cred.is_none() || index.impossible[cred.ix()] {
            continue;
        }
        for (c, l) in index.teaches(cred) {
            start[c as usize + 1] += 1;
            entries.push((c, u8::MAX - l, Item(i as u32)));
        }
    }
    entries.sort_unstable();
    for c in 0..competencies {
        start[c + 1] += start[c];
    }
    index.provider_item = entries.iter().map(|e| e.2).collect();
    index.provider_level = entries.iter().map(|e| u8::MAX - e.1).collect();
    index.provider_start = start;
}
