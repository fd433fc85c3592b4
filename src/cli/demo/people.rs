//! The forty, whose names say "example" in many languages, and those who come without applying.

use std::borrow::Cow;

use time::{Duration, OffsetDateTime, Time};

use super::story::Step::{
    self, Ask, AskAgain, Book, BookElsewhere, BookUnheard, Cancel, Claim, Complete, Confirm, Decline, Hold,
    Miss, Move, Withdraw,
};
use super::story::{News, Person, What, other, working_day};
use crate::calcom::trigger::Trigger;

/// How many there are.
pub(super) const FORTY: u32 = 40;
/// Who talks with them.
pub(super) const HOSTS: [&str; 3] = ["Dana Example", "Kim Example", "Ravi Example"];

/// When an interview is, in UTC.
#[derive(Clone, Copy)]
enum Meets {
    /// So many working days from today, at an hour and a minute.
    On(i32, u8, u8),
    /// So many hours from now, at a full or a half hour.
    In(i64),
}
use Meets::{In, On};

/// A name, an address at example.com, a time zone, how many hours ago they applied, when they meet, and
/// what happened.
type Row = (&'static str, &'static str, &'static str, i64, Meets, &'static [Step]);

const PEOPLE: [Row; 40] = [
    ("Ana Example", "ana", "America/New_York", 260, On(-1, 10, 0), &[Book, Move, Complete, Hold]),
    ("Zoë Voorbeeld", "zoe.voorbeeld", "Europe/Amsterdam", 100, In(1), &[Book, Complete]),
    ("김예시", "kim.yesi", "Asia/Seoul", 1, On(1, 9, 0), &[]),
    ("محمد مثال", "mohammed", "Africa/Cairo", 70, In(3), &[Book]),
    ("Łukasz Przykład", "lukasz", "Europe/Warsaw", 24, On(1, 11, 15), &[Ask]),
    ("Nguyễn Ví Dụ", "nguyen", "Asia/Ho_Chi_Minh", 80, On(2, 8, 0), &[BookElsewhere, Claim]),
    ("Maximilian Beispiel", "maximilian.beispiel", "Europe/Berlin", 20, On(1, 9, 0), &[]),
    ("Jean-Baptiste Exemple", "jb.exemple", "Europe/Paris", 90, On(1, 9, 0), &[Book, Complete]),
    ("Олена Приклад", "olena", "Europe/Kyiv", 60, On(2, 14, 0), &[BookElsewhere]),
    ("דנה דוגמה", "dana.dugma", "Asia/Jerusalem", 36, On(3, 9, 0), &[Ask]),
    ("王示例", "wang", "Asia/Shanghai", 120, On(1, 13, 30), &[Ask, Confirm]),
    ("Sofía Ejemplo de la Fuente y Martínez-Ibáñez", "sofia", "Europe/Madrid", 170, In(-3), &[Book, Hold]),
    ("Ivana Primer", "ivana.primer", "Europe/Belgrade", 30, On(1, 9, 0), &[]),
    ("見本花子", "hanako", "Asia/Tokyo", 240, On(-2, 8, 0), &[Book, Hold]),
    ("Ayşe Örnek", "ayse", "Europe/Istanbul", 40, On(5, 9, 0), &[Book]),
    ("Giulia Esempio", "giulia", "Europe/Rome", 96, On(2, 10, 0), &[Book, AskAgain]),
    ("João Exemplo", "joao", "America/Sao_Paulo", 26, On(8, 15, 30), &[Book, Complete]),
    ("Ελένη Παράδειγμα", "eleni", "Europe/Athens", 200, On(-1, 14, 30), &[Book, Complete, Hold]),
    ("Åsa Exempel", "asa", "Europe/Stockholm", 12, On(14, 11, 0), &[Book]),
    ("Mikko Esimerkki", "mikko", "Europe/Helsinki", 85, On(2, 8, 0), &[Ask, Decline]),
    ("Példa Kinga", "kinga", "Europe/Budapest", 300, On(-3, 12, 0), &[Ask, Decline]),
    ("Jiří Příklad", "jiri", "Europe/Prague", 320, On(-3, 9, 30), &[BookUnheard, Move, Hold]),
    ("สมหญิง ตัวอย่าง", "somying", "Asia/Bangkok", 340, On(-4, 7, 0), &[Ask, Confirm, Complete, Hold]),
    ("अनिता उदाहरण", "anita", "Asia/Kolkata", 75, On(1, 12, 0), &[Book, AskAgain]),
    ("Siti Contoh", "siti", "Asia/Jakarta", 10, On(4, 7, 30), &[Ask]),
    ("Andrei Exemplu", "andrei", "Europe/Bucharest", 110, On(3, 14, 0), &[Book, Cancel]),
    ("Niamh Sampla", "niamh", "Europe/Dublin", 480, On(-6, 15, 0), &[Book, Complete, Hold]),
    ("Kwame Nhwɛso", "kwame", "Africa/Accra", 400, On(-4, 16, 0), &[Book, Cancel]),
    ("Amina Mfano", "amina", "Africa/Nairobi", 380, On(-5, 13, 0), &[Book, Miss]),
    ("مریم نمونه", "maryam", "Asia/Tehran", 600, On(-8, 9, 0), &[Book, Hold]),
    (
        "Anna-Maria Sophia Wilhelmina Theodora van den Voorbeeld tot Modelbeek en Exempelstein-Proefberg, \
         Barones van het Monsterboek en de Invuloefening",
        "anna-maria.sophia.wilhelmina.theodora.van.den.voorbeeld.tot.model",
        "Europe/Brussels",
        130,
        On(3, 10, 15),
        &[Book, Move],
    ),
    ("Seán O’Sample", "sean.o'sample", "Europe/Dublin", 700, On(1, 9, 0), &[]),
    ("Björk Dæmi", "bjork", "Atlantic/Reykjavik", 410, On(1, 9, 0), &[]),
    ("Lea Muster", "lea", "Europe/Zurich", 720, On(-12, 10, 0), &[BookElsewhere, Claim, Hold]),
    ("Ana Example", "ana", "America/New_York", 5, On(1, 9, 0), &[]),
    ("Dr. Priya Udāharaṇ", "priya", "Asia/Kolkata", 150, On(4, 9, 0), &[Book, Withdraw]),
    ("Q", "q", "America/Toronto", 3, On(1, 9, 0), &[]),
    ("Taylor Placeholder", "taylor", "America/Los_Angeles", 250, On(-2, 18, 0), &[Book, Miss]),
    ("Grace Specimen", "grace", "Africa/Lagos", 50, On(1, 9, 0), &[]),
    ("Kim Muster", "kim.muster", "Europe/Vienna", 220, On(1, 9, 0), &[Withdraw]),
];

/// Bookings that no application fits, and whether each names one, which is not there.
const STRANGERS: [(Row, bool); 6] = [
    (("Max Beispiel", "max.beispiel", "Europe/Berlin", 19, On(2, 8, 30), &[Book]), false),
    (("Ivan Primer", "i.primer", "Europe/Belgrade", 9, On(8, 9, 0), &[Book]), false),
    (("The Example Newsroom", "newsroom", "Europe/London", 6, On(4, 9, 0), &[Book]), false),
    (("Sam Stranger", "sam", "America/Chicago", 30, On(3, 16, 0), &[Book]), true),
    (("Noor Verzonnen", "noor", "Europe/Amsterdam", 140, On(-1, 11, 0), &[Ask, Confirm, Hold]), false),
    (("G. Specimen", "g.specimen", "Africa/Lagos", 40, On(2, 13, 0), &[Book]), false),
];
/// The number of the first stranger.
const FIRST_STRANGER: u32 = 1000;

/// The forty, as they are `now`.
pub(super) fn forty(now: OffsetDateTime) -> Vec<Person> {
    (0..).zip(PEOPLE).map(|(number, row)| person(number, row, "example.com", now)).collect()
}

/// Those who only book, each with whether the booking names an application.
pub(super) fn strangers(now: OffsetDateTime) -> Vec<(Person, bool)> {
    let numbered = (FIRST_STRANGER..).zip(STRANGERS);
    numbered.map(|(number, (row, named))| (person(number, row, "example.org", now), named)).collect()
}

fn person(
    number: u32,
    (name, local, zone, ago, meets, story): Row,
    domain: &str,
    now: OffsetDateTime,
) -> Person {
    let start = match meets {
        On(days, hour, minute) => {
            let day = working_day(now.date(), days);
            day.with_time(Time::from_hms(hour, minute, 0).unwrap_or(Time::MIDNIGHT)).assume_utc()
        }
        In(hours) => now - Duration::seconds(now.unix_timestamp() % 1800) + Duration::hours(hours),
    };
    Person {
        number,
        name: Cow::Borrowed(name),
        email: Cow::Owned(format!("{local}@{domain}")),
        zone,
        host: HOSTS[usize::try_from(number).unwrap_or(0) % HOSTS.len()],
        since: now - Duration::hours(ago),
        start,
        story,
    }
}

/// What arrives and is about no applicant.
pub(super) fn bystanders(now: OffsetDateTime) -> Vec<News> {
    let ago = |hours| now - Duration::hours(hours);
    let others = [other(Trigger::Ping, ago(744)), other(Trigger::FormSubmitted, ago(200))];
    let rest = [
        News { at: ago(745), what: What::Refused("signature_mismatch", 3) },
        News { at: ago(28), what: What::Posts(b"custom template: {{title}}") },
        News { at: ago(20), what: What::Refused("signature_missing", 1) },
    ];
    rest.into_iter().chain(others.into_iter().flatten()).collect()
}
