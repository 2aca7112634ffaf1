//! `pathstack account`: the operator makes accounts and tokens. No account has a password that anybody could know beforehand.

use super::{
    catalogue::Source,
    clock::now,
    database::{keeping, reading},
    entry::PasswordArgs,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::{
    access::{Role, Scope},
    store::{Applied, Deed, KeptAccount, KeptToken, Store},
    web::{
        MachineChance, NoChance,
        caller::{Secret, normal_name, password},
        new_id,
    },
};
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use serde_json::json;
use std::{
    collections::BTreeSet,
    io::{self, BufRead, IsTerminal},
    path::Path,
};

/// Make, list and close accounts, and make tokens, in the database given with --db
#[derive(Args)]
#[command(after_help = "For example, the first operator: pathstack account add admin@example.org --operator --db pathstack.db")]
pub(super) struct Account {
    #[command(flatten)]
    passwords: PasswordArgs,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make an account; its password is made too and shown this once, unless it comes on standard input
    Add {
        /// The name to sign in with, such as an e-mail address
        name: String,
        #[command(flatten)]
        role: RoleArgs,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// List all accounts
    List,
    /// Give an account another role
    Role {
        /// The name it signs in with
        name: String,
        #[command(flatten)]
        role: RoleArgs,
    },
    /// Give an account another password, and end its sessions
    Password {
        /// The name it signs in with
        name: String,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Make a token for a program; its secret is shown this once
    Token {
        /// The name of the account it acts for
        name: String,
        /// What the token is called
        #[arg(long, value_name = "NAME", default_value = "made by the operator")]
        called: String,
        /// What it may be used for
        #[arg(long = "scope", value_name = "SCOPE", default_value = "read", value_parser = scope)]
        scopes: Vec<Scope>,
        /// After how many days it ends
        #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
    },
    /// Close an account: nobody can sign in any more, and its sessions and tokens end
    Close {
        /// The name it signs in with
        name: String,
    },
}

/// What an account is for; exactly one of them.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct RoleArgs {
    /// Keeps evidence and plans of her own
    #[arg(long)]
    learner: bool,
    /// Advises the learners assigned to her
    #[arg(long)]
    counselor: bool,
    /// Speaks for the provider of this id
    #[arg(long, value_name = "ID")]
    provider: Option<String>,
    /// Keeps the service
    #[arg(long)]
    operator: bool,
}

impl RoleArgs {
    fn role(&self) -> Role {
        match self {
            Self { learner: true, .. } => Role::Learner,
            Self { counselor: true, .. } => Role::Counselor,
            Self { operator: true, .. } => Role::Operator,
            _ => Role::Provider,
        }
    }
}

fn scope(name: &str) -> Result<Scope, String> {
    name.parse().map_err(|_| format!("choose of {}", Scope::ALL.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(", ")))
}

impl From<NoChance> for Trouble {
    fn from(error: NoChance) -> Self {
        Self::new(error.to_string(), "nothing was made; try again")
    }
}

/// A password, and whether it was made here and must be shown.
fn a_password(from_stdin: bool, name: &str, lengths: password::Lengths) -> Result<(String, bool), Trouble> {
    if !from_stdin {
        return Ok((Secret::new(&MachineChance)?.reveal().to_owned(), true));
    }
    if io::stdin().is_terminal() {
        let hint = "pipe it in, as in `pass show pathstack | pathstack account add NAME --operator --password-stdin`, or let one be made";
        return Err(Trouble::new("a password that is typed here would be seen", hint));
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(|error| Trouble::file("read", Path::new("-"), &error))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let weak = |weak: password::Weak| Trouble::new(weak.to_string(), "a few words that others do not know make a good one");
    password::check(&password, name, lengths).map_err(weak)?;
    Ok((password, false))
}

fn hash(password: &str, cost: password::Cost) -> Result<String, Trouble> {
    let failed = |error: password::Failed| Trouble::new(error.to_string(), "check that there is memory to spare");
    password::hash(password, cost, &MachineChance).map_err(failed)
}

/// What is done here to somebody's account, for the record: whoever has the database has no account of her own.
fn deed(operation: &str, account: &str, object: &str) -> Deed {
    let (operation, learner, object) = (operation.to_owned(), account.to_owned(), object.to_owned());
    Deed { at: now(), actor: "the terminal".to_owned(), operation, learner, object, done: true }
}

async fn named(store: &Store, name: &str) -> Result<KeptAccount, Trouble> {
    let unknown = || Trouble::new(format!("there is no account {name}"), "`pathstack account list` lists them");
    store.account_named(name).await?.ok_or_else(unknown)
}

impl Account {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let hint = "name it with --db FILE; `account add` makes it where it is not there";
        let path = source.database().ok_or_else(|| Trouble::new("accounts are kept in a database, and none is named", hint))?;
        match &self.task {
            Task::Add { name, role, password_stdin } => add(path, name, role, (*password_stdin, self.passwords), terminal),
            Task::List => list(path, terminal),
            Task::Role { name, role } => {
                let name = normal_name(name);
                reading(path, async |store| {
                    let account = named(store, &name).await?;
                    let deed = deed(&format!("set_role_{}", role.role()), &account.id, "");
                    Ok(store.set_role(&account.id, role.role(), role.provider.clone(), &deed).await?)
                })?;
                terminal.talk(&format!("{name} is {} from now on.", role.role()))?;
                Ok(End::Found)
            }
            Task::Password { name, password_stdin } => {
                let name = normal_name(name);
                let (password, made) = a_password(*password_stdin, &name, self.passwords.lengths())?;
                let hash = hash(&password, self.passwords.cost())?;
                reading(path, async |store| {
                    let account = named(store, &name).await?;
                    Ok(store.set_password(&account.id, &hash, &deed("change_password", &account.id, "")).await?)
                })?;
                terminal.talk(&format!("{name} has another password; its sessions have ended."))?;
                if made { show_once(terminal, "password", &password) } else { Ok(End::Found) }
            }
            Task::Token { name, called, scopes, days } => token(path, name, called, scopes, *days, terminal),
            Task::Close { name } => {
                let name = normal_name(name);
                let closed = reading(path, async |store| {
                    let account = named(store, &name).await?;
                    Ok(store.close_account(&account.id, &deed("close_account", &account.id, "")).await?)
                })?;
                terminal.talk(&if closed { format!("{name} is closed.") } else { format!("{name} was closed already.") })?;
                Ok(End::Found)
            }
        }
    }
}

/// A secret goes to standard output alone, so that it can be piped on.
fn show_once(terminal: &mut Terminal, what: &str, secret: &str) -> Ends {
    if terminal.json {
        let mut shown = serde_json::Map::new();
        shown.insert(what.to_owned(), secret.into());
        terminal.json(&shown)?;
    } else {
        terminal.talk(&format!("Its {what}, shown this once:"))?;
        terminal.line(secret)?;
    }
    Ok(End::Found)
}

fn add(path: &Path, name: &str, role: &RoleArgs, (from_stdin, passwords): (bool, PasswordArgs), terminal: &mut Terminal) -> Ends {
    let name = normal_name(name);
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Trouble::new("this cannot be a name", "write 1 to 200 characters, such as an e-mail address"));
    }
    let (password, made) = a_password(from_stdin, &name, passwords.lengths())?;
    let account = KeptAccount {
        id: new_id(&MachineChance)?,
        username: Some(name.clone()),
        role: role.role(),
        provider: role.provider.clone(),
        password: Some(hash(&password, passwords.cost())?),
        identity: None,
        created_at: now(),
        closed_at: None,
    };
    let made_here = deed("create_account", &account.id, "");
    if keeping(path, async |store| Ok(store.add_account_once(&account, None, Some(&made_here)).await?))? != Applied::Done {
        return Err(Trouble::new(format!("there is an account {name} already"), "`pathstack account password` gives it another password"));
    }
    terminal.talk(&format!("{name} has an account as {}.", account.role))?;
    if made { show_once(terminal, "password", &password) } else { Ok(End::Found) }
}

fn list(path: &Path, terminal: &mut Terminal) -> Ends {
    let (total, accounts) = reading(path, async |store| {
        let (total, accounts) = store.accounts(0, usize::MAX).await?;
        let learners = accounts.iter().filter(|account| account.role == Role::Learner);
        store.note_all(&learners.map(|account| deed("list_accounts", &account.id, "")).collect::<Vec<_>>()).await?;
        Ok((total, accounts))
    })?;
    let named = |account: &KeptAccount| account.username.clone().or_else(|| account.identity.clone().map(|(_, subject)| subject));
    if terminal.json {
        let rows = accounts.iter().map(|account| {
            json!({
                "id": account.id, "username": account.username, "role": account.role, "provider": account.provider,
                "created_at": account.created_at, "closed_at": account.closed_at,
            })
        });
        terminal.json(&rows.collect::<Vec<_>>())?;
    } else {
        let rows = accounts.iter().map(|account| {
            let made = account.created_at.strftime("%Y-%m-%d %H:%M").to_string();
            let closed = account.closed_at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
            let name = named(account).unwrap_or_default();
            vec![name, account.role.to_string(), account.provider.clone().unwrap_or_default(), made, closed]
        });
        terminal.table(&["Name", "Role", "Provider", "Made (UTC)", "Closed (UTC)"], &[0, 1, 3], &[], rows.collect())?;
    }
    Ok(if total == 0 { End::None } else { End::Found })
}

fn token(path: &Path, name: &str, called: &str, scopes: &[Scope], days: u16, terminal: &mut Terminal) -> Ends {
    let (name, secret, created_at) = (normal_name(name), Secret::new(&MachineChance)?, now());
    let id = new_id(&MachineChance)?;
    let kept = reading(path, async |store| {
        let account = named(store, &name).await?;
        let token = KeptToken {
            id: id.clone(),
            hash: secret.hash(),
            account: account.id,
            name: called.to_owned(),
            scopes: scopes.iter().copied().collect::<BTreeSet<_>>(),
            created_at,
            expires_at: created_at + SignedDuration::from_hours(24 * i64::from(days)),
            revoked_at: None,
        };
        // Whoever has the token is taken for the account: that there is one must be seen by whose account it is.
        let made_here = deed("create_token", &token.account, &token.id);
        Ok(store.add_token_once(&token, None, Some(&made_here)).await?)
    })?;
    if let Applied::TooMany(_, most) = kept {
        let hint = "end one on its page of tokens, or let one run out";
        return Err(Trouble::new(format!("{name} has {most} tokens that are good, and cannot have more"), hint));
    }
    terminal.talk(&format!("{name} has a token {id} for {days} days."))?;
    show_once(terminal, "token", &secret.reveal_token())
}
