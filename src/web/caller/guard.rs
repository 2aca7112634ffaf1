//! The guard before every operation of the API: who calls, and whether the table lets her in. What the table does not have is not let in.

use super::{
    Caller, identify,
    origin::{changes, same_site},
};
use crate::{
    access::{Operation, Rule, Scope, admit},
    web::{
        Service,
        problem::{Kind, Problem},
    },
};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Method, request::Parts},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use std::{collections::HashMap, sync::Arc};
use utoipa::openapi::OpenApi;

/// Operations by path and method, as the API document has them.
type Table = HashMap<String, Vec<(Method, Option<Operation>)>>;

#[derive(Clone)]
struct Guard {
    service: Service,
    table: Arc<Table>,
}

/// Puts the guard before these routes, which the document describes.
pub(in crate::web) fn guard(routes: Router<Service>, document: &OpenApi, service: &Service) -> Router<Service> {
    let guard = Guard { service: service.clone(), table: Arc::new(table(document)) };
    routes.route_layer(from_fn_with_state(guard, watch))
}

fn table(document: &OpenApi) -> Table {
    let paths = document.paths.paths.iter().map(|(path, item)| {
        let operations = [
            (Method::GET, &item.get),
            (Method::POST, &item.post),
            (Method::PUT, &item.put),
            (Method::PATCH, &item.patch),
            (Method::DELETE, &item.delete),
        ];
        let operations = operations.into_iter().filter_map(|(method, operation)| {
            let id = operation.as_ref()?.operation_id.as_deref()?;
            Some((method, Operation::of(id)))
        });
        (path.clone(), operations.collect())
    });
    paths.collect()
}

async fn watch(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    match guard.let_in(&head).await {
        Ok(caller) => {
            head.extensions.insert(caller);
            next.run(Request::from_parts(head, body)).await
        }
        Err(problem) => problem.into_response(),
    }
}

impl Guard {
    async fn let_in(&self, head: &Parts) -> Result<Caller, Problem> {
        let path = head.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let method = if head.method == Method::HEAD { &Method::GET } else { &head.method };
        let row = self.table.get(path).and_then(|row| row.iter().find(|(named, _)| named == method)).and_then(|(_, operation)| *operation);
        let Some(operation) = row else {
            tracing::error!(path, %method, "an operation has no row in the table of who may call it");
            return Err(Problem::new(Kind::Forbidden, "nobody may call this"));
        };
        let caller = identify(&self.service, &head.headers).await?;
        // To be signed in by another site is to be somebody else without knowing it.
        let at_stake = caller.session.is_some() || (operation.scope() == Scope::Account && operation.rule() == Rule::Anyone);
        if at_stake && changes(&head.method) && !same_site(&head.headers) {
            return Err(Problem::new(Kind::Csrf, "another site has sent this request"));
        }
        caller.told(admit(&caller.who, operation))?;
        Ok(caller)
    }
}
