//! Places in one frozen edition: a number a record, one type a kind, so that two kinds cannot be mixed.

use std::{fmt, marker::PhantomData, ops::Range};

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl Place for $name {
            fn new(at: usize) -> Self {
                Self(at as u32)
            }
            fn at(self) -> usize {
                self.0 as usize
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}#{}", stringify!($name), self.0)
            }
        }
    )+};
}

/// A record's place in its edition.
pub trait Place: Copy {
    /// The place with this number.
    fn new(at: usize) -> Self;
    /// Its number.
    fn at(self) -> usize;
}

places! {
    /// A competency's place.
    CompetencyAt,
    /// A credential's place.
    CredentialAt,
    /// An offering's place.
    OfferingAt,
    /// A role's place.
    RoleAt,
    /// A price plan's place.
    PricePlanAt,
    /// An organisation's place.
    OrganisationAt,
}

/// For each place a run of values, all in one array.
#[derive(Clone)]
pub struct Runs<P, T> {
    starts: Box<[u32]>,
    values: Box<[T]>,
    place: PhantomData<P>,
}

impl<P: Place, T: Copy> Runs<P, T> {
    /// Groups `pairs` by place; within a place they keep their order. Linear in places and pairs.
    pub(crate) fn group(places: usize, pairs: &[(P, T)]) -> Self {
        let mut starts = vec![0_u32; places + 1];
        for (place, _) in pairs {
            starts[place.at() + 1] += 1;
        }
        for at in 0..places {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut values: Vec<T> = pairs.iter().map(|(_, value)| *value).collect();
        for (place, value) in pairs {
            values[next[place.at()] as usize] = *value;
            next[place.at()] += 1;
        }
        Self { starts: starts.into(), values: values.into(), place: PhantomData }
    }

    /// The values of one place.
    pub fn of(&self, place: P) -> &[T] {
        let Range { start, end } = match (self.starts.get(place.at()), self.starts.get(place.at() + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        self.values.get(start..end).unwrap_or(&[])
    }

    /// How many values there are in all.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_grouped_by_place_in_their_order() {
        let runs = Runs::group(3, &[(RoleAt(2), 'a'), (RoleAt(0), 'b'), (RoleAt(2), 'c')]);
        assert_eq!((runs.of(RoleAt(0)), runs.of(RoleAt(1)), runs.of(RoleAt(2))), (&['b'][..], &[][..], &['a', 'c'][..]));
        assert!(runs.of(RoleAt(7)).is_empty());
    }
}
