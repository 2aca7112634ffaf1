//! Following the store: when another service has kept a newer edition, this one takes it over without dropping a request.

use super::Service;
use crate::{
    advisor::{Shelf, title},
    graph::Edition,
    store::{Store, StoreError},
};
use std::time::Duration;

/// How often the store is asked for a newer edition where nothing else is said.
pub const FOLLOW_EVERY: Duration = Duration::from_secs(2);

/// Where newer editions come from, and what is served of them.
trait Followed {
    /// The number of the newest edition that is kept, if any is.
    async fn newest(&self) -> Result<Option<u64>, StoreError>;
    /// The number of the edition that is served.
    fn served(&self) -> u64;
    /// Serves this edition from now on.
    async fn take_over(&self, number: u64) -> Result<(), StoreError>;
}

/// Asks the store again and again, and swaps the shelf whole when it has a newer edition. Ends only when it is dropped.
///
/// Questions under way keep the edition they began with. A store that does not answer is asked again later; an edition that cannot be read
/// is left alone and told in the log, and what was served before is served on.
pub async fn follow(service: Service, store: Store, close_matches: bool, every: Duration) {
    follow_on(Following { service, store, close_matches }, every).await;
}

async fn follow_on(followed: impl Followed, every: Duration) {
    let mut refused = None;
    loop {
        tokio::time::sleep(every).await;
        let newest = match followed.newest().await {
            Ok(Some(newest)) => newest,
            Ok(None) => continue,
            Err(error) => {
                tracing::debug!(%error, "no newer edition can be asked for");
                continue;
            }
        };
        let before = followed.served();
        if newest <= before || refused == Some(newest) {
            continue;
        }
        match followed.take_over(newest).await {
            Ok(()) => tracing::info!(edition = newest, before, "a newer edition is served"),
            Err(StoreError::Unavailable(_) | StoreError::Busy) => {}
            Err(error) => {
                tracing::error!(%error, edition = newest, "a newer edition cannot be served");
                refused = Some(newest);
            }
        }
    }
}

/// A service and the store it follows.
struct Following {
    service: Service,
    store: Store,
    close_matches: bool,
}

impl Followed for Following {
    async fn newest(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.store.latest().await?.map(|newest| newest.number))
    }

    fn served(&self) -> u64 {
        self.service.advisor().shelf().graph.edition().number
    }

    async fn take_over(&self, number: u64) -> Result<(), StoreError> {
        let Some(mut catalogue) = self.store.load(number).await? else { return Ok(()) };
        let (learned, close_matches) = (self.service.advisor().shelf().learned().cloned(), self.close_matches);
        let made = tokio::task::spawn_blocking(move || {
            if close_matches {
                catalogue.count_close_matches();
            }
            let shelf = Shelf::new(Edition { number, title: title(&catalogue) }, catalogue).with_model(learned);
            shelf.warm();
            shelf
        });
        let shelf = made.await.map_err(|error| StoreError::Damaged(format!("edition {number} cannot be indexed: {error}")))?;
        self.service.advisor().swap(shelf);
        Ok(())
    }
}

#[cfg(test)]
mod simulated {
    use super::*;
    use crate::web::simulated::{Dice, seeds};
    use std::{cell::RefCell, collections::BTreeSet, rc::Rc};
    use tokio::time::{sleep, timeout};

    /// A store in which editions come, some of them damaged, and that is away at times.
    struct Simulated {
        dice: Dice,
        kept: u64,
        damaged: BTreeSet<u64>,
        away: bool,
        served: u64,
        /// Every try to take an edition over.
        tried: Vec<u64>,
    }

    #[derive(Clone)]
    struct Shared(Rc<RefCell<Simulated>>);

    /// The longest a simulated answer takes.
    const SLOW: u64 = 700;

    impl Shared {
        async fn answers(&self) -> Result<(), StoreError> {
            let (wait, fails) = {
                let mut all = self.0.borrow_mut();
                (all.dice.below(SLOW), all.away)
            };
            sleep(Duration::from_millis(wait)).await;
            let mut all = self.0.borrow_mut();
            if !(fails || all.away) {
                Ok(())
            } else if all.dice.below(2) == 0 {
                Err(StoreError::Busy)
            } else {
                Err(StoreError::Unavailable("away".into()))
            }
        }
    }

    impl Followed for Shared {
        async fn newest(&self) -> Result<Option<u64>, StoreError> {
            self.answers().await?;
            Ok(Some(self.0.borrow().kept).filter(|kept| *kept > 0))
        }

        fn served(&self) -> u64 {
            self.0.borrow().served
        }

        async fn take_over(&self, number: u64) -> Result<(), StoreError> {
            self.0.borrow_mut().tried.push(number);
            self.answers().await?;
            let mut all = self.0.borrow_mut();
            if all.damaged.contains(&number) {
                return Err(StoreError::Damaged("a page".into()));
            }
            assert!(number > all.served, "an edition was served twice, or an older one after a newer");
            all.served = number;
            Ok(())
        }
    }

    async fn lives(dice: &mut Dice) {
        let every = Duration::from_millis(500 + dice.below(3000));
        let own = Dice::of(dice.below(u64::MAX));
        let all = Simulated { dice: own, kept: dice.below(2), damaged: BTreeSet::new(), away: false, served: 0, tried: vec![] };
        let shared = Shared(Rc::new(RefCell::new(all)));
        let world = async {
            for _ in 0..5 + dice.below(30) {
                sleep(Duration::from_millis(dice.below(4000))).await;
                {
                    let mut all = shared.0.borrow_mut();
                    match dice.below(4) {
                        0 => all.away = true,
                        1 => all.away = false,
                        2 => {
                            all.kept += 1;
                            let number = all.kept;
                            if dice.below(4) == 0 {
                                all.damaged.insert(number);
                            }
                        }
                        _ => {}
                    }
                }
                // In calm the newest is served soon: a round to ask, a round that was under way, and three slow answers.
                if dice.below(3) == 0 && !shared.0.borrow().away {
                    sleep(every * 2 + Duration::from_millis(3 * SLOW)).await;
                    let all = shared.0.borrow();
                    let newest = all.kept;
                    assert!(all.served == newest || all.damaged.contains(&newest), "{newest} is kept and {} served", all.served);
                }
            }
        };
        tokio::select! {
            () = follow_on(shared.clone(), every) => panic!("following ends"),
            () = world => {}
        }
        let all = shared.0.borrow();
        assert!(all.served <= all.kept && !all.damaged.contains(&all.served), "what is damaged is served");
    }

    #[test]
    fn the_newest_sound_edition_is_served_soon_and_never_an_older_one_after_it() {
        seeds(lives);
    }

    #[test]
    fn a_damaged_edition_is_tried_once_and_the_next_is_served() {
        seeds(async |dice| {
            let all =
                Simulated { dice: Dice::of(dice.below(u64::MAX)), kept: 1, damaged: [1].into(), away: false, served: 0, tried: vec![] };
            let shared = Shared(Rc::new(RefCell::new(all)));
            let every = Duration::from_secs(1);
            let _ = timeout(Duration::from_secs(30), follow_on(shared.clone(), every)).await;
            assert_eq!((shared.0.borrow().tried.as_slice(), shared.0.borrow().served), (&[1][..], 0));
            shared.0.borrow_mut().kept = 2;
            let _ = timeout(Duration::from_secs(30), follow_on(shared.clone(), every)).await;
            assert_eq!(shared.0.borrow().served, 2);
        });
    }
}
