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

/// Asks the store again and again, and swaps the shelf whole when it has a newer edition. Ends only when it is dropped.
///
/// Questions under way keep the edition they began with. A store that does not answer is asked again later; an edition that cannot be read
/// is left alone and told in the log, and what was served before is served on.
pub async fn follow(service: Service, store: Store, close_matches: bool, every: Duration) {
    let mut refused = None;
    loop {
        tokio::time::sleep(every).await;
        let newest = match store.latest().await {
            Ok(Some(newest)) => newest.number,
            Ok(None) => continue,
            Err(error) => {
                tracing::debug!(%error, "no newer edition can be asked for");
                continue;
            }
        };
        let current = service.advisor().shelf().graph.edition().number;
        if newest <= current || refused == Some(newest) {
            continue;
        }
        match take_over(&service, &store, newest, close_matches).await {
            Ok(()) => tracing::info!(edition = newest, before = current, "a newer edition is served"),
            Err(StoreError::Unavailable(_) | StoreError::Busy) => {}
            Err(error) => {
                tracing::error!(%error, edition = newest, "a newer edition cannot be served");
                refused = Some(newest);
            }
        }
    }
}

async fn take_over(service: &Service, store: &Store, number: u64, close_matches: bool) -> Result<(), StoreError> {
    let Some(mut catalogue) = store.load(number).await? else { return Ok(()) };
    let learned = service.advisor().shelf().learned().cloned();
    let made = tokio::task::spawn_blocking(move || {
        if close_matches {
            catalogue.count_close_matches();
        }
        Shelf::new(Edition { number, title: title(&catalogue) }, catalogue).with_model(learned)
    });
    let shelf = made.await.map_err(|error| StoreError::Damaged(format!("edition {number} cannot be indexed: {error}")))?;
    service.advisor().swap(shelf);
    Ok(())
}
