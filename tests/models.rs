//! Models over published data, beside what ARX reaches on the same data with the same hierarchies.

use crate::util::adult::{QUASI, adult};
use crate::util::fixtures::{KEY_HEX, json, key_file, write_key};
use crate::util::{Ran, Work};
use iesiz::io::{IfExists, OutputFormat};
use iesiz::keys::Keyset;
use iesiz::pipeline::{
    ApplyOptions, Interrupt, LinkedFile, PrepareOptions, Recount, SearchOptions, Whose, apply as apply_with, prepare,
};
use iesiz::privacy::{Cost, Models, Trajectories, Written, local, optimum};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex};

#[test]
fn the_optimum_is_the_one_that_arx_finds_and_local_recoding_is_far_better() {
    let (table, hierarchies) = adult();
    assert_eq!(table.row_count(), 30_162);
    let weights = [1.0; QUASI.len()];
    for (suppress, arx, levels) in [(0.0, 0.5916, [0, 4, 0, 2, 3, 2, 2, 1]), (0.04, 0.2608, [0, 3, 0, 0, 2, 1, 1, 2])] {
        let models = Models { k: 5, suppress, ..Models::default() };
        let found = optimum(&table, &hierarchies, &weights, &models).expect("an optimum");
        assert!((found.loss - arx).abs() < 0.000_05, "{}", found.loss);
        assert_eq!(found.levels, levels);
        let recoding = local(&table, &hierarchies, &weights, &models).expect("a recoding");
        let cost = Cost::of(&recoding, &table, &hierarchies, &weights);
        assert!(cost.loss < 0.08, "{}", cost.loss);
        let written = Written::of(&recoding, &table, &hierarchies);
        assert_eq!((written.failing(&table, &models), written.classes.k()), (0, Some(5)));
    }
}

/// A profile with models, for the export below.
fn profile(models: &str) -> String {
    format!(
        "version = 1\nprofile = \"mine\"\nclause = \"7.1(д)\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\nkeys = \"required\"\n\
         [models]\n{models}\n[actions]\nuser-id = \"pseudonymize\"\nevent-time = {{ generalize = \"day\" }}\nproduct = \"keep\"\n\
         payment-status = \"keep\"\namount = {{ bucket = [0, 1000, 5000] }}\n"
    )
}

const SCHEMA: &str = "version = 1\ndataset = \"events\"\nsite = \"skillbox.kz\"\nsubject = \"user\"\n[dialect]\ndelimiter = \",\"\n[columns]\n\
    user = { is = \"user-id\" }\nat = { is = \"event-time\" }\ncourse = { is = \"product\" }\nstatus = { is = \"payment-status\" }\n";

/// Rows of people who come on several days and take courses of which some are rare.
fn events(rows: usize) -> String {
    let mut text = String::from("user,at,course,status\n");
    let mut dice: u64 = 7;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for _ in 0..rows {
        let user = if roll(40) == 0 { String::new() } else { (1_000 + roll(300)).to_string() };
        let course = ["Python", "Дизайн", "Python", "Аналитика", "Резьба по кости"]
            [usize::try_from(roll(100) / 24).expect("small")];
        let status = ["paid", "refunded", "failed"][usize::try_from(roll(3)).expect("small")];
        text.push_str(&format!("{user},2024-{:02}-{:02} 10:00:00,{course},{status}\n", 1 + roll(12), 1 + roll(28)));
    }
    text
}

fn work(models: &str, rows: &str) -> Work {
    let work = Work::new();
    work.write("schemas/events.toml", SCHEMA);
    work.write("mine.toml", profile(models));
    work.write("events.csv", rows);
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work
}

fn apply(work: &Work, more: &[&str]) -> Ran {
    let usual = [
        "apply",
        "events.csv",
        "--schema",
        "schemas",
        "--profile",
        "./mine.toml",
        "--keys",
        "keys.json",
        "--out",
        "out",
    ];
    work.run(&[&usual[..], more].concat())
}

/// Rows of the released CSV file: the labels of the quasi-identifiers, the person, the status.
fn released(work: &Work) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(work.path("out/events.csv")).expect("a file");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("user,at,course,status"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (format!("{} {}", cells[1], cells[2]), cells[0].to_owned(), cells[3].to_owned())
    };
    lines.map(row).collect()
}

/// People and statuses of every class.
fn classes(work: &Work) -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let mut classes: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (class, person, status) in released(work) {
        let class = classes.entry(class).or_default();
        // A row of nobody makes no class larger.
        class.0.extend(Some(person).filter(|person| !person.is_empty()));
        class.1.insert(status);
    }
    classes
}

fn models(work: &Work) -> Value {
    json(&work.path("out/_manifest.json"))["datasets"][0]["models"].clone()
}

#[test]
fn every_class_has_k_people_whatever_way_it_is_reached() {
    let rows = events(6_000);
    for way in ["local", "full-domain"] {
        for (asked, suppress) in [("k = 5", "0.0"), ("k = 25\nl = 3", "0.0"), ("k = 25", "0.1")] {
            let work = work(&format!("{asked}\nsuppress = {suppress}\nrecoding = \"{way}\""), &rows);
            apply(&work, &["--to", "csv", "-q"]).exits(0);
            let (classes, models) = (classes(&work), models(&work));
            let least = classes.values().map(|(people, _)| people.len()).min().expect("classes");
            assert_eq!(models["k"].as_u64(), Some(least as u64), "{way} {asked}");
            assert!(least >= if asked == "k = 5" { 5 } else { 25 });
            assert_eq!(models["classes"].as_u64(), Some(classes.len() as u64));
            let least = classes.values().map(|(_, statuses)| statuses.len()).min();
            assert!(!asked.contains('l') || least == Some(3));
            let suppressed = models["suppressed"].as_u64().expect("a count");
            assert_eq!(released(&work).len() as u64 + suppressed, 6_000);
            assert!(suppressed <= if suppress == "0.1" { 600 } else { 0 });
            let account = &json(&work.path("out/_manifest.json"))["datasets"][0]["row_account"];
            assert_eq!(account["suppressed"].as_u64(), Some(suppressed));
            work.run(&["audit", "out", "-q"]).exits(0);
        }
    }
}

#[test]
fn local_recoding_keeps_more_and_neither_depends_on_threads_or_format() {
    let rows = events(6_000);
    let loss = |way: &str| {
        let work = work(&format!("k = 10\nrecoding = \"{way}\""), &rows);
        apply(&work, &["--to", "csv", "-q", "--threads", "1"]).exits(0);
        let (one, entry) = (std::fs::read(work.path("out/events.csv")).expect("a file"), models(&work));
        apply(&work, &["--to", "csv", "-q", "--threads", "4", "--read-buffer", "4096", "--if-exists", "replace"])
            .exits(0);
        assert_eq!(std::fs::read(work.path("out/events.csv")).expect("a file"), one, "{way}");
        apply(&work, &["-q", "--if-exists", "replace"]).exits(0);
        assert_eq!(models(&work), entry, "{way}");
        entry["cost"]["loss"].as_f64().expect("a loss")
    };
    let (local, full) = (loss("local"), loss("full-domain"));
    assert!(local < 0.8 * full, "{local} {full}");
}

#[test]
fn rare_values_become_others_and_a_file_of_ones_own_is_climbed() {
    let mut rows = events(2_000);
    rows.push_str("1001,2024-01-01 10:00:00,Кобыз,paid\n");
    let work = work(
        "k = 10\nsuppress = 0.5\nrecoding = \"full-domain\"\n[models.hierarchies]\nevent-time = { levels = [\"year\"] }",
        &rows,
    );
    apply(&work, &["--to", "csv", "-q"]).exits(0);
    let labels: BTreeSet<String> = classes(&work).into_keys().collect();
    assert!(labels.iter().all(|label| label.starts_with("2024 ") || label.starts_with("* ")), "{labels:?}");
    assert!(labels.iter().all(|label| !label.contains("Кобыз")), "one person alone has it");

    let file = "Python;IT;*\nАналитика;IT;*\nДизайн;Искусство;*\n\"Резьба по кости\";Искусство;*\nКобыз;Искусство;*\n";
    work.write("courses.csv", file);
    let hierarchies = "k = 10\nrecoding = \"full-domain\"\n[models.hierarchies]\nevent-time = { levels = [\"year\"], weight = 0.001 }\n\"events.course\" = { file = \"courses.csv\" }";
    work.write("mine.toml", profile(hierarchies));
    apply(&work, &["--to", "csv", "-q", "--if-exists", "replace"]).exits(0);
    let labels: BTreeSet<String> = classes(&work).into_keys().collect();
    assert!(
        labels.iter().any(|label| label.ends_with("IT")) && labels.iter().any(|label| label.ends_with("Искусство")),
        "{labels:?}"
    );

    for (content, says) in [
        ("Python;IT;*\nДизайн;*\n", "line 2 of the hierarchy of `events.course` has not as many levels"),
        ("Python;IT;*\nДизайн;Искусство;*\n", "its hierarchy lacks values of `events.course`: 3"),
        (&file.replace("IT;*\nАн", "IT;x\nАн"), "line 2 of the hierarchy of `events.course` parts at level 2"),
        (&format!("{file}Python;IT;*\n"), "line 6 of the hierarchy of `events.course` repeats a value"),
        ("", "the hierarchy of `events.course` is empty"),
    ] {
        work.write("courses.csv", content);
        apply(&work, &["--if-exists", "replace", "-q"]).exits(7).says("E731").says(says).hides("Кобыз").hides("кости");
    }
    std::fs::remove_file(work.path("courses.csv")).expect("removed");
    apply(&work, &["--if-exists", "replace", "-q"]).exits(2).says("courses.csv");
}

#[test]
fn what_cannot_be_reached_is_not_published() {
    let few = "user,at,course,status\n".to_owned()
        + &"1,2024-01-01 10:00:00,Python,paid\n2,2024-01-02 10:00:00,Дизайн,paid\n".repeat(20);
    let gone = |work: &Work| {
        assert!(!work.path("out").exists() && !work.path("_out.run.json").exists() && work.leftovers().is_empty());
    };
    for way in ["local", "full-domain"] {
        // Forty rows of two people are two people.
        let work = work(&format!("k = 3\nrecoding = \"{way}\""), &few);
        apply(&work, &[])
            .exits(7)
            .says("E730")
            .says("k = 3 cannot be reached in `events`: all rows together are of 2 people");
        gone(&work);
        work.write("mine.toml", profile(&format!("k = 2\nl = 2\nrecoding = \"{way}\"")));
        apply(&work, &[]).exits(7).says("E730").says("l or t cannot be reached");
        gone(&work);
    }
    let work = work("k = 50\nmax_loss = 0.01", &events(500));
    apply(&work, &[]).exits(7).says("E734").says("`course` costs most");
    gone(&work);
}

#[test]
fn nothing_is_lost_where_all_are_alike_and_all_where_none_are() {
    let row = |user: usize, day: usize, course: &str| format!("{user},2024-01-{day:02} 10:00:00,{course},paid\n");
    let alike: String = (1..=100).map(|user| row(user, 1, "Python")).collect();
    let same = work("k = 100", &format!("user,at,course,status\n{alike}"));
    apply(&same, &["-q"]).exits(0);
    let entry = models(&same);
    assert_eq!(
        (entry["k"].as_u64(), entry["classes"].as_u64(), entry["cost"]["loss"].as_f64()),
        (Some(100), Some(1), Some(0.0))
    );

    let apart: String = (1..=28).map(|user| row(user, user, &format!("Курс {user}"))).collect();
    let none = work("k = 28", &format!("user,at,course,status\n{apart}"));
    apply(&none, &["-q"]).exits(0);
    let entry = models(&none);
    assert_eq!((entry["k"].as_u64(), entry["classes"].as_u64()), (Some(28), Some(1)));
    // No row is a release too: of nobody.
    let empty = work("k = 5", "user,at,course,status\n");
    apply(&empty, &["-q"]).exits(0);
    assert_eq!(models(&empty)["k"].as_u64(), Some(0));
}

#[test]
fn too_many_quasi_identifiers_are_refused_with_advice() {
    let names: Vec<String> = (0..50).map(|nth| format!("c{nth}")).collect();
    let columns: String = names.iter().map(|name| format!("{name} = {{ is = \"product\" }}\n")).collect();
    let work = work("k = 5", &format!("user,{}\n1,{}\n", names.join(","), vec!["x"; 50].join(",")));
    let schema = SCHEMA.split("[columns]").next().expect("a head").to_owned()
        + "[columns]\nuser = { is = \"user-id\" }\n"
        + &columns;
    work.write("schemas/events.toml", schema);
    apply(&work, &[])
        .exits(2)
        .says("E318")
        .says("50 quasi-identifiers")
        .says("hint: drop what the recipient does not need");
    work.write("mine.toml", profile("k = 5\n[models.hierarchies]\nproduct = { levels = [\"day\"] }"));
    work.write("schemas/events.toml", SCHEMA);
    work.write("events.csv", events(20));
    apply(&work, &[]).exits(2).says("E317").says("`course` has no levels with names");
    work.write("mine.toml", profile("k = 5\n[models.hierarchies]\nevent-time = { levels = [\"year\", \"month\"] }"));
    apply(&work, &[]).exits(2).says("E317").says("do not climb");
}

#[test]
fn an_audit_counts_what_a_manifest_claims() {
    let work = work("k = 10", &events(3_000));
    apply(&work, &["-q"]).exits(0);
    let manifest = work.path("out/_manifest.json");
    let text = std::fs::read_to_string(&manifest).expect("a manifest");
    let claimed = models(&work)["k"].as_u64().expect("k");
    let models = text.find("\"models\"").expect("models");
    let (head, tail) = text.split_at(models);
    std::fs::write(&manifest, head.to_owned() + &tail.replacen(&format!("\"k\": {claimed},\n"), "\"k\": 250,\n", 2))
        .expect("written");
    let ran = work.run(&["audit", "out", "--json", "-q"]).exits(12);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let found = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|found| found["code"] == "attack.models")
        .expect("told");
    assert_eq!(
        (found["severity"].as_str(), found["count"].as_u64(), found["of"].as_u64()),
        (Some("finding"), Some(claimed), Some(250))
    );
}

#[test]
fn an_audit_counts_the_values_that_a_manifest_claims_too() {
    let work = work("k = 10\nl = 2", &events(3_000));
    for format in ["csv", "parquet"] {
        apply(&work, &["-q", "--to", format, "--if-exists", "replace"]).exits(0);
        work.run(&["audit", "out", "-q"]).exits(0);
        let manifest = work.path("out/_manifest.json");
        let text = std::fs::read_to_string(&manifest).expect("a manifest");
        std::fs::write(&manifest, text.replacen("\"l\": 2", "\"l\": 4", 1)).expect("written");
        let ran = work.run(&["audit", "out", "--json", "-q"]).exits(12);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        let findings = report["findings"].as_array().expect("findings");
        let found = findings.iter().find(|found| found["code"] == "attack.models").expect("told");
        // There are three statuses.
        assert_eq!((found["of"].as_u64(), found["kind"].as_str()), (Some(4), Some("l")));
        assert!(found.to_string().contains("status"));
        assert!(found["count"].as_u64().is_some_and(|count| (2..=3).contains(&count)));
    }
}

#[test]
fn nobody_has_more_rows_than_the_profile_lets() {
    let mut rows = events(2_000);
    for day in 0..400 {
        rows.push_str(&format!("777,2024-{:02}-{:02} 10:00:00,Python,paid\n", 1 + day % 12, 1 + day % 28));
    }
    let work = work("k = 5\nrows_per_person = 20", &rows);
    apply(&work, &["--to", "csv", "-q"]).exits(0);
    let released = released(&work);
    let mut of: BTreeMap<String, usize> = BTreeMap::new();
    released.iter().for_each(|(_, person, _)| *of.entry(person.clone()).or_default() += 1);
    // Rows of nobody are nobody's, however many.
    assert!(of.remove("").is_some_and(|rows| rows > 20) && of.values().max() == Some(&20));
    let entry = models(&work);
    assert_eq!(
        (entry["rows_per_person"].as_u64(), entry["over_bound"].as_u64()),
        (Some(20), Some(2_400 - released.len() as u64))
    );
    let first = std::fs::read(work.path("out/events.csv")).expect("a file");
    apply(&work, &["--to", "csv", "-q", "--threads", "1", "--if-exists", "replace"]).exits(0);
    assert_eq!(std::fs::read(work.path("out/events.csv")).expect("a file"), first);
}

#[test]
fn l_and_t_are_never_asked_of_nothing() {
    let rows = events(300);
    let without = work("k = 5\nl = 2\nsensitive = [\"amount\"]", &rows);
    apply(&without, &[]).exits(2).says("E319").says("no sensitive column leaves in any dataset");
    let quasi = work("k = 5\nl = 2\nsensitive = [\"product\"]", &rows);
    apply(&quasi, &[]).exits(2).says("E321").says("`course` is a quasi-identifier");
    for (models, code, says) in [
        ("l = 2", "E203", "asks for no k"),
        ("", "E203", "asks for no k"),
        ("k = 5\n[models.hierarchies]\nproduct = { levels = [] }", "E247", "the list of levels is empty"),
    ] {
        apply(&work(models, &rows), &[]).exits(2).says(code).says(says);
    }
}

#[test]
fn t_holds_for_the_rows_that_leave() {
    let mut rows = events(1_500);
    // People who are alone, and all have failed: they are suppressed, and what is left is compared with what is left.
    (0..150).for_each(|user| {
        rows.push_str(&format!(
            "{},2019-{:02}-{:02} 10:00:00,Курс {user},failed\n",
            5_000 + user,
            1 + user % 12,
            1 + user % 28
        ));
    });
    for way in ["local", "full-domain"] {
        let work = work(&format!("k = 3\nt = 0.25\nsuppress = 0.3\nrecoding = \"{way}\""), &rows);
        apply(&work, &["--to", "csv", "-q"]).exits(0);
        let released = released(&work);
        let share = |rows: &[&String]| {
            ["paid", "refunded", "failed"]
                .map(|status| rows.iter().filter(|row| **row == status).count() as f64 / rows.len() as f64)
        };
        let all = share(&released.iter().map(|row| &row.2).collect::<Vec<_>>());
        let mut classes: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        released.iter().for_each(|(class, _, status)| classes.entry(class).or_default().push(status));
        let far = classes
            .values()
            .map(|rows| share(rows).iter().zip(all).map(|(here, all)| (here - all).abs()).sum::<f64>() / 2.0);
        let far = far.fold(0.0, f64::max);
        assert!(far <= 0.25 + 1e-9, "{way} {far}");
        work.run(&["measure", "out", "-q"]).exits(0);
    }
}

#[test]
fn labels_of_a_file_are_guarded_and_what_the_key_moves_is_told() {
    let rows = "user,at,course,status\n".to_owned()
        + &(1..=40).map(|user| format!("{user},2024-01-01 10:00:00,C{},paid\n", user % 4)).collect::<String>();
    let work = work("k = 15\n[models.hierarchies]\nproduct = { file = \"h.csv\" }", &rows);
    for label in ["ivan@mail.ru", "+7 771 000 99 98", "a\u{1}b"] {
        work.write("h.csv", format!("C0;{label}\nC1;{label}\nC2;Y\nC3;Y\n"));
        apply(&work, &[])
            .exits(2)
            .says("E317")
            .says("2 labels of the hierarchy of `course`")
            .hides("ivan")
            .hides("000 99");
    }
    work.write("h.csv", "C0;X\nC1;X\nC2;Y\nC3;Y\n");
    let moved = profile("k = 15\n[models.hierarchies]\nproduct = { file = \"h.csv\" }")
        .replace("{ generalize = \"day\" }", "{ shift = 30 }");
    work.write("mine.toml", moved);
    apply(&work, &["--to", "csv", "--for-excel"]).exits(0).says("`events.at` is no quasi-identifier").says("W733");
    assert_eq!(models(&work)["moved"], serde_json::json!(["at"]));
}

#[test]
fn a_measure_of_a_release_takes_texts_as_they_are_and_people_only_where_they_can_be_told_apart() {
    let course = |user: usize| ["-", "NULL", "Python", "нет"][user % 4];
    let rows = "user,at,course,status\n".to_owned()
        + &(1..=40).map(|user| format!("{user},2024-01-01 10:00:00,{},paid\n", course(user))).collect::<String>();
    let work = work("k = 10", &rows);
    apply(&work, &["-q"]).exits(0);
    let k = models(&work)["k"].as_u64().expect("k");
    let measured = |work: &Work| {
        let ran = work.run(&["measure", "out", "--json"]);
        (ran.code, serde_json::from_str::<Value>(&ran.stdout).expect("a report")["datasets"][0].clone())
    };
    let (code, report) = measured(&work);
    assert_eq!((code, report["k"].as_u64(), report["people_lost"].as_bool()), (0, Some(k), Some(false)));
    work.write("mine.toml", profile("k = 10").replace("user-id = \"pseudonymize\"\n", ""));
    apply(&work, &["-q", "--if-exists", "replace"]).exits(0);
    let (code, report) = measured(&work);
    assert_eq!((code, report["people_lost"].as_bool()), (13, Some(true)));
    assert!(report["models"].as_array().expect("models").iter().all(|model| model["met"] == false));
}

#[test]
fn people_who_leave_no_token_are_counted_again_all_the_same() {
    let rows = events(3_000);
    let work = work("k = 10", &rows);
    work.write("mine.toml", profile("k = 10").replace("user-id = \"pseudonymize\"\n", ""));
    for format in ["csv", "parquet"] {
        apply(&work, &["--to", format, "-q", "--if-exists", "replace"]).exits(0);
        let entry = models(&work);
        assert_eq!((entry["people"].as_str(), entry["subject"].as_str()), (Some("subjects"), None));
        assert!(entry["k"].as_u64().expect("k") >= 10);
        // Nothing of the numbers that were staged for it is left.
        assert_eq!(std::fs::read_dir(work.path("out")).expect("a release").count(), 5);
        assert!(work.leftovers().is_empty());
    }
}

/// Looks whether the rows of a file, whose last column says whose they are, are those of the people that were staged.
struct Rows(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Recount for Rows {
    fn least_people(&self, file: &Path, quasi: &[String], whose: Whose<'_>) -> Option<u64> {
        assert_eq!(quasi, ["at", "course"]);
        let Whose::Staged(mut staged) = whose else { panic!("people are staged") };
        let mut numbers = Vec::new();
        staged.seek(SeekFrom::Start(0)).and_then(|_| staged.read_to_end(&mut numbers)).expect("numbers");
        let text = std::fs::read_to_string(file).expect("a file");
        assert_eq!(numbers.len(), 8 * 900);
        for (number, line) in numbers.chunks(8).zip(text.lines().skip(1)) {
            let note = line.rsplit(',').next().expect("a note").to_owned();
            let known = self.0.lock().expect("alone").insert(note, number.to_vec());
            assert!(known.is_none_or(|known| known == number), "a row is somebody else's");
        }
        Some(u64::MAX)
    }

    fn joined(&self, _: &[LinkedFile]) -> Option<(Trajectories, Vec<bool>)> {
        None
    }
}

#[test]
fn in_a_keyed_order_people_are_still_told_apart_for_the_second_count() {
    // A column that nobody is asked about says whose each row is.
    let mut rows = "user,at,course,status,note\n".to_owned();
    (0..900).for_each(|row| {
        let user = 1 + row * 7 % 90;
        rows.push_str(&format!("{user},2024-01-{:02} 10:00:00,Python,paid,{user}\n", 1 + row % 28));
    });
    let work = work("k = 10", &rows);
    let note = "note = { is = \"amount\", role = \"sensitive\" }\n";
    work.write("schemas/events.toml", format!("{SCHEMA}{note}"));
    let partner = profile("k = 10")
        .replace("user-id = \"pseudonymize\"\n", "")
        .replace("{ bucket = [0, 1000, 5000] }", "\"keep\"")
        .replace("audience = \"internal\"", "audience = \"partner\"\nrecipient = \"required\"");
    work.write("mine.toml", partner);
    let keys = Keyset::open(&work.path("keys.json")).expect("a key");
    let mine = work.path("mine.toml");
    let (inputs, schemas) = ([work.path("events.csv").display().to_string()], [work.path("schemas")]);
    let options = PrepareOptions {
        inputs: &inputs,
        schemas: &schemas,
        profile: mine.to_str().expect("a path"),
        recipient: Some("uni"),
        keys: Some(&keys),
        preview: false,
        strict: false,
        storage_country: Some("KZ"),
        dated: false,
        today: None,
        format: None,
        encoding: None,
        geoip: None,
    };
    let prepared = prepare(&options).expect("a plan");
    let seen = Arc::new(Mutex::new(BTreeMap::new()));
    let told = Arc::clone(&seen);
    let recount = Rows(told);
    let how = ApplyOptions {
        out: &work.path("out"),
        access: iesiz::io::Access::OWNER,
        if_exists: IfExists::Fail,
        format: OutputFormat::Csv,
        threads: 2,
        read_buffer: 1 << 12,
        max_bad: 0,
        min_rows: 0,
        rejects: None,
        list_mark: None,
        listed: None,
        storage_country: Some("KZ"),
        strict: false,
        as_of: None,
        ephemeral: false,
        sign: None,
        search: SearchOptions::default(),
        recount: Some(&recount),
    };
    apply_with(&prepared, &how, &Interrupt::default(), &()).expect("a release");
    let seen = seen.lock().expect("alone");
    assert_eq!((seen.len(), seen.values().collect::<BTreeSet<_>>().len()), (90, 90));
    // The program itself counts them so too.
    work.run(&[
        "apply",
        "events.csv",
        "--schema",
        "schemas",
        "--profile",
        "./mine.toml",
        "--recipient",
        "uni",
        "--keys",
        "keys.json",
        "--out",
        "again",
        "-q",
    ])
    .exits(0);
}

#[test]
fn what_memory_does_not_hold_is_searched_from_the_disk() {
    let rows = events(6_000);
    let released = |asked: &str, more: &[&str]| {
        let work = work(asked, &rows);
        let fine = profile(asked).replace("{ generalize = \"day\" }", "\"keep\"");
        work.write("mine.toml", fine);
        work.write("events.csv", rows.replace(" 10:00:00", " 10:00:01"));
        apply(&work, &[&["--to", "csv"], more].concat()).exits(0);
        let least = classes(&work).values().map(|(people, _)| people.len()).min().expect("classes");
        let entry = models(&work);
        assert_eq!(entry["k"].as_u64(), Some(least as u64));
        assert!(work.leftovers().is_empty());
        let held = if more.is_empty() { 1 << 24 } else { 1_000 };
        assert_eq!(json(&work.path("_out.run.json"))["combinations"].as_u64(), Some(held));
        (std::fs::read(work.path("out/events.csv")).expect("a file"), entry, ran_text(&work, more))
    };
    // 336 days by four courses: more than a thousand.
    for asked in ["k = 25\nrecoding = \"full-domain\"", "k = 25\nrecoding = \"full-domain\"\nsuppress = 0.1\nl = 2"] {
        let (whole, entry, _) = released(asked, &[]);
        let (aside, from_disk, _) = released(asked, &["--combinations", "1000"]);
        assert!(whole == aside, "{asked}");
        assert_eq!(entry, from_disk);
    }
    let asked = "k = 25\nl = 2";
    let (_, whole, _) = released(asked, &[]);
    let (one, entry, said) = released(asked, &["--combinations", "1000", "--threads", "1"]);
    let (other, _, _) = released(asked, &["--combinations", "1000", "--threads", "2", "--read-buffer", "4096"]);
    assert!(one == other, "threads and units change nothing");
    assert_eq!(entry["quasi_identifiers"][0]["begins"].as_str(), Some("month"));
    assert_eq!(whole["quasi_identifiers"][0].get("begins"), None);
    assert!(
        said.contains(
            "more combinations than memory holds (`--combinations`): finer levels not looked at than at `month`"
        ),
        "{said}"
    );
}

/// What `plan --measure --utility` says.
fn ran_text(work: &Work, more: &[&str]) -> String {
    let usual = [
        "plan",
        "events.csv",
        "--schema",
        "schemas",
        "--profile",
        "./mine.toml",
        "--measure",
        "--utility",
        "--no-preview",
    ];
    work.run(&[&usual[..], more].concat()).exits(0).stdout.clone()
}

#[test]
fn what_the_join_of_the_files_tells_is_said() {
    let first = events(2_000);
    let work = work("k = 5", &first);
    work.write("schemas/visits.toml", SCHEMA.replace("\"events\"", "\"visits\""));
    // The same people on other days: every class of either file has five, and few are alike in both.
    let visits = first.lines().skip(1).map(|line| line.replace("2024-0", "2023-0").replace("2024-1", "2022-1"));
    let visits: Vec<String> = visits.collect();
    work.write("visits.csv", format!("user,at,course,status\n{}\n", visits.join("\n")));
    let usual =
        ["apply", "events.csv", "visits.csv", "--schema", "schemas", "--profile", "./mine.toml", "--keys", "keys.json"];
    let both = |more: &[&str]| work.run(&[&usual[..], &["--out", "out", "--if-exists", "replace"], more].concat());
    both(&[]).exits(0).says(
        "tokens join events, visits: who knows one row of a person in each, whichever it is, knows whose they are for",
    );
    let linked = json(&work.path("out/_manifest.json"))["linked_files"].clone();
    assert_eq!(linked["datasets"], serde_json::json!(["events", "visits"]));
    // All three hundred people have rows in both.
    assert_eq!(linked["people"].as_u64(), Some(300));
    let unique =
        |work: &Work| json(&work.path("out/_manifest.json"))["linked_files"]["unique"].as_f64().expect("a share");
    let few = unique(&work);
    work.write("mine.toml", profile("k = 150"));
    both(&["-q"]).exits(0);
    let many = unique(&work);
    assert!(few > 0.05 && many < few / 4.0, "{few} {many}");
    work.write("mine.toml", profile("k = 5"));
    both(&["--threads", "1", "--to", "csv"]).exits(0);
    assert_eq!(json(&work.path("out/_manifest.json"))["linked_files"]["people"].as_u64(), Some(300));
    // A file alone is joined with nothing.
    apply(&work, &["--if-exists", "replace", "-q"]).exits(0);
    assert!(json(&work.path("out/_manifest.json"))["linked_files"].is_null());
}

#[test]
fn who_is_asked_of_thousands_is_the_same_everywhere() {
    // More people than are asked about: which ones follows from hashes of their ids, and the figure from which ones.
    let mut rows = "user,at,course,status\n".to_owned();
    for (user, nth) in (0..3_000_u64).flat_map(|user| (0..4).map(move |nth| (user, nth))) {
        let (month, day) = (1 + (user * 7 + nth * nth * 5 + user / 13) % 12, 1 + (user / 5 + nth) % 28);
        let course = ["Python", "Дизайн", "Аналитика", "SQL"][usize::try_from((user + nth) % 4).expect("small")];
        rows.push_str(&format!("{},2024-{month:02}-{day:02} 10:00:00,{course},paid\n", 1_000 + user));
    }
    let work = work("k = 5", &rows);
    apply(&work, &["-q"]).exits(0);
    let linked = json(&work.path("out/_manifest.json"))["datasets"][0]["models"]["linked_rows"].clone();
    assert_eq!(linked, serde_json::json!({"known_rows": 3, "people": 3_000, "unique": 0.081}));
}

#[test]
fn what_is_left_of_numbers_is_said_and_no_number_is() {
    // Two thirds pay 100, a third 300, and one pays 9,000,000.
    let mut rows = "user,at,course,status,sum\n".to_owned();
    let sum = |user: u32| if user == 101 { 9_000_000 } else { 100 + 200 * u32::from(user.is_multiple_of(3)) };
    (1..=101).for_each(|user| rows.push_str(&format!("{user},2024-01-01 10:00:00,Python,paid,{}\n", sum(user))));
    let work = work("k = 5", &rows);
    work.write("schemas/events.toml", format!("{SCHEMA}sum = {{ is = \"amount\" }}\n"));
    let keep = |suppress: &str| {
        let sensitive = "l = 2\nsensitive = [\"amount\"]\nrecoding = \"full-domain\"";
        profile(&format!("k = 5\n{suppress}{sensitive}")).replace("{ bucket = [0, 1000, 5000] }", "\"keep\"")
    };
    work.write("mine.toml", keep(""));
    let left = |work: &Work| {
        let plan = [
            "plan",
            "events.csv",
            "--schema",
            "schemas",
            "--profile",
            "./mine.toml",
            "--measure",
            "--utility",
            "--json",
        ];
        let report: Value = serde_json::from_str(&work.run(&plan).exits(0).stdout).expect("a report");
        report["utility"][0].clone()
    };
    let whole = left(&work);
    assert_eq!(whole["sensitive"], serde_json::json!(["sum"]));
    assert_eq!(whole["left"]["sensitive"][0]["mean"], serde_json::json!(0.0));
    // Alone in her course, the one who paid much is suppressed, and with her most of the mean.
    work.write("events.csv", rows.replace("101,2024-01-01 10:00:00,Python", "101,2019-01-01 10:00:00,Резьба"));
    work.write("mine.toml", keep("suppress = 0.05\n"));
    let without = left(&work)["left"]["sensitive"][0].clone();
    assert!(without["mean"].as_f64().expect("a mean") < -0.99, "{without}");
    assert_eq!(without["quartiles"], serde_json::json!([0.0, 0.0, 0.0]));
    let said = ran_text(&work, &[]);
    assert!(said.contains("mean moves by") && said.contains("-99.8 %"), "{said}");
    assert!(!said.contains("9000000") && !said.contains("300"), "{said}");
}

#[test]
fn t_is_of_the_rows_that_leave_in_their_order_too() {
    // Two towns whose people all pay alike, and a few others whose rows may be left out: then two sums are left, and they are far apart.
    let mut rows = "user,at,course,status,sum\n".to_owned();
    let mut add = |user: usize, course: &str, sum: usize| {
        rows.push_str(&format!("{user},2024-01-01 10:00:00,{course},paid,{sum}\n"));
    };
    (0..46).for_each(|user| add(1_000 + user, "Python", 1));
    (0..46).for_each(|user| add(2_000 + user, "Дизайн", 2));
    (0..8).for_each(|user| add(3_000 + user, &format!("Курс {user}"), 3 + user));
    let asked = "k = 5\nt = \"ordered:0.12\"\nsensitive = [\"amount\"]\nsuppress = 0.08\nrecoding = \"full-domain\"";
    let work = work(asked, &rows);
    work.write("schemas/events.toml", format!("{SCHEMA}sum = {{ is = \"amount\" }}\n"));
    work.write("mine.toml", profile(asked).replace("{ bucket = [0, 1000, 5000] }", "\"keep\""));
    apply(&work, &["-q"]).exits(0);
    assert_ne!(models(&work)["classes"].as_u64(), Some(2));
    // Whoever measures the release finds what was promised.
    work.run(&["measure", "out", "-q"]).exits(0);
}

#[test]
fn profiles_ask_for_every_kind_of_diversity_and_closeness() {
    let rows = events(6_000);
    let asks = |models: &str| {
        let work = work(models, &rows);
        (apply(&work, &["--to", "csv"]).code, work)
    };
    for (l, t) in [("\"entropy:2.5\"", "0.3"), ("\"recursive:1.5:2\"", "\"ordered:0.2\""), ("3", "\"ordered:0.3\"")] {
        let (code, work) = asks(&format!("k = 5\nl = {l}\nt = {t}"));
        assert_eq!(code, 0, "{l} {t}");
        let asked = models(&work)["asked"].clone();
        assert_eq!((asked["l"].to_string(), asked["t"].to_string()), (l.to_owned(), t.to_owned()));
        // A reader of the release counts what the manifest promises.
        let ran = work.run(&["measure", "out", "--json"]).exits(0);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        let met = report["datasets"][0]["models"].as_array().expect("models").clone();
        let of = |name: &str| met.iter().find(|model| model["model"] == name).expect("a model").clone();
        assert_eq!((of("l")["asked"].as_str(), of("l")["met"].as_bool()), (Some(l.trim_matches('"')), Some(true)));
        assert_eq!((of("t")["asked"].as_str(), of("t")["met"].as_bool()), (Some(t.trim_matches('"')), Some(true)));
    }
    // Three statuses have an entropy of three at most, and in a class hardly that.
    let (code, stricter) = asks("k = 5\nl = \"entropy:3\"");
    assert_eq!((code, stricter.path("out").exists()), (7, false));
    for rule in ["[models.hierarchies]\n\"events.curse\" = { weight = 2 }", "[nulls]\n\"events.curse\" = \"suppress\""]
    {
        let work = work(&format!("k = 5\n{rule}"), &rows);
        apply(&work, &[]).exits(2).says("E305").says("dataset `events` has no column `curse`");
    }
    for bad in [
        "l = 1",
        "l = \"entropy:1\"",
        "l = \"recursive:2:1\"",
        "l = \"recursive:+2:3\"",
        "t = 1",
        "l = \"entropy\"",
        "l = \"recursive:0:2\"",
        "l = 2.5",
        "t = 1.5",
        "t = \"far:0.2\"",
        "t = \"ordered:2\"",
    ] {
        let work = work(&format!("k = 5\n{bad}"), &rows);
        apply(&work, &[]).exits(2).says("E222");
    }
}

#[test]
fn a_release_that_loses_too_many_people_is_not_made() {
    // Three hundred people of one class, and thirty who are each alone and may be suppressed.
    let mut rows = "user,at,course,status\n".to_owned();
    (1..=300).for_each(|user| rows.push_str(&format!("{user},2024-01-01 10:00:00,Python,paid\n")));
    (1..=30).for_each(|user| rows.push_str(&format!("{},20{:02}-01-02 10:00:00,Курс {user},paid\n", 900 + user, user)));
    let models_of = |rate: &str| format!("k = 50\nsuppress = 0.1\nrecoding = \"full-domain\"{rate}");
    let work = work(&models_of("\njoin_rate = 0.95"), &rows);
    apply(&work, &[]).exits(7).says("E735").says("91 % have a row left");
    assert!(!work.path("out").exists());
    work.write("mine.toml", profile(&models_of("\njoin_rate = 0.9")));
    apply(&work, &["-q"]).exits(0);
    let entry = models(&work);
    assert_eq!((entry["suppressed"].as_u64(), entry["cost"]["join_rate"].as_f64()), (Some(30), Some(0.9091)));
}

/// A month is spelled one way, whether a row stays at it or others climb from it, and never as a day.
#[test]
fn a_period_has_one_spelling_at_every_level() {
    let work = work("k = 40", &events(6_000));
    work.write("mine.toml", profile("k = 40").replace("generalize = \"day\"", "generalize = \"month\""));
    apply(&work, &["--to", "csv", "-q"]).exits(0);
    let mut spelled: BTreeSet<usize> = BTreeSet::new();
    for (class, _, _) in released(&work) {
        let at = class.split(' ').next().expect("a label").to_owned();
        let is = |pattern: &str| {
            at.len() == pattern.len()
                && at
                    .bytes()
                    .zip(pattern.bytes())
                    .all(|(byte, want)| if want == b'0' { byte.is_ascii_digit() } else { byte == want })
        };
        let level = ["0000-00", "0000-Q0", "0000", "*"].iter().position(|pattern| is(pattern));
        spelled.insert(level.unwrap_or_else(|| panic!("{at} is a label of no level")));
    }
    assert!(spelled.len() > 1, "{spelled:?}");
    work.run(&["audit", "out", "-q"]).exits(0);
}

/// What did not fit a column is counted in the manifest whether or not models recode it: null stands for a small number that an audience
/// outside must not see, and for nothing else. The run record has every number.
#[test]
fn what_did_not_fit_is_counted_where_models_are() {
    let counted = |audience: &str, bad: usize| {
        let lines = events(600);
        let rows: Vec<String> = lines
            .lines()
            .enumerate()
            .map(|(nth, line)| {
                let at = line.split(',').nth(1).unwrap_or_default();
                if (1..=bad).contains(&nth) { line.replacen(at, "31.02.2024", 1) } else { line.to_owned() }
            })
            .collect();
        let work = work("k = 5", &(rows.join("\n") + "\n"));
        let own = std::fs::read_to_string(work.path("mine.toml")).expect("a profile");
        work.write("mine.toml", own.replace("\"internal\"", &format!("\"{audience}\"")));
        let recipient: &[&str] = if audience == "partner" { &["--recipient", "uni"] } else { &[] };
        apply(&work, &[recipient, &["-q"]].concat()).exits(0);
        let unfit = |document: &str| {
            let columns = json(&work.path(document))["datasets"][0]["columns"].clone();
            let column = columns.as_array().expect("columns").iter().find(|column| column["name"] == "at");
            column.expect("the time")["counts"]["unfit"].clone()
        };
        (unfit("out/_manifest.json"), unfit("_out.run.json"))
    };
    for (audience, bad, shown) in [
        ("internal", 3, Value::from(3)),
        ("internal", 0, Value::from(0)),
        ("partner", 3, Value::Null),
        ("partner", 0, Value::from(0)),
        ("partner", 12, Value::from(12)),
    ] {
        assert_eq!(counted(audience, bad), (shown, Value::from(bad)), "{audience} {bad}");
    }
}
