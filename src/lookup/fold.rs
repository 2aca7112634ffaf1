//! Text to comparable words: accents, case, hyphens and apostrophes gone, `C++`, `C#`, `A+` and `.NET` kept.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a text, folded. Two texts that a reader takes for the same wording have the same words.
pub(super) fn words(text: &str) -> Vec<String> {
    spans(text).into_iter().map(|(word, _)| word).collect()
}

/// The words of a text, folded, and where they stand in it, in bytes.
pub(super) fn spans(text: &str) -> Vec<(String, Range<usize>)> {
    let letters = folded(text);
    let mut words = Vec::new();
    let mut word = String::new();
    let mut place = 0..0;
    for (at, (letter, here)) in letters.iter().enumerate() {
        let beside = |at: usize| letters.get(at).map_or(' ', |(letter, _)| *letter);
        let (next, before) = (beside(at + 1), at.checked_sub(1).map_or(' ', beside));
        let kept = match letter {
            // A sign belongs to the word it ends: C++, C#, A+, but not a+b.
            '+' | '#' => !word.is_empty() && !next.is_alphanumeric(),
            // A point belongs to the word it opens: .NET, but not node.js or 15-2051.01.
            '.' => word.is_empty() && next.is_alphabetic() && !before.is_alphanumeric(),
            letter => letter.is_alphanumeric(),
        };
        if kept {
            place = if word.is_empty() { here.clone() } else { place.start..here.end };
            word.push(*letter);
        } else if !word.is_empty() {
            words.push((std::mem::take(&mut word), place.clone()));
        }
    }
    if !word.is_empty() {
        words.push((word, place));
    }
    words
}

/// Lower-case letters without marks, and the bytes each comes from; `&` reads as a word, apostrophes vanish.
fn folded(text: &str) -> Vec<(char, Range<usize>)> {
    let mut letters = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let here = at..at + letter.len_utf8();
        let mut add = |letter: char| match letter {
            '&' => letters.extend([' ', 'a', 'n', 'd', ' '].map(|letter| (letter, here.clone()))),
            '\'' | '’' | '‘' | '`' => {}
            // Letters that Unicode does not take apart.
            'ß' => letters.extend(['s', 's'].map(|letter| (letter, here.clone()))),
            'æ' => letters.extend(['a', 'e'].map(|letter| (letter, here.clone()))),
            'œ' => letters.extend(['o', 'e'].map(|letter| (letter, here.clone()))),
            'ø' => letters.push(('o', here.clone())),
            'ł' => letters.push(('l', here.clone())),
            'đ' => letters.push(('d', here.clone())),
            'ı' => letters.push(('i', here.clone())),
            letter => letters.push((letter, here.clone())),
        };
        if letter.is_ascii() {
            add(letter.to_ascii_lowercase());
        } else {
            let plain = std::iter::once(letter).nfkd().filter(|letter| !is_combining_mark(*letter));
            plain.flat_map(char::to_lowercase).for_each(add);
        }
    }
    letters
}

/// The words run together, so that `cyber security`, `cyber-security` and `cybersecurity` are one.
pub(super) fn key(words: &[String]) -> String {
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_reader_takes_for_words() {
        for (text, expected) in [
            ("Data Analyst", "data analyst"),
            ("  data-analyst,\tjunior ", "data analyst junior"),
            ("C++ and C# on .NET", "c++ and c# on .net"),
            ("C++/C#", "c++ c#"),
            ("CompTIA A+", "comptia a+"),
            ("a+b", "a b"),
            ("Node.js", "node js"),
            ("15-2051.01", "15 2051 01"),
            ("R&D", "r and d"),
            ("Bachelor's degree", "bachelors degree"),
            ("Análisis de datos", "analisis de datos"),
            ("Ärztin Straße", "arztin strasse"),
            ("ﬁnance", "finance"),
            ("数据 分析", "数据 分析"),
            ("…!?", ""),
            ("", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }
}
