//! Reports as audits might make them.

use super::super::report::{
    Bar, Check, Classes, Code, Column, Combination, Coverage, Dataset, Finding, LinkedFiles, LinkedRows, NotEnforced,
    Outcome, People, REPORT_FORMAT, Report, Severity, Signature, Spot, Subject, Sure, Verdict,
};
use super::super::words::{self, Lang};

/// A release of three datasets in which nothing was found; two notes.
pub(super) fn pass() -> Report {
    let datasets = vec![dataset("users", 2_000), dataset("payments", 5_000), dataset("visits", 10_000)];
    let cells = datasets.iter().map(|dataset| dataset.rows * 12).sum();
    Report {
        format: REPORT_FORMAT,
        tool: "iesiz 0.1.0".into(),
        verdict: Verdict::Pass,
        subject: subject(),
        as_of: Some("2026-02-11".into()),
        not_checked: vec!["signature", "other-releases"],
        people: people(),
        coverage: Coverage {
            files: 7,
            bytes: 1_834_562,
            bytes_accounted: 1_834_562,
            columns: 36,
            columns_scanned: 36,
            cells,
            cells_scanned: cells,
            dictionary_values: 14_820,
            source_values: Some(31_417),
        },
        checks: checks(),
        findings: vec![
            finding(
                Code::Skew,
                Severity::Note,
                ("data/users.parquet", Some("phone"), Some(17)),
                Some("phone"),
                (41, Some(2_000)),
            ),
            finding(Code::NotEnforced, Severity::Note, ("", None, None), None, (4, None)),
        ],
        datasets,
        not_enforced: not_enforced(),
        limits: [
            "words-without-pattern",
            "outside-knowledge",
            "keyed-tokens",
            "declared-quasi-identifiers",
            "pictures",
        ]
        .to_vec(),
    }
}

/// A release in which twelve things were found.
pub(super) fn fail() -> Report {
    let mut report = Report { verdict: Verdict::Fail, ..pass() };
    let users = "data/users.parquet";
    let payments = "data/payments.parquet";
    report.findings = vec![
        finding(Code::Digest, Severity::Mismatch, (payments, None, None), Some("sha256"), (1, None)),
        finding(Code::Cell, Severity::Finding, (users, Some("comment"), Some(1_204)), Some("iin"), (12, Some(2_000))),
        finding(Code::Cell, Severity::Finding, (users, Some("comment"), Some(88)), Some("phone"), (3, Some(2_000))),
        finding(Code::Cell, Severity::Finding, (payments, Some("Промокод"), Some(5)), Some("email"), (1, Some(5_000))),
        Finding {
            at: Spot { file: users.into(), column: Some("email".into()), row: None, bytes: Some((120_400, 122_176)) },
            ..finding(Code::Dictionary, Severity::Finding, (users, None, None), None, (117, Some(1_951)))
        },
        finding(
            Code::Reversed,
            Severity::Finding,
            (users, Some("phone_md5"), Some(1)),
            Some("md5"),
            (1_877, Some(2_000)),
        ),
        finding(Code::Unique, Severity::Finding, ("visits", None, None), None, (214, Some(10_000))),
        finding(Code::Models, Severity::Finding, (users, None, None), Some("k"), (3, Some(10))),
        finding(
            Code::LeakName,
            Severity::Finding,
            ("data/feedback.csv", Some("text"), Some(12)),
            Some("full-name"),
            (6, None),
        ),
        finding(Code::Weak, Severity::Note, (payments, Some("order"), Some(2)), Some("bin"), (2, Some(5_000))),
        finding(Code::Skew, Severity::Note, (users, Some("phone"), Some(17)), Some("phone"), (41, Some(2_000))),
        finding(Code::Storage, Severity::Note, ("", None, None), None, (1, None)),
    ];
    report.findings[9].sure = Sure::Possible;
    report.findings[2].sure = Sure::Likely;
    report.coverage.bytes_accounted -= 1_776;
    report.datasets[0].columns[2].findings = 2;
    report.datasets[0].columns[2].notes = 1;
    report.subject.status_at_most = Some("personal".into());
    for name in ["digests", "cells", "attack-dictionary", "singling-out", "models", "source"] {
        set(&mut report, name, Outcome::Failed, None);
    }
    report
}

/// A release of which a part could not be read.
pub(super) fn incomplete() -> Report {
    let mut report = Report { verdict: Verdict::Incomplete, ..pass() };
    report.findings[0] =
        finding(Code::Unreadable, Severity::Gap, ("data/visits.parquet", Some("url"), None), Some("page"), (1, None));
    report.coverage.columns_scanned -= 1;
    report.coverage.cells_scanned -= 4_100;
    report.datasets[2].columns[7].cells = 5_900;
    report.datasets[2].columns[7].findings = 1;
    set(&mut report, "cells", Outcome::Incomplete, Some("unreadable-part"));
    set(&mut report, "attack-dictionary", Outcome::Incomplete, Some("budget-reached"));
    report
}

/// Files without a manifest.
pub(super) fn bare() -> Report {
    let mut report = pass();
    report.subject = Subject { name: "выгрузка.csv".into(), ..Subject::default() };
    report.as_of = None;
    report.coverage.source_values = None;
    report.not_enforced.clear();
    report.limits = vec!["no-manifest", "no-source", "words-without-pattern", "outside-knowledge", "pictures"];
    report.datasets.truncate(1);
    let dataset = &mut report.datasets[0];
    dataset.format = "csv";
    dataset.quasi_identifiers.clear();
    dataset.classes = None;
    dataset.singling_out.clear();
    for column in &mut dataset.columns {
        *column = Column {
            is: None,
            role: None,
            technique: None,
            parameters: None,
            coarsened: None,
            withheld: None,
            dropped: None,
            released: true,
            cells: 2_000,
            ..column.clone()
        };
    }
    for (name, reason) in
        [("manifest", "no-manifest"), ("signature", "no-manifest"), ("singling-out", "no-quasi-identifiers")]
    {
        set(&mut report, name, Outcome::NotApplicable, Some(reason));
    }
    report
}

/// A name that would break a page that believed it.
pub(super) const HOSTILE: &str = "<script>alert(\"1\")</script>&'\u{202e}gnp.exe\u{0}\u{200b}";

/// Long and hostile names everywhere, and more findings than a page holds.
pub(super) fn hostile() -> Report {
    let mut report = fail();
    let long = "очень_длинное_имя_столбца_қазақша_әріптермен_".repeat(20);
    let marks = format!("Z{}", "\u{301}".repeat(80));
    let names = [HOSTILE.to_owned(), long, "x".repeat(500), marks];
    let subject = &mut report.subject;
    subject.name = names[1].clone();
    for (at, field) in
        [&mut subject.profile, &mut subject.clause, &mut subject.recipient, &mut subject.key].into_iter().enumerate()
    {
        *field = Some(names[at].clone());
    }
    subject.status = Some(HOSTILE.into());
    for nth in 0..437_u64 {
        let name = &names[usize::try_from(nth % 4).expect("below four")];
        let found =
            finding(Code::Cell, Severity::Finding, (name, Some(name), Some(nth + 1)), Some(name), (nth + 1, None));
        report.findings.push(found);
    }
    for (nth, dataset) in report.datasets.iter_mut().enumerate() {
        dataset.name.clone_from(&names[nth]);
        dataset.file.clone_from(&names[nth]);
        dataset.quasi_identifiers = names.to_vec();
        dataset.singling_out.iter_mut().for_each(|combination| combination.columns = names[..3].to_vec());
        for (column, name) in dataset.columns.iter_mut().zip(names.iter().cycle()) {
            column.name.clone_from(name);
            column.parameters = Some(name.clone());
            column.is = Some(name.clone());
            column.role = Some(name.clone());
        }
    }
    report.not_enforced.push(NotEnforced { what: names[2].clone(), why: HOSTILE.into() });
    report.tool = HOSTILE.into();
    report.as_of = Some(HOSTILE.into());
    report
}

/// A release in which every code was found.
pub(super) fn every_code() -> Report {
    let mut report = fail();
    let found = |&code| {
        finding(code, Severity::Finding, ("data/users.parquet", Some("email"), Some(1)), Some("email"), (1, None))
    };
    report.findings = Code::ALL.iter().map(found).collect();
    report
}

fn subject() -> Subject {
    let some = |text: &str| Some(text.to_owned());
    Subject {
        name: "release-2026-02".into(),
        manifest_sha256: some("9f2c1d7e4ab05836c2f7d1e09b6a4c3358e7f0a1b2d3c4e5f60718293a4b5c6d"),
        profile: some("research_partner"),
        clause: some("7.1(д)"),
        status: some("pseudonymised"),
        status_at_most: some("pseudonymised"),
        audience: some("partner"),
        recipient: some("ТОО «Зерттеу орталығы»"),
        policy_version: some("2023-08-31"),
        law_snapshot: some("KZ 94-V, text of 2026-10-02"),
        storage_country: some("KZ"),
        expires_on: some("2027-02-11"),
        key: some("k_7f3a91c2d4e8"),
        epoch: Some(3),
        signed_by: some("5d41402abc4b2a76"),
        signature: Some(Signature::NotChecked),
    }
}

fn finding(
    code: Code,
    severity: Severity,
    (file, column, row): (&str, Option<&str>, Option<u64>),
    kind: Option<&str>,
    (count, of): (u64, Option<u64>),
) -> Finding {
    Finding {
        code,
        severity,
        at: Spot { file: file.into(), column: column.map(str::to_owned), row, bytes: None },
        kind: kind.map(str::to_owned),
        sure: Sure::Certain,
        count,
        of,
        why: words::why(code, Lang::En),
        todo: words::todo(code, Lang::En),
    }
}

fn dataset(name: &str, rows: u64) -> Dataset {
    let bars = [
        (1, Some(1), 17),
        (2, Some(4), 60),
        (5, Some(9), 210),
        (10, Some(19), 333),
        (20, Some(49), 480),
        (50, Some(99), 0),
        (100, None, 900),
    ];
    let histogram = bars.map(|(from, to, rows)| Bar { from, to, classes: rows / from, rows }).to_vec();
    let combination = |columns: &[&str], unique_rows| Combination {
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        unique_rows,
        rows,
    };
    Dataset {
        name: name.into(),
        file: format!("data/{name}.parquet"),
        format: "parquet",
        bytes: 203_199 + rows,
        sha256: Some("0123456789abcdef".repeat(4)),
        rows,
        columns: columns(rows),
        quasi_identifiers: ["city", "birth_date", "user_agent", "created_at"].map(str::to_owned).to_vec(),
        classes: Some(Classes { smallest: 1, count: 148, unique_rows: 17, sample: None, histogram }),
        singling_out: vec![
            combination(&["city", "birth_date", "user_agent"], 17),
            combination(&["birth_date", "user_agent", "created_at"], 14),
            combination(&["city", "created_at"], 6),
            combination(&["birth_date"], 1),
        ],
    }
}

/// Name, type, role, technique, parameters, why it was dropped.
type Described = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

const COLUMNS: [Described; 12] = [
    ("user_id", "user-id", "direct-identifier", "pseudonymize", None, None),
    ("Email", "email", "direct-identifier", "drop", None, Some("profile")),
    ("comment", "free-text", "quasi-identifier", "drop", None, Some("type not listed by the profile")),
    ("ИИН плательщика", "iin", "direct-identifier", "pseudonymize", None, None),
    ("created_at", "event-time", "quasi-identifier", "generalize", Some("\"day\""), None),
    ("birth_date", "birth-date", "quasi-identifier", "generalize", Some("\"decade\""), None),
    ("amount", "amount", "sensitive", "bucket", Some("[0, 10_000, 50_000, 100_000, 250_000]"), None),
    ("url", "url", "quasi-identifier", "generalize", Some("\"host\""), None),
    ("user_agent", "user-agent", "quasi-identifier", "generalize", Some("\"family\""), None),
    ("city", "city", "quasi-identifier", "generalize", Some("\"region\""), None),
    ("currency", "currency", "insensitive", "keep", None, None),
    ("status", "payment-status", "sensitive", "keep", None, None),
];

fn columns(rows: u64) -> Vec<Column> {
    let column = |(nth, (name, is, role, technique, parameters, dropped)): (u64, Described)| Column {
        name: name.into(),
        is: Some(is.into()),
        role: Some(role.into()),
        released: dropped.is_none(),
        technique: Some(technique.into()),
        parameters: parameters.map(str::to_owned),
        coarsened: (name == "birth_date").then_some(2_350),
        withheld: (name == "birth_date").then_some(120),
        acknowledged: None,
        dropped: dropped.map(str::to_owned),
        cells: if dropped.is_none() { rows } else { 0 },
        nulls: nth * 31 % 400,
        top_share: Some(u32::try_from(nth * 831 % 10_000).expect("a share")),
        distinct: (nth % 4 != 3).then_some(rows / (nth + 1)),
        findings: 0,
        notes: u64::from(nth == 3),
    };
    (0..).zip(COLUMNS).map(column).collect()
}

fn checks() -> Vec<Check> {
    use Outcome::{NotApplicable, NotChecked, Noted, Passed};
    let check = |name, outcome, tried, unit, budget, reason| Check { name, outcome, tried, unit, budget, reason };
    vec![
        check("files", Passed, 7, "files", None, None),
        check("digests", Passed, 1_834_562, "bytes", None, None),
        check("signature", NotChecked, 0, "files", None, Some("no-public-key")),
        check("manifest", Noted, 412, "fields", None, None),
        check("names", Passed, 43, "values", None, None),
        check("documents", Passed, 3, "files", None, None),
        check("containers", Passed, 1_834_562, "bytes", None, None),
        check("cells", Passed, 204_000, "cells", None, None),
        check("bytes", Passed, 61_240, "bytes", None, None),
        check("tokens", Noted, 34_000, "cells", None, None),
        check("attack-dictionary", Passed, 1_250_000_000, "attempts", Some(5_000_000_000), Some("tokens-are-keyed")),
        check("attack-frequency", Passed, 34_000, "cells", None, None),
        check("singling-out", Passed, 25, "combinations", Some(1_000), None),
        check("homogeneity", Passed, 148, "classes", None, None),
        check("inference", Passed, 17_000, "rows", None, None),
        check("time-and-sum", Passed, 5_000, "rows", None, None),
        check("models", NotApplicable, 0, "rows", None, Some("not-claimed")),
        check("compare-tokens", NotChecked, 0, "values", None, Some("no-other-release")),
        check("compare-rows", NotChecked, 0, "rows", None, Some("no-other-release")),
        check("compare-difference", NotChecked, 0, "rows", None, Some("no-other-release")),
        check("source", Passed, 31_417, "values", None, None),
    ]
}

fn people() -> People {
    People {
        rows: Some(17_000),
        alone: Some(214),
        linked_rows: vec![LinkedRows {
            dataset: "visits".into(),
            known_rows: 3,
            people: Some(1_800),
            alone: Some(8_120),
        }],
        linked_files: Some(LinkedFiles {
            datasets: vec!["users".into(), "payments".into()],
            people: Some(1_500),
            alone: Some(9_999),
        }),
    }
}

fn set(report: &mut Report, name: &str, outcome: Outcome, reason: Option<&'static str>) {
    let check = report.checks.iter_mut().find(|check| check.name == name).expect("a check of the fixture");
    (check.outcome, check.reason) = (outcome, reason);
}

fn not_enforced() -> Vec<NotEnforced> {
    let said = [
        ("k-anonymity with k = 10", "privacy models are not measured by this version"),
        (
            "generalize = \"country\" for visits.ip (dropped instead)",
            "no database of networks and countries was given (`--geoip`)",
        ),
        ("retention of three years (policy 7.3)", "rows are not checked against it by this version"),
        (
            "consent for this purpose (policy 5.5)",
            "consent per purpose is not read by this version; only withdrawals in the given inputs are",
        ),
    ];
    said.map(|(what, why)| NotEnforced { what: what.into(), why: why.into() }).to_vec()
}
