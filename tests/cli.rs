//! The command line: help, what it says about documents, what it prints for programs, and how inputs find their schemas.

use crate::util::fixtures::{
    HEADER, SCHEMA, apply, arguments, column, columns_of, hides_canaries, json, lines, nothing_published, parquet,
    people, people_and_canary, with_people, workplace,
};
use crate::util::{Ran, Work, root};
use serde_json::Value;
use std::collections::HashSet;
use std::process::Stdio;

const VERBS: [&str; 9] = ["apply", "plan", "scan", "measure", "verify", "reveal", "keys", "list", "canon"];

#[test]
fn help_begins_with_an_example() {
    let work = Work::new();
    for verb in VERBS {
        let help = work.run(&[verb, "--help"]).exits(0).stdout;
        let mut lines = help.lines();
        assert!(lines.next().is_some_and(|line| line.starts_with("Example")), "{verb}: {help}");
        // A line that can be copied: nothing wraps it.
        let example = lines.next().expect("an example");
        assert!(
            example.starts_with("  ") && example.contains(&format!("iesiz {verb} ")) || verb == "canon",
            "{verb}: {example}"
        );
    }
    assert!(
        work.run(&["--help"]).exits(0).stdout.starts_with("Example:\n  iesiz apply exports/*.csv --schema schemas")
    );
}

#[test]
fn examples_of_help_are_good_command_lines() {
    // As they are printed, they are parsed: no example names an option that is gone.
    let work = with_people(people(1));
    for verb in VERBS {
        let help = work.run(&[verb, "--help"]).exits(0).stdout;
        for line in help.lines().skip(1).take_while(|line| line.starts_with("  ")) {
            let mut command = work.command(&[]);
            let words = line.rsplit("iesiz ").next().expect("the command");
            let words = words.split_whitespace().map(|word| word.trim_matches('\''));
            let ran = Ran::of(command.args(words).stdin(Stdio::null()).output().expect("the program starts"));
            assert!(!ran.stderr.contains("Usage:") && !ran.stderr.contains("unexpected"), "{line}: {}", ran.stderr);
        }
    }
}

#[test]
fn short_help_is_one_line_an_option() {
    let work = Work::new();
    for verb in VERBS {
        let help = work.run(&[verb, "-h"]).exits(0).stdout;
        let options: Vec<&str> = help.split_once("Options:\n").expect("options").1.lines().collect();
        assert!(options.len() >= 3, "{verb}");
        for line in options {
            let (option, text) = line.trim_start().split_once("  ").unwrap_or((line, ""));
            assert!(option.starts_with('-') && !text.trim().is_empty(), "{verb}: {line}");
            assert!(!text.ends_with('.'), "{verb}: {line}");
        }
    }
    assert_eq!(work.run(&["--version"]).exits(0).stdout, concat!("iesiz ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn every_code_is_listed_with_its_exit_code() {
    let work = with_people(people(1));
    let listed: Value = serde_json::from_str(&work.run(&["list", "codes", "--json"]).exits(0).stdout).expect("JSON");
    let of = |code: &str| {
        let rows = listed.as_array().expect("rows");
        rows.iter().find(|row| row["code"] == code).map(|row| row["exit"].as_str().expect("a text").to_owned())
    };
    assert_eq!(
        ["E711", "E501", "E903", "W640", "E999"].map(of),
        [Some("7"), Some("5"), Some("9"), Some("-"), None].map(|exit| exit.map(str::to_owned))
    );
    assert_eq!(listed.as_array().map(Vec::len), Some(iesiz::error::Code::ALL.len()));
    assert!(work.run(&["list", "codes", "E711"]).exits(0).stdout.contains("max_unfit"));
    work.run(&["list", "codes", "E999"]).exits(2).says("nothing in this list is called `E999`");
}

#[test]
fn bad_arguments_exit_2() {
    let work = with_people(people(1));
    for arguments in [
        [].as_slice(),
        &["publish"],
        &["apply"],
        &["apply", "people.csv"],
        &["canon"],
        &["canon", "surnames", "x"],
        &["list", "people"],
        &["plan", "people.csv", "--schema", "schemas", "--profile", "unknown"],
        &["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--threads", "0"],
        &["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--as-of", "2024-02-30"],
        &["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--recipient", "Два слова"],
        &["plan", "people.csv", "--schema", "keys.json/none", "--profile", "warehouse"],
        &["plan", "people.csv", "people.csv", "--schema", "schemas", "--profile", "warehouse"],
        &["plan", "visits=people.csv", "--schema", "schemas", "--profile", "warehouse"],
    ] {
        work.run(arguments).exits(2);
    }
    let unknown = work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "unknown"]);
    unknown.says("there is no profile `unknown`").says("built in: archive_anon, research_partner,");
}

/// A sound profile of one's own, to spoil.
const PROFILE: &str = r#"version = 1
profile = "mine"
clause = "7.1(б)"
status = "pseudonymised"
audience = "internal"
keys = "required"
[actions]
user-id = "pseudonymize"
email = "drop"
product = ["keep", "drop"]
[datasets.people]
course = "drop"
"#;

/// `plan` under a profile of one's own.
fn plan(work: &Work, profile: &str) -> Ran {
    work.write("mine.toml", profile);
    work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "mine.toml"])
}

#[test]
fn every_mistake_of_every_document_is_said_at_once() {
    let work = with_people(people_and_canary());
    let schema = SCHEMA
        .replace("version = 1", "version = 3")
        .replace("subject = \"user_id\"", "subject = \"nobody\"\ntimezone = \"Asia/Almata\"\nsubjekt = 1")
        .replace("\"full-name\"", "\"fullname\"")
        .replace("delimiter = \",\"", "delimiter = \"::\"");
    work.write("schemas/people.toml", schema);
    work.write("schemas/other.toml", "version = 1\ndataset = \"Other\"\n");
    let profile = PROFILE.replace("\"internal\"", "\"inside\"").replace("email = \"drop\"", "email = []\nphone = 7");
    let ran = hides_canaries(plan(&work, &profile).exits(2));
    for problem in [
        "schemas/people.toml:1:11: `version` must be 1 [E205]",
        "schemas/people.toml:4:11: there is no column `nobody` [E210]",
        "schemas/people.toml:5:12: unknown time zone `Asia/Almata` [E211]",
        "schemas/people.toml:6:1: unknown key `subjekt` [E202]\n  hint: did you mean `subject`?",
        "schemas/people.toml:9:13: `delimiter` must be one ASCII character [E212]",
        "schemas/people.toml:13:18: unknown semantic type `fullname` [E208]\n  hint: did you mean `full-name`?",
        "schemas/other.toml:2:11: `dataset` is not a plain name [E206]",
        "schemas/other.toml:1:1: `site` is missing [E203]",
        "schemas/other.toml:1:1: `columns` is missing [E203]",
        "mine.toml:5:12: unknown word `inside` [E207]\n  hint: one of internal, partner, public",
        "mine.toml:9:9: the list of actions is empty [E247]\n  hint: write \"drop\"",
        "mine.toml:10:9: expected an action such as",
    ] {
        assert!(ran.stderr.contains(problem), "{problem}\nis not in:\n{}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("error: ").count(), 12, "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
}

#[test]
fn syntax_errors_have_a_place_too() {
    let work = with_people(people(1));
    plan(&work, &PROFILE.replace("keys = \"required\"", "keys = \"required")).exits(2).says("mine.toml:6:");
    plan(&work, &(PROFILE.to_owned() + "course = \"keep\"\n"))
        .exits(2)
        .says("mine.toml:13:1:")
        .says("keep one of them");
    work.write("mine.toml", b"version = 1 # \xFF");
    work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "mine.toml"])
        .exits(2)
        .says("is not UTF-8 text");
}

#[test]
fn every_mistake_of_a_plan_is_said_at_once() {
    let work = with_people(people_and_canary());
    let profile = PROFILE
        .replace(
            "email = \"drop\"",
            "email = \"cipher\"\ncard = \"keep\"\nfull-name = \"pseudonymize\"\nevent-time = \"generalize\"",
        )
        .replace("course = \"drop\"", "course = { generalize = \"host\" }\ncoarse = \"drop\"");
    let ran = plan(&work, &profile).exits(2);
    for problem in [
        "mine.toml:9:9: unknown technique `cipher` [E301]\n  hint: `iesiz list techniques`",
        "mine.toml:10:8: cards leave in no form: first six and last four digits leave 100,000 numbers",
        "mine.toml:11:13: `full-name` is never tokenised: about 90000000 values",
        "mine.toml:12:14: `generalize` needs an argument for `event-time` [E303]\n  hint: it takes one of: hour, day,",
        "mine.toml:15:10: `generalize = \"host\"` is outside what the profile allows for `product` [E306]\n  hint: choose one that `[actions]` lists",
        "mine.toml:16:1: dataset `people` has no column `coarse` [E305]",
    ] {
        assert!(ran.stderr.contains(problem), "{problem}\nis not in:\n{}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("error: ").count(), 6, "{}", ran.stderr);
}

#[test]
fn refusals_of_a_technique_have_their_reason() {
    let work = with_people(people(1));
    let refused = [
        ("card = { format-preserve = \"digits\" }", "cards leave in no form"),
        ("phone = { format-preserve = \"digits\" }", "any ten digits behind +7 are a phone"),
        ("iban = { format-preserve = \"base36\" }", "may be somebody else's [E302]\n  hint: `encrypt`"),
        ("sex = { format-preserve = \"base36\" }", "about 2 values, fewer than 1000000"),
        ("iin = { format-preserve = \"digits\" }", "it takes one of: invalid"),
        ("phone = { pseudonymize = 64 }", "of 64 bits, two of 10^9 people share one with probability 2.7 %"),
        (
            "amount = { round = 0 }",
            "a step above 0 for amounts, counts and ages [E303]\n  hint: write { round = 1_000 }",
        ),
        ("count = { round = 0.5 }", "steps of counts and ages are whole"),
        ("amount = { noise = [0, 5] }", "one below 0 and one above"),
        ("age = { top-bottom-code = [65, 18] }", "`top-bottom-code` takes [low, high]"),
        ("date = { shift = 4_000 }", "1 to 3650"),
        ("city = \"encrypt\"", "about 300 values, and counting gives each away"),
    ];
    for (action, reason) in refused {
        plan(&work, &PROFILE.replace("email = \"drop\"", action)).exits(2).says(reason);
    }
}

/// T18: who can add rows to the input would build a dictionary of what comes out.
#[test]
fn what_gives_values_back_stays_inside() {
    let work = with_people(people(1));
    let outside = PROFILE.replace("\"internal\"", "\"partner\"");
    for action in [
        "email = \"encrypt\"",
        "cookie-id = { format-preserve = \"base36\" }",
        "ip = \"prefix-preserve\"",
        "full-name = { mask = \"initials\" }",
        "phone = { mask = \"last-2\" }",
    ] {
        plan(&work, &outside.replace("email = \"drop\"", action)).exits(2).says("is for an internal audience only");
    }
    for action in ["phone = { mask = \"all\" }", "event-time = { shift = 30 }", "amount = { round = 100 }"] {
        plan(&work, &outside.replace("email = \"drop\"", action)).exits(0);
    }
}

#[test]
fn a_choice_inside_the_profile_is_taken() {
    let work = with_people(people(2));
    let ran = plan(&work, PROFILE).exits(0);
    assert!(ran.stdout.contains("people   course   product     quasi-identifier   drop"), "{}", ran.stdout);
    let ran = plan(&work, &PROFILE.replace("[datasets.people]\ncourse = \"drop\"", "")).exits(0);
    assert!(ran.stdout.contains("people   course   product     quasi-identifier   keep"), "{}", ran.stdout);
}

#[test]
fn a_claim_stronger_than_the_release_is_refused() {
    let work = with_people(people_and_canary());
    let keeping = PROFILE.replace("email = \"drop\"", "email = \"keep\"");
    let ran = plan(&work, &keeping)
        .exits(2)
        .says("mine.toml:4:10: the profile claims `pseudonymised`, but this release is `personal` [E307]");
    ran.says("hint: claim `personal`, or drop what makes it so: people.email");
    plan(&work, &keeping.replace("status = \"pseudonymised\"", "status = \"personal\"")).exits(0);
    plan(&work, &PROFILE.replace("\"pseudonymised\"", "\"anonymised\""))
        .exits(2)
        .says("but this release is `pseudonymised`");
}

/// What somebody begins their own profile with.
#[test]
fn a_built_in_profile_can_be_read() {
    let work = with_people(people(1));
    let text = work.run(&["list", "profiles", "warehouse"]).exits(0).stdout;
    assert!(text.contains("[actions]\n") && text.contains("profile  = \"warehouse\""), "{text}");
    plan(&work, &text.replace("\"warehouse\"", "\"ours\"")).exits(0);
    plan(&work, &PROFILE.replace("\"pseudonymize\"", "\"pseudonymise\"")).exits(2).says("did you mean `pseudonymize`?");
    let index = work.run(&["list", "techniques"]).exits(0).stdout;
    assert_eq!(index.lines().filter(|line| line.contains("  ")).count(), 1 + iesiz::transform::TECHNIQUES.len());
}

#[test]
fn names_of_built_in_profiles_are_reserved() {
    let work = with_people(people(1));
    plan(&work, &PROFILE.replace("\"mine\"", "\"warehouse\""))
        .exits(2)
        .says("mine.toml:1:1: `warehouse` is the name of a built-in profile [E310]");
}

#[test]
fn a_release_without_columns_is_refused() {
    let work = with_people(people(1));
    plan(&work, &PROFILE.replace("user-id = \"pseudonymize\"", ""))
        .exits(7)
        .says("no column of `people` would be left [E722]")
        .says("the profile lists none of:");
}

#[test]
fn a_header_that_names_people_needs_a_reason_to_be_less() {
    let work = workplace();
    let text = people_and_canary().replacen("course", "Телефон", 1);
    work.write("people.csv", text);
    let weaker = SCHEMA.replace("course  = { is = \"product\"", "course  = { is = \"product\", names = [\"телефон\"]");
    work.write("schemas/people.toml", &weaker);
    let ran = apply(&work, "people.csv", &[])
        .exits(7)
        .says("`course` is declared `product`, but its header says `phone` [E704]");
    hides_canaries(ran.says("acknowledge = "));
    nothing_published(&work);
    work.write(
        "schemas/people.toml",
        weaker.replace("\"product\",", "\"product\", acknowledge = \"a course about telephones\","),
    );
    apply(&work, "people.csv", &[]).exits(0).says("because of `acknowledge`: `course` [W736]");
    // Whoever receives the release, and whoever audits it, reads the reason.
    let notice = std::fs::read_to_string(work.path("out/_NOTICE.md")).expect("a notice");
    assert_eq!(notice.matches("- `people.course`: a course about telephones\n").count(), 3, "{notice}");
    work.run(&["audit", "out", "--report", "report.json", "-q"]).exits(0);
    let report = json(&work.path("report.json"));
    let columns = report["datasets"][0]["columns"].as_array().expect("columns");
    let stated: Vec<&Value> = columns.iter().filter(|column| column.get("acknowledged").is_some()).collect();
    assert_eq!((stated.len(), &stated[0]["name"]), (1, &"course".into()));
    assert_eq!(stated[0]["acknowledged"], "a course about telephones");
    let findings = report["findings"].as_array().expect("findings");
    let told = findings.iter().find(|finding| finding["code"] == "release.acknowledged").expect("a note");
    assert_eq!((&told["severity"], &told["at"]["column"]), (&"note".into(), &"course".into()));
    work.run(&["audit", "out", "--html", "page.html", "--lang", "ru", "-q"]).exits(0);
    let page = std::fs::read_to_string(work.path("page.html")).expect("a page");
    assert!(page.contains("под чьё-то слово: <span class=\"said\">a course about telephones</span>"));
    // And nothing that leaves by somebody's word makes a release anonymous.
    let claiming = PROFILE
        .replace("\"pseudonymised\"", "\"anonymised\"")
        .replace("[datasets.people]\ncourse = \"drop\"", "")
        .replace("user-id = \"pseudonymize\"", "user-id = \"drop\"");
    plan(&work, &claiming).exits(2).says("but this release is `pseudonymised` [E307]").says("people.course");
}

#[test]
fn what_programs_read_is_json() {
    let work = with_people(people(3) + "broken\n");
    let parse = |ran: Ran| -> Value { serde_json::from_str(&ran.stdout).expect("JSON on stdout") };
    let made = parse(apply(&work, "people.csv", &["--json", "--quiet", "--max-bad", "1"]).exits(3));
    assert_eq!(
        (&made["out"], &made["published"], &made["status"]),
        (&"out".into(), &true.into(), &"pseudonymised".into())
    );
    assert_eq!(made["record"], "_out.run.json");
    assert_eq!((&made["exit"], &made["key"]["id"]), (&3.into(), &"1d5ed7c0d6427e03".into()));
    assert!(made["seconds"].as_f64().is_some_and(|seconds| (0.0..600.0).contains(&seconds)));
    assert_eq!(made["bytes_in"].as_u64(), Some((people(3).len() + 7) as u64));
    assert_eq!((&made["datasets"][0]["unfit"], &made["datasets"][0]["withheld"]), (&0.into(), &0.into()));
    let dataset = &made["datasets"][0];
    assert_eq!((&dataset["rows_in"], &dataset["rows_out"], &dataset["quarantined"]), (&4.into(), &3.into(), &1.into()));
    assert_eq!(dataset["sha256"], json(&work.path("out/_manifest.json"))["datasets"][0]["sha256"]);
    // What did not leave is told by name: to programs, to people, and in the run record with the reason.
    assert_eq!(dataset["dropped"], serde_json::json!(["name", "comment"]));
    let record = json(&work.path("_out.run.json"));
    assert_eq!(record["datasets"][0]["dropped"][0], serde_json::json!({ "name": "name", "why": "profile" }));
    apply(&work, "people.csv", &["--max-bad", "1", "--if-exists", "replace"])
        .exits(3)
        .says("people: 2 of 8 columns dropped: name, comment\n");
    assert!(made["warnings"].as_array().is_some_and(|warnings| warnings.len() == 2));
    let left = parse(apply(&work, "people.csv", &["--json", "--if-exists", "skip", "--max-bad", "1"]).exits(3));
    assert_eq!(left["published"], false);
    let plan =
        parse(work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--json"]).exits(0));
    assert_eq!(plan["columns"].as_array().map(Vec::len), Some(8));
    assert_eq!(
        (&plan["columns"][1]["action"], &plan["columns"][2]["action"]),
        (&"drop".into(), &"pseudonymize".into())
    );
    assert!(!plan.to_string().contains("2024-05"), "a preview is not for programs");
    let verified = parse(work.run(&["verify", "out", "--json"]).exits(0));
    assert_eq!((&verified["verified"], &verified["files"]), (&true.into(), &5.into()));
    let keys = parse(work.run(&["keys", "show", "keys.json", "--json"]).exits(0));
    assert_eq!(keys[0]["epoch"], 1);
    assert_eq!(keys[0]["id"], json(&work.path("out/_manifest.json"))["key"]["id"]);
    let fresh = parse(work.run(&["keys", "new", "fresh.json", "--json"]).exits(0));
    assert_ne!(fresh[0]["id"], keys[0]["id"]);
    for (what, first) in [("types", "user-id"), ("profiles", "archive_anon")] {
        let list = parse(work.run(&["list", what, "--json"]).exits(0));
        let words = list[0].as_object().expect("an object").values();
        assert!(words.clone().any(|word| word == first) && words.count() == 5, "{what}");
    }
    let pages = parse(work.run(&["list", "techniques", "generalize", "--json"]).exits(0));
    assert_eq!((&pages[0]["technique"], &pages[1]), (&"generalize".into(), &Value::Null));
    let day = |entry: &Value| {
        entry["types"] == serde_json::json!(["date"]) && entry["arguments"].to_string().contains("\"day\"")
    };
    assert!(pages[0]["accepts"].as_array().expect("entries").iter().any(day));
    assert!(pages[0]["attacker learns"].is_string() && pages[0]["example"]["before"].is_array());
}

#[test]
fn quiet_runs_say_nothing_but_errors() {
    let work = with_people(people(2));
    let ran = apply(&work, "people.csv", &["-q"]).exits(0);
    assert_eq!((ran.stdout, ran.stderr), (String::new(), String::new()));
    apply(&work, "people.csv", &["-q"]).exits(11).says("`out` exists");
}

#[test]
fn canon_reads_values_and_lines() {
    let work = Work::new();
    let values =
        work.run(&["canon", "phone", "8 771 000 99 98", "+7 (771) 000-99-98", "-", "7,771E+10", "junk"]).exits(0);
    assert_eq!(values.stdout, "+77710009998\n+77710009998\nNULL\n(digits lost)\n(does not fit)\n");
    let input = std::fs::File::open(work.write("in.txt", " Ivan.Petrov@MAIL.ru \r\n***@mail.ru\n")).expect("a file");
    let ran = Ran::of(work.command(&["canon", "email"]).stdin(input).output().expect("the program starts")).exits(0);
    assert_eq!(ran.stdout, "ivan.petrov@mail.ru\n(masked)\n");
    let input = std::fs::File::open(work.write("in.txt", b"ok@example.kz\n\xFF\n")).expect("a file");
    let ran = Ran::of(work.command(&["canon", "email"]).stdin(input).output().expect("the program starts"));
    ran.exits(4).says("stdin is not UTF-8 text");
    work.run(&["canon", "surnames", "x"]).exits(2).says("no type or form `surnames`").says("iesiz list forms");
    let mailbox = work.run(&["canon", "email/c2/1", "A.n.n.a+x@GMail.com"]).exits(0);
    assert_eq!(mailbox.stdout, "anna@gmail.com\n");
}

/// Cells of one column of the sample's users, which stand in no quotes.
fn sample(column: &str) -> HashSet<String> {
    let text = std::fs::read_to_string(root().join("sample-data/users.csv")).expect("the sample");
    let mut rows =
        text.trim_start_matches('\u{FEFF}').lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let at = rows.next().expect("a header").iter().position(|name| name == column).expect("the column");
    rows.filter_map(|row| row.get(at).cloned()).map(|cell| cell.trim_matches('"').trim().to_owned()).collect()
}

#[test]
fn plan_shows_shapes_and_no_value_of_a_person() {
    let [users, schemas] =
        ["sample-data/users.csv", "schemas"].map(|name| root().join(name).to_string_lossy().into_owned());
    let ran = Work::new().run(&["plan", &users, "--schema", &schemas, "--profile", "warehouse"]).exits(0);
    for text in [
        "users    email              email        direct-identifier  pseudonymize         Utf8\n",
        "users    surname            surname      direct-identifier  drop                 by the profile\n",
        "the release would be pseudonymised (profile warehouse, clause 7.1(б))\n",
        "->  em_…\n",
        "->  ph_…\n",
        "@",
        "+9 (999) 999-99-99",
    ] {
        assert!(ran.stdout.contains(text), "`{text}` is not in:\n{}", ran.stdout);
    }
    let printed = ran.stdout.to_lowercase() + &ran.stderr.to_lowercase();
    for cell in sample("Email").iter().chain(&sample("Телефон")).filter(|cell| cell.chars().count() > 5) {
        assert!(!printed.contains(&cell.to_lowercase()), "a contact was printed");
    }
    let words: HashSet<&str> = printed.split(|c: char| !c.is_alphanumeric()).collect();
    let names = ["Имя", "Фамилия", "Отчество"].map(sample).into_iter().flatten();
    let names: HashSet<String> =
        names.map(|name| name.to_lowercase()).filter(|name| name.chars().count() > 2).collect();
    assert!(names.len() > 200);
    assert_eq!(
        names.iter().filter(|name| words.contains(name.as_str()) && *name != "null").count(),
        0,
        "a name was printed"
    );
}

/// What is dropped because the profile has no action for it comes with the line that would keep it, and the line does.
#[test]
fn plan_says_how_a_dropped_column_could_stay() {
    let work = Work::new();
    work.write("born.csv", "user_id,born,note\n1,1990-02-01,x\n2,1985-12-31,y\n");
    work.write(
        "born.toml",
        "version = 1\ndataset = \"born\"\nsite = \"s.example\"\nsubject = \"user_id\"\n[columns]\nuser_id = { is = \"user-id\" }\nborn = { is = \"birth-date\" }\nnote = { is = \"free-text\" }\n",
    );
    let line = "birth-date = { generalize = \"decade\" }";
    for arguments in [["plan", "born.csv", "--no-preview"].as_slice(), &["check"]] {
        let ran = work.run(&[arguments, &["--schema", "born.toml", "--profile", "research_partner"]].concat()).exits(0);
        assert!(ran.stdout.contains(&format!("\n  {line}  # or {{ generalize = \"year\" }}, ")), "{}", ran.stdout);
        assert!(ran.stdout.contains("`iesiz list profiles research_partner`"), "{}", ran.stdout);
        assert!(ran.stdout.contains("\nno action of a profile keeps these: free-text\n"), "{}", ran.stdout);
    }
    let json =
        work.run(&["plan", "born.csv", "--schema", "born.toml", "--profile", "research_partner", "--json"]).exits(0);
    let plan: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(plan["could_stay"][0]["actions"][0], line);
    assert_eq!(plan["could_stay"][1], serde_json::json!({ "is": "free-text", "actions": [] }));
    // The profile that is its beginning, under another name and with the line.
    let printed = work.run(&["list", "profiles", "research_partner"]).exits(0).stdout;
    let own = printed.replace("\"research_partner\"", "\"own\"");
    work.write("own.toml", own + line + "\n");
    let ran =
        work.run(&["plan", "born.csv", "--schema", "born.toml", "--profile", "own.toml", "--no-preview"]).exits(0);
    assert!(ran.stdout.contains("generalize = \"decade\"") && !ran.stdout.contains("\n  birth-date"), "{}", ran.stdout);
}

/// What no version enforces is a line of the plan, and a warning of the run; `--strict` refuses either way.
#[test]
fn what_is_not_enforced_is_said_once() {
    let work = with_people(people(2));
    let country = ["--schema", "schemas", "--profile", "warehouse", "--storage-country", "KZ"];
    let check = ["check", "--schema", "schemas", "--profile", "warehouse"];
    for arguments in [[["plan", "people.csv"].as_slice(), &country].concat(), check.to_vec()] {
        let ran = work.run(&arguments).exits(0).hides("W721");
        let said = "\nit would not enforce\n  retention of three years (policy 7.3)  ";
        assert!(
            ran.stdout.contains(said) && ran.stdout.contains("  consent for this purpose (policy 5.5)"),
            "{}",
            ran.stdout
        );
        work.run(&[&arguments, ["--strict"].as_slice()].concat())
            .exits(7)
            .says("not enforced: retention of three years");
        let json = work.run(&[&arguments, ["--json"].as_slice()].concat()).exits(0);
        let document: Value = serde_json::from_str(&json.stdout).expect("JSON");
        assert_eq!(document["not_enforced"].as_array().map(Vec::len), Some(2));
    }
    apply(&work, "people.csv", &["--storage-country", "KZ"]).exits(0).says("not enforced: retention of three years");
}

#[test]
fn plan_writes_nothing_and_needs_no_key() {
    let work = with_people(people_and_canary());
    std::fs::remove_file(work.path("keys.json")).expect("the key");
    let before = std::fs::read_dir(work.path(".")).expect("the workplace").count();
    for profile in ["warehouse", "research_partner"] {
        let ran = work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", profile]).exits(0);
        assert!(
            ran.stdout.contains("us_…")
                && ran.stdout.contains("Timestamp(ms)") != ran.stdout.contains("as coarse as the models ask"),
            "{}",
            ran.stdout
        );
        hides_canaries(ran);
    }
    let ran =
        work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--no-preview"]).exits(0);
    assert!(!ran.stdout.contains("->"));
    assert_eq!(std::fs::read_dir(work.path(".")).expect("the workplace").count(), before);
}

#[test]
fn parts_of_one_dataset() {
    let whole = with_people(people(9));
    apply(&whole, "people.csv", &["--to", "csv"]).exits(0);
    let work = workplace();
    let text = people(9);
    let body: Vec<&str> = text.lines().skip(1).collect();
    for (nth, rows) in body.chunks(3).enumerate() {
        let part = format!("{HEADER}{}\n", rows.join("\n"));
        // One part is Parquet, and its columns are in another order.
        let mut columns = columns_of(&part);
        columns.reverse();
        match nth {
            1 => work.write("parts/2024-1.parquet", parquet(columns, None)),
            _ => work.write(&format!("parts/2024-{nth}.csv"), &part),
        };
    }
    apply(&work, "people=parts/2024-*", &["--to", "csv"]).exits(0);
    assert_eq!(lines(&work, "out/people.csv"), lines(&whole, "out/people.csv"));
    let inputs = json(&work.path("_out.run.json"))["inputs"].as_array().expect("inputs").clone();
    let paths: Vec<(&str, u64)> =
        inputs.iter().map(|i| (i["path"].as_str().unwrap_or(""), i["rows"].as_u64().unwrap_or(0))).collect();
    assert_eq!(paths, [("parts/2024-0.csv", 3), ("parts/2024-1.parquet", 3), ("parts/2024-2.csv", 3)]);
    let manifest = std::fs::read_to_string(work.path("out/_manifest.json")).expect("the manifest");
    assert!(!manifest.contains("2024-") && !manifest.contains("parts"), "an input's name is in the manifest");
    // The same file by two names would double its rows.
    std::fs::hard_link(work.path("parts/2024-0.csv"), work.path("parts/2024-3.csv")).expect("a link");
    apply(&work, "people=parts/2024-*", &["--if-exists", "replace"]).exits(2).says("is given twice");
}

#[test]
fn an_optional_column_may_be_absent_from_a_part() {
    let work = workplace();
    work.write("schemas/people.toml", SCHEMA.replace("\"product\"", "\"product\", optional = true"));
    work.write("parts/a.csv", people(2));
    work.write("parts/b.csv", people(1).replace(",course", "").replace(",Python", ""));
    apply(&work, "people=parts/*.csv", &["--to", "csv"]).exits(0);
    let courses: Vec<String> =
        lines(&work, "out/people.csv").iter().map(|line| line.split(',').nth(4).unwrap_or("").to_owned()).collect();
    assert_eq!(courses, ["course", "Python", "Python", ""]);
    // Absent from all of them, it is not in the release.
    apply(&work, "people=parts/b.csv", &["--to", "csv", "--if-exists", "replace"]).exits(0);
    assert_eq!(column(&work, "course")["dropped"], "not in the input");
    assert_eq!(lines(&work, "out/people.csv")[0], "user_id,email,phone,joined,amount");
}

#[test]
fn an_input_finds_its_schema_by_its_header() {
    let work = workplace();
    work.write("export 1.csv", people_and_canary().replacen("user_id", " USER_ID ", 1));
    apply(&work, "export 1.csv", &["--to", "csv"]).exits(0);
    assert_eq!(lines(&work, "out/people.csv").len(), 5);
    std::fs::remove_dir_all(work.path("out")).expect("the release");
    std::fs::remove_file(work.path("_out.run.json")).expect("the run record");
    // Two schemas fit, or none does.
    work.write("schemas/twin.toml", SCHEMA.replace("\"people\"", "\"twin\""));
    hides_canaries(
        apply(&work, "export 1.csv", &[])
            .exits(7)
            .says("2 schemas fit `export 1.csv`; one must")
            .says("people=export 1.csv"),
    );
    work.write("export 1.csv", people_and_canary().replacen("user_id", "number", 1));
    // Where none fits, the nearest one says why.
    hides_canaries(apply(&work, "export 1.csv", &[]).exits(7).says("column `user_id` is missing"));
    nothing_published(&work);
    // Named outright, the header may not fit, and then it is said why.
    apply(&work, "twin=export 1.csv", &[]).exits(7).says("column `user_id` is missing");
}

#[test]
fn a_column_that_the_schema_does_not_list() {
    let work = workplace();
    let text =
        people_and_canary().replace("\n", ",canary@example.kz\n").replacen(",canary@example.kz\n", ",extra\n", 1);
    work.write("people.csv", &text);
    hides_canaries(apply(&work, "people.csv", &[]).exits(7).says("column 9 (`extra`) is not in the schema [E703]"));
    // A header that is somebody is not printed.
    work.write("people.csv", text.replacen(",extra\n", ",canary@example.kz\n", 1));
    hides_canaries(
        apply(&work, "people.csv", &[])
            .exits(7)
            .says("column 9 is not in the schema")
            .says("`iesiz scan` says what it holds"),
    );
    // One that tells its type comes with the line to paste.
    let city = text.replacen(",extra\n", ",Город\n", 1).replace(",canary@example.kz\n", ",Алматы\n");
    work.write("people.csv", city);
    let line = "gorod = { is = \"city\", names = [\"Город\"] }";
    hides_canaries(apply(&work, "people.csv", &[]).exits(7).says(&format!("`{line}`")));
    nothing_published(&work);
    work.write("schemas/people.toml", format!("{SCHEMA}{line}\n"));
    work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse"]).exits(0);
    work.write("people.csv", text.replacen(",extra\n", ",canary@example.kz\n", 1));
    nothing_published(&work);
    work.write("schemas/people.toml", SCHEMA.replace("[dialect]", "unlisted = \"drop\"\n[dialect]"));
    hides_canaries(
        apply(&work, "people.csv", &["--to", "csv"])
            .exits(0)
            .says("1 columns that the schema does not list are dropped")
            .says("comment; 1 more that the schema does not list"),
    );
    assert!(!lines(&work, "out/people.csv").join("\n").contains("canary"));
}

#[test]
fn formats_are_found_by_content() {
    let work = workplace();
    work.write("people.csv", parquet(columns_of(&people(3)), None));
    apply(&work, "people.csv", &[]).exits(0);
    for (content, name) in [
        (b"PK\x03\x04canary".as_slice(), "a ZIP or Excel file"),
        (b"\xD0\xCF\x11\xE0canary", "an old Excel file"),
        (b"ARROW1\0\0canary", "an Arrow file (Feather)"),
    ] {
        work.write("people.csv", content);
        let ran = work.run(&arguments("people.csv", &["--if-exists", "replace"])).exits(4);
        hides_canaries(ran.says(&format!("`people.csv` is {name}, which is not read")).says("hint: "));
    }
}

/// Whatever a command line names and is not there is one mistake with one code; a key alone has its own, as everything about keys.
#[test]
fn what_is_not_there_is_one_kind() {
    let work = with_people(people(3));
    let run = ["--schema", "schemas", "--profile", "warehouse"];
    let with = |first: &[&'static str], more: &[&'static str]| [first, &run, more].concat();
    let way = ["--column", "people.email", "--keys", "keys.json", "--reason", "x", "--ticket", "y", "--log", "log"];
    apply(&work, "people.csv", &[]).exits(0);
    for arguments in [
        with(&["plan", "none"], &[]),
        with(&["plan", "no*.csv"], &[]),
        with(&["plan", "people.csv"], &["--exclude", "none"]),
        with(&["plan", "people.csv"], &["--geoip", "none"]),
        with(&["apply", "people.csv/none"], &["--keys", "keys.json", "--out", "other"]),
        vec!["plan", "people.csv", "--schema", "none", "--profile", "warehouse"],
        vec!["plan", "people.csv", "--schema", "schemas", "--profile", "./none"],
        vec!["check", "--schema", "people.csv/none", "--profile", "warehouse"],
        vec!["scan", "none"],
        vec!["measure", "none"],
        vec!["measure", "people.csv", "--schema", "none", "--quasi", "course"],
        vec!["verify", "none"],
        vec!["verify", "people.csv/none"],
        vec!["audit", "none"],
        vec!["audit", "out", "--against", "none"],
        vec!["audit", "out", "--with", "none"],
        [["reveal", "none"].as_slice(), &way].concat(),
        [["token", "none"].as_slice(), &way].concat(),
    ] {
        let ran = work.run(&arguments);
        let (code, said) = (ran.code, ran.stderr.contains("there is no file `") && ran.stderr.contains("[E401]"));
        assert!(code == 2 && said, "{arguments:?}: {code} {}", ran.stderr);
    }
    work.run(&with(&["apply", "people.csv"], &["--keys", "none", "--out", "other"])).exits(9).says("E901");
    // What a release lacks is a fault of the release.
    std::fs::remove_file(work.path("out/_manifest.json")).expect("the manifest");
    work.run(&["verify", "out"]).exits(12);
}

#[test]
fn failures_are_documents_too() {
    let work = Work::new();
    let ran = work.run(&["--json", "verify", "nowhere"]).exits(2);
    let document: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(document["exit"], 2);
    assert!(document["errors"][0]["message"].as_str().expect("a message").contains("there is no file `nowhere`"));
    let ran = work.run(&["--json", "canon", "phone", "8 771 000 99 98", "-"]).exits(0);
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).expect("JSON"), serde_json::json!(["+77710009998", "NULL"]));
}

#[test]
fn a_profile_among_the_schemas_and_a_broken_document_are_one_line_each() {
    let work = Work::new();
    work.write("schemas/mine.toml", "version = 1\nprofile = \"mine\"\nclause = \"7.1\"\n");
    work.write(
        "schemas/people.toml",
        "version = 1\ndataset = \"people\"\nsite = \"s\"\nsubject = \"x\"\n[columns\nx = { is = \"user-id\" }\n",
    );
    work.write("people.csv", "x\n1\n");
    let ran = work.run(&["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse"]).exits(2);
    let ran = ran.says("this is a profile, not a schema").says("keep profiles in another folder");
    assert_eq!(ran.stderr.matches("error:").count(), 2, "{}", ran.stderr);
}

#[test]
fn countries_and_dates_are_spelled_one_way() {
    let work = Work::new();
    for country in ["kz", "KAZ", "K1"] {
        let arguments = ["plan", "x.csv", "--schema", "s", "--profile", "warehouse", "--storage-country", country];
        work.run(&arguments).exits(2).says("two capital letters");
    }
    work.run(&["plan", "x.csv", "--schema", "s", "--profile", "warehouse", "--as-of", "23.11.2026"])
        .exits(2)
        .says("2026-11-23");
}
