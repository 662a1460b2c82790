//! Excluding people, joining spellings, recipients that share nothing: on the sample data, through the real binary.

use crate::util::{Work, root};
use iesiz::canon::{Canonical, form_of};
use iesiz::keys::{Domain, Keyset, Tokenizer};
use iesiz::vocabulary::SemanticType;
use std::collections::{HashMap, HashSet};
use std::fs;

/// A family: both pay from this phone, each has one of one's own in `users.csv`.
const FAMILY_PHONE: &str = "+77479990077";
const ONE: &str = "1052";
const ONES_OWN_PHONE: &str = "8 777 000 21 39";
const OTHER: &str = "1055";

const KEY: &str = r#"{"format":"iesiz-keys/1","epochs":[{"epoch":1,"key":"01ffc99b7e0f00a51e58946e41271d7f61c5f2ad8220d557a49cfd73b56456cd"}]}"#;
const FILES: [&str; 4] = ["users", "payments", "visits", "feedback"];

fn workplace() -> Work {
    use std::os::unix::fs::PermissionsExt as _;
    let work = Work::new();
    let key = work.write("keys.json", KEY);
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).expect("a private key file");
    work
}

/// Runs a profile over the four samples into `out`, as CSV.
fn apply(work: &Work, out: &str, profile: &str, more: &[&str]) {
    let sample = |name: &str| root().join("sample-data").join(name).display().to_string();
    let inputs = ["users.csv", "payments.csv", "visits.tsv", "feedback.csv"].map(sample);
    let schemas = root().join("schemas").display().to_string();
    let mut arguments = vec![
        "apply",
        "--schema",
        &schemas,
        "--profile",
        profile,
        "--keys",
        "keys.json",
        "--out",
        out,
        "--to",
        "csv",
        "-q",
    ];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(more);
    work.run(&arguments).exits(0);
}

fn read(work: &Work, out: &str) -> HashMap<&'static str, String> {
    let text = |name: &str| fs::read_to_string(work.path(&format!("{out}/{name}.csv"))).expect("a dataset");
    FILES.iter().map(|name| (*name, text(name))).collect()
}

/// The token of a value in the warehouse, if it has a canonical form.
fn token(semantic: SemanticType, raw: &str) -> Option<String> {
    let form = form_of(semantic);
    let root = fs_hex();
    let (mut canonical, mut token) = (String::new(), Vec::new());
    if form.write(raw, &mut canonical) != Canonical::Written {
        return None;
    }
    let domain =
        Domain { profile: "warehouse", recipient: "", site: "skillbox.kz", domain: semantic.name(), form: form.id };
    let tokenizer = Tokenizer::new(&Keyset::from_root(root, 1), domain, semantic.token_prefix()?);
    tokenizer.write(canonical.as_bytes(), &mut token);
    String::from_utf8(token).ok()
}

fn fs_hex() -> [u8; 32] {
    let key: serde_json::Value = serde_json::from_str(KEY).expect("JSON");
    let hex = key["epochs"][0]["key"].as_str().expect("hex").to_owned();
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex"))
}

/// Cells of a sample file by header.
fn sample(name: &str, delimiter: char) -> Vec<HashMap<String, String>> {
    let text = fs::read_to_string(root().join("sample-data").join(name)).expect("a sample");
    // A line end inside quotes leaves an odd number of them on the line so far.
    let mut records: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        match records.last_mut().filter(|_| open) {
            Some(record) => {
                record.push('\n');
                record.push_str(line);
            }
            None => records.push(line.to_owned()),
        }
        open ^= line.matches('"').count() % 2 == 1;
    }
    let mut rows = records.iter().map(|record| cells(record, delimiter));
    let header = rows.next().expect("a header");
    rows.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == delimiter && !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("one at least").push(c),
        }
    }
    cells
}

#[test]
fn a_person_excluded_by_phone_is_nowhere_and_the_family_stays() {
    let work = workplace();
    work.write("exclude.txt", format!("{ONES_OWN_PHONE}\n"));
    apply(&work, "all", "warehouse", &[]);
    apply(&work, "less", "warehouse", &["--exclude", "exclude.txt"]);
    let (all, less) = (read(&work, "all"), read(&work, "less"));

    let user = sample("users.csv", ';').into_iter().find(|row| row["id"].trim() == ONE).expect("the user");
    let mut tokens = vec![
        token(SemanticType::UserId, ONE).expect("an id"),
        token(SemanticType::Email, &user["Email"]).expect("an email"),
        token(SemanticType::Phone, ONES_OWN_PHONE).expect("a phone"),
    ];
    tokens.extend(token(SemanticType::CookieId, &user["_ym_uid"]));
    let payments = sample("payments.csv", ',');
    let of = |row: &HashMap<String, String>| token(SemanticType::UserId, &row["user_id"]);
    let (own, others): (Vec<_>, Vec<_>) = payments.iter().partition(|row| of(row).as_ref() == Some(&tokens[0]));
    assert!(own.len() >= 3, "the person pays");
    let iins = |rows: &[&HashMap<String, String>]| -> HashSet<String> {
        rows.iter().filter_map(|row| token(SemanticType::Iin, &row["ИИН плательщика"])).collect()
    };
    tokens.extend(iins(&own).difference(&iins(&others)).cloned());
    assert!(tokens.len() >= 4);

    for (nth, token) in tokens.iter().enumerate() {
        assert!(all.values().any(|text| text.contains(token)), "value {nth} is in the full release");
        assert!(less.values().all(|text| !text.contains(token)), "value {nth} is gone");
    }
    // The other owner of the family phone keeps every row, the shared phone among them.
    let other = token(SemanticType::UserId, OTHER).expect("an id");
    let family = token(SemanticType::Phone, FAMILY_PHONE).expect("a phone");
    for name in FILES {
        assert_eq!(all[name].matches(&other).count(), less[name].matches(&other).count(), "{name}");
    }
    assert!(less["payments"].lines().filter(|line| line.contains(&other) && line.contains(&family)).count() >= 5);
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(work.path("_less.run.json")).expect("a record")).expect("JSON");
    assert_eq!(record["exclusion"]["listed"], 1);
    assert_eq!(record["exclusion"]["listed_found"], 1);
}

#[test]
fn a_shared_phone_is_counted_and_takes_nobody_with_it() {
    let work = workplace();
    work.write("exclude.txt", format!("{ONE}\n"));
    apply(&work, "all", "warehouse", &[]);
    apply(&work, "less", "warehouse", &["--exclude", "exclude.txt"]);
    let (all, less) = (read(&work, "all"), read(&work, "less"));
    let (one, other) =
        (token(SemanticType::UserId, ONE).expect("an id"), token(SemanticType::UserId, OTHER).expect("an id"));
    for name in FILES {
        assert!(!less[name].contains(&one), "{name}");
        assert_eq!(all[name].matches(&other).count(), less[name].matches(&other).count(), "{name}");
    }
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(work.path("_less.run.json")).expect("a record")).expect("JSON");
    assert!(record["exclusion"]["ambiguous_values"].as_u64().expect("a count") >= 1);
}

#[test]
fn withdrawn_users_are_in_no_file() {
    let work = workplace();
    apply(&work, "out", "warehouse", &[]);
    let out = read(&work, "out");
    let users = sample("users.csv", ';');
    let withdrawn: Vec<_> = users.iter().filter(|row| row["Согласие отозвано"].contains("20")).collect();
    assert_eq!(withdrawn.len(), 12);
    for row in &withdrawn {
        for (semantic, column) in
            [(SemanticType::UserId, "id"), (SemanticType::Email, "Email"), (SemanticType::CookieId, "_ym_uid")]
        {
            if let Some(token) = token(semantic, &row[column]) {
                assert!(out.values().all(|text| !text.contains(&token)), "a {semantic} of a withdrawn user is left");
            }
        }
    }
    assert_eq!(out["users"].lines().count(), 1 + 2000 - withdrawn.len());
}

#[test]
fn one_person_has_one_token_in_every_file_whatever_the_spelling() {
    let work = workplace();
    apply(&work, "out", "warehouse", &[]);
    let out = read(&work, "out");
    let column = |name: &str, column: &str| -> Vec<String> {
        let mut lines = out[name].lines().map(|line| cells(line, ','));
        let at = lines.next().expect("a header").iter().position(|key| key == column).expect("the column");
        lines.map(|cells| cells[at].clone()).filter(|cell| !cell.is_empty()).collect()
    };
    for (key, name, other, least) in [
        ("user_id", "payments", "user_id", 0.99),
        ("email", "payments", "email", 0.90),
        ("phone", "feedback", "phone", 0.80),
        ("client_id", "visits", "ym_uid", 0.60),
    ] {
        let known: HashSet<String> = column("users", other).into_iter().collect();
        let cells = column(name, key);
        let joined = cells.iter().filter(|cell| known.contains(*cell)).count();
        let share = joined as f64 / cells.len() as f64;
        assert!(cells.len() > 200 && share >= least, "{name}.{key}: {share} of {}", cells.len());
    }
}

#[test]
fn two_recipients_share_no_token() {
    let work = workplace();
    let tokens = |out: &str| -> HashSet<String> {
        read(&work, out)
            .values()
            .flat_map(|text| {
                text.split([',', '\n', '"'])
                    .filter(|cell| cell.len() == 29 && cell.as_bytes()[2] == b'_')
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    apply(&work, "one", "research_partner", &["--recipient", "uni"]);
    apply(&work, "two", "research_partner", &["--recipient", "bank"]);
    apply(&work, "again", "research_partner", &["--recipient", "uni"]);
    let (one, two, again) = (tokens("one"), tokens("two"), tokens("again"));
    assert!(one.len() > 10_000, "{}", one.len());
    assert_eq!(one.intersection(&two).count(), 0);
    assert_eq!(one, again);
}

#[test]
fn a_run_without_the_file_that_says_who_withdrew_warns() {
    let work = workplace();
    let sample = |name: &str| root().join(name).display().to_string();
    let (payments, schemas) = (sample("sample-data/payments.csv"), sample("schemas"));
    let arguments = ["apply", &payments, "--schema", &schemas, "--profile", "warehouse", "--keys", "keys.json"];
    let warning = "people who withdrew are not left out: `users` says who did";
    work.run(&[&arguments[..], &["--out", "one"]].concat()).exits(0).says(warning);
    let users = sample("sample-data/users.csv");
    work.run(&[&arguments[..], &[&users, "--out", "two"]].concat()).exits(0).hides(warning);
}

#[test]
fn lines_that_match_nobody_are_named_by_number() {
    let work = workplace();
    work.write("exclude.txt", format!("# list\n{ONE}\nnobody@example.invalid\n\n99999999\n"));
    let sample = |name: &str| root().join(name).display().to_string();
    let (users, schemas) = (sample("sample-data/users.csv"), sample("schemas"));
    let arguments =
        ["apply", &users, "--schema", &schemas, "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    let ran = work.run(&[&arguments[..], &["--exclude", "exclude.txt"]].concat()).exits(0);
    ran.says("lines of `--exclude` that match no row: 2 (numbers 3, 5)").hides("nobody@");
}

#[test]
fn what_was_withheld_is_said() {
    let work = workplace();
    let sample = |name: &str| root().join(name).display().to_string();
    let (payments, schemas) = (sample("sample-data/payments.csv"), sample("schemas"));
    let arguments =
        ["apply", &payments, "--schema", &schemas, "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    work.run(&arguments).exits(0).says("payments.course").says("3 held identifiers and were withheld");
}

/// A little users file that says who withdrew, with its schema and a profile.
fn little(work: &Work, rows: &str, profile: &str) {
    work.write("users.csv", format!("user_id,email,withdrawn_at\n{rows}"));
    work.write(
        "schema.toml",
        "version = 1\ndataset = \"users\"\nsite = \"example.kz\"\nwithdrawn = \"withdrawn_at\"\n[columns]\n\
         user_id = { is = \"user-id\" }\nemail = { is = \"email\" }\nwithdrawn_at = { is = \"date\", optional = true }\n",
    );
    work.write(
        "profile.toml",
        format!(
            "version = 1\nprofile = \"mine\"\nclause = \"7.1\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\n\
             keys = \"required\"\n[actions]\nuser-id = \"pseudonymize\"\n{profile}"
        ),
    );
}

const LITTLE: [&str; 10] = [
    "apply",
    "users.csv",
    "--schema",
    "schema.toml",
    "--profile",
    "./profile.toml",
    "--keys",
    "ephemeral",
    "--out",
    "out",
];

#[test]
fn a_broken_row_may_hide_a_withdrawal() {
    let work = Work::new();
    little(&work, "1,a@example.kz,\n2,b@example.kz\n", "");
    let ran = work.run(&[&LITTLE[..], &["--max-bad", "5"]].concat()).exits(5);
    ran.says("users.csv, row 2").says("whether this person withdrew cannot be read").hides("b@example.kz");
    assert!(!work.path("out").exists());
}

#[test]
fn a_part_without_its_withdrawals_warns() {
    let work = Work::new();
    little(&work, "", "");
    work.write("users.csv", "user_id,email\n1,a@example.kz\n");
    work.run(&LITTLE).exits(0).says("people who withdrew are not known here: column `withdrawn_at` is absent");
}

#[test]
fn lists_of_nobody_and_choices_for_nothing_are_noticed() {
    let work = Work::new();
    little(&work, "1,a@example.kz,\n", "[datasets.usres]\nemail = \"drop\"\n");
    work.write("exclude.txt", "# nobody yet\n\n");
    work.run(&[&LITTLE[..], &["--exclude", "exclude.txt"]].concat()).exits(2).says("`exclude.txt` lists nobody");
    work.run(&LITTLE).exits(0).says("no schema describes the dataset `usres` of this choice");
}

#[test]
fn two_spellings_of_one_person_are_both_found() {
    let work = Work::new();
    little(&work, "1,a@example.kz,\n2,b@example.kz,\n", "");
    work.write("exclude.txt", "a@example.kz\n A@EXAMPLE.KZ\n");
    work.run(&[&LITTLE[..], &["--exclude", "exclude.txt"]].concat())
        .exits(0)
        .says("2 of 2 lines found")
        .hides("match no row");
}

/// A listed phone is found in a cell that holds its owner's name too, as people type it.
#[test]
fn a_listed_value_is_found_inside_a_longer_cell() {
    let work = workplace();
    work.write("users.csv", "id,phone,city\n10,\"+7 771 000 99 98, 8 701 000 00 01\",Алматы\n11,8771 000 99 98 Айгуль,Алматы\n12,8 701 555 44 33,Алматы\n");
    work.write("users.toml", "version = 1\ndataset = \"users\"\nsite = \"s\"\n[columns]\nid = { is = \"user-id\" }\nphone = { is = \"phone\", max_unfit = 1.0 }\ncity = { is = \"city\" }\n");
    work.write("gone.txt", "8 771 000 99 98\n");
    let arguments = [
        "apply",
        "users.csv",
        "--schema",
        "users.toml",
        "--profile",
        "warehouse",
        "--keys",
        "keys.json",
        "--out",
        "out",
        "--to",
        "csv",
        "--exclude",
        "gone.txt",
    ];
    work.run(&arguments).exits(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest")).expect("JSON");
    assert_eq!(manifest["datasets"][0]["row_account"]["excluded"], 2);
}

/// Results of a recipient join back: the tokens of given values, in their order, with a reason and a line in the log.
#[test]
fn tokens_of_given_values_are_those_of_the_release() {
    let work = workplace();
    work.write("users.csv", "id,phone,city\n10,+7 771 000 99 98,Алматы\n11,8 701 000 00 01,Тараз\n");
    work.write("users.toml", "version = 1\ndataset = \"users\"\nsite = \"s\"\n[columns]\nid = { is = \"user-id\" }\nphone = { is = \"phone\" }\ncity = { is = \"city\" }\n");
    work.run(&[
        "apply",
        "users.csv",
        "--schema",
        "users.toml",
        "--profile",
        "warehouse",
        "--keys",
        "keys.json",
        "--out",
        "out",
        "--to",
        "csv",
    ])
    .exits(0);
    let released = fs::read_to_string(work.path("out/users.csv")).expect("a dataset");
    let cell = |row: usize, column: usize| {
        released.lines().nth(row).and_then(|line| line.split(',').nth(column)).expect("a cell").to_owned()
    };
    let usual =
        ["--keys", "keys.json", "--reason", "results of the contractor", "--ticket", "OPS-18", "--log", "token.log"];
    let token =
        |column: &str, values: &[&str]| work.run(&[&["token", "out", "--column", column], &usual[..], values].concat());
    let ran = token("users.id", &["11", " 10 "]).exits(0);
    assert_eq!(ran.stdout, format!("{}\n{}\n", cell(2, 0), cell(1, 0)));
    let ran = token("users.phone", &["87710009998", "-"]).exits(12);
    assert_eq!(ran.stdout, format!("{}\n(no token)\n", cell(1, 1)));
    token("users.city", &["x"]).exits(7);
    let log = fs::read_to_string(work.path("token.log")).expect("a log");
    assert_eq!(log.lines().count(), 4, "{log}");
    assert!(log.contains("OPS-18") && !log.contains("us_") && !log.contains("7710009998"), "{log}");
}
