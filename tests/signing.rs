//! Signed releases: no byte of them changes unnoticed, no other key passes, and what checks them need not be this
//! program.

use crate::util::fixtures::{
    KEY_HEX, SCHEMA, apply, arguments, chmod, files, hides_canaries, json, key_file, mode, nothing_published, people,
    people_and_canary, with_people, write_key,
};
use crate::util::{Ran, Work};
use iesiz::crypto::sign::PublicKey;
use iesiz::keys::{SigningKey, open_public};
use iesiz::pipeline::{MANIFEST_COMMENT, Signed, verify};
use serde_json::{Value, json};
use std::os::unix::fs::{FileExt as _, symlink};
use std::path::Path;

/// A signing key that was made once with `keys new --sign`; its hex must not be printed either.
const SIGNER_HEX: &str = "c64b0e83f57a2d914e6633f20ab7d85899ce15470fa1b23c6d7e88e094f1a25b";
/// Another one.
const OTHER_HEX: &str = "1fa7409be2d36c58f0139d2ac7b4856e0d72e91b3ca85f4601be97d32c68f45a";

fn signing_file(hex: &str) -> String {
    format!(r#"{{"format": "iesiz-sign/1", "key": "{hex}"}}"#)
}

/// Two signers, `signer.json` and `other.json`, and their public keys.
fn with_signers(work: Work) -> Work {
    for (name, hex) in [("signer", SIGNER_HEX), ("other", OTHER_HEX)] {
        write_key(&work, &format!("{name}.json"), &signing_file(hex));
        let key = SigningKey::open(&work.path(&format!("{name}.json"))).expect("a key");
        work.write(&format!("{name}.json.pub"), key.public().to_text());
    }
    work
}

/// A signed release of few rows, its files, and the key that checks it.
fn signed() -> (Work, Vec<(String, Vec<u8>)>, PublicKey) {
    let work = with_signers(with_people(people(3)));
    apply(&work, "people.csv", &["--sign", "signer.json"]).exits(0).hides(SIGNER_HEX).says("signed by ");
    let key = open_public(&work.path("signer.json.pub")).expect("a public key");
    let files = files(&work.path("out"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["_DICTIONARY.md", "_NOTICE.md", "_SHA256SUMS", "_manifest.json", "_manifest.json.minisig", "people.parquet"]
    );
    (work, files, key)
}

fn restore(work: &Work, files: &[(String, Vec<u8>)]) {
    std::fs::remove_dir_all(work.path("out")).expect("the release");
    for (name, bytes) in files {
        work.write(&format!("out/{name}"), bytes);
    }
}

fn check(work: &Work, public: &str) -> Ran {
    work.run(&["verify", "out", "--public", public]).hides(SIGNER_HEX)
}

/// Flips a bit of every byte of every file, the first bit of the first byte, the second of the second and so on, and says
/// how many changes there were.
fn flips(release: &Path, each: impl Fn(&str, usize)) -> usize {
    let mut changes = 0;
    for (name, bytes) in files(release) {
        let file = std::fs::OpenOptions::new().write(true).open(release.join(&name)).expect("a file of the release");
        for (at, byte) in bytes.iter().enumerate() {
            file.write_all_at(&[byte ^ 1 << (at % 8)], at as u64).expect("a byte");
            each(&name, at);
            file.write_all_at(&[*byte], at as u64).expect("a byte");
            changes += 1;
        }
    }
    changes
}

#[test]
fn every_byte_of_a_signed_release_counts() {
    let (work, files, key) = signed();
    let release = work.path("out");
    let good = || verify(&release, Some(&key)).map(|verified| (verified.files, verified.signed));
    assert_eq!(good(), Ok((6, Signed::By(key.id()))));
    let changes = flips(&release, |name, at| assert!(good().is_err(), "byte {at} of {name}"));
    assert_eq!(changes, files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
    assert!(changes > 10_000, "{changes}");
    assert_eq!(good(), Ok((6, Signed::By(key.id()))));
}

#[test]
fn every_byte_of_an_unsigned_release_counts() {
    let work = with_people(people(3));
    apply(&work, "people.csv", &[]).exits(0);
    let release = work.path("out");
    let good = || verify(&release, None).map(|verified| (verified.files, verified.signed));
    assert_eq!(good(), Ok((5, Signed::No)));
    let changes = flips(&release, |name, at| assert!(good().is_err(), "byte {at} of {name}"));
    assert!(changes > 10_000, "{changes}");
    assert_eq!(good(), Ok((5, Signed::No)));
}

/// Nothing of the signature file is left to chance, signed or not: its first line, its line ends, its length.
#[test]
fn every_bit_of_the_signature_counts_and_none_is_added() {
    let (work, files, key) = signed();
    let path = work.path("out/_manifest.json.minisig");
    let text = &files[4].1;
    let refused = |changed: &[u8]| {
        std::fs::write(&path, changed).expect("the signature");
        verify(&work.path("out"), Some(&key)).is_err()
    };
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut changed = text.clone();
            changed[at] ^= 1 << bit;
            assert!(refused(&changed), "bit {bit} of byte {at}");
        }
    }
    for more in ["\n", "\r", " ", "\0", "=", "untrusted comment: x\n"] {
        assert!(refused(&[text.as_slice(), more.as_bytes()].concat()), "{more:?} behind it");
        assert!(refused(&[more.as_bytes(), text.as_slice()].concat()), "{more:?} before it");
    }
    assert!(refused(b"") && !refused(text));
}

#[test]
fn what_verify_says_of_a_signature() {
    let (work, files, key) = signed();
    let id = key.id().to_string();
    check(&work, "signer.json.pub").exits(0).says("6 files match").says(&format!("signed by the key {id}"));
    let unchecked = work.run(&["verify", "out"]).exits(0);
    unchecked.says("6 files match").says(&format!("the key {id} signed it, which was not checked")).says("--public");
    let report = |arguments: &[&str]| -> Value {
        serde_json::from_str(&work.run(&[&["--json", "verify", "out"], arguments].concat()).exits(0).stdout)
            .expect("JSON")
    };
    let whole = json!({ "verified": true, "files": 6, "status": "pseudonymised", "signed_by": id });
    let expected = |signature: &str| {
        let mut report = whole.clone();
        report["signature"] = json!(signature);
        report
    };
    assert_eq!(report(&[]), expected("unchecked"));
    assert_eq!(report(&["--public", "signer.json.pub"]), expected("verified"));

    let other = SigningKey::open(&work.path("other.json")).expect("a key");
    check(&work, "other.json.pub")
        .exits(12)
        .says(&format!("the key {id} signed the release, not {} [E1204]", other.id()));
    let signature = |text: &str| drop(work.write("out/_manifest.json.minisig", text));
    // By another key, which is then asked for.
    signature(&other.sign_text(&files[3].1, MANIFEST_COMMENT));
    check(&work, "other.json.pub")
        .exits(12)
        .says(&format!("is by the key {}, which the manifest does not name", other.id()));
    work.run(&["verify", "out"]).exits(12).says("which the manifest does not name [E1204]");
    // By the right one, of something else.
    let signer = SigningKey::open(&work.path("signer.json")).expect("a key");
    signature(&signer.sign_text(b"something else", MANIFEST_COMMENT));
    check(&work, "signer.json.pub").exits(12).says("is not a signature of this manifest [E1205]");
    // By the right one, of these bytes for another purpose.
    signature(&signer.sign_text(&files[3].1, "iesiz audit iesiz-audit/1"));
    check(&work, "signer.json.pub").exits(12).says("was not made for a manifest [E1205]");
    signature("junk");
    check(&work, "signer.json.pub").exits(12).says("has not the form of a signature [E1205]");
    work.run(&["verify", "out"]).exits(12).says("has not the form of a signature [E1205]");
    restore(&work, &files);
    check(&work, "signer.json.pub").exits(0);
}

#[test]
fn a_signature_that_was_taken_away_is_missed() {
    let (work, files, key) = signed();
    std::fs::remove_file(work.path("out/_manifest.json.minisig")).expect("the signature");
    let message =
        format!("the manifest says that the key {} signed it, and the signature is missing [E1203]", key.id());
    check(&work, "signer.json.pub").exits(12).says(&message);
    work.run(&["verify", "out"]).exits(12).says(&message);
    // The manifest is made to say that nobody signed it: without a key that is a release like any, with one it is
    // refused.
    let manifest = String::from_utf8(files[3].1.clone()).expect("text");
    let unsigned = manifest.replace(&format!("\"{}\"", key.id()), "null");
    let sums = String::from_utf8(files[2].1.clone()).expect("text");
    let hex = |text: &str| {
        use sha2::{Digest as _, Sha256};
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    work.write("out/_manifest.json", &unsigned);
    work.write("out/_SHA256SUMS", sums.replace(&hex(&manifest), &hex(&unsigned)));
    work.run(&["verify", "out"]).exits(0);
    check(&work, "signer.json.pub").exits(12).says("nobody signed the release [E1203]");
    // And a signature of it that stands there all the same.
    work.write("out/_manifest.json.minisig", &files[4].1);
    check(&work, "signer.json.pub").exits(12).says("is not a signature of this manifest [E1205]");
    work.run(&["verify", "out"]).exits(12).says("which the manifest does not name [E1204]");
}

#[test]
fn files_of_a_signed_release_do_not_come_and_go() {
    let (work, files, _) = signed();
    for (name, _) in &files {
        let path = work.path(&format!("out/{name}"));
        std::fs::remove_file(&path).expect("a file");
        check(&work, "signer.json.pub").exits(12).says("missing");
        std::fs::write(work.path("elsewhere"), &files.iter().find(|(other, _)| other == name).expect("it").1)
            .expect("a copy");
        symlink("../elsewhere", &path).expect("a link");
        check(&work, "signer.json.pub").exits(12).says(&format!("`{name}` is not a plain file"));
        restore(&work, &files);
    }
    for added in ["users.parquet", ".hidden", "people.parquet.minisig", "signer.json.pub", "folder/file"] {
        work.write(&format!("out/{added}"), "x");
        let name = added.split('/').next().expect("a name");
        check(&work, "signer.json.pub").exits(12).says(&format!("`{name}` was added [E1201]"));
        restore(&work, &files);
    }
    // Everything that is wrong is said at once.
    work.write("out/_NOTICE.md", "Do as you like.\n");
    work.write("out/_SHA256SUMS", "");
    work.write("out/new", "");
    let ran = check(&work, "other.json.pub").exits(12);
    for text in [
        "not `",
        "`_NOTICE.md` is not what was published",
        "`_SHA256SUMS` and `_manifest.json` disagree",
        "`new` was added",
    ] {
        assert!(text == "not `" || ran.stderr.contains(text), "{text}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("error: ").count(), 4, "{}", ran.stderr);
}

/// Whoever exchanges a release would exchange a key that lies in it.
#[test]
fn a_public_key_of_the_release_is_no_proof() {
    let (work, files, _) = signed();
    let message = "lies in the release that it is to check [E1206]";
    let key = std::fs::read(work.path("signer.json.pub")).expect("the public key");
    work.write("out/k.pub", &key);
    symlink("out/k.pub", work.path("link.pub")).expect("a link");
    symlink("out", work.path("folder")).expect("a link");
    std::fs::hard_link(work.path("out/k.pub"), work.path("other-name.pub")).expect("another name");
    let absolute = work.path("out/k.pub").to_string_lossy().into_owned();
    for public in ["out/k.pub", "./out/../out/k.pub", "link.pub", "folder/k.pub", "other-name.pub", &absolute] {
        let ran = check(&work, public).exits(12).says(message);
        drop(ran.says("a key that comes with a release proves nothing"));
    }
    work.run(&["verify", "folder", "--public", "out/k.pub"]).exits(12).says(message);
    restore(&work, &files);
    // A link from elsewhere to elsewhere is a way to a key like any other.
    symlink("signer.json.pub", work.path("good.pub")).expect("a link");
    check(&work, "good.pub").exits(0);
}

#[test]
fn one_release_has_one_signature() {
    let (work, files_of_one, _) = signed();
    for threads in ["1", "8"] {
        let again = ["--sign", "signer.json", "--if-exists", "replace", "--threads", threads];
        apply(&work, "people.csv", &again).exits(0);
        assert!(files(&work.path("out")) == files_of_one, "{threads} threads");
    }
    apply(&work, "people.csv", &["--sign", "other.json", "--if-exists", "replace"]).exits(0);
    check(&work, "other.json.pub").exits(0);
    let same: Vec<String> =
        files(&work.path("out")).into_iter().filter(|file| files_of_one.contains(file)).map(|f| f.0).collect();
    assert_eq!(same, ["_DICTIONARY.md", "_NOTICE.md", "people.parquet"]);
    // Unsigned, it is the same release but for the manifest and its digest.
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(0);
    assert_eq!(json(&work.path("out/_manifest.json"))["signed_by"], Value::Null);
    assert!(!work.path("out/_manifest.json.minisig").exists());
    let report = apply(&work, "people.csv", &["--json", "--sign", "signer.json", "--if-exists", "replace"]).exits(0);
    let report: Value = serde_json::from_str(&report.stdout).expect("JSON");
    assert_eq!(report["signed_by"], json(&work.path("out/_manifest.json"))["signed_by"]);
}

/// A signing key file of these bytes is refused with this message before any input is read, and the key is not shown.
#[track_caller]
fn refused(work: &Work, file: &str, message: &str) {
    let ran = apply(work, "none.csv", &["--sign", file]).exits(9).says(message).says("hint: ");
    drop(hides_canaries(ran).hides(&SIGNER_HEX[..8]).hides(&KEY_HEX[..8]));
    nothing_published(work);
}

#[test]
fn junk_is_no_signing_key() {
    let work = with_signers(with_people(people_and_canary()));
    let good = signing_file(SIGNER_HEX);
    let counted: String = (0..32).map(|byte| format!("{byte:02x}")).collect();
    let cases: [(&str, &str); 16] = [
        ("", "`bad.json` is empty"),
        (SIGNER_HEX, "`bad.json` holds a bare key"),
        (&good[..good.len() - 1], "`bad.json` is cut off"),
        (&format!("{good} x"), "something follows the end of `bad.json`"),
        (&good.replace('"', "'"), "`bad.json` is not JSON"),
        (&good.replace("\"key\"", "\"note\": 1, \"key\""), "is missing, unknown or of another type"),
        (
            &good.replace("sign/1", "sign/9"),
            "`bad.json` has an unknown key format [E906]\n  hint: this version reads `iesiz-sign/1`",
        ),
        (&key_file(KEY_HEX), "`bad.json` is a key of tokens, which signs nothing [E917]"),
        (&signing_file(&SIGNER_HEX[1..]), "the key in `bad.json` is too short"),
        (&signing_file(&format!("{SIGNER_HEX}00")), "the key in `bad.json` is too long"),
        (&signing_file(&SIGNER_HEX.replace('8', "g")), "the key in `bad.json` is not 64 hex digits"),
        (&signing_file(&"00".repeat(32)), "the key in `bad.json` is not random"),
        (&signing_file(&counted), "the key in `bad.json` is printed in a standard"),
        // RFC 8032, 7.1, tests 1 and SHA(abc).
        (&signing_file("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), "is printed in a standard"),
        (&signing_file("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"), "is printed in a standard"),
        ("untrusted comment: minisign encrypted secret key\nRWQ=\n", "`bad.json` is not JSON"),
    ];
    for (text, message) in cases {
        write_key(&work, "bad.json", text);
        refused(&work, "bad.json", message);
    }
    chmod(&work.write("bad.json", " ".repeat((1 << 20) + 1)), 0o600);
    refused(&work, "bad.json", "`bad.json` is too large for a key file");
    refused(
        &work,
        "none.json",
        "there is no key file `none.json` [E901]\n  hint: make one with `iesiz keys new --sign`",
    );
    refused(&work, SIGNER_HEX, "64 hex digits stand where the name of a key file is expected");
    refused(&work, "signer.json.pub", "`signer.json.pub` is called as public keys are, which sign nothing [E919]");
    refused(&work, "schemas", "`schemas` is a directory, not a key file");
    symlink("link.json", work.path("link.json")).expect("a link");
    refused(&work, "link.json", "the key file `link.json` is a symbolic link");
    for open in [0o644, 0o640, 0o606] {
        chmod(&work.path("signer.json"), open);
        refused(&work, "signer.json", "others can read the key file `signer.json`");
    }
    chmod(&work.path("signer.json"), 0o600);
    write_key(&work, "open/signer.json", &good);
    chmod(&work.path("open"), 0o777);
    refused(&work, "open/signer.json", "everybody can write in the directory of the key file");
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(work.path("other.json"), Some(65_534), Some(65_534)).expect("root gives away");
        refused(&work, "other.json", "belongs to another user");
    }
    // One key for both: whoever may sign could open the tokens.
    write_key(&work, "copied.json", &signing_file(KEY_HEX));
    refused(&work, "copied.json", "the key of `--sign` is also a key of `--keys` [E924]");
    // And the other way round: a signing key makes no tokens and has no epochs.
    let tokens = ["--schema", "schemas", "--profile", "warehouse", "--out", "out", "--keys", "signer.json"];
    let message = "`signer.json` is a signing key, which makes no tokens [E917]";
    work.run(&[&["apply", "people.csv"], tokens.as_slice()].concat()).exits(9).says(message).hides(SIGNER_HEX);
    work.run(&["keys", "rotate", "signer.json"]).exits(9).says(message).hides(SIGNER_HEX);
}

#[test]
fn junk_is_no_public_key() {
    let (work, ..) = signed();
    let good = std::fs::read_to_string(work.path("signer.json.pub")).expect("the public key");
    let line = good.lines().nth(1).expect("the key");
    let lower = line.replace(|c: char| c.is_ascii_uppercase(), "a");
    let cases: [(&str, &str); 7] = [
        ("", "`bad.pub` is no public key file"),
        (line, "`bad.pub` is no public key file"),
        (&signing_file(SIGNER_HEX), "`bad.pub` is no public key file"),
        (&good.replace(line, &line[1..]), "`bad.pub` is no public key file"),
        (&good.replace(line, &lower), "`bad.pub` is no public key file"),
        (
            &good.replace(line, &format!("{}A{}", &line[..30], &line[31..])),
            "the id in `bad.pub` is not that of its key",
        ),
        (&(good.clone() + &good), "`bad.pub` is no public key file"),
    ];
    for (text, message) in cases {
        work.write("bad.pub", text);
        check(&work, "bad.pub").exits(9).says(message).says("[E918]");
    }
    check(&work, "none.pub").exits(9).says("there is no public key file `none.pub`").says("on another way");
    check(&work, "schemas").exits(9).says("`schemas` is a directory, not a public key file");
    chmod(&work.path("signer.json.pub"), 0o666);
    check(&work, "signer.json.pub").exits(9).says("everybody can write the public key file");
    chmod(&work.path("signer.json.pub"), 0o444);
    check(&work, "signer.json.pub").exits(0);
}

#[test]
fn new_signing_keys_are_private_and_never_overwritten() {
    let work = with_people(people(3));
    let ran = work.run(&["keys", "new", "--sign", "s.json"]).exits(0).says("made s.json and s.json.pub");
    assert_eq!((mode(&work.path("s.json")), mode(&work.path("s.json.pub")) & 0o133), (0o600, 0));
    let text = std::fs::read_to_string(work.path("s.json")).expect("the key file");
    let hex = text.split('"').find(|word| word.len() == 64).expect("64 hex digits");
    let (public, document) =
        (std::fs::read_to_string(work.path("s.json.pub")).expect("the public key"), json(&work.path("s.json")));
    assert_eq!(document, json!({ "format": "iesiz-sign/1", "key": hex }));
    assert!(!ran.stdout.contains(hex) && !ran.stderr.contains(hex) && !public.contains(hex));
    let line = public.lines().nth(1).expect("the key");
    let id = open_public(&work.path("s.json.pub")).expect("a public key").id().to_string();
    assert_eq!(public, format!("untrusted comment: iesiz public key {id}\n{line}\n"));
    for (file, kind) in [("s.json", "signing key"), ("s.json.pub", "public key")] {
        let shown = work.run(&["keys", "show", file]).exits(0).hides(hex);
        assert_eq!(shown.stdout, format!("{kind} {id}  checked with {line}\n"));
        let shown: Value =
            serde_json::from_str(&work.run(&["--json", "keys", "show", file]).exits(0).stdout).expect("JSON");
        assert_eq!(shown, json!({ "kind": kind, "id": id, "public": line }));
    }
    work.run(&["keys", "new", "--sign", "s.json"]).exits(11).says("nobody could sign with its key again");
    // Both or neither: the public key that is there belongs to somebody.
    std::fs::rename(work.path("s.json"), work.path("moved.json")).expect("moved");
    work.run(&["keys", "new", "--sign", "s.json"])
        .exits(11)
        .says("`s.json.pub` exists")
        .says("somebody may check with it");
    assert!(!work.path("s.json").exists());
    assert_eq!(std::fs::read_to_string(work.path("s.json.pub")).expect("the public key"), public);
    work.run(&["keys", "new", "--sign", "t.pub"]).exits(9).says("[E919]");
    work.run(&["keys", "new", "--sign", SIGNER_HEX]).exits(9).hides(&SIGNER_HEX[..8]);
    work.run(&["keys", "new", "--sign", "missing/s.json"]).exits(6);
    assert!(work.leftovers().is_empty() && !work.path("t.pub.pub").exists());
    // What it signs is checked with what stands beside it.
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    apply(&work, "people.csv", &["--sign", "moved.json"]).exits(0);
    check(&work, "s.json.pub").exits(0).says(&id);
}

#[test]
fn an_apply_that_signs_can_be_edited_to_a_plan() {
    let work = with_people(people(3));
    let arguments = arguments("people.csv", &["--sign", "none.json"]);
    work.run(&[&["plan"], &arguments[1..]].concat()).exits(0);
    assert!(!work.path("out").exists() && SCHEMA.contains("people"));
}

#[test]
fn a_signed_report_of_an_audit_is_checked_like_a_release() {
    let (work, files, _) = signed();
    let audit = ["audit", "out", "--public", "signer.json.pub", "--sign", "other.json", "--report", "report.json"];
    work.run(&audit).exits(0).hides(OTHER_HEX);
    let check = |public: &str| work.run(&["verify", "report.json", "--public", public]);
    check("other.json.pub").exits(0).says("signed by the key");
    check("signer.json.pub").exits(12).says("E1204");
    let report: Value = json(&work.path("report.json"));
    let digest = files.iter().find(|(name, _)| name == "_SHA256SUMS").expect("digests");
    let cited = report["subject"]["manifest_sha256"].as_str().expect("the manifest's digest");
    assert!(String::from_utf8_lossy(&digest.1).contains(&format!("{cited}  _manifest.json")));
    // The same audit again has the same signature, and a report has no other's.
    let signature = std::fs::read(work.path("report.json.minisig")).expect("a signature");
    work.run(&audit).exits(0);
    assert_eq!(std::fs::read(work.path("report.json.minisig")).expect("a signature"), signature);
    work.write("report.json", std::fs::read_to_string(work.path("report.json")).expect("text").replace("PASS", "FAIL"));
    check("other.json.pub").exits(12).says("E1205");
    work.write("report.json", files[3].1.clone());
    std::fs::copy(work.path("out/_manifest.json.minisig"), work.path("report.json.minisig")).expect("copied");
    check("signer.json.pub").exits(12).says("made for something else");
    std::fs::remove_file(work.path("report.json.minisig")).expect("removed");
    check("other.json.pub").exits(12).says("E1203");
    work.run(&["verify", "report.json"]).exits(4).says("--public");
}
