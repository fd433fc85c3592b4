//! A month as a calendar shows it, and the free slots of a day.

use time::{Date, Duration, Month, OffsetDateTime, Time};

use crate::web::pages::zone::Zone;

/// The days that can be booked, relative to today.
pub(super) fn horizon(now: OffsetDateTime) -> (Date, Date) {
    (now.date() + Duration::days(1), now.date() + Duration::days(365))
}

/// Weeks from Monday to Sunday; `None` outside of the month.
pub(super) fn weeks(year: i32, month: Month) -> Vec<[Option<Date>; 7]> {
    let Ok(first) = Date::from_calendar_date(year, month, 1) else { return Vec::new() };
    let mut day = first - Duration::days(first.weekday().number_days_from_monday().into());
    let mut weeks = Vec::new();
    while weeks.is_empty() || (day.month() == month && day.year() == year) {
        let mut week = [None; 7];
        for place in &mut week {
            *place = (day.month() == month && day.year() == year).then_some(day);
            day += Duration::DAY;
        }
        weeks.push(week);
    }
    weeks
}

/// Whether the host can be met that day.
pub(super) fn is_open(day: Date, (first, last): (Date, Date)) -> bool {
    day >= first && day <= last && day.weekday().number_days_from_monday() < 5
}

/// The first day of a month on which the host can be met.
pub(super) fn first_open(year: i32, month: Month, horizon: (Date, Date)) -> Option<Date> {
    weeks(year, month).into_iter().flatten().flatten().find(|day| is_open(*day, horizon))
}

/// The slots of a day by the clocks of a zone: every half hour from nine to five.
pub(super) fn slots(day: Date, zone: &Zone) -> Vec<OffsetDateTime> {
    let at = |half: u8| Time::from_hms(9 + half / 2, 30 * (half % 2), 0).ok();
    (0..16).filter_map(|half| zone.instant(day, at(half)?)).collect()
}

/// The month before and the month after.
pub(super) fn neighbours(year: i32, month: Month) -> [(i32, Month); 2] {
    let before = if month == Month::January { year - 1 } else { year };
    let after = if month == Month::December { year + 1 } else { year };
    [(before, month.previous()), (after, month.next())]
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_month_has_all_its_days_in_weeks_from_monday() {
        let weeks = weeks(2026, Month::November);
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0], [None, None, None, None, None, None, Some(date!(2026 - 11 - 01))]);
        assert_eq!(weeks.iter().flatten().flatten().count(), 30);
        assert_eq!(super::weeks(2027, Month::February).len(), 4);
    }

    #[test]
    fn a_day_has_its_slots_by_the_clocks_of_the_zone() {
        let zone = Zone::parse("Europe/Berlin").expect("a zone");
        let slots = slots(date!(2026 - 11 - 12), &zone);
        assert_eq!(slots.len(), 16);
        assert_eq!(slots.first(), Some(&datetime!(2026-11-12 8:00 UTC)));
        assert_eq!(slots.last(), Some(&datetime!(2026-11-12 15:30 UTC)));
    }

    #[test]
    fn weekends_and_what_lies_too_near_or_far_are_closed() {
        let horizon = (date!(2026 - 11 - 03), date!(2026 - 11 - 30));
        assert!(is_open(date!(2026 - 11 - 03), horizon));
        assert!(!is_open(date!(2026 - 11 - 02), horizon) && !is_open(date!(2026 - 11 - 07), horizon));
        assert!(!is_open(date!(2026 - 12 - 01), horizon));
    }
}
