//! One person with many accounts, with the real binary: k counts people.

use crate::util::fixtures::{KEY_HEX, json, key_file, write_key};
use crate::util::{Ran, Work};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const PROFILE: &str = "version = 1\nprofile = \"mine\"\nclause = \"7.1(б)\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\n\
    keys = \"required\"\n[models]\nk = 5\n[actions]\nuser-id = \"pseudonymize\"\ncity = \"keep\"\n";

const SCHEMA: &str = "version = 1\ndataset = \"users\"\nsite = \"skillbox.kz\"\nsubject = \"id\"\n[columns]\nid = { is = \"user-id\" }\n\
    email = { is = \"email\" }\nphone = { is = \"phone\" }\niin = { is = \"iin\" }\ncity = { is = \"city\" }\n";

fn work(rows: &str) -> Work {
    let work = Work::new();
    work.write("users.toml", SCHEMA);
    work.write("mine.toml", PROFILE);
    work.write("users.csv", format!("id,email,phone,iin,city\n{rows}"));
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work
}

fn apply(work: &Work) -> Ran {
    let arguments = ["apply", "users.csv", "--schema", "users.toml", "--profile", "./mine.toml", "--keys", "keys.json"];
    work.run(&[&arguments[..], &["--to", "csv", "--out", "out", "--storage-country", "KZ"]].concat())
}

fn models(work: &Work) -> Value {
    json(&work.path("out/_manifest.json"))["datasets"][0]["models"].clone()
}

/// IINs with right control digits, of invented people.
const IINS: [&str; 4] = ["850315100016", "850315200012", "050415500345", "050415600123"];

#[test]
fn twenty_accounts_of_four_people_are_four_people() {
    for shares in ["email", "phone", "iin", "a chain of all"] {
        let mut rows = String::new();
        for n in 0..20 {
            let person = n / 5;
            let (mut email, mut phone, mut iin) = (format!("a{n}@mail.ru"), format!("+7701000{:04}", 1000 + n), "");
            let own = format!("Person{person}@Mail.ru ");
            let shared = format!("8 (701) 555-00-0{person}");
            match (shares, n % 5) {
                ("email", _) | ("a chain of all", 0) => email = own,
                ("phone", _) => phone = shared,
                ("a chain of all", 1) => (email, phone) = (own, shared),
                ("a chain of all", 2) => (phone, iin) = (shared, IINS[person]),
                _ => iin = IINS[person],
            }
            let city = ["Алматы", "Астана"][person / 2];
            writeln!(rows, "{},{email},{phone},{iin},{city}", 1001 + n).expect("a text");
        }
        let work = work(&rows);
        apply(&work).exits(7).says("all rows together are of 4 people").says("accounts that share an email");
        assert!(!work.path("out").exists());
        let ran = work.run(&["measure", "users.csv", "--schema", "users.toml", "--k", "5"]).exits(7);
        assert!(ran.stdout.contains("4 people by `id`"), "{shares}: {}", ran.stdout);
        assert!(ran.stdout.contains("20 accounts that share an email, a phone or a number of the state are 4 people"));
        assert!(ran.stdout.contains("k = 2: 2 classes of 2 people"), "{shares}: {}", ran.stdout);
        // Whoever names a subject wants to count those.
        let ran = work.run(&["measure", "users.csv", "--schema", "users.toml", "--subject", "id"]).exits(0);
        assert!(ran.stdout.contains("20 people by `id`"), "{}", ran.stdout);
    }
}

/// 40 accounts of people in five towns; in one of them five accounts are one person's.
#[test]
fn a_release_holds_k_of_people_and_says_how_many_accounts_they_have() {
    let towns = ["Алматы", "Астана", "Шымкент", "Тараз"];
    let mut rows = String::new();
    for n in 0..40 {
        // Five accounts of the fourth town are one person's; without that the town would hold k = 5 by itself.
        let iin = if n % 4 == 3 && n < 28 { IINS[0] } else { "" };
        writeln!(rows, "{},a{n}@mail.ru,,{iin},{}", 1001 + n, towns[n % 4]).expect("a text");
    }
    let work = work(&rows);
    apply(&work).exits(0).says("7 accounts that share an email, a phone or a number of the state are 1 person");
    let entry = models(&work);
    assert_eq!(entry["accounts"], serde_json::json!({ "accounts": 7, "people": 1, "shared": 0 }));
    // Ten accounts of Taraz are four people, so no class may be of Taraz alone.
    let text = std::fs::read_to_string(work.path("out/users.csv")).expect("a file");
    let mut classes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (id, city) = (line.split(',').next().expect("an id"), line.split(',').next_back().expect("a town"));
        classes.entry(city).or_default().insert(id);
    }
    assert!(!classes.contains_key("Тараз"), "{:?}", classes.keys());
    assert!(entry["k"].as_u64().is_some_and(|k| k >= 5));
    work.run(&["audit", "out", "-q"]).exits(0);
    work.run(&["measure", "out"]).exits(0);
}

/// Thirty-six customers of three managers: whose contact it is the schema says by a domain of its own.
#[test]
fn a_contact_of_somebody_else_joins_nobody() {
    let rows: String = (0..36).map(|n| format!("{},a{n}@mail.ru,,,Алматы,m{}@staff.kz\n", 1001 + n, n % 3)).collect();
    let work = work("");
    work.write("users.csv", format!("id,email,phone,iin,city,manager\n{rows}"));
    let manager = "manager = { is = \"email\", domain = \"staff-email\" }\n";
    work.write("users.toml", format!("{SCHEMA}{manager}"));
    apply(&work).exits(0).hides("k counts people");
    let ran = work.run(&["measure", "users.csv", "--schema", "users.toml", "--k", "5"]).exits(0);
    assert!(ran.stdout.contains("36 people by `id`"), "{}", ran.stdout);
    work.write("users.toml", format!("{SCHEMA}{}", manager.replace(", domain = \"staff-email\"", "")));
    std::fs::remove_dir_all(work.path("out")).expect("the release");
    apply(&work).exits(7).says("all rows together are of 3 people");
}

#[test]
fn what_very_many_accounts_share_is_nobodys_own_and_is_said() {
    let mut rows = String::new();
    for n in 0..30 {
        writeln!(rows, "{},info@firm.kz,,,Алматы", 1001 + n).expect("a text");
    }
    let work = work(&rows);
    apply(&work).exits(0).says("W737").says("were taken for nobody's own: 1");
    assert_eq!(models(&work)["accounts"], serde_json::json!({ "accounts": 0, "people": 0, "shared": 1 }));
}
