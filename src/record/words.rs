//! One answer in several languages: it is kept once, and of every other language only the words that differ, member by member.

use serde_json::{Map, Value};

/// The words in which another telling of the same answer differs: of lists and objects those members that do, lists by their places.
pub fn wording(first: &Value, other: &Value) -> Option<Value> {
    let members: Map<String, Value> = match (first, other) {
        (Value::String(first), Value::String(other)) => return (first != other).then(|| Value::from(other.as_str())),
        (Value::Object(first), Value::Object(other)) => {
            first.iter().filter_map(|(name, value)| Some((name.clone(), wording(value, other.get(name)?)?))).collect()
        }
        (Value::Array(first), Value::Array(other)) if first.len() == other.len() => {
            let each = first.iter().zip(other).enumerate();
            each.filter_map(|(at, (first, other))| Some((at.to_string(), wording(first, other)?))).collect()
        }
        _ => return None,
    };
    (!members.is_empty()).then_some(Value::Object(members))
}

/// Puts words over an answer, in the places they were taken from; a place that is not there any more is left out.
pub fn reworded(answer: &mut Value, words: &Value) {
    match (answer, words) {
        (Value::String(said), Value::String(word)) => said.clone_from(word),
        (Value::Object(members), Value::Object(words)) => {
            words.iter().for_each(|(name, word)| members.get_mut(name).into_iter().for_each(|said| reworded(said, word)));
        }
        (Value::Array(items), Value::Object(words)) => {
            for (at, word) in words {
                at.parse::<usize>().ok().and_then(|at| items.get_mut(at)).into_iter().for_each(|said| reworded(said, word));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_language_is_kept_as_what_differs_and_comes_back_whole() {
        let english =
            json!({"price": {"minor": 100}, "steps": [{"id": "a", "text": "price 1"}, {"id": "b", "text": "free"}], "proven": "best"});
        let spanish =
            json!({"price": {"minor": 100}, "steps": [{"id": "a", "text": "precio 1"}, {"id": "b", "text": "gratis"}], "proven": "mejor"});
        let words = wording(&english, &spanish).unwrap();
        assert_eq!(words, json!({"steps": {"0": {"text": "precio 1"}, "1": {"text": "gratis"}}, "proven": "mejor"}));
        let mut told = english.clone();
        reworded(&mut told, &words);
        assert_eq!(told, spanish);
        assert_eq!(wording(&english, &english), None);
    }

    #[test]
    fn words_change_words_and_nothing_else() {
        assert_eq!(wording(&json!({"minor": 1, "text": "a"}), &json!({"minor": 2, "text": "b"})), Some(json!({"text": "b"})));
        let mut answer = json!({"minor": 1, "steps": ["a"]});
        reworded(&mut answer, &json!({"minor": "2", "steps": {"0": "b", "7": "c", "x": "d"}, "gone": "e"}));
        assert_eq!(answer, json!({"minor": 1, "steps": ["b"]}));
    }
}
