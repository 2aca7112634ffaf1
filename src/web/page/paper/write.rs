//! Writes sheets as a PDF with its structure.

use super::{
    Paper, Trouble,
    letters::{BOLD, PLAIN, Tone},
    sheet::{Group, HEIGHT, Inside, Kind, Laid, Mark, Piece, WIDTH},
};
use krilla::{
    Document, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{Metadata, TextDirection as Reading},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
    },
    text::{Font, TextDirection},
};
use std::num::NonZeroU16;

fn colour(tone: Tone) -> rgb::Color {
    match tone {
        Tone::Ink => rgb::Color::new(20, 24, 28),
        Tone::Quiet => rgb::Color::new(82, 88, 94),
        Tone::Accent => rgb::Color::new(11, 92, 116),
        Tone::Line => rgb::Color::new(200, 206, 210),
        Tone::Wash => rgb::Color::new(234, 243, 246),
        Tone::Ground => rgb::Color::new(255, 255, 255),
    }
}

fn fill(tone: Tone) -> Fill {
    Fill { paint: colour(tone).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

fn stroke(tone: Tone, width: f32) -> Stroke {
    Stroke { paint: colour(tone).into(), width, ..Stroke::default() }
}

fn rectangle([x, y, width, height]: [f32; 4]) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// A circle of four curves.
fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    let off = radius * 0.552_284_8;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + off, x + off, y + radius, x, y + radius);
    path.cubic_to(x - off, y + radius, x - radius, y + off, x - radius, y);
    path.cubic_to(x - radius, y - off, x - off, y - radius, x, y - radius);
    path.cubic_to(x + off, y - radius, x + radius, y - off, x + radius, y);
    path.close();
    path.finish()
}

struct Fonts {
    plain: Font,
    bold: Font,
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    let mut shape = |path: Option<Path>, inner: Option<Fill>, edge: Option<Stroke>| {
        if let Some(path) = path {
            surface.set_fill(inner);
            surface.set_stroke(edge);
            surface.draw_path(&path);
        }
    };
    match mark {
        Mark::Fill { x, y, width, height, tone } => shape(rectangle([*x, *y, *width, *height]), Some(fill(*tone)), None),
        Mark::Frame { x, y, width, height, tone } => shape(rectangle([*x, *y, *width, *height]), None, Some(stroke(*tone, 0.9))),
        Mark::Ring { x, y, radius, tone } => shape(circle(*x, *y, *radius), Some(fill(Tone::Ground)), Some(stroke(*tone, 1.4))),
        Mark::Text { x, y, style, text, turned } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(style.tone)));
            let font = if style.bold { &fonts.bold } else { &fonts.plain };
            let direction = if *turned { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
            surface.draw_text(Point::from_xy(*x, *y), font.clone(), style.size, text, false, direction);
        }
    }
}

/// What a piece is called where it is drawn.
fn content(piece: &Piece) -> ContentTag<'static> {
    let text = piece.marks.iter().all(|mark| matches!(mark, Mark::Text { .. }));
    match (piece.owner, text) {
        (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Some(_), true) => ContentTag::Span(SpanTag { lang: None, alt_text: None, expanded: None, actual_text: None }),
        (Some(_), false) => ContentTag::Other,
    }
}

fn kind(kind: &Kind) -> Option<TagKind> {
    Some(match kind {
        Kind::Whole => return None,
        Kind::Heading { order, text } => Tag::Hn(NonZeroU16::new(*order).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into(),
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::None).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Sign => Tag::Lbl.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Picture { said, sheet, place } => {
            let [x, y, width, height] = *place;
            let place = Rect::from_xywh(x, y, width, height).map(|place| BBox::new(*sheet, place));
            Tag::Figure(Some(said.clone())).with_bbox(place).into()
        }
        Kind::Link => Tag::Link.into(),
    })
}

/// The tree of groups from one on, with what was drawn for each piece.
fn tagged(groups: &[Group], at: usize, drawn: &[Vec<Vec<Identifier>>]) -> Option<TagGroup> {
    let group = groups.get(at)?;
    let mut made = TagGroup::new(kind(&group.kind)?);
    for inside in &group.inside {
        match inside {
            Inside::Group(at) => {
                if let Some(group) = tagged(groups, *at, drawn) {
                    made.push(group);
                }
            }
            Inside::Piece { sheet, piece } => {
                for one in drawn.get(*sheet).and_then(|pieces| pieces.get(*piece)).into_iter().flatten() {
                    made.push(*one);
                }
            }
        }
    }
    Some(made)
}

/// Writes it.
pub(super) fn write(paper: &Paper, laid: &Laid) -> Result<Vec<u8>, Trouble> {
    let broken = |what: &str| Trouble(what.to_owned());
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| Trouble(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let font = |bytes: &'static [u8]| Font::new(bytes.into(), 0).ok_or_else(|| broken("a font cannot be read"));
    let fonts = Fonts { plain: font(PLAIN)?, bold: font(BOLD)? };
    let mut document = Document::new_with(settings);
    let mut drawn: Vec<Vec<Vec<Identifier>>> = Vec::new();
    for pieces in &laid.sheets {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| broken("a sheet has no size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let mut told: Vec<Vec<Identifier>> = Vec::new();
        for piece in pieces {
            let id = surface.start_tagged(content(piece));
            piece.marks.iter().for_each(|mark| draw(&mut surface, &fonts, mark));
            surface.end_tagged();
            told.push(vec![id]);
        }
        surface.finish();
        for (piece, told) in pieces.iter().zip(&mut told) {
            let Some((address, words, [x, y, width, height])) = &piece.link else { continue };
            let Some(place) = Rect::from_xywh(*x, *y, *width, *height) else { continue };
            let target = Target::Action(Action::Link(LinkAction::new(address.clone())));
            told.push(page.add_tagged_annotation(Annotation::new_link(LinkAnnotation::new(place, target), Some(words.clone()))));
        }
        page.finish();
        drawn.push(told);
    }
    let mut tree = TagTree::new().with_lang(Some(paper.language.clone()));
    for inside in laid.groups.first().into_iter().flat_map(|whole| &whole.inside) {
        if let Inside::Group(at) = inside
            && let Some(group) = tagged(&laid.groups, *at, &drawn)
        {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    for (text, sheet, y) in &laid.headings {
        outline.push_child(OutlineNode::new(text.clone(), XyzDestination::new(*sheet, Point::from_xy(0.0, *y))));
    }
    document.set_outline(outline);
    let reading = if paper.turned { Reading::RightToLeft } else { Reading::LeftToRight };
    let about = Metadata::new().title(paper.title.clone()).language(paper.language.clone()).creator("pathstack".to_owned());
    document.set_metadata(about.text_direction(reading));
    document.finish().map_err(|error| Trouble(format!("{error:?}")))
}
