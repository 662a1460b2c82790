//! Faults of key files, and profiles that the run cannot serve.

use crate::util::Work;
use crate::util::fixtures::{
    KEY_HEX, apply, chmod, files, key_file, mode, nothing_published, people, people_and_canary, with_people, write_key,
};

/// Runs with these arguments in the place of key and profile, and asserts the refusal.
#[track_caller]
fn refused(work: &Work, arguments: &[&str], code: i32, texts: &[&str]) {
    let usual = ["apply", "people.csv", "--schema", "schemas", "--out", "out"];
    let mut ran =
        work.run(&[&usual, arguments].concat()).exits(code).hides(KEY_HEX).hides(&KEY_HEX[..8]).hides("canary");
    for text in texts {
        ran = ran.says(text);
    }
    nothing_published(work);
}

#[test]
fn f61_new_key_files_are_private_and_never_overwritten() {
    let work = Work::new();
    let ran = work.run(&["keys", "new", "k.json"]).exits(0).says("keep a copy");
    let path = work.path("k.json");
    assert_eq!(mode(&path), 0o600);
    let text = std::fs::read_to_string(&path).expect("the key file");
    let hex = text.split('"').find(|word| word.len() == 64).expect("64 hex digits");
    assert!(!ran.stdout.contains(hex) && !ran.stderr.contains(hex));
    work.run(&["keys", "new", "k.json"]).exits(11).says("a key file is never overwritten");
    assert_eq!(std::fs::read_to_string(&path).expect("the key file"), text);
    // Nor through a link that points nowhere yet.
    std::os::unix::fs::symlink("elsewhere.json", work.path("link.json")).expect("a link");
    work.run(&["keys", "new", "link.json"]).exits(11);
    assert!(!work.path("elsewhere.json").exists());
    work.run(&["keys", "new", "missing/k.json"]).exits(6);
    let shown = work.run(&["keys", "show", "k.json"]).exits(0).hides(hex).hides(&hex[..16]);
    let id = shown.stdout.strip_prefix("epoch 1  key ").expect("epoch and id").trim_end();
    assert!(id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    assert!(work.leftovers().is_empty());
}

/// A key file of two epochs with these numbers and keys.
fn two_epochs(numbers: [u32; 2], keys: [&str; 2]) -> String {
    let [one, two] = [0, 1].map(|at| format!(r#"{{"epoch": {}, "key": "{}"}}"#, numbers[at], keys[at]));
    format!(r#"{{"format": "iesiz-keys/1", "epochs": [{one}, {two}]}}"#)
}

/// Another key that was made once with `keys new`.
const OTHER_HEX: &str = "5d1c8e7b9d20468faa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f907788";

#[test]
fn f61_junk_is_no_key_file() {
    let work = with_people(people_and_canary());
    let good = key_file(KEY_HEX);
    let wrong_type = "a field of `bad.json` is missing, unknown or of another type";
    let cases: [(&str, &str); 23] = [
        ("", "`bad.json` is empty"),
        (" \r\n", "`bad.json` is empty"),
        (KEY_HEX, "`bad.json` holds a bare key"),
        (&format!("{KEY_HEX}\n"), "`bad.json` holds a bare key"),
        (&good[..good.len() - 1], "`bad.json` is cut off"),
        (&good[..good.len() / 2], "`bad.json` is cut off"),
        (&format!("{good} x"), "something follows the end of `bad.json`"),
        (&format!("{good}{good}"), "something follows the end of `bad.json`"),
        (&format!("key: {KEY_HEX}"), "`bad.json` is not JSON"),
        (&good.replace('"', "'"), "`bad.json` is not JSON"),
        ("[]", wrong_type),
        (&good.replace("\"epoch\"", "\"note\": 1, \"epoch\""), wrong_type),
        (&good.replace("\"epoch\": 1", "\"epoch\": \"1\""), wrong_type),
        (&good.replace("\"epoch\": 1", "\"epoch\": -1"), wrong_type),
        (&good.replace("keys/1", "keys/9"), "unknown key format"),
        (&good.replace(": 1,", ": 2,"), "are not 1, 2, 3"),
        (&two_epochs([2, 1], [KEY_HEX, OTHER_HEX]), "are not 1, 2, 3"),
        (&two_epochs([1, 1], [KEY_HEX, OTHER_HEX]), "are not 1, 2, 3"),
        (&two_epochs([1, 2], [KEY_HEX, KEY_HEX]), "epochs 1 and 2 of `bad.json` have the same key"),
        (r#"{"format": "iesiz-keys/1", "epochs": []}"#, "`bad.json` holds no key"),
        (&key_file(&KEY_HEX[1..]), "the key of epoch 1 in `bad.json` is too short"),
        (&key_file(&format!("{KEY_HEX}00")), "the key of epoch 1 in `bad.json` is too long"),
        (&key_file(&KEY_HEX.replace('8', "g")), "the key of epoch 1 in `bad.json` is not 64 hex digits"),
    ];
    for (text, message) in cases {
        junk(&work, text.as_bytes(), message);
    }
    junk(&work, b"\xff\xfe{\0\"\0", "`bad.json` is not text");
    junk(&work, " ".repeat((1 << 20) + 1).as_bytes(), "`bad.json` is too large");
    // Line ends, blanks around and capital digits are the same key.
    write_key(&work, "same.json", &(key_file(&KEY_HEX.to_uppercase()).replace(", ", ",\r\n") + "\r\n"));
    let [one, other] = ["keys.json", "same.json"].map(|file| work.run(&["keys", "show", file]).exits(0).stdout);
    assert_eq!(one, other);
}

/// Asserts that this is refused as a key file by every command that opens one, and that none changes it.
#[track_caller]
fn junk(work: &Work, bytes: &[u8], message: &str) {
    chmod(&work.write("bad.json", bytes), 0o600);
    refused(work, &["--profile", "warehouse", "--keys", "bad.json"], 9, &[message, "hint: "]);
    for verb in ["show", "rotate"] {
        work.run(&["keys", verb, "bad.json"]).exits(9).says(message).hides(&KEY_HEX[..8]).hides(&OTHER_HEX[..8]);
    }
    assert_eq!(std::fs::read(work.path("bad.json")).expect("the key file"), bytes);
    assert!(work.leftovers().is_empty());
}

#[test]
fn f61_a_key_is_no_name_of_a_file() {
    let work = with_people(people_and_canary());
    let expected = ["64 hex digits stand where the name of a key file is expected", "make a new one"];
    refused(&work, &["--profile", "warehouse", "--keys", KEY_HEX], 9, &expected);
    for verb in ["new", "show", "rotate"] {
        work.run(&["keys", verb, KEY_HEX]).exits(9).says(expected[0]).hides(&KEY_HEX[..8]);
    }
    assert!(!work.path(KEY_HEX).exists());
    // Nor is it an id.
    let as_id = ["--profile", "warehouse", "--keys", "keys.json", "--expect-key", KEY_HEX];
    refused(&work, &as_id, 9, &["`--expect-key` is not an id of 16 hex digits"]);
}

#[test]
fn f61_missing_key_file() {
    let work = with_people(people_and_canary());
    refused(
        &work,
        &["--profile", "warehouse", "--keys", "none.json"],
        9,
        &["there is no key file `none.json`", "iesiz keys new"],
    );
    refused(&work, &["--profile", "warehouse"], 9, &["needs a key", "--keys ephemeral"]);
}

#[test]
fn f62_key_file_that_others_can_read() {
    let work = with_people(people_and_canary());
    for open in [0o644, 0o640, 0o604, 0o660, 0o606, 0o610] {
        chmod(&work.path("keys.json"), open);
        refused(
            &work,
            &["--profile", "warehouse", "--keys", "keys.json"],
            9,
            &["others can read the key file", "chmod 600"],
        );
    }
    chmod(&work.path("keys.json"), 0o400);
    apply(&work, "people.csv", &[]).exits(0);
}

/// As root a file is given away; anybody else has root's files to try.
#[test]
fn f62_key_file_of_another_user() {
    let work = with_people(people_and_canary());
    let foreign = if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(work.path("keys.json"), Some(65_534), Some(65_534)).expect("root gives away");
        "keys.json"
    } else {
        "/etc/passwd"
    };
    refused(&work, &["--profile", "warehouse", "--keys", foreign], 9, &["belongs to another user", "run as its owner"]);
    work.run(&["keys", "rotate", foreign]).exits(9).says("belongs to another user");
}

#[test]
fn f62_key_file_that_is_no_file() {
    let work = with_people(people_and_canary());
    std::os::unix::fs::symlink("loop.json", work.path("loop.json")).expect("a link");
    let pipe = work.path("pipe.json");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).expect("a pipe");
    let _socket = std::os::unix::net::UnixListener::bind(work.path("socket.json")).expect("a socket");
    let cases = [
        ("loop.json", "the key file `loop.json` is a symbolic link"),
        ("schemas", "`schemas` is a directory, not a key file"),
        ("..", "`..` is a directory, not a key file"),
        ("pipe.json", "`pipe.json` is a pipe, not a key file"),
        ("socket.json", "`socket.json` is a socket, not a key file"),
        ("/dev/null", "`/dev/null` is a device, not a key file"),
        ("people.csv/keys.json", "a part of the path is not a directory"),
    ];
    for (file, message) in cases {
        refused(&work, &["--profile", "warehouse", "--keys", file], 9, &[message]);
        work.run(&["keys", "rotate", file]).exits(9).says(message);
    }
}

/// As Kubernetes mounts secrets: a link to a link to a folder of the moment.
#[test]
fn a_key_of_a_secret_mount_is_read_through_its_links() {
    let work = with_people(people_and_canary());
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, work.path(name)).expect("a link");
    write_key(&work, "secret/..2026_11_30/keys.json", &key_file(KEY_HEX));
    link("..2026_11_30", "secret/..data");
    link("..data/keys.json", "secret/keys.json");
    link(&work.path("secret/keys.json").to_string_lossy(), "here.json");
    let by = |keys: &str, out: &str| {
        work.run(&[
            "apply",
            "people.csv",
            "--schema",
            "schemas",
            "--profile",
            "warehouse",
            "--keys",
            keys,
            "--out",
            out,
        ])
    };
    by("secret/..2026_11_30/keys.json", "plain").exits(0);
    for (nth, keys) in ["secret/keys.json", "here.json"].into_iter().enumerate() {
        by(keys, &format!("out{nth}")).exits(0);
        assert!(files(&work.path(&format!("out{nth}"))) == files(&work.path("plain")));
    }
    // What the link leads to is judged like any key file, and a link that leads nowhere is no key.
    link("none.json", "dangling.json");
    by("dangling.json", "never").exits(9).says("there is no key file `dangling.json` [E901]");
    chmod(&work.path("secret/..2026_11_30/keys.json"), 0o644);
    by("here.json", "never").exits(9).says("others can read the key file `here.json`").says("ask for mode 0400");
    chmod(&work.path("secret/..2026_11_30/keys.json"), 0o600);
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::lchown(work.path("here.json"), Some(65_534), Some(65_534)).expect("root gives away");
        by("here.json", "never").exits(9).says("the link `here.json` belongs to another user [E904]");
    }
    // A link would be replaced itself.
    work.run(&["keys", "rotate", "secret/keys.json"]).exits(9).says("is a symbolic link");
}

#[test]
fn a_key_is_taken_from_a_descriptor() {
    let work = with_people(people_and_canary());
    let run = |command: &str| {
        let text = format!("set -e; {}", command.replace("iesiz", env!("CARGO_BIN_EXE_iesiz")));
        let output = std::process::Command::new("bash").arg("-c").arg(text).current_dir(work.path(".")).output();
        output.expect("bash")
    };
    let usual = "people.csv --schema schemas --profile warehouse -q";
    assert!(run(&format!("iesiz apply {usual} --keys keys.json --out plain")).status.success());
    let ways = ["--keys /dev/fd/7 7< keys.json", "--keys <(cat keys.json)", "--keys /dev/stdin < keys.json"];
    for (nth, how) in ways.into_iter().enumerate() {
        let ran = run(&format!("iesiz apply {usual} --out out{nth} {how}"));
        assert!(ran.status.success(), "{how}: {}", String::from_utf8_lossy(&ran.stderr));
        assert!(files(&work.path(&format!("out{nth}"))) == files(&work.path("plain")), "{how}");
    }
    // A file is judged as under its own name, a pipe is not.
    chmod(&work.path("keys.json"), 0o644);
    let ran = run(&format!("iesiz apply {usual} --out never --keys /dev/fd/7 7< keys.json"));
    assert_eq!(ran.status.code(), Some(9));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("others can read the key file"));
    // It is cut off where no key file is as long.
    let ran = run(&format!("iesiz apply {usual} --out never --keys <(head -c 3000000 /dev/zero)"));
    assert_eq!(ran.status.code(), Some(9));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("is too large for a key file [E905]"));
}

/// Where everybody may write, everybody may put a file of their own choice in the place of the key file.
#[test]
fn f62_directory_where_everybody_may_write() {
    let work = with_people(people_and_canary());
    write_key(&work, "open/keys.json", &key_file(KEY_HEX));
    let message = "everybody can write in the directory of the key file `open/keys.json`";
    for mode in [0o777, 0o703, 0o702] {
        chmod(&work.path("open"), mode);
        refused(&work, &["--profile", "warehouse", "--keys", "open/keys.json"], 9, &[message, "chmod o-w"]);
        work.run(&["keys", "rotate", "open/keys.json"]).exits(9).says(message);
        work.run(&["keys", "new", "open/new.json"]).exits(9).says("everybody can write in the directory");
        assert!(!work.path("open/new.json").exists());
    }
    // The sticky bit keeps others from renaming what is not theirs; a group is chosen by its owner.
    for mode in [0o1777, 0o775, 0o700] {
        chmod(&work.path("open"), mode);
        work.run(&["keys", "show", "open/keys.json"]).exits(0);
    }
}

#[test]
fn f63_keys_that_somebody_typed() {
    let work = with_people(people_and_canary());
    let counting = |from: u8, step: u8| -> String {
        (0..32_u8).map(|n| format!("{:02x}", n.wrapping_mul(step).wrapping_add(from))).collect()
    };
    let typed: String = b"correct horse battery staple 123".iter().map(|byte| format!("{byte:02x}")).collect();
    let keys = [
        "00".repeat(32),
        "ff".repeat(32),
        "42".repeat(32),
        "0123456789abcdef".repeat(4),
        counting(7, 1),
        counting(0xff, 0xff),
        counting(1, 17),
        KEY_HEX[..32].repeat(2),
        typed,
        // RFC 4231, cases 2 and 3, padded to 32 bytes.
        format!("{:0<64}", "4a656665"),
        format!("{:0<64}", "aa".repeat(20)),
    ];
    for hex in keys {
        write_key(&work, "weak.json", &key_file(&hex));
        refused(&work, &["--profile", "warehouse", "--keys", "weak.json"], 9, &["is not random", "iesiz keys new"]);
    }
    // One in a retired epoch is no better: what was made under it is open to everybody.
    write_key(&work, "weak.json", &two_epochs([1, 2], [&"42".repeat(32), KEY_HEX]));
    refused(&work, &["--profile", "warehouse", "--keys", "weak.json"], 9, &["the key of epoch 1", "is not random"]);
}

#[test]
fn f63_keys_that_are_printed_in_standards() {
    let work = with_people(people_and_canary());
    let keys = [
        // SP 800-38G, samples 7 to 9; SP 800-38A, AES-256; FIPS 197, C.3.
        "2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        // RFC 4231, case 4; RFC 5297, A.1 and A.2.
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
    ];
    for hex in keys {
        write_key(&work, "known.json", &key_file(hex));
        refused(&work, &["--profile", "warehouse", "--keys", "known.json"], 9, &["is printed in a standard"]);
        work.run(&["keys", "rotate", "known.json"]).exits(9).says("is printed in a standard").hides(&hex[..8]);
    }
}

#[test]
fn f64_wrong_key_is_refused_before_the_input_is_read() {
    // There is no input at all, and the key is what is complained of.
    let work = with_people("");
    std::fs::remove_file(work.path("people.csv")).expect("the input");
    let base = ["--profile", "warehouse", "--keys", "keys.json", "--expect-key"];
    refused(&work, &[base.as_slice(), &["0011223344556677"]].concat(), 9, &["not the one expected", "iesiz keys show"]);
    let id = work
        .run(&["keys", "show", "keys.json"])
        .exits(0)
        .stdout
        .trim_end()
        .rsplit(' ')
        .next()
        .expect("an id")
        .to_owned();
    refused(&work, &[base.as_slice(), &[&id]].concat(), 2, &["there is no file"]);
    work.write("people.csv", people(2));
    apply(&work, "people.csv", &["--expect-key", &id.to_uppercase()]).exits(0);
    refused(
        &Work::new(),
        &["--schema", "s", "--profile", "warehouse", "--expect-key", &id],
        9,
        &["`--expect-key` without `--keys`"],
    );
}

#[test]
fn thrown_away_keys_stay_inside_the_house() {
    // Ten people and more, or the profile's k would not be reached.
    let work = with_people(people(20));
    let outside = ["--profile", "research_partner", "--recipient", "uni"];
    refused(&work, &[&outside[..], &["--keys", "ephemeral"]].concat(), 9, &["never uses a thrown-away key"]);
    refused(&work, &outside, 9, &["needs a key"]);
    refused(&work, &["--profile", "research_partner", "--keys", "keys.json"], 7, &["the profile needs a recipient"]);
    work.run(
        &[&["apply", "people.csv", "--schema", "schemas", "--out", "out"], &outside[..], &["--keys", "keys.json"]]
            .concat(),
    )
    .exits(0);
    // Two releases under thrown-away keys share no token.
    let [one, other] = ["one", "other"].map(|out| {
        let arguments = [
            "people.csv",
            "--schema",
            "schemas",
            "--profile",
            "warehouse",
            "--keys",
            "ephemeral",
            "--to",
            "csv",
            "--out",
            out,
        ];
        work.run(&[&["apply"], arguments.as_slice()].concat()).exits(0);
        let text = files(&work.path(out)).into_iter().find(|(name, _)| name == "people.csv").expect("the dataset").1;
        String::from_utf8(text).expect("text")
    });
    let mut tokens = one.split([',', '\n']).filter(|cell| cell.starts_with("em_"));
    assert!(tokens.clone().count() == 20 && tokens.all(|token| !other.contains(token)));
}

#[test]
fn anonymised_needs_what_is_not_enforced() {
    let work = with_people(people_and_canary());
    refused(
        &work,
        &["--profile", "stats_anon"],
        7,
        &["`anonymised` needs what is not enforced: retention of three years"],
    );
    refused(
        &work,
        &["--profile", "archive_anon"],
        7,
        &["`anonymised` needs what is not enforced: consent for this purpose"],
    );
    refused(&work, &["--profile", "archive_anon", "--recipient", "uni"], 2, &["the profile has no recipient"]);
}

#[test]
fn strict_turns_warnings_into_refusals() {
    let work = with_people(people_and_canary());
    let strict = ["--profile", "warehouse", "--keys", "keys.json", "--strict"];
    refused(&work, &strict, 7, &["not enforced: retention of three years", "the country of storage is not declared"]);
}
