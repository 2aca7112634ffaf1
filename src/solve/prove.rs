//! Writing down why a bound holds, in the form of `pathstack-certificate/1`.
//!
//! A proof is a search of its own that knows what it has to show: nothing below the claim. It takes only steps that the
//! verifier knows: rows, reduced-cost fixing, splits, and leaves closed by multipliers. Dominance, what is settled ahead and
//! what rows force are left out or written as such steps. Every step is recorded in the order of the tree.

use std::collections::HashMap;

use super::cover::{Cover, RowKind};
use super::index::{Index, Item, Meaning};
use super::local::{LItem, Local};
use super::prepare;
use super::problem::{Catalogue, Item as Name, MAX_INTEGER, Measure, Multiplier, Node, Row, Stage};

/// What a certificate is written from besides the search: names.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) canonical: &'a [u32],
    pub(crate) index: &'a Index,
}

/// The steps of one stage's proof.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    /// What is claimed; none when there is no stack.
    pub(crate) claim: Option<i64>,
    nodes: Vec<Node>,
    table: HashMap<LItem, u32>,
    listed: Vec<LItem>,
    /// Rows of the cover in sight, by position.
    sight: Vec<u32>,
    place: HashMap<u32, u32>,
    marks: Vec<usize>,
    dead: Vec<LItem>,
    /// The proof cannot be written down; there is none then.
    pub(crate) failed: bool,
}

/// Stands for a row that is in no cover.
const OWN: u32 = u32::MAX;

impl Recorder {
    pub(crate) fn new(claim: Option<i64>) -> Self {
        Self { claim, ..Self::default() }
    }

    fn item(&mut self, i: LItem) -> u32 {
        let listed = &mut self.listed;
        *self.table.entry(i).or_insert_with(|| {
            listed.push(i);
            listed.len() as u32 - 1
        })
    }

    /// The claim in units of the scale, a multiplier that outweighs everything of interest; 1 when nothing is weighed.
    fn heavy(&self, shift: u32) -> i64 {
        self.claim.map_or(1, |c| c.max(1) << shift)
    }

    /// Writes rows that are not in sight, and returns where row `r` of the cover is.
    fn see(&mut self, local: &Local, cover: &Cover, r: u32) -> u32 {
        if let Some(&p) = self.place.get(&r) {
            return p;
        }
        let row = self.row(local, cover, r as usize);
        self.show(r, row)
    }

    fn show(&mut self, r: u32, row: Row) -> u32 {
        let p = self.sight.len() as u32;
        self.sight.push(r);
        if r != OWN {
            self.place.insert(r, p);
        }
        if let Some(Node::Rows(rows)) = self.nodes.last_mut() {
            rows.push(row);
        } else {
            self.nodes.push(Node::Rows(vec![row]));
        }
        p
    }

    fn row(&mut self, local: &Local, cover: &Cover, r: usize) -> Row {
        match cover.kind[r] {
            RowKind::Landmark => Row::Cut(cover.row(r).iter().map(|e| self.item(cover.item[e.0 as usize])).collect()),
            RowKind::Limit(k) => Row::AtMost(Measure::ALL[k]),
            RowKind::Support(head) => self.cut_for(cover, r, head),
            RowKind::Needs(head, group) => {
                let group = group as usize;
                if local.group_need[group] == 1 {
                    return self.cut_for(cover, r, head);
                }
                // The group of the catalogue, until `finish` looks up where it stands.
                Row::GroupFor(self.item(head), local.group_source[group])
            }
            RowKind::Goal(Some(source)) => Row::Group(source),
            RowKind::Goal(None) => Row::Soft,
            RowKind::Cap(_) => self.fail(),
        }
    }

    fn cut_for(&mut self, cover: &Cover, r: usize, head: LItem) -> Row {
        let others = cover.row(r).iter().map(|e| cover.item[e.0 as usize]).filter(|&i| i != head);
        let cut = others.map(|i| self.item(i)).collect();
        Row::CutFor(self.item(head), cut)
    }

    fn fail(&mut self) -> Row {
        self.failed = true;
        Row::Soft
    }

    /// Multipliers over rows of the cover, all in sight.
    fn multipliers(&mut self, local: &Local, cover: &Cover, y: &[i64]) -> Vec<Multiplier> {
        // What can never be earned is out before a row counts it.
        let dead: Vec<LItem> = (0..local.dead.len() as u32).map(LItem).filter(|i| local.dead[i.ix()]).collect();
        for i in dead {
            if !self.dead.contains(&i) && local.item_edge[i.ix()] != super::local::UNSEEN {
                self.bury(i, cover.shift);
            }
        }
        let mut out = Vec::new();
        for (r, &y) in y.iter().enumerate() {
            if y > 0 {
                if y > MAX_INTEGER {
                    self.failed = true;
                }
                out.push((self.see(local, cover, r as u32), y));
            }
        }
        out
    }

    /// Takes out an item that nothing makes possible.
    fn bury(&mut self, i: LItem, shift: u32) {
        if self.marks.is_empty() {
            self.dead.push(i);
        }
        let item = self.item(i);
        let p = self.show(OWN, Row::CutFor(item, Vec::new()));
        self.nodes.push(Node::Fix(vec![(p, self.heavy(shift))]));
    }

    /// Takes out an item that turned out to be impossible at the node.
    pub(crate) fn impossible_item(&mut self, i: LItem, shift: u32) {
        if !self.dead.contains(&i) {
            self.bury(i, shift);
        }
    }

    /// Takes out what alone breaks a limit.
    pub(crate) fn limit(&mut self, local: &Local, cover: &Cover, r: usize) {
        let p = self.see(local, cover, r as u32);
        self.nodes.push(Node::Fix(vec![(p, self.heavy(cover.shift))]));
    }

    /// Reduced-cost fixing with the multipliers of the cover.
    pub(crate) fn fix(&mut self, local: &Local, cover: &Cover) {
        let multipliers = self.multipliers(local, cover, &cover.multiplier);
        self.nodes.push(Node::Fix(multipliers));
    }

    /// A split; the side without the item comes first.
    pub(crate) fn split(&mut self, i: LItem) {
        let item = self.item(i);
        self.nodes.push(Node::Split(item));
        self.marks.push(self.sight.len());
    }

    /// The side is closed by the multipliers of the cover, weighed or not.
    pub(crate) fn close(&mut self, local: &Local, cover: &Cover, weighed: bool) {
        let multipliers = self.multipliers(local, cover, &cover.multiplier);
        self.nodes.push(if weighed { Node::Leaf(multipliers) } else { Node::None(multipliers) });
        self.leave();
    }

    /// The side is closed by what is chosen in alone.
    pub(crate) fn close_chosen(&mut self) {
        self.nodes.push(Node::Leaf(Vec::new()));
        self.leave();
    }

    /// The side is closed because nothing reaches a goal.
    pub(crate) fn close_unreachable(&mut self) {
        let p = self.show(OWN, Row::Cut(Vec::new()));
        self.nodes.push(Node::None(vec![(p, 1)]));
        self.leave();
    }

    /// The side is closed because an item chosen in can never be earned.
    pub(crate) fn close_impossible(&mut self, i: LItem) {
        let item = self.item(i);
        let p = self.show(OWN, Row::CutFor(item, Vec::new()));
        self.nodes.push(Node::None(vec![(p, 1)]));
        self.leave();
    }

    fn leave(&mut self) {
        let keep = self.marks.pop().unwrap_or(0);
        for r in self.sight.drain(keep..) {
            self.place.remove(&r);
        }
    }

    /// The stage, with names; none when it cannot be written down.
    pub(crate) fn finish(mut self, names: Names<'_>, local: &Local, minimise: [i64; 3], shift: u32) -> Option<Stage> {
        let items = self.listed.iter().map(|i| names.item(local.item[i.ix()])).collect();
        for node in &mut self.nodes {
            let Node::Rows(rows) = node else { continue };
            for row in rows {
                if let Row::GroupFor(head, group) = row {
                    let head = self.listed.get(*head as usize)?;
                    *group = names.required(local.item[head.ix()], *group as usize)?;
                }
            }
        }
        let stage = Stage { minimise, at_least: self.claim, dominated: Vec::new(), items, scale: 1 << shift, tree: self.nodes };
        (!self.failed).then_some(stage)
    }
}

impl Names<'_> {
    fn item(&self, item: Item) -> Name {
        let (catalogue, index) = (self.catalogue, self.index);
        let cred = index.item_cred[item.ix()];
        let token = index.item_token[item.ix()];
        let position = if cred.is_none() { None } else { catalogue.credentials_by_id().get(cred.ix()) };
        let offer = match (!token.is_none()).then(|| index.meaning(token)) {
            Some(Meaning::Bought(o)) => catalogue.offers_by_id().get(o),
            _ => None,
        };
        Name {
            cr: position.and_then(|&p| catalogue.credentials().get(p as usize)).map(|c| c.id.clone()),
            offer: offer.and_then(|&p| catalogue.offers().get(p as usize)).map(|o| o.id.clone()),
        }
    }

    /// Which of the requirements of an item's credential the group of the catalogue stands for.
    fn required(&self, item: Item, wanted: usize) -> Option<u32> {
        let cred = self.index.item_cred[item.ix()];
        let position = *self.catalogue.credentials_by_id().get(cred.ix())?;
        let requires = &self.catalogue.credentials().get(position as usize)?.requires;
        let same = |g| prepare::stands_for(self.index, self.catalogue, self.canonical, g, wanted);
        requires.iter().position(same).map(|g| g as u32)
    }
}
