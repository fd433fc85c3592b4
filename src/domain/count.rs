//! Numbers with their nouns, in singular or plural.

/// `1 delivery`, `2 deliveries`.
#[must_use]
pub fn count(number: impl TryInto<u64>, one: &str, several: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_agree() {
        let deliveries = |number: usize| count(number, "delivery", "deliveries");
        assert_eq!([0, 1, 2].map(deliveries), ["0 deliveries", "1 delivery", "2 deliveries"]);
    }
}
