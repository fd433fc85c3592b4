//! The rows of `profiles_search`: the words of applicants' names and addresses.

use rusqlite::{Connection, OptionalExtension};

use super::row;
use crate::domain::search::Word;

/// The longest beginning, in characters, that has an index of its own.
const INDEXED: usize = 8;

/// Adds a profile that has its row.
pub(in crate::store) fn add(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO profiles_search (rowid, name, email)
               SELECT number, name, email FROM talent_profiles WHERE number = ?1";
    db.prepare_cached(sql)?.execute([number]).map(drop)
}

/// Removes a profile whose row is still as it was added.
pub(in crate::store) fn remove(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO profiles_search (profiles_search, rowid, name, email)
               SELECT 'delete', number, name, email FROM talent_profiles WHERE number = ?1";
    db.prepare_cached(sql)?.execute([number]).map(drop)
}

/// Rebuilds the index. Removed words are then in no segment any more.
pub(in crate::store) fn rebuild(db: &Connection) -> rusqlite::Result<()> {
    db.execute("INSERT INTO profiles_search (profiles_search) VALUES ('rebuild')", []).map(drop)
}

/// Returns the query for all of these words. At each step FTS5 moves every word on, so that one which most applicants
/// share is read from end to end. Of three words the commonest is therefore asked for last, only of those who have both
/// others: FTS5 reads an OR, here with nothing, on its own.
pub(in crate::store) fn query(db: &Connection, words: &[Word]) -> rusqlite::Result<String> {
    if words.len() < 3 {
        return Ok(words.iter().map(quoted).collect::<Vec<_>>().join(" "));
    }
    let ranked = words.iter().map(|word| Ok((commonness(db, word)?, quoted(word))));
    let mut ranked = ranked.collect::<rusqlite::Result<Vec<_>>>()?;
    ranked.sort();
    let mut words: Vec<String> = ranked.into_iter().map(|(_, word)| word).collect();
    let commonest = words.pop().unwrap_or_default();
    Ok(format!("({} OR \"\") AND {commonest}", words.join(" ")))
}

/// Returns the number of the twentieth newest applicant who has a word, higher for a commoner word; `None` if there
/// are fewer.
fn commonness(db: &Connection, word: &Word) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT rowid FROM profiles_search WHERE profiles_search MATCH ?1
                ORDER BY rowid DESC LIMIT 1 OFFSET 19";
    // For a longer beginning FTS5 would read all who have it.
    let text = word.text.chars().take(INDEXED).collect();
    let beginning = Word { text, is_beginning: word.is_beginning };
    db.prepare_cached(sql)?.query_row([quoted(&beginning)], row::only).optional()
}

/// Quotes a word so that none of it is an operator.
fn quoted(word: &Word) -> String {
    let star = if word.is_beginning { "*" } else { "" };
    format!("\"{}\"{star}", word.text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    #[test]
    fn the_commonest_of_three_words_is_asked_for_last_and_only_who_has_all_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = schema::open(&folder.path().join("a.db")).expect("a database");
        let add = "INSERT INTO profiles_search (rowid, name, email) VALUES (?1, ?2, 'x@example.org')";
        let names = ["Ada", "Bruno", "Clara"].into_iter().cycle().take(90).chain(["Ada Bruno"]);
        for (number, name) in (1..).zip(names) {
            db.execute(add, (number, name)).expect("added");
        }
        let find = "SELECT rowid FROM profiles_search WHERE profiles_search MATCH ?1";
        for text in [["exampl", "ada", "bruno"], ["bruno", "exampl", "ada"]] {
            let words = text.map(|text| Word { text: text.into(), is_beginning: true });
            let query = query(&db, &words).expect("a query");
            assert!(query.ends_with("AND \"exampl\"*"), "{query}");
            let mut statement = db.prepare(find).expect("a search");
            let found = statement.query_map([query], row::only::<i64>).expect("found");
            assert_eq!(found.collect::<rusqlite::Result<Vec<_>>>(), Ok(vec![91]));
        }
    }
}
