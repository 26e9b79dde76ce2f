//! The shop's books in `SQLite`: sessions, what they share, who is signed in, and answers that were given.
//!
//! Always true: what a request changed and the answer it got are written in one transaction or not at all. So a
//! server that dies in between has either done a thing and knows its answer, or has done nothing.

use kassa::{backend::demo::Shared, domain::day::Day};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

/// The books' layout, in `user_version`; a file of another is not opened.
const LAYOUT: u32 = 3;

const TABLES: &str = "
    CREATE TABLE session (id TEXT PRIMARY KEY, state TEXT NOT NULL, said TEXT NOT NULL, canceled INTEGER NOT NULL) STRICT;
    CREATE TABLE shared (only INTEGER PRIMARY KEY CHECK (only = 1), next_number INTEGER NOT NULL, day INTEGER NOT NULL) STRICT;
    CREATE TABLE taken (item TEXT PRIMARY KEY, sold INTEGER NOT NULL) STRICT;
    CREATE TABLE placed (
        number TEXT PRIMARY KEY, session TEXT NOT NULL, owner TEXT NOT NULL, written TEXT NOT NULL
    ) STRICT;
    CREATE TABLE seat (session TEXT PRIMARY KEY, token TEXT NOT NULL) STRICT;
    CREATE INDEX seat_token ON seat (token);
    CREATE TABLE text (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE TABLE attempt (order_key TEXT PRIMARY KEY, session TEXT NOT NULL, fate TEXT NOT NULL) STRICT;
    CREATE INDEX attempt_session ON attempt (session);
    CREATE TABLE answer (
        operation TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL,
        status INTEGER NOT NULL, body TEXT NOT NULL, given INTEGER NOT NULL,
        PRIMARY KEY (operation, key)
    ) STRICT;
    INSERT INTO shared VALUES (1, 0, 0);
";

/// The books.
pub struct Books(Mutex<Connection>);

/// What the books know of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id: whoever has it, has the session.
    pub id: String,
    /// The demo shop's own text of it.
    pub state: String,
    /// What the platform last wrote, as JSON: names and addresses that the shop needs only with the order.
    pub said: String,
    /// Whether it was ended without an order.
    pub canceled: bool,
}

/// What the books note of an order key beside what the shop itself knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was sent.
    Sent,
    /// It waits for the bank.
    Waiting,
    /// It was given up.
    GivenUp,
}

impl Fate {
    const ALL: [(&'static str, Self); 3] =
        [("sent", Self::Sent), ("waiting", Self::Waiting), ("given_up", Self::GivenUp)];
}

/// An order key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The session it belongs to.
    pub session: String,
    /// What is noted.
    pub fate: Fate,
}

/// An answer that was given under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// SHA-256 of the bytes that asked.
    pub digest: [u8; 32],
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Books {
    /// Opens a file, or books in memory.
    ///
    /// # Errors
    /// When the file cannot be opened or is not of this layout.
    pub fn open(file: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        // WAL with NORMAL: a process that is killed loses nothing; only a power cut may cost the last answers.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let layout: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match layout {
            LAYOUT => {}
            0 => {
                connection.execute_batch(TABLES)?;
                connection.pragma_update(None, "user_version", LAYOUT)?;
            }
            _ => return Err(rusqlite::Error::InvalidQuery),
        }
        Ok(Self(Mutex::new(connection)))
    }

    /// Lets something be read and written. It is kept if it ends well, and undone otherwise.
    ///
    /// # Errors
    /// What `act` or the books say.
    pub fn page<T>(&self, act: impl FnOnce(&Page<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        // A panic while the lock was held has undone its transaction; the books are as before.
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = Page(connection.transaction_with_behavior(TransactionBehavior::Immediate)?);
        let answer = act(&page)?;
        page.0.commit()?;
        Ok(answer)
    }
}

/// One transaction.
pub struct Page<'a>(Transaction<'a>);

impl Page<'_> {
    /// An id nobody can guess: 128 bits of the database's own generator, seeded by the operating system.
    ///
    /// # Errors
    /// What the database says.
    pub fn new_id(&self) -> rusqlite::Result<String> {
        self.0.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))
    }

    /// A session.
    ///
    /// # Errors
    /// What the database says.
    pub fn session(&self, id: &str) -> rusqlite::Result<Option<Session>> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Session { id: row.get(0)?, state: row.get(1)?, said: row.get(2)?, canceled: row.get(3)? })
        };
        self.0.query_row("SELECT id, state, said, canceled FROM session WHERE id = ?1", [id], read).optional()
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep(&self, session: &Session) -> rusqlite::Result<()> {
        let Session { id, state, said, canceled } = session;
        let values = params![id, state, said, canceled];
        self.0.execute("INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3, ?4)", values).map(drop)
    }

    /// What sessions have in common.
    ///
    /// # Errors
    /// What the database says.
    pub fn shared(&self) -> rusqlite::Result<Shared> {
        let (next_number, day) =
            self.0.query_row("SELECT next_number, day FROM shared", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut taken = self.0.prepare_cached("SELECT item, sold FROM taken")?;
        let taken = taken.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Shared { next_number, day: Day(day), taken })
    }

    /// Keeps what sessions have in common.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep_shared(&self, shared: &Shared) -> rusqlite::Result<()> {
        self.0.execute("UPDATE shared SET next_number = ?1, day = ?2", params![shared.next_number, shared.day.0])?;
        self.0.execute("DELETE FROM taken", [])?;
        let mut insert = self.0.prepare_cached("INSERT INTO taken VALUES (?1, ?2)")?;
        shared.taken.iter().try_for_each(|(item, sold)| insert.execute(params![item, sold]).map(drop))
    }

    /// Notes whose an order is, and the order as it was told; either may be empty and is then left as it was noted before.
    ///
    /// # Errors
    /// What the database says.
    pub fn note_order(&self, number: &str, session: &str, owner: &str, written: &str) -> rusqlite::Result<()> {
        let sql = "INSERT INTO placed VALUES (?1, ?2, ?3, ?4) ON CONFLICT (number) DO UPDATE SET
            owner = CASE excluded.owner WHEN '' THEN owner ELSE excluded.owner END,
            written = CASE excluded.written WHEN '' THEN written ELSE excluded.written END";
        self.0.execute(sql, [number, session, owner, written]).map(drop)
    }

    /// Orders of an account as they were told, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn orders_of(&self, owner: &str) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT written FROM placed WHERE owner = ?1 AND written <> '' ORDER BY rowid DESC LIMIT 50";
        self.0.prepare_cached(sql)?.query_map([owner], |row| row.get(0))?.collect()
    }

    /// An order of an account as it was told.
    ///
    /// # Errors
    /// What the database says.
    pub fn order_of(&self, number: &str, owner: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT written FROM placed WHERE number = ?1 AND owner = ?2 AND owner <> '' AND written <> ''";
        self.0.query_row(sql, [number, owner], |row| row.get(0)).optional()
    }

    /// An order as it was told.
    ///
    /// # Errors
    /// What the database says.
    pub fn written(&self, number: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT written FROM placed WHERE number = ?1 AND written <> ''";
        self.0.query_row(sql, [number], |row| row.get(0)).optional()
    }

    /// The token that a session belongs to, once somebody is signed in there.
    ///
    /// # Errors
    /// What the database says.
    pub fn token_of(&self, session: &str) -> rusqlite::Result<Option<String>> {
        self.0.query_row("SELECT token FROM seat WHERE session = ?1", [session], |row| row.get(0)).optional()
    }

    /// The sessions that belong to a token, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn sessions_of(&self, token: &str) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT session FROM seat WHERE token = ?1 ORDER BY rowid DESC";
        self.0.prepare_cached(sql)?.query_map([token], |row| row.get(0))?.collect()
    }

    /// Notes that somebody is signed in in a session, by a token; nobody without one.
    ///
    /// # Errors
    /// What the database says.
    pub fn seat(&self, session: &str, token: Option<&str>) -> rusqlite::Result<()> {
        match token {
            Some(token) => self.0.execute("INSERT OR REPLACE INTO seat VALUES (?1, ?2)", [session, token]),
            None => self.0.execute("DELETE FROM seat WHERE session = ?1", [session]),
        }
        .map(drop)
    }

    /// A text by its name; empty where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub fn text(&self, name: &str) -> rusqlite::Result<String> {
        let found = self.0.query_row("SELECT text FROM text WHERE name = ?1", [name], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Keeps a text by its name.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep_text(&self, name: &str, text: &str) -> rusqlite::Result<()> {
        self.0.execute("INSERT OR REPLACE INTO text VALUES (?1, ?2)", [name, text]).map(drop)
    }

    /// How many orders there are.
    ///
    /// # Errors
    /// What the database says.
    pub fn orders(&self) -> rusqlite::Result<u32> {
        self.0.query_row("SELECT count(*) FROM placed", [], |row| row.get(0))
    }

    /// The session an order was placed in.
    ///
    /// # Errors
    /// What the database says.
    pub fn session_of(&self, number: &str) -> rusqlite::Result<Option<String>> {
        self.0.query_row("SELECT session FROM placed WHERE number = ?1", [number], |row| row.get(0)).optional()
    }

    /// What is noted of an order key.
    ///
    /// # Errors
    /// What the database says.
    pub fn attempt(&self, order_key: &str) -> rusqlite::Result<Option<Attempt>> {
        let read = |row: &rusqlite::Row<'_>| {
            let fate: String = row.get(1)?;
            let fate = Fate::ALL.iter().find(|(name, _)| *name == fate).map_or(Fate::Sent, |(_, fate)| *fate);
            Ok(Attempt { session: row.get(0)?, fate })
        };
        self.0.query_row("SELECT session, fate FROM attempt WHERE order_key = ?1", [order_key], read).optional()
    }

    /// Notes something of an order key.
    ///
    /// # Errors
    /// What the database says.
    pub fn note_attempt(&self, order_key: &str, session: &str, fate: Fate) -> rusqlite::Result<()> {
        let name = Fate::ALL.iter().find(|(_, known)| *known == fate).map_or("sent", |(name, _)| *name);
        self.0.execute("INSERT OR REPLACE INTO attempt VALUES (?1, ?2, ?3)", [order_key, session, name]).map(drop)
    }

    /// The order key of a session that waits for the bank.
    ///
    /// # Errors
    /// What the database says.
    pub fn waiting(&self, session: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT order_key FROM attempt WHERE session = ?1 AND fate = 'waiting'";
        self.0.query_row(sql, [session], |row| row.get(0)).optional()
    }

    /// The answer given to an operation under a key.
    ///
    /// # Errors
    /// What the database says.
    pub fn given(&self, operation: &str, key: &str) -> rusqlite::Result<Option<Given>> {
        let sql = "SELECT digest, status, body FROM answer WHERE operation = ?1 AND key = ?2";
        let read = |row: &rusqlite::Row<'_>| Ok(Given { digest: row.get(0)?, status: row.get(1)?, body: row.get(2)? });
        self.0.query_row(sql, [operation, key], read).optional()
    }

    /// Keeps the answer given under a key, and lets go of those that are older than `since` (seconds).
    ///
    /// # Errors
    /// What the database says.
    pub fn give(&self, operation: &str, key: &str, given: &Given, now: i64, since: i64) -> rusqlite::Result<()> {
        self.0.execute("DELETE FROM answer WHERE given < ?1", [since])?;
        let Given { digest, status, body } = given;
        let values = params![operation, key, digest, status, body, now];
        self.0.execute("INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6)", values).map(drop)
    }
}
