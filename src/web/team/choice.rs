//! Decisions in forms and addresses.

use time::OffsetDateTime;

use crate::domain::decision::{Decision, Earlier, EarlierDecisions};

/// The word for no decision.
const UNDECIDED: &str = "none";
/// How many applicants are decided about at a time.
const MOST: usize = 50;
const NANOS_PER_MILLI: i128 = 1_000_000;

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

/// Writes an earlier decision, as `none` or `accepted-1794128520000`.
pub(super) fn write_earlier(earlier: Option<Earlier>) -> String {
    match earlier {
        None => UNDECIDED.to_owned(),
        Some(Earlier { decision, at }) => {
            format!("{}-{}", decision.as_str(), at.unix_timestamp_nanos() / NANOS_PER_MILLI)
        }
    }
}

/// An earlier decision, if there was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Was(pub(super) Option<Earlier>);

/// Reads what [`write_earlier`] writes.
pub(super) fn read_earlier(text: &str) -> Option<Was> {
    if text == UNDECIDED {
        return Some(Was(None));
    }
    let (decision, millis) = text.split_once('-')?;
    let millis: i64 = millis.parse().ok()?;
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * NANOS_PER_MILLI).ok()?;
    Some(Was(Some(Earlier { decision: Decision::parse(decision)?, at })))
}

/// Writes earlier decisions by the applicants' numbers, as `12-none.13-accepted-1794128520000`.
pub(super) fn write_all(decisions: &[(i64, Option<Earlier>)]) -> String {
    let one = |(number, earlier): &(i64, Option<Earlier>)| format!("{number}-{}", write_earlier(*earlier));
    decisions.iter().map(one).collect::<Vec<_>>().join(".")
}

/// Reads what [`write_all`] writes, about as many as a page lists.
pub(super) fn read_all(text: &str) -> Option<EarlierDecisions> {
    let one = |part: &str| {
        let (number, earlier) = part.split_once('-')?;
        Some((number.parse().ok()?, read_earlier(earlier)?.0))
    };
    let all: EarlierDecisions = text.split('.').map(one).collect::<Option<_>>()?;
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
        let at = OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(1_794_128_520_042);
        let earlier = |decision| Some(Earlier { decision, at });
        let all = [(12, None), (13, earlier(Decision::Accepted)), (7, earlier(Decision::OnHold))];
        assert_eq!(write_all(&all), "12-none.13-accepted-1794128520042.7-on_hold-1794128520042");
        assert_eq!(read_all(&write_all(&all)), Some(all.to_vec()));
        let far = format!("12-accepted-{}", i64::MAX);
        for odd in ["", "12", "12-maybe-1", "12-accepted", "x-none", "12-none.", &far, &"1-none.".repeat(60)]
        {
            assert_eq!(read_all(odd), None, "{odd}");
        }
    }
}
