//! Decisions in forms and addresses.

use crate::domain::decision::{Decision, Decisions};

/// The word for no decision.
const UNDECIDED: &str = "none";
/// How many applicants are decided about at a time.
const MOST: usize = 50;

/// A decision, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice(pub(super) Option<Decision>);

/// The word of a decision, or of none.
pub(super) fn word(decision: Option<Decision>) -> &'static str {
    decision.map_or(UNDECIDED, Decision::as_str)
}

/// Reads such a word.
pub(super) fn read(text: &str) -> Option<Choice> {
    match text {
        UNDECIDED => Some(Choice(None)),
        text => Decision::parse(text).map(|decision| Choice(Some(decision))),
    }
}

/// What was decided about applicants by their numbers, as `12-none.13-accepted`.
pub(super) fn write_all(decisions: &[(i64, Option<Decision>)]) -> String {
    let one = |(number, decision): &(i64, Option<Decision>)| format!("{number}-{}", word(*decision));
    decisions.iter().map(one).collect::<Vec<_>>().join(".")
}

/// Reads what [`write_all`] writes, about as many as a page lists.
pub(super) fn read_all(text: &str) -> Option<Decisions> {
    let one = |part: &str| {
        let (number, decision) = part.split_once('-')?;
        Some((number.parse().ok()?, read(decision)?.0))
    };
    let all: Decisions = text.split('.').map(one).collect::<Option<_>>()?;
    (all.len() <= MOST).then_some(all)
}

/// Reads the numbers of applicants, as many as a page lists at most.
pub(super) fn numbers<'a>(ticked: impl Iterator<Item = &'a str>) -> Option<Vec<i64>> {
    let all: Vec<i64> = ticked.map(|number| number.parse().ok()).collect::<Option<_>>()?;
    (all.len() <= MOST).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_decided_is_read_as_it_was_written() {
        let all = [(12, None), (13, Some(Decision::Accepted)), (7, Some(Decision::OnHold))];
        assert_eq!(write_all(&all), "12-none.13-accepted.7-on_hold");
        assert_eq!(read_all(&write_all(&all)), Some(all.to_vec()));
        for odd in ["", "12", "12-maybe", "x-none", "12-none.", &"1-none.".repeat(60)] {
            assert_eq!(read_all(odd), None, "{odd}");
        }
    }
}
