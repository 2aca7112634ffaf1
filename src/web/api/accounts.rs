//! Accounts, sessions and tokens: `/v1/registrations`, `/v1/sessions`, `/v1/account`, `/v1/tokens`, and `/v1/accounts` for operators.

use super::{
    document::{AccountProblems, GuardedProblems},
    learners::{KeptPage, applied, deed},
};
use crate::{
    access::{Operation, Role, Scope},
    store::{Applied, Deed, KeptAccount, KeptToken},
    web::{
        Service,
        asked::{Id, PageParams, Paging},
        caller::{
            Address, Caller, Secret, SignedIn, change_password as changed, new_account, not_found, register as registered,
            sign_in as signed_in, sign_out as signed_out, taken,
        },
        conditions::{KeyParams, Keyed, KeyedRequest},
        json::Json,
        new_id,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The name to sign in with, such as an e-mail address; capitals do not matter.
    #[schema(min_length = 1, max_length = 200, example = "ann@example.org")]
    username: String,
    /// The password; any characters.
    #[schema(min_length = 12, max_length = 256, format = Password, example = "a few plain words")]
    password: String,
}

/// A password in place of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The password until now.
    #[schema(max_length = 256, format = Password, example = "a few plain words")]
    password: String,
    /// The password from now on.
    #[schema(min_length = 12, max_length = 256, format = Password, example = "some other plain words")]
    new_password: String,
}

/// An account to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    /// The name to sign in with.
    #[schema(min_length = 1, max_length = 200, example = "office@example.org")]
    username: String,
    /// Its first password.
    #[schema(min_length = 12, max_length = 256, format = Password, example = "words for the first day")]
    password: String,
    /// What it is for: `learner`, `counselor`, `provider` or `operator`.
    #[schema(value_type = String, pattern = "^(learner|counselor|provider|operator)$", example = "counselor")]
    role: Role,
    /// The id of the provider it speaks for; only for the role `provider`.
    #[schema(min_length = 1, max_length = 500)]
    provider: Option<String>,
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    /// What you call it.
    #[schema(min_length = 1, max_length = 200, example = "report of the office")]
    name: String,
    /// What it may be used for: `read`, `write`, `account`. At least one.
    #[schema(value_type = Vec<String>, min_items = 1, example = json!(["read"]))]
    scopes: BTreeSet<Scope>,
    /// After how many days it ends.
    #[schema(minimum = 1, maximum = 365, default = 90, example = 90)]
    days: Option<u32>,
}

/// An account.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountView {
    /// Its id.
    #[schema(example = "64a1f2c09be74d0f8a3f4f5c2b1e0d9c")]
    id: String,
    /// The name to sign in with; none for accounts of an identity provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    /// Who it is at an identity provider; none for accounts with a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Identity>,
    /// What it is for.
    #[schema(value_type = String, example = "learner")]
    role: Role,
    /// For whom a provider's account speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
}

/// Who somebody is at an identity provider.
#[derive(Serialize, ToSchema)]
pub(super) struct Identity {
    /// The provider.
    #[schema(example = "https://id.example")]
    issuer: String,
    /// Whom it means; the same for as long as she is known there.
    subject: String,
}

/// A token, without its secret.
#[derive(Deserialize, Serialize, ToSchema)]
pub(super) struct TokenView {
    /// Its id.
    id: String,
    /// What its owner calls it.
    name: String,
    /// What it may be used for.
    #[schema(value_type = Vec<String>)]
    scopes: BTreeSet<Scope>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// A new token, with its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenMade {
    /// The secret, shown this once: send it as `Authorization: Bearer …`.
    token: String,
    /// What is kept of it.
    #[serde(flatten)]
    view: TokenView,
}

impl From<KeptAccount> for AccountView {
    fn from(account: KeptAccount) -> Self {
        let KeptAccount { id, username, role, provider, identity, created_at, closed_at, .. } = account;
        let identity = identity.map(|(issuer, subject)| Identity { issuer, subject });
        Self { id, username, identity, role, provider, created_at, closed_at }
    }
}

impl From<KeptToken> for TokenView {
    fn from(token: KeptToken) -> Self {
        let KeptToken { id, name, scopes, created_at, expires_at, revoked_at, .. } = token;
        Self { id, name, scopes, created_at, expires_at, revoked_at }
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountPage {
    /// How many there are in all.
    total: usize,
    /// The first of this page, counted from 0.
    offset: usize,
    /// What is on it.
    items: Vec<AccountView>,
    /// Where the next page starts; nothing on the last.
    next_offset: Option<usize>,
}

/// With the cookie of the new session.
fn welcomed(status: StatusCode, SignedIn { account, cookie }: SignedIn) -> impl IntoResponse {
    (status, AppendHeaders([(header::SET_COOKIE, cookie.to_string())]), axum::Json(AccountView::from(account)))
}

/// Makes a learner's account and signs in.
///
/// Learners need no account for advice: it keeps evidence and plans. Operators can switch this off.
#[utoipa::path(
    post,
    path = "/v1/registrations",
    tag = "accounts",
    request_body = Credentials,
    responses((status = 201, description = "The account; a cookie carries the session", body = AccountView), AccountProblems)
)]
pub(super) async fn register(
    State(service): State<Service>,
    caller: Caller,
    Address(address): Address,
    Json(Credentials { username, password }): Json<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    registered(&service, &caller, address, &username, password).await.map(|signed| welcomed(StatusCode::CREATED, signed))
}

/// Signs in with name and password.
///
/// The session is carried by a cookie that scripts and other sites cannot read. Ten tries at once from one address, then one a minute.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    tag = "accounts",
    request_body = Credentials,
    responses((status = 201, description = "Signed in; a cookie carries the session", body = AccountView), AccountProblems)
)]
pub(super) async fn sign_in(
    State(service): State<Service>,
    caller: Caller,
    Address(address): Address,
    Json(Credentials { username, password }): Json<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    signed_in(&service, &caller, address, &username, password).await.map(|signed| welcomed(StatusCode::CREATED, signed))
}

/// Signs out: ends the session that the request came with.
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    tag = "accounts",
    responses((status = 204, description = "Signed out"), GuardedProblems)
)]
pub(super) async fn sign_out(State(service): State<Service>, caller: Caller) -> Result<impl IntoResponse, Problem> {
    let cookie = signed_out(&service, &caller).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie.to_string())])))
}

/// Signs out everywhere: ends every session of the account.
#[utoipa::path(
    delete,
    path = "/v1/sessions",
    tag = "accounts",
    responses((status = 204, description = "Signed out everywhere"), GuardedProblems)
)]
pub(super) async fn sign_out_everywhere(State(service): State<Service>, caller: Caller) -> Result<impl IntoResponse, Problem> {
    service.store()?.end_sessions(&caller.account()?.id).await?;
    let cookie = signed_out(&service, &caller).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie.to_string())])))
}

/// Shows the account of the caller.
#[utoipa::path(
    get,
    path = "/v1/account",
    tag = "accounts",
    responses((status = 200, description = "The account", body = AccountView), GuardedProblems)
)]
pub(super) async fn get_account(State(service): State<Service>, caller: Caller) -> Result<axum::Json<AccountView>, Problem> {
    let account = service.store()?.account(&caller.account()?.id).await?.ok_or_else(not_found)?;
    Ok(axum::Json(account.into()))
}

/// Changes the password of the caller's account.
///
/// Every session of the account ends, and a new one begins.
#[utoipa::path(
    put,
    path = "/v1/account/password",
    tag = "accounts",
    request_body = PasswordChange,
    responses((status = 200, description = "Changed; a cookie carries the new session", body = AccountView), AccountProblems)
)]
pub(super) async fn change_password(
    State(service): State<Service>,
    caller: Caller,
    Address(address): Address,
    Json(PasswordChange { password, new_password }): Json<PasswordChange>,
) -> Result<impl IntoResponse, Problem> {
    changed(&service, &caller, address, password, new_password).await.map(|signed| welcomed(StatusCode::OK, signed))
}

/// Makes a token for a program, which may do what its scopes say in place of the caller.
///
/// Its secret is in the answer and nowhere else. A token cannot make one that may do more than itself. A request that comes again with its
/// `Idempotency-Key` gets the same token with another secret, and the one before is good for nothing.
#[utoipa::path(
    post,
    path = "/v1/tokens",
    tag = "accounts",
    params(KeyParams),
    request_body = NewToken,
    responses((status = 201, description = "The token, with its secret", body = TokenMade), AccountProblems)
)]
pub(super) async fn create_token(
    State(service): State<Service>,
    caller: Caller,
    Keyed(asked, key): Keyed<NewToken>,
) -> Result<impl IntoResponse, Problem> {
    let (account, now) = (caller.account()?, service.now());
    let lasts = i64::try_from(service.accounts().token.as_secs() / 86_400).unwrap_or(i64::MAX);
    let days = asked.days.map_or(90.min(lasts), i64::from);
    let (letters, longest) = (asked.name.trim().chars().count(), service.limits().bounds.title_letters);
    let fault = if letters == 0 || letters > longest || asked.name.chars().any(char::is_control) {
        Some(("/name", "this cannot be a name".to_owned(), format!("write 1 to {longest} characters")))
    } else if asked.scopes.is_empty() {
        Some(("/scopes", "a token without scopes is good for nothing".to_owned(), "choose of `read`, `write` and `account`".to_owned()))
    } else if !(1..=lasts).contains(&days) {
        Some(("/days", "a token cannot last so long".to_owned(), format!("write 1 to {lasts}")))
    } else {
        None
    };
    if let Some((pointer, detail, hint)) = fault {
        let fault = Fault { pointer: Some(pointer.into()), parameter: None, detail, hint: Some(hint) };
        return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]));
    }
    if let Some(scope) = asked.scopes.difference(&account.scopes).next() {
        let problem = Problem::new(Kind::InsufficientScope, format!("this token has no scope `{scope}` to give on"));
        return Err(problem.hint("sign in to make a token that may do more"));
    }
    let secret = Secret::new(service.chance())?;
    let out_of_range = |_| Problem::new(Kind::ValueOutOfRange, "the token would end after the calendar does");
    let token = KeptToken {
        id: new_id(service.chance())?,
        hash: secret.hash(),
        account: account.id.to_string(),
        name: asked.name.trim().to_owned(),
        scopes: asked.scopes,
        created_at: now,
        expires_at: now.checked_add(SignedDuration::from_hours(24 * days)).map_err(out_of_range)?,
        revoked_at: None,
    };
    let (location, told) = (format!("/v1/tokens/{}", token.id), TokenView::from(token.clone()));
    let body = serde_json::to_string(&told).map_err(|_| Problem::new(Kind::Internal, "a token could not be written"))?;
    let once = key.once(&account.id, location, 1, body);
    let view = match service.store()?.add_token_once(&token, once.as_ref(), None).await? {
        Applied::Before(answer) => {
            serde_json::from_str(&answer.body).map_err(|_| Problem::new(Kind::Internal, "a token could not be read"))?
        }
        other => {
            applied(&other)?;
            told
        }
    };
    Ok((StatusCode::CREATED, axum::Json(TokenMade { token: secret.reveal_token(), view })))
}

/// Lists the tokens of the caller's account.
#[utoipa::path(
    get,
    path = "/v1/tokens",
    tag = "accounts",
    params(PageParams),
    responses((status = 200, description = "A page of them, without their secrets, the first made first", body = KeptPage<TokenView>), GuardedProblems)
)]
pub(super) async fn list_tokens(
    State(service): State<Service>,
    caller: Caller,
    paging: Paging,
) -> Result<axum::Json<KeptPage<TokenView>>, Problem> {
    let tokens = service.store()?.tokens(&caller.account()?.id).await?;
    Ok(axum::Json(KeptPage::of(tokens.into_iter().map(Into::into).collect(), &paging)))
}

/// Revokes a token: it is good for nothing from now on.
#[utoipa::path(
    delete,
    path = "/v1/tokens/{id}",
    tag = "accounts",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 204, description = "Revoked"), GuardedProblems)
)]
pub(super) async fn revoke_token(State(service): State<Service>, caller: Caller, Id(id): Id) -> Result<StatusCode, Problem> {
    let revoked = service.store()?.revoke_token(&caller.account()?.id, &id, service.now()).await?;
    if revoked { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// Lists all accounts, in the order they were made.
///
/// Each learner on the page can see in her log that her account was looked at.
#[utoipa::path(
    get,
    path = "/v1/accounts",
    tag = "accounts",
    params(PageParams),
    responses((status = 200, description = "A page of accounts", body = AccountPage), GuardedProblems)
)]
pub(super) async fn list_accounts(
    State(service): State<Service>,
    caller: Caller,
    paging: Paging,
) -> Result<axum::Json<AccountPage>, Problem> {
    let (store, by) = (service.store()?, caller.account()?);
    let (total, accounts) = store.accounts(paging.offset, paging.limit).await?;
    let learners = accounts.iter().filter(|account| account.role == Role::Learner);
    let looks: Vec<Deed> = learners.map(|one| deed(&service, &by.id, Operation::ListAccounts, &one.id, "", true)).collect();
    store.note_all(&looks).await?;
    let items: Vec<_> = accounts.into_iter().map(AccountView::from).collect();
    let next = paging.offset + items.len();
    Ok(axum::Json(AccountPage { total, offset: paging.offset, next_offset: (next < total && !items.is_empty()).then_some(next), items }))
}

/// Makes an account of any role.
///
/// With an `Idempotency-Key` everything but the password has to be the same for the same answer.
#[utoipa::path(
    post,
    path = "/v1/accounts",
    tag = "accounts",
    params(KeyParams),
    request_body = NewAccount,
    responses((status = 201, description = "The account", body = AccountView), AccountProblems)
)]
pub(super) async fn create_account(
    State(service): State<Service>,
    caller: Caller,
    key: KeyedRequest,
    Json(NewAccount { username, password, role, provider }): Json<NewAccount>,
) -> Result<Response, Problem> {
    if provider.is_some() != (role == Role::Provider) {
        let fault = Fault {
            pointer: Some("/provider".into()),
            parameter: None,
            detail: "accounts of the role `provider`, and only these, speak for a provider".into(),
            hint: Some("name the provider's id, or choose another role".into()),
        };
        return Err(Problem::of(Kind::InvalidValue, vec![fault]));
    }
    let most = service.limits().bounds.name_letters;
    if provider.as_ref().is_some_and(|id| !(1..=most).contains(&id.chars().count())) {
        let fault = Fault {
            pointer: Some("/provider".into()),
            parameter: None,
            detail: "this cannot be an id".into(),
            hint: Some(format!("write 1 to {most} characters")),
        };
        return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]).limit(most as u64));
    }
    let by = caller.account()?.id.to_string();
    let key = key.counting(&serde_json::json!([username, role, provider]).to_string());
    let account = new_account(&service, &username, password, role, provider).await?;
    let deed = deed(&service, &by, Operation::CreateAccount, &account.id, "", true);
    let body = serde_json::to_string(&AccountView::from(account.clone()));
    let body = body.map_err(|_| Problem::new(Kind::Internal, "an account could not be written"))?;
    let once = key.once(&by, format!("/v1/accounts/{}", account.id), 1, body.clone());
    let body = match service.store()?.add_account_once(&account, once.as_ref(), Some(&deed)).await? {
        Applied::Missing => return Err(taken()),
        Applied::Before(answer) => answer.body,
        other => {
            applied(&other)?;
            body
        }
    };
    Ok((StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Closes an account: nobody can sign in any more, and its sessions and tokens end.
///
/// What it has kept stays until it is erased.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 204, description = "Closed"), GuardedProblems)
)]
pub(super) async fn close_account(State(service): State<Service>, caller: Caller, Id(id): Id) -> Result<StatusCode, Problem> {
    let deed = deed(&service, &caller.account()?.id, Operation::CloseAccount, &id, "", true);
    let closed = service.store()?.close_account(&id, &deed).await?;
    if closed { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}
