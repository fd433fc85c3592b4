use super::*;

fn text(metrics: &Metrics) -> String {
    let mut text = String::new();
    metrics.write(&mut text).expect("written");
    text
}

#[test]
fn each_trigger_and_outcome_has_a_counter_of_its_own() {
    let metrics = Metrics::new(OffsetDateTime::UNIX_EPOCH);
    let triggers = Trigger::ALL.iter().copied().map(Some).chain([None]);
    let outcomes = [Outcome::Applied, Outcome::Duplicate, Outcome::Ignored, Outcome::Unreadable];
    for trigger in triggers {
        for outcome in outcomes {
            metrics.delivered(trigger, outcome, SignedWith::Current);
        }
    }
    let text = text(&metrics);
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("bookhook_deliveries_total{")).collect();
    assert_eq!(lines.len(), (Trigger::ALL.len() + 1) * outcomes.len());
    assert!(lines.iter().all(|line| line.ends_with(" 1")), "{lines:?}");
}

#[test]
fn a_failed_commit_is_no_latency() {
    let metrics = Metrics::new(OffsetDateTime::UNIX_EPOCH);
    let commit = Commit { took: Duration::from_millis(3), jobs: 7, outcome: Ok(()) };
    metrics.committed(&commit);
    metrics.committed(&Commit { outcome: Err(WriteError::DiskFull), ..commit });
    let text = text(&metrics);
    for line in [
        "bookhook_commit_duration_seconds_count 1",
        "bookhook_commit_batch_jobs_sum 7.0",
        "bookhook_commit_failures_total{reason=\"disk_full\"} 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
