//! A strict reader of HTML as pages write it, and what must hold of every page.

use std::collections::{BTreeMap, BTreeSet};

const VOID: [&str; 9] = ["meta", "link", "input", "br", "hr", "img", "col", "source", "wbr"];
/// Elements that may not stand within a paragraph or a heading.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "ul",
    "pre",
];

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) parent: Option<usize>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// A page, read.
pub(crate) struct Document {
    elements: Vec<Element>,
    faults: Vec<String>,
    text: String,
    runs: Vec<String>,
}

fn plain(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

impl Document {
    /// Reads a page; whatever is not well-formed is a fault.
    pub(crate) fn read(page: &str) -> Self {
        let mut document = Self { elements: Vec::new(), faults: Vec::new(), text: String::new(), runs: Vec::new() };
        let Some(mut rest) = page.strip_prefix("<!DOCTYPE html>") else {
            document.faults.push("no doctype".into());
            return document;
        };
        let mut open: Vec<usize> = Vec::new();
        while !rest.is_empty() {
            let Some(at) = rest.find('<') else {
                document.words(rest, &open);
                break;
            };
            document.words(&rest[..at], &open);
            rest = &rest[at..];
            // No attribute holds a bare `>`: it is written as `&gt;`.
            let Some(end) = rest.find('>') else {
                document.faults.push("a tag does not end".into());
                break;
            };
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                match open.pop() {
                    Some(last) if document.elements[last].name == name => {}
                    last => {
                        let last = last.map_or("nothing", |last| &document.elements[last].name);
                        document.faults.push(format!("</{name}> ends {last}"));
                    }
                }
                continue;
            }
            let name = tag.split_whitespace().next().unwrap_or_default().to_owned();
            let mut element = Element { parent: open.last().copied(), ..Element::default() };
            let mut attributes = tag[name.len()..].trim();
            while !attributes.is_empty() {
                let (key, after) = match attributes.find(['=', ' ']) {
                    Some(at) if attributes.as_bytes()[at] == b'=' => {
                        let key = &attributes[..at];
                        let value = attributes[at + 1..].strip_prefix('"').and_then(|value| value.split_once('"'));
                        let Some((value, after)) = value else {
                            document.faults.push(format!("{key} of {name} is not quoted"));
                            break;
                        };
                        if element.attributes.insert(key.to_owned(), plain(value)).is_some() {
                            document.faults.push(format!("{key} stands twice in {name}"));
                        }
                        (key, after)
                    }
                    Some(at) => {
                        element.attributes.insert(attributes[..at].to_owned(), String::new());
                        (&attributes[..at], &attributes[at..])
                    }
                    None => {
                        element.attributes.insert(attributes.to_owned(), String::new());
                        (attributes, "")
                    }
                };
                if key.starts_with("on") || key == "style" {
                    document.faults.push(format!("{name} has {key}, which the policy forbids"));
                }
                attributes = after.trim();
            }
            element.name.clone_from(&name);
            document.elements.push(element);
            let at = document.elements.len() - 1;
            if name == "style" || name == "script" {
                let close = format!("</{name}>");
                let Some((_, after)) = rest.split_once(close.as_str()) else {
                    document.faults.push(format!("{name} does not end"));
                    break;
                };
                rest = after;
            } else if !VOID.contains(&name.as_str()) {
                open.push(at);
            }
        }
        if let Some(last) = open.last() {
            document.faults.push(format!("{} does not end", document.elements[*last].name));
        }
        document
    }

    fn words(&mut self, text: &str, open: &[usize]) {
        for part in text.split('&').skip(1) {
            let named = part.split_once(';').is_some_and(|(name, _)| ["amp", "lt", "gt", "quot"].contains(&name));
            if !named {
                self.faults.push(format!("a bare & before “{}”", part.chars().take(12).collect::<String>()));
            }
        }
        let text = plain(text);
        if open.iter().any(|at| self.elements[*at].name == "body") {
            self.text.push_str(&text);
            self.text.push(' ');
            if !text.trim().is_empty() {
                self.runs.push(text.trim().to_owned());
            }
        }
        for at in open {
            self.elements[*at].text.push_str(&text);
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Element> {
        self.elements.iter()
    }

    pub(crate) fn find<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// What it says.
    pub(crate) fn text(&self) -> String {
        self.text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What it says, run by run.
    pub(crate) fn runs(&self) -> &[String] {
        &self.runs
    }

    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.elements.iter().filter_map(|element| element.attribute("id")).map(str::to_owned).collect()
    }

    /// Where its links lead.
    pub(crate) fn links(&self) -> Vec<String> {
        self.find("a").filter_map(|link| link.attribute("href")).map(str::to_owned).collect()
    }

    /// What it is dressed with.
    pub(crate) fn assets(&self) -> BTreeSet<String> {
        let linked = self.find("link").filter(|link| ["stylesheet", "icon"].contains(&link.attribute("rel").unwrap_or_default()));
        let linked = linked.filter_map(|link| link.attribute("href"));
        let loaded = self.elements.iter().filter_map(|element| element.attribute("src"));
        linked.chain(loaded).map(str::to_owned).collect()
    }

    fn within(&self, element: &Element, wanted: &[&str]) -> bool {
        let mut at = element.parent;
        while let Some(parent) = at {
            if wanted.contains(&self.elements[parent].name.as_str()) {
                return true;
            }
            at = self.elements[parent].parent;
        }
        false
    }
}

/// All that is wrong with a page.
pub(crate) fn check(document: &Document) -> Vec<String> {
    let mut faults = document.faults.clone();
    let mut fault = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    for (name, count) in [("h1", 1), ("main", 1), ("title", 1), ("footer", 1)] {
        let found = document.find(name).filter(|element| name != "title" || !document.within(element, &["svg"])).count();
        fault(found == count, format!("{found} of {name}"));
    }
    let mut ids = BTreeSet::new();
    for element in document.all() {
        let name = element.name.as_str();
        let parent = element.parent.map_or("", |parent| document.elements[parent].name.as_str());
        if let Some(id) = element.attribute("id") {
            fault(!id.is_empty() && !id.contains(' ') && ids.insert(id), format!("id {id} stands twice or is none"));
        }
        if BLOCKS.contains(&name) {
            fault(
                !["p", "h1", "h2", "h3", "h4", "span", "strong", "label", "summary", "button"].contains(&parent),
                format!("{name} in {parent}"),
            );
        }
        match name {
            "li" => fault(["ul", "ol"].contains(&parent), format!("li in {parent}")),
            "dt" | "dd" => fault(parent == "dl", format!("{name} in {parent}")),
            "tr" => fault(["thead", "tbody"].contains(&parent), format!("tr in {parent}")),
            "td" | "th" => fault(parent == "tr", format!("{name} in {parent}")),
            "a" | "button" => {
                fault(!document.within(element, &["a", "button", "label"]), format!("{name} within something to press"));
                fault(
                    !element.text.trim().is_empty() || element.attribute("aria-label").is_some(),
                    format!("{name} without a name: {:?}", element.attributes),
                );
            }
            "form" => fault(!document.within(element, &["form"]), "form in form".into()),
            "input" | "select" if element.attribute("type") != Some("hidden") => {
                let labelled =
                    element.attribute("id").is_some_and(|id| document.find("label").any(|label| label.attribute("for") == Some(id)));
                let named = labelled || document.within(element, &["label"]) || element.attribute("aria-label").is_some();
                fault(named, format!("{name} without a label: {:?}", element.attributes));
            }
            "svg" => {
                let said = element.attribute("aria-label").is_some() || element.attribute("aria-labelledby").is_some();
                fault(said || element.attribute("aria-hidden") == Some("true"), "a picture that says nothing".into());
            }
            "table" => fault(document.within(element, &["div"]), "a table that cannot scroll".into()),
            "fieldset" => fault(document.find("legend").any(|_| true), "fieldset without a legend".into()),
            _ => {}
        }
        for (key, to) in &element.attributes {
            if key == "aria-describedby" || key == "aria-labelledby" || key == "for" {
                for id in to.split(' ') {
                    fault(document.ids().contains(id), format!("{key} names {id}, which is not there"));
                }
            }
            if key == "src" || (key == "href" && name == "link") || key == "action" || key == "formaction" {
                fault(to.starts_with('/') && !to.starts_with("//"), format!("{name} reaches out to {to}"));
            }
            if key == "href" && name == "a" {
                let safe = ["/", "#", "https://", "http://"].iter().any(|start| to.starts_with(start));
                fault(safe, format!("a link to {to}"));
            }
        }
    }
    let mut last = 1;
    for heading in document.all().filter(|element| ["h1", "h2", "h3", "h4"].contains(&element.name.as_str())) {
        let level = usize::from(heading.name.as_bytes()[1] - b'0');
        fault(level <= last + 1, format!("{} after h{last}: {}", heading.name, heading.text));
        fault(!heading.text.trim().is_empty(), format!("an empty {}", heading.name));
        last = level;
    }
    faults
}
