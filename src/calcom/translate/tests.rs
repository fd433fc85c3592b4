#[test]
fn smoke() {
    for (name, body) in crate::calcom::fixtures::bodies() {
        eprintln!("{name}: {:?}", super::read(&body));
    }
}
