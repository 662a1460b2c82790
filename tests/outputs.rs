//! Several outputs of one column, rules about NULL, and what is refused because of what stands beside it.

use crate::util::fixtures::{KEY_HEX, column, json, key_file, lines, write_key};
use crate::util::{Ran, Work};

/// A workplace with one dataset of these columns, these rows and this profile.
fn work(columns: &str, csv: &str, profile: &str) -> Work {
    let work = Work::new();
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work.write(
        "schema.toml",
        format!("version = 1\ndataset = \"d\"\nsite = \"example.kz\"\nsubject = \"id\"\n[columns]\n{columns}"),
    );
    work.write("d.csv", csv);
    work.write("p.toml", profile);
    work
}

fn profile(audience: &str, actions: &str) -> String {
    format!(
        "version = 1\nprofile = \"mine\"\nclause = \"test\"\nstatus = \"pseudonymised\"\naudience = \"{audience}\"\nkeys = \"required\"\n{actions}"
    )
}

fn apply(work: &Work, more: &[&str]) -> Ran {
    let usual = [
        "apply",
        "d.csv",
        "--schema",
        "schema.toml",
        "--profile",
        "./p.toml",
        "--keys",
        "keys.json",
        "--to",
        "csv",
        "--out",
        "out",
    ];
    work.run(&[&usual[..], more].concat())
}

const PEOPLE: &str = "id = { is = \"user-id\" }\nemail = { is = \"email\" }\nat = { is = \"event-time\" }\n";
const ROWS: &str = "id,email,at\n1,anna@example.kz,2024-03-01 10:20:30\n2,,2024-03-02 11:00:00\n3,-,2024-04-01\n";

#[test]
fn one_column_leaves_in_two_forms() {
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nemail = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n[also.event-time]\nmonth = { generalize = \"month\" }\n";
    let work = work(PEOPLE, ROWS, &profile("internal", actions));
    apply(&work, &[]).exits(0);
    let rows = lines(&work, "out/d.csv");
    assert_eq!(rows[0], "id,email,at,at_month");
    assert!(rows[1].ends_with("2024-03-01,2024-03") && rows[3].ends_with("2024-04-01,2024-04"));
    let month = column(&work, "at_month");
    assert_eq!((month["made_of"].as_str(), month["parameters"].as_str()), (Some("at"), Some("\"month\"")));
    assert_eq!(column(&work, "at")["made_of"], serde_json::Value::Null);
}

#[test]
fn outputs_need_names_of_their_own() {
    let columns = format!("{PEOPLE}at_month = {{ is = \"code\" }}\n");
    let actions = "[actions]\nevent-time = { generalize = \"day\" }\ncode = \"keep\"\n[also.event-time]\nmonth = { generalize = \"month\" }\n";
    let work = work(&columns, "id,email,at,at_month\n", &profile("internal", actions));
    apply(&work, &[]).exits(2).says("two outputs of `d` are called `at_month` [E313]");
}

#[test]
fn null_is_kept_filled_or_hidden() {
    let columns = "id = { is = \"user-id\" }\nemail = { is = \"email\" }\nsum = { is = \"amount\" }\ntown = { is = \"city\" }\nday = { is = \"date\" }\n";
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nemail = \"pseudonymize\"\namount = \"keep\"\ncity = \"keep\"\ndate = { generalize = \"month\" }\n\
                   [nulls]\nemail = \"suppress\"\namount = { fill = 0 }\n\"d.town\" = { fill = \"other\" }\ndate = { fill = \"2000-01-01\" }\n";
    let csv = "id,email,sum,town,day\n1,a@b.kz,10,Алматы,2024-03-05\n2,,,,\n3,нет,x,,\n4,,5,Тараз,2024-04-01\n";
    let work = work(columns, csv, &profile("internal", actions));
    apply(&work, &[]).exits(0);
    let rows: Vec<Vec<String>> =
        lines(&work, "out/d.csv")[1..].iter().map(|row| row.split(',').map(str::to_owned).collect()).collect();
    let emails: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert!(emails.iter().all(|token| token.starts_with("em_") && token.len() == 29), "{emails:?}");
    let mut distinct = emails.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 4, "every row without an address has another token of nobody");
    assert_eq!(rows[1][2..], ["0.00", "other", "2000-01-01"]);
    assert_eq!(rows[2][2..], ["0.00", "other", "2000-01-01"], "what does not fit is missing too");
    assert_eq!(rows[3][2..], ["5.00", "Тараз", "2024-04"]);
    let email = column(&work, "email");
    assert_eq!(
        (email["nulls"].as_str(), email["counts"]["nulls"].clone()),
        (Some("suppress"), serde_json::Value::Null)
    );
    assert_eq!(column(&work, "sum")["nulls"], "fill");
    // The same bytes again: decoys are keyed by the row, not drawn.
    let first = std::fs::read(work.path("out/d.csv")).expect("a file");
    apply(&work, &["--if-exists", "replace", "--threads", "3"]).exits(0);
    assert_eq!(std::fs::read(work.path("out/d.csv")).expect("a file"), first);
}

#[test]
fn rules_about_null_that_do_not_suit_are_refused_together() {
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nemail = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n\
                   [nulls]\nemail = { fill = \"none\" }\nevent-time = \"suppress\"\nuser-id = { fill = \"x\" }\n";
    let work = work(PEOPLE, ROWS, &profile("internal", actions));
    let ran = apply(&work, &[])
        .exits(2)
        .says("a constant among tokens shows every NULL")
        .says("only `pseudonymize` can hide that there was nothing");
    assert_eq!(ran.stderr.matches("[E314]").count(), 3);
}

#[test]
fn missingness_that_singles_out_is_said() {
    let mut csv = String::from("id,email,at\n");
    for n in 0..40 {
        let email = if n == 7 { String::new() } else { format!("u{n}@example.kz") };
        csv += &format!("{},{email},2024-03-01\n", n + 1);
    }
    let actions =
        "[actions]\nuser-id = \"pseudonymize\"\nemail = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n";
    let work = work(PEOPLE, &csv, &profile("internal", actions));
    apply(&work, &[]).exits(0).says("d, column `email`: fewer than 10 rows lack a value here").says("[W727]");
    work.write("p.toml", profile("internal", &format!("{actions}[nulls]\nemail = \"suppress\"\n")));
    let hidden = apply(&work, &["--if-exists", "replace"]).exits(0);
    assert!(!hidden.stderr.contains("W727"), "{}", hidden.stderr);
}

#[test]
fn an_exact_time_never_leaves_beside_an_exact_sum() {
    let columns = "id = { is = \"user-id\" }\nat = { is = \"payment-time\" }\nsum = { is = \"amount\" }\n";
    let columns = &format!("{columns}day = {{ is = \"date\" }}\n");
    let csv = "id,at,sum,day\n1,2024-03-01 10:20:30,45000,2024-03-01\n";
    let exact = "[actions]\nuser-id = \"pseudonymize\"\npayment-time = \"keep\"\namount = \"keep\"\n";
    let outside = work(columns, csv, &profile("partner", exact));
    apply(&outside, &["--recipient", "uni"])
        .exits(7)
        .says("`at` would leave exact beside `sum`: of 86,400 seconds")
        .says("[E724]");
    let shifted = exact.replace("payment-time = \"keep\"", "payment-time = { shift = 180 }");
    apply(&work(columns, csv, &profile("partner", &shifted)), &["--recipient", "uni"]).exits(7).says("[E724]");
    apply(&work(columns, csv, &profile("internal", exact)), &[]).exits(0);
    let day = exact.replace("payment-time = \"keep\"", "date = { shift = 180 }");
    apply(&work(columns, csv, &profile("partner", &day)), &["--recipient", "uni"]).exits(0);
    for coarser in [
        exact.replace("payment-time = \"keep\"", "payment-time = { generalize = \"hour\" }"),
        exact.replace("amount = \"keep\"", "amount = { bucket = [0, 10] }"),
    ] {
        apply(&work(columns, csv, &profile("partner", &coarser)), &["--recipient", "uni"]).exits(0);
    }
}

#[test]
fn linked_ids_of_a_browser_leave_alike() {
    let columns = "id = { is = \"user-id\" }\nym = { is = \"cookie-id\" }\nga = { is = \"cookie-id\" }\nfirst_visit = { is = \"event-time\" }\n";
    let csv = "id,ym,ga,first_visit\n1,1700000000123456789,1.1700000000,2023-11-14\n";
    let one_clear = "[actions]\ncookie-id = [\"pseudonymize\", \"keep\"]\n[datasets.d]\nga = \"keep\"\n";
    apply(&work(columns, csv, &profile("internal", one_clear)), &[])
        .exits(7)
        .says("`ga` would leave in clear beside the token `ym`")
        .says("10^9")
        .says("[E725]");
    let first_clear = "[actions]\ncookie-id = \"pseudonymize\"\nevent-time = \"keep\"\n";
    apply(&work(columns, csv, &profile("internal", first_clear)), &[])
        .exits(7)
        .says("`first_visit` would leave in clear");
    let both = "[actions]\ncookie-id = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n";
    apply(&work(columns, csv, &profile("internal", both)), &[]).exits(0);
}

#[test]
fn forms_that_are_never_safe_are_refused_with_their_number() {
    for (action, reason) in [
        ("card = \"keep\"", "100,000 numbers"),
        ("card = \"pseudonymize\"", "100,000 numbers"),
        ("iin = { generalize = \"year\" }", "25,203 days"),
        ("iin = { generalize = \"sex\" }", "25,203 days"),
        ("sex = \"pseudonymize\"", "about 2 values"),
        ("city = \"pseudonymize\"", "about 300 values"),
        ("full-name = \"pseudonymize\"", "about 90000000 values"),
        ("session-token = \"pseudonymize\"", "leaves in no form"),
        ("birth-date = \"pseudonymize\"", "about 25203 values"),
    ] {
        let work = work(PEOPLE, ROWS, &profile("internal", &format!("[actions]\n{action}\n")));
        apply(&work, &[]).exits(2).says(reason);
    }
}

#[test]
fn a_plan_shows_further_outputs_and_needs_no_key() {
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n[also.event-time]\nyear = { generalize = \"year\" }\n";
    let work = work(PEOPLE, ROWS, &profile("internal", actions));
    let ran = work.run(&["--json", "plan", "d.csv", "--schema", "schema.toml", "--profile", "./p.toml"]).exits(0);
    assert!(ran.stdout.contains("\"at_year\""), "{}", ran.stdout);
    let manifest = || json(&work.path("out/_manifest.json"));
    apply(&work, &[]).exits(0);
    assert_eq!(manifest()["datasets"][0]["columns"].as_array().map(Vec::len), Some(4));
}

/// Two outputs of one column of which one is the other's secret.
#[test]
fn an_output_that_undoes_another_is_refused() {
    let columns =
        "id = { is = \"user-id\" }\nat = { is = \"event-time\" }\nsum = { is = \"amount\" }\nip = { is = \"ip\" }\n";
    let csv = "id,at,sum,ip\n100001,2024-03-01 10:20:30,45000,8.8.8.8\n";
    let refused = |actions: &str, also: &str, told: &str| {
        let actions = format!("[actions]\nuser-id = \"pseudonymize\"\n{actions}\n[also.{also}\n");
        apply(&work(columns, csv, &profile("internal", &actions)), &[]).exits(7).says(told).says("[E726]");
    };
    refused(
        "event-time = { shift = 180 }",
        "event-time]\nweek = { generalize = \"week\" }",
        "`at_week` would give `at` away: the difference of the two is the shift",
    );
    refused("ip = \"prefix-preserve\"", "ip]\nnet = { generalize = \"/24\" }", "translate every address");
    refused("ip = \"pseudonymize\"", "ip]\nraw = \"keep\"", "every value stands beside its token");
    let fine = "[actions]\nuser-id = \"pseudonymize\"\nip = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n[also.ip]\nnet = { generalize = \"/24\" }\n";
    apply(&work(columns, csv, &profile("internal", fine)), &[]).exits(0);
}

/// Without a recipient the tokens of two partners would join, whatever the profile says.
#[test]
fn tokens_for_a_partner_are_of_that_partner() {
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n";
    let work = work(PEOPLE, ROWS, &profile("partner", actions));
    apply(&work, &[]).exits(7).says("the profile needs a recipient [E720]");
    work.run(&["plan", "d.csv", "--schema", "schema.toml", "--profile", "./p.toml"])
        .exits(0)
        .says("needs a recipient [W728]");
    apply(&work, &["--recipient", "uni"]).exits(0);
    work.write("p.toml", profile("partner", &format!("recipient = \"none\"\n{actions}")));
    apply(&work, &["--if-exists", "replace"]).exits(2).says("the tokens of two partners join").says("[E315]");
}

/// A draft whose site nobody wrote makes tokens that join nothing of theirs.
#[test]
fn the_site_of_a_draft_is_noticed() {
    let actions = "[actions]\nuser-id = \"pseudonymize\"\nevent-time = { generalize = \"day\" }\n";
    let work = work(PEOPLE, ROWS, &profile("internal", actions));
    let schema = std::fs::read_to_string(work.path("schema.toml")).expect("a schema");
    work.write("schema.toml", schema.replace("example.kz", "your-site.example"));
    apply(&work, &[]).exits(0).says("the site of `d` is still the draft's [W729]");
}
