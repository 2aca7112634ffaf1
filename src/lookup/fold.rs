//! Text to comparable words: accents, case, hyphens and apostrophes gone, `C++`, `C#`, `A+` and `.NET` kept.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a text, folded. Two texts that a reader takes for the same wording have the same words.
pub(super) fn words(text: &str) -> Vec<String> {
    let letters = folded(text);
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, letter) in letters.iter().copied().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied().unwrap_or(' ');
        let kept = match letter {
            // A sign belongs to the word it ends: C++, C#, A+, but not a+b.
            '+' | '#' => !word.is_empty() && !next.is_alphanumeric(),
            // A point belongs to the word it opens: .NET, but not node.js or 15-2051.01.
            '.' => word.is_empty() && next.is_alphabetic() && !before.is_alphanumeric(),
            letter => letter.is_alphanumeric(),
        };
        if kept {
            word.push(letter);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Lower-case letters without marks; `&` reads as a word, apostrophes vanish.
fn folded(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len());
    if text.is_ascii() {
        for letter in text.bytes() {
            fold_letter(char::from(letter.to_ascii_lowercase()), &mut letters);
        }
    } else {
        for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
            fold_letter(letter, &mut letters);
        }
    }
    letters
}

fn fold_letter(letter: char, letters: &mut Vec<char>) {
    match letter {
        '&' => letters.extend([' ', 'a', 'n', 'd', ' ']),
        '\'' | '’' | '‘' | '`' => {}
        // Letters that Unicode does not take apart.
        'ß' => letters.extend(['s', 's']),
        'æ' => letters.extend(['a', 'e']),
        'œ' => letters.extend(['o', 'e']),
        'ø' => letters.push('o'),
        'ł' => letters.push('l'),
        'đ' => letters.push('d'),
        'ı' => letters.push('i'),
        letter => letters.push(letter),
    }
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
