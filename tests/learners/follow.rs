//! Several services on one store: a newer edition is served by all of them within seconds, and no request is dropped for it.

use crate::{http::Server, kept::now, postgres};
use pathstack::{
    advisor::{Advisor, Shelf},
    graph::Edition,
    import::native,
    model::{Catalogue, Record},
    store::{Draft, Store},
    web::{Limits, Service, StoppedClock, follow},
};
use std::{path::Path, sync::Arc, time::Duration};

fn edition(title: &str) -> Catalogue {
    let mut catalogue = native::starter().catalogue;
    let header = format!(r#"{{"catalogue":{{"format":"pathstack-catalogue/1","id":"{title}","title":"{title}"}}}}"#);
    catalogue.push(serde_json::from_str::<Record>(&header).unwrap());
    catalogue
}

async fn keep(store: &Store, title: &str) -> u64 {
    let catalogue = edition(title);
    store.keep(&Draft::new::<()>(&catalogue, []).unwrap(), title, now()).await.unwrap().number
}

async fn service(name: &Path) -> (Store, Server) {
    let store = Store::open(name).await.unwrap();
    let shelf = Shelf::new(Edition { number: 1, title: "one".into() }, store.load(1).await.unwrap().unwrap());
    let clock = StoppedClock("2027-01-04".parse().unwrap());
    let service = Service::new(Arc::new(Advisor::new(shelf)), clock, Limits::default());
    tokio::spawn(follow(service.clone(), store.clone(), false, Duration::from_millis(100)));
    (store, Server::start_service(service).await)
}

async fn both_follow(name: &Path) {
    let first = Store::open(name).await.unwrap();
    assert_eq!(keep(&first, "one").await, 1);
    let ((store, one), (_, two)) = (service(name).await, service(name).await);
    let health = async |server: &Server| {
        let answer = server.get("/v1/health").await;
        assert_eq!(answer.status, 200);
        answer.json()["edition"].as_u64().unwrap()
    };
    assert_eq!((health(&one).await, health(&two).await), (1, 1));
    assert_eq!(keep(&store, "two").await, 2);
    let began = std::time::Instant::now();
    let mut asked = 0;
    while (health(&one).await, health(&two).await) != (2, 2) {
        // Every request is answered from one edition or the other.
        let answer = two.get("/v1/roles/data-analyst").await;
        assert_eq!(answer.status, 200);
        asked += 1;
        assert!(began.elapsed() < Duration::from_secs(30), "not within seconds");
    }
    eprintln!("both services had the newer edition after {:?}; {asked} requests meanwhile, none failed", began.elapsed());
    assert_eq!(two.get("/v1/health").await.json()["title"].as_str().map(|title| title.contains("two")), Some(true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_on_one_file_follow_each_other() {
    let folder = tempfile::tempdir().unwrap();
    both_follow(&folder.path().join("pathstack.db")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_on_one_server_follow_each_other() {
    let Some(server) = postgres::Server::start() else { return };
    both_follow(Path::new(&server.database().await)).await;
}
