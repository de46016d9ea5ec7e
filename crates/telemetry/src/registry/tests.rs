use super::*;

const REFUSED: Desc =
    Desc { name: "frames_refused", help: "Frames refused", labels: &["reason"], kind: Kind::Counter };
const OPEN: Desc = Desc { name: "open", help: "Open connections", labels: &[], kind: Kind::Gauge };
const TIME: Desc = Desc { name: "time_ms", help: "Time", labels: &["request"], kind: Kind::Timer };

#[test]
fn the_text_is_what_prometheus_reads() {
    let registry = Registry::default();
    registry.counters(REFUSED).with(&["too \"large\""]).inc_by(3);
    registry.gauge(OPEN).set(2);
    registry.timers(TIME).with(&["Produce"]).observe(Duration::from_millis(10));
    let text = registry.render(Duration::ZERO).unwrap();
    for line in [
        "# TYPE frames_refused counter",
        "frames_refused_total{reason=\"too \\\"large\\\"\"} 3",
        "open 2",
        "# TYPE time_ms summary",
        "time_ms_sum{request=\"Produce\"} 10",
        "time_ms_count{request=\"Produce\"} 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|have| have == line), "no line {line:?} in\n{text}");
    }
    assert!(text.contains("time_ms{request=\"Produce\",quantile=\"0.999\"} 10."), "{text}");
}

#[test]
fn a_removed_member_is_rendered_no_more() {
    let registry = Registry::default();
    let family = registry.counters(REFUSED);
    family.with(&["a"]).inc();
    assert!(family.remove(&["a"]));
    assert!(!registry.render(Duration::ZERO).unwrap().contains("reason=\"a\""));
}

#[test]
#[should_panic(expected = "registered twice")]
fn a_name_is_registered_once() {
    let registry = Registry::default();
    registry.gauge(OPEN);
    registry.gauge(OPEN);
}
