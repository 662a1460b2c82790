//! Releases that contradict what they say of themselves, or that say nothing: what another program, a slip of the writer or a cheat would make.

use crate::util::Work;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const SCHEMA: &str = "version = 1\ndataset = \"users\"\nsite = \"x.kz\"\nsubject = \"id\"\n[dialect]\ndelimiter = \";\"\n[columns]\n\
    id = { is = \"user-id\" }\nphone = { is = \"phone\" }\niin = { is = \"iin\" }\nemail = { is = \"email\" }\nborn = { is = \"birth-date\" }\n\
    seen = { is = \"event-time\" }\nsum = { is = \"amount\" }\nip = { is = \"ip\" }\ncity = { is = \"city\" }\nspent = { is = \"amount\" }\n";
const PROFILE: &str = "version = 1\nprofile = \"p\"\nclause = \"x\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\nkeys = \"required\"\n[actions]\n\
    user-id = \"pseudonymize\"\nphone = { pseudonymize = 96 }\niin = { format-preserve = \"invalid\" }\nemail = \"encrypt\"\n\
    birth-date = { generalize = \"decade\" }\nevent-time = { generalize = \"month\" }\namount = [{ bucket = [0, 10_000] }, { round = 1_000 }]\n\
    ip = { generalize = \"/24\" }\ncity = { generalize = \"region\" }\n[datasets.users]\nspent = { round = 1_000 }\n";
const SOURCE: &str = "id;phone;iin;email;born;seen;sum;ip;city;spent\n\
    48210;+7 771 000 99 98;850315300012;anna@example.kz;1985-03-15;2024-03-01 10:11:12;45000.50;178.88.1.7;Алматы;45000.50\n\
    48247;+7 701 234 56 78;900101400014;b@example.kz;1990-01-01;2024-04-02 11:12:13;500;178.88.2.8;Семей;500\n\
    48284;+7 777 345 67 89;;c@example.kz;1972-06-30;2024-05-03 12:13:14;;178.88.2.9;Астана;\n";

/// A release of three people as CSV.
fn release() -> Work {
    let work = Work::new();
    work.write("schema.toml", SCHEMA);
    work.write("profile.toml", PROFILE);
    work.write("users.csv", SOURCE);
    work.run(&["keys", "new", "keys.json", "-q"]).exits(0);
    let apply = [
        "apply",
        "users.csv",
        "--schema",
        "schema.toml",
        "--profile",
        "./profile.toml",
        "--keys",
        "keys.json",
        "--to",
        "csv",
        "--out",
        "out",
        "-q",
    ];
    work.run(&apply).exits(0);
    work
}

/// Changes the file of rows, and makes manifest and digests fit.
fn forge(work: &Work, file: &str, edit: impl FnOnce(&str) -> String) {
    let read = |name: &str| std::fs::read_to_string(work.path(name)).expect("a file");
    let digest =
        |text: &str| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let before = read(&format!("out/{file}"));
    let after = edit(&before);
    assert_ne!(before, after, "nothing was changed");
    let manifest = read("out/_manifest.json");
    let bytes = |text: &str| format!("\"bytes\": {},", text.len());
    let forged = manifest.replace(&digest(&before), &digest(&after)).replace(&bytes(&before), &bytes(&after));
    let sums = read("out/_SHA256SUMS")
        .replace(&digest(&before), &digest(&after))
        .replace(&digest(&manifest), &digest(&forged));
    work.write(&format!("out/{file}"), after);
    work.write("out/_manifest.json", forged);
    work.write("out/_SHA256SUMS", sums);
    work.run(&["verify", "out", "-q"]).exits(0);
}

/// The cells of a line, quotes undone.
fn cells(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            c => found.last_mut().expect("a cell").push(c),
        }
    }
    found
}

/// Puts a cell in a column of the first row.
fn put(text: &str, column: &str, cell: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = cells(&lines[0]).iter().position(|name| name == column).expect("the column");
    let mut row = cells(&lines[1]);
    cell.clone_into(&mut row[at]);
    let quoted = |cell: &String| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() };
    lines[1] = row.iter().map(quoted).collect::<Vec<_>>().join(",");
    lines.join("\n") + "\n"
}

fn audit(work: &Work, more: &[&str]) -> (i32, Value) {
    let attempts: &[&str] = if more.contains(&"--attempts") { &[] } else { &["--attempts", "1000"] };
    let ran = work.run(&[&["audit", "out", "--json", "-q"], attempts, more].concat());
    (ran.code, serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no report: {}", ran.stderr)))
}

fn found(report: &Value, code: &str) -> Vec<(String, Option<u64>, String)> {
    let findings = report["findings"].as_array().expect("findings").iter().filter(|f| f["code"] == code);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.map(|f| (text(&f["at"]["column"]), f["at"]["row"].as_u64(), text(&f["kind"]))).collect()
}

#[test]
fn values_that_contradict_the_manifest_are_found() {
    let work = release();
    let (code, report) = audit(&work, &[]);
    assert_eq!((code, found(&report, "cell.technique").len()), (0, 0), "{:#}", report["findings"]);
    for (column, cell, kind) in [
        ("born", "1985-03-15", "generalize \"decade\""),
        ("born", "1985-01-01", "generalize \"decade\""),
        ("seen", "2024-03-01T10:11:12", "generalize \"month\""),
        ("seen", "2024-03-02", "generalize \"month\""),
        ("sum", "45000.50", "bucket"),
        ("sum", "[0, 20000)", "bucket"),
        ("spent", "45000.50", "round"),
        ("ip", "178.88.1.7", "generalize \"/24\""),
        ("ip", "178.88.1.7/24", "generalize \"/24\""),
        ("ip", "178.88.0.0/16", "generalize \"/24\""),
        ("city", "Алматы", "generalize \"region\""),
        ("iin", "850315300012", "format-preserve \"invalid\""),
        ("phone", "ph_ruuywbavnevgakp4t3w34rvttu", "pseudonymize"),
        ("phone", "us_vu3ozdij6oclfqiq7ddq", "pseudonymize"),
        ("email", "emx_ruuywbavnevgakp4t3w34rvttuaaaaaaaaaa", "encrypt"),
    ] {
        let work = release();
        // The third IIN of the source is valid; this one has to be.
        let cell = if column == "iin" { valid_iin() } else { cell.to_owned() };
        forge(&work, "users.csv", |text| put(text, column, &cell));
        let (code, report) = audit(&work, &[]);
        assert_eq!((code, report["verdict"].as_str()), (8, Some("FAIL")), "{column} {cell}");
        assert!(
            found(&report, "cell.technique").contains(&(column.to_owned(), Some(1), kind.to_owned())),
            "{column} {cell}: {:#}",
            report["findings"]
        );
        assert!(!report.to_string().contains(&cell), "a value is told");
    }
}

/// Twelve digits whose last one is the check digit.
fn valid_iin() -> String {
    let body = "85031530001";
    let digit = |byte: u8| usize::from(byte - b'0');
    let sum = body.bytes().enumerate().map(|(at, byte)| digit(byte) * (at + 1)).sum::<usize>() % 11;
    assert!(sum < 10, "the first weights are enough");
    format!("{body}{sum}")
}

/// Changes the manifest, and makes the digests fit.
fn forge_manifest(work: &Work, edit: impl FnOnce(&str) -> String) {
    let read = |name: &str| std::fs::read_to_string(work.path(name)).expect("a file");
    let digest =
        |text: &str| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let manifest = read("out/_manifest.json");
    let forged = edit(&manifest);
    assert_ne!(manifest, forged, "nothing was changed");
    let sums = read("out/_SHA256SUMS").replace(&digest(&manifest), &digest(&forged));
    work.write("out/_manifest.json", forged);
    work.write("out/_SHA256SUMS", sums);
    work.run(&["verify", "out", "-q"]).exits(0);
}

#[test]
fn what_linked_rows_tell_is_counted_and_no_column_is_called_weaker_than_its_type() {
    let work = release();
    let row = |id: u64, month: &str| format!("{id};;;;;2024-{month}-02 10:00:00;;;;\n");
    // Two people have rows of the same three months, one of three others; two more have one row each.
    let header = SOURCE.lines().next().expect("a header");
    let people = [(48_210, "01 02 03"), (48_247, "03 02 01"), (48_284, "01 02 04"), (48_299, "04"), (48_311, "04")];
    let rows = people.iter().flat_map(|(id, months)| months.split(' ').map(|month| row(*id, month)));
    work.write("users.csv", format!("{header}\n{}", rows.collect::<String>()));
    let apply = "apply users.csv --schema schema.toml --profile ./profile.toml --keys keys.json --to csv --out out -q \
                 --if-exists replace";
    work.run(&apply.split_whitespace().collect::<Vec<_>>()).exits(0);
    let (_, report) = audit(&work, &[]);
    let linked = &report["people"]["linked_rows"];
    assert_eq!((&linked[0]["people"], &linked[0]["alone"]), (&3.into(), &3_333.into()), "{linked:#}");
    forge_manifest(&work, |manifest| {
        let mut tree: Value = serde_json::from_str(manifest).expect("a manifest");
        let columns = tree["datasets"][0]["columns"].as_array_mut().expect("columns");
        for column in columns.iter_mut().filter(|column| column["name"] == "seen") {
            column["role"] = "insensitive".into();
        }
        serde_json::to_string_pretty(&tree).expect("JSON")
    });
    let (code, report) = audit(&work, &[]);
    let told = found(&report, "release.manifest");
    assert_eq!(code, 12, "{:#}", report["findings"]);
    assert_eq!(told, [("seen".to_owned(), None, "a weaker role than its type has".to_owned())]);
}

#[test]
fn an_unknown_technique_is_no_pass() {
    let work = release();
    let manifest = std::fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest");
    let digest =
        |text: &str| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let forged = manifest.replace("\"technique\": \"bucket\"", "\"technique\": \"sprinkle\"");
    let sums = std::fs::read_to_string(work.path("out/_SHA256SUMS"))
        .expect("sums")
        .replace(&digest(&manifest), &digest(&forged));
    work.write("out/_manifest.json", forged);
    work.write("out/_SHA256SUMS", sums);
    let (code, report) = audit(&work, &[]);
    assert_eq!((code, report["verdict"].as_str()), (13, Some("INCOMPLETE")), "{:#}", report["findings"]);
}

/// The first eight bytes of a text's digest as a number.
fn number(text: &str) -> u64 {
    u64::from_be_bytes(*Sha256::digest(text.as_bytes()).first_chunk::<8>().expect("32 bytes"))
}

fn base36(mut number: u64) -> String {
    let mut signs = Vec::new();
    while number > 0 {
        signs.push(char::from_digit(u32::try_from(number % 36).expect("a digit"), 36).expect("a sign"));
        number /= 36;
    }
    signs.iter().rev().collect()
}

/// Lower-case base32 without padding.
fn base32(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let five = |first: usize| (first..first + 5).fold(0, |five, at| five << 1 | bit(at));
    (0..bytes.len() * 8).step_by(5).map(|first| char::from(SIGNS[usize::from(five(first))])).collect()
}

#[test]
fn tokens_that_anybody_reads_or_makes_are_found() {
    // Readable, of the length that sealed values have and of another.
    for length in [144, 60] {
        let work = release();
        let mut bytes = vec![0; length];
        bytes[..15].copy_from_slice(b"anna@example.kz");
        forge(&work, "users.csv", |text| put(text, "email", &format!("emx_{}", base32(&bytes))));
        let (code, report) = audit(&work, &[]);
        assert_eq!((code, found(&report, "token.embedded-text").len()), (8, 1), "{length}: {:#}", report["findings"]);
    }
    // Cut digests: tried without the source, asked for with it.
    let digest = |text: &str| base32(&Sha256::digest(text.as_bytes())[..12]);
    let work = release();
    forge(&work, "users.csv", |text| put(text, "phone", &format!("ph_{}", digest("+77710009998"))));
    let (code, report) = audit(&work, &["--attempts", "3000000"]);
    assert_eq!(found(&report, "token.keyless"), [("phone".to_owned(), None, "SHA-256 of phone".to_owned())]);
    assert_eq!(code, 8);
    let check = |report: &Value, name: &str| {
        report["checks"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap().clone()
    };
    assert_eq!(check(&report, "attack-keyless")["outcome"], "failed");
    for (column, prefix, value, bytes) in [("phone", "ph", "+77012345678", 12), ("id", "us", "48210", 16)] {
        let work = release();
        forge(&work, "users.csv", |text| {
            put(text, column, &format!("{prefix}_{}", base32(&Sha256::digest(value.as_bytes())[..bytes])))
        });
        let (code, report) = audit(&work, &[]);
        assert_eq!(found(&report, "source.digest"), [], "nobody asked the source");
        assert!(code == 0 || column == "id", "a thousand attempts do not meet a phone");
        let (code, report) = audit(&work, &["--against", "users.csv"]);
        assert_eq!(code, 8);
        assert!(found(&report, "source.digest").iter().any(|found| found.0 == column), "{:#}", report["findings"]);
    }
}

#[test]
fn what_was_not_checked_is_said_beside_the_verdict() {
    let work = release();
    let (code, report) = audit(&work, &[]);
    assert_eq!(code, 0);
    assert_eq!(report["not_checked"], serde_json::json!(["sources", "signature", "other-releases"]));
    let outcome = |report: &Value, name: &str| {
        report["checks"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap()["outcome"].clone()
    };
    for name in ["source", "signature", "compare-tokens"] {
        assert_eq!(outcome(&report, name), "not-checked", "{name}");
    }
    let ran = work.run(&["audit", "out", "--attempts", "1000"]).exits(0);
    let first = ran.stdout.lines().next().expect("a headline");
    assert!(first.starts_with("Passed: ") && first.contains("no identifier seen"), "{first}");
    assert!(
        first.contains("people can be singled out: 3 of 3 rows") && first.contains("not checked: sources, signature"),
        "{first}"
    );
    // In another language the terminal speaks it as the page does: names, options and figures alone are in Latin letters.
    for (lang, verdict) in
        [("kk", "Аудиттен өтті: out – "), ("ru", "Аудит пройден: out – идентификаторов не обнаружено; ")]
    {
        let ran = work.run(&["audit", "out", "--attempts", "1000", "--html", "page.html", "--lang", lang]).exits(0);
        assert!(ran.stdout.starts_with(verdict), "{}", ran.stdout);
        let words = ran.stdout.split(|c: char| !(c.is_alphanumeric() || "._-/".contains(c)));
        let latin = |word: &&str| word.contains(|c: char| c.is_ascii_alphabetic());
        let known = ["out", "_manifest.json", "users.parquet", "users.csv", "users", "k", "l", "t"];
        let english: Vec<&str> =
            words.filter(latin).filter(|word| !known.contains(word) && !word.starts_with("--")).collect();
        assert!(english.is_empty(), "{english:?} in {}", ran.stdout);
    }
    let page = std::fs::read_to_string(work.path("page.html")).expect("a page");
    let header = page.split_once("</header>").expect("a first page").0;
    for said in ["Не проверено: источники – ", "Не проверено: подпись – ", "Людей можно выделить", "никто не подписал"]
    {
        assert!(header.contains(said), "{said}: {header}");
    }

    // A signed release wants its signature checked.
    let work = release();
    work.run(&["keys", "new", "--sign", "signer.json", "-q"]).exits(0);
    let apply = [
        "apply",
        "users.csv",
        "--schema",
        "schema.toml",
        "--profile",
        "./profile.toml",
        "--keys",
        "keys.json",
        "--out",
        "out",
        "--if-exists",
        "replace",
        "--sign",
        "signer.json",
        "-q",
    ];
    work.run(&apply).exits(0);
    let (code, report) = audit(&work, &[]);
    assert_eq!((code, report["verdict"].as_str()), (13, Some("INCOMPLETE")));
    assert_eq!(found(&report, "release.signature-unchecked").len(), 1);
    let (code, report) = audit(&work, &["--public", "signer.json.pub"]);
    assert_eq!((code, &report["not_checked"]), (0, &serde_json::json!(["sources", "other-releases"])));
}

#[test]
fn people_who_stand_alone_in_a_foreign_file_are_counted() {
    let people: String = (0..300)
        .map(|n| {
            format!(
                "{}-{:02}-{:02},{},Алматы\n",
                1950 + n / 7,
                1 + n % 12,
                1 + n % 28,
                if n % 2 == 0 { "М" } else { "Ж" }
            )
        })
        .collect();
    let places: String = (0..300).map(|n| format!("43.2{:05},76.9{:05}\n", n * 331, n * 97)).collect();
    let browsers: String = (0..300).map(|n| format!("29708{n:04}.1700000{n:03}\n")).collect();
    for (text, alone) in [
        (format!("Дата рождения,Пол,Город\n{people}"), 300),
        (format!("latitude,longitude\n{places}"), 300),
        (format!("client_id\n{browsers}"), 300),
    ] {
        let work = Work::new();
        work.write("f.csv", text);
        let ran = work.run(&["audit", "f.csv", "--json", "-q", "--attempts", "1000"]).exits(8);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        assert_eq!((report["people"]["alone"].as_u64(), report["people"]["rows"].as_u64()), (Some(alone), Some(300)));
        assert_eq!(found(&report, "attack.singling-out").len(), 1, "{:#}", report["findings"]);
    }
    // A few of many: not a pass, but nobody knows.
    let work = Work::new();
    let towns: String = (0..500).map(|n| format!("{}\n", if n == 77 { "Семей" } else { "Алматы" })).collect();
    work.write("f.csv", format!("Город\n{towns}"));
    let ran = work.run(&["audit", "f.csv", "--json", "-q"]).exits(13);
    assert!(ran.stdout.contains("people-alone"));
    // Types of Parquet say what times are, whatever they are called.
    let work = Work::new();
    let days: arrow::array::ArrayRef =
        std::sync::Arc::new(arrow::array::Date32Array::from((0..300).collect::<Vec<i32>>()));
    let batch = arrow::array::RecordBatch::try_from_iter([("x", days)]).expect("a batch");
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    work.write("f.parquet", writer.into_inner().expect("a file"));
    let ran = work.run(&["audit", "f.parquet"]).exits(8);
    assert!(ran.stdout.contains("300 of 300 rows"), "{}", ran.stdout);
}

#[test]
fn lawful_releases_are_no_alarm() {
    // Everybody lives in one town, whose name is a first name too; a column is called as a formula.
    let schema = "version = 1\ndataset = \"v\"\nsite = \"x.kz\"\nsubject = \"id\"\n[columns]\nid = { is = \"user-id\" }\n\"=topic\" = { is = \"product\" }\ncity = { is = \"city\" }\n";
    for town in ["Алматы", "Абай", "Алмалинский", "Медеуский"] {
        for format in [&["--to", "csv", "--for-excel"][..], &["--to", "parquet"]] {
            let work = Work::new();
            work.write("v.toml", schema);
            let rows: String = (0..12)
                .map(|n| format!("{},{},{town}\n", 1000 + n, ["Английский", "Казахский", "Русский язык"][n % 3]))
                .collect();
            work.write("v.csv", format!("id,=topic,city\n{rows}"));
            work.run(&["keys", "new", "keys.json", "-q"]).exits(0);
            let apply = [
                "apply",
                "v.csv",
                "--schema",
                "v.toml",
                "--profile",
                "warehouse",
                "--keys",
                "keys.json",
                "--out",
                "out",
                "-q",
            ];
            work.run(&[&apply[..], format].concat()).exits(0);
            let (code, report) = audit(&work, &[]);
            assert_eq!(code, 0, "{town} {format:?}: {:#}", report["findings"]);
            assert!(
                found(&report, "release.storage").is_empty() && found(&report, "release.storage-undeclared").len() == 1
            );
        }
    }
}

#[test]
fn parts_of_the_source_are_found() {
    let people: Vec<(u64, String, String, String)> = (0..30u64)
        .map(|n| {
            (
                48_210 + n * 37,
                format!("k{n}.kasymova@mail.ru"),
                format!("+7771{:07}", 1_000_000 + n * 7_919),
                format!("850315{:06}", 100_000 + n * 13),
            )
        })
        .collect();
    let source: String = people.iter().map(|(id, mail, phone, iin)| format!("{id},{mail},{phone},{iin}\n")).collect();
    let source = format!("user_id,email,phone,iin\n{source}");
    type Person = (u64, String, String, String);
    let column = |make: &dyn Fn(&Person) -> String| {
        people.iter().map(make).map(|cell| format!("Дизайн,{cell}\n")).collect::<String>()
    };
    let cases: Vec<(&str, String, &str)> = vec![
        ("local part", column(&|p| p.1.split('@').next().unwrap().to_owned()), "source.part"),
        ("last seven", column(&|p| p.2[5..].to_owned()), "source.part"),
        ("last six of the IIN", column(&|p| p.3[6..].to_owned()), "source.part"),
        ("padded", column(&|p| format!("U-{:09}", p.0)), "source.part"),
        ("base32", column(&|p| base32(p.1.as_bytes()).to_uppercase()), "source.encoded"),
        ("digest as a number", column(&|p| number(&p.1).to_string()), "source.digest"),
        ("digest as a short id", column(&|p| base36(number(&p.2))), "source.digest"),
        ("float", column(&|p| format!("{}.0", &p.2[1..])), "source.spelling"),
        ("cut in two", column(&|p| format!("{},{}", &p.2[1..7], &p.2[7..])), "source.spelling"),
    ];
    for (name, rows, code) in cases {
        let work = Work::new();
        work.write("source.csv", &source);
        let header = if name == "cut in two" { "topic,v,w" } else { "topic,v" };
        work.write("f.csv", format!("{header}\n{rows}"));
        let ran = work.run(&["audit", "f.csv", "--against", "source.csv", "--json", "-q", "--attempts", "10"]).exits(8);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        assert!(!found(&report, code).is_empty(), "{name}: {:#}", report["findings"]);
    }
}

#[test]
fn one_person_more_than_yesterday_is_seen_whatever_was_recoded() {
    let schema = "version = 1\ndataset = \"users\"\nsite = \"x.kz\"\nsubject = \"user_id\"\n[columns]\nuser_id = { is = \"user-id\" }\ncity = { is = \"city\" }\ncreated_at = { is = \"event-time\" }\n";
    let row = |n: u32| {
        format!(
            "{},{},2024-0{}-{:02} 10:00:00\n",
            1000 + n,
            ["Алматы", "Семей", "Актау"][n as usize % 3],
            1 + n % 5,
            1 + n % 28
        )
    };
    let work = Work::new();
    work.write("users.toml", schema);
    work.run(&["keys", "new", "keys.json", "-q"]).exits(0);
    for (name, rows) in [("one", 0..90), ("two", 0..91), ("far", 0..180)] {
        work.write(
            &format!("{name}/users.csv"),
            format!("user_id,city,created_at\n{}", rows.map(row).collect::<String>()),
        );
        let input = format!("{name}/users.csv");
        let apply = [
            "apply",
            &input,
            "--schema",
            "users.toml",
            "--profile",
            "third_party_depers",
            "--recipient",
            "uni",
            "--keys",
            "keys.json",
            "--out",
            &format!("rel-{name}"),
            "--to",
            "csv",
            "-q",
        ];
        work.run(&apply).exits(0);
    }
    let compared = |one: &str, two: &str| {
        let ran = work.run(&["audit", one, "--with", two, "--json", "-q", "--attempts", "1000"]);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        let people = report["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "compare.people");
        let people: Vec<_> = people
            .map(|f| {
                (
                    f["severity"].as_str().unwrap().to_owned(),
                    f["kind"].as_str().unwrap().to_owned(),
                    f["count"].as_u64().unwrap(),
                )
            })
            .collect();
        (ran.code, people)
    };
    assert_eq!(compared("rel-two", "rel-one"), (8, vec![("finding".to_owned(), "only in this release".to_owned(), 1)]));
    // Somebody who left must be able to leave: it is said, with the way out, and does not fail for that.
    assert_eq!(compared("rel-one", "rel-two").1, [("note".to_owned(), "only in the other release".to_owned(), 1)]);
    assert_eq!(compared("rel-far", "rel-one").1, [], "ninety people are many");
}

/// Exports are called after the messengers that they come from.
#[test]
fn a_name_of_a_file_announces_nobody() {
    for name in ["telegram_members", "instagram_export2026", "vk_leads_2026", "skype_contacts"] {
        let work = crate::util::fixtures::workplace();
        work.write(
            "s.toml",
            format!("version = 1\ndataset = \"{name}\"\nsite = \"x.kz\"\n[columns]\ncourse = {{ is = \"product\" }}\n"),
        );
        work.write(&format!("{name}.csv"), "course\nPython\nPython\n");
        let input = format!("{name}.csv");
        let arguments =
            ["apply", &input, "--schema", "s.toml", "--profile", "warehouse", "--keys", "keys.json", "--out", name];
        work.run(&arguments).exits(0);
        work.run(&["audit", name, "-q"]).exits(0);
    }
}
