//! What we make ourselves we also pass: releases of random schemas under random profiles, with few rows, one town, constants and words that look
//! like names. Where `apply` publishes, the audit finds nothing; what would not pass is refused before.

use crate::util::{Ran, Work};
use serde_json::Value;
use std::fmt::Write as _;

/// A generator that is the same everywhere.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// A type, what may be done to it, and its values.
struct Kind {
    is: &'static str,
    actions: &'static [&'static str],
    value: fn(&mut Draws) -> String,
}

const TOWNS: &[&str] =
    &["Алматы", "Абай", "Астана", "Шымкент", "Семей", "Тараз", "Қарағанды", "Каскелен", "г. Талгар", "Медеуский район"];
const COURSES: &[&str] =
    &["Английский", "Казахский язык", "Python", "Дизайн", "Excel, уровень 2", "Абай", "Роман", "курс «Анализ»", "3D"];
const TIMES: &str = "hour day week month quarter year";

fn digits(draws: &mut Draws, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + draws.below(10) as u8)).collect()
}

/// Twelve digits with a right check digit.
fn iin(draws: &mut Draws) -> String {
    loop {
        let body = format!(
            "{:02}{:02}{:02}{}{}",
            draws.below(100),
            1 + draws.below(12),
            1 + draws.below(28),
            3 + draws.below(4),
            digits(draws, 4)
        );
        let sum = |from: usize| {
            body.bytes()
                .enumerate()
                .map(|(at, byte)| (usize::from(byte - b'0')) * ((at + from) % 11 + 1))
                .sum::<usize>()
                % 11
        };
        let check = match sum(0) {
            10 => sum(2),
            check => check,
        };
        if check < 10 {
            return format!("{body}{check}");
        }
    }
}

fn time(draws: &mut Draws) -> String {
    let (day, hour) = (draws.below(1000), draws.below(24));
    let date = chrono::NaiveDate::from_ymd_opt(2023, 1, 1).expect("a day") + chrono::Days::new(day as u64);
    format!("{date} {hour:02}:{:02}:{:02}", draws.below(60), draws.below(60))
}

fn birth(draws: &mut Draws) -> String {
    format!("{}-{:02}-{:02}", 1950 + draws.below(55), 1 + draws.below(12), 1 + draws.below(28))
}

const KINDS: &[Kind] = &[
    Kind {
        is: "transaction-id",
        actions: &["\"pseudonymize\"", "\"keep\"", "{ format-preserve = \"base36\" }", "\"encrypt\""],
        value: |d| format!("{}", 100_000 + d.below(900_000)),
    },
    Kind {
        is: "cookie-id",
        actions: &["\"pseudonymize\"", "\"encrypt\""],
        value: |d| format!("1700000000{}", digits(d, 9)),
    },
    Kind {
        is: "email",
        actions: &[
            "\"pseudonymize\"",
            "\"encrypt\"",
            "\"replace\"",
            "{ mask = \"all\" }",
            "{ generalize = \"provider\" }",
            "{ pseudonymize = 96 }",
        ],
        value: |d| format!("user{}@{}", d.below(50), d.of(&["mail.ru", "gmail.com", "nu.edu.kz", "example.kz"])),
    },
    Kind {
        is: "phone",
        actions: &[
            "\"pseudonymize\"",
            "\"encrypt\"",
            "{ mask = \"all\" }",
            "{ generalize = \"country\" }",
            "{ pseudonymize = 96 }",
        ],
        value: |d| format!("+7 {} {}", d.of(&["701", "777", "747"]), digits(d, 7)),
    },
    Kind {
        is: "iin",
        actions: &[
            "\"pseudonymize\"",
            "{ format-preserve = \"invalid\" }",
            "\"replace\"",
            "{ mask = \"all\" }",
            "\"encrypt\"",
        ],
        value: iin,
    },
    Kind {
        is: "ip",
        actions: &[
            "{ generalize = \"/24\" }",
            "{ generalize = \"/8\" }",
            "\"prefix-preserve\"",
            "\"replace\"",
            "\"pseudonymize\"",
        ],
        value: |d| format!("178.88.{}.{}", d.below(256), 1 + d.below(250)),
    },
    Kind {
        is: "event-time",
        actions: &["\"keep\"", "{ generalize = TIME }", "{ generalize = TIME }", "{ shift = 30 }"],
        value: time,
    },
    Kind { is: "payment-time", actions: &["{ generalize = TIME }", "\"keep\""], value: time },
    Kind {
        is: "birth-date",
        actions: &[
            "{ generalize = \"decade\" }",
            "{ generalize = \"year\" }",
            "{ generalize = \"month\" }",
            "{ shift = 10 }",
        ],
        value: birth,
    },
    Kind {
        is: "age",
        actions: &[
            "\"keep\"",
            "{ generalize = \"5 years\" }",
            "{ generalize = \"10 years\" }",
            "{ bucket = [18, 30, 50] }",
            "{ round = 5 }",
            "{ top-bottom-code = [18, 65] }",
            "{ noise = [-3, 3] }",
        ],
        value: |d| format!("{}", 10 + d.below(70)),
    },
    Kind {
        is: "amount",
        actions: &[
            "\"keep\"",
            "{ bucket = [0, 10_000, 50_000.50] }",
            "{ round = 1_000 }",
            "{ top-code = 40_000 }",
            "{ noise = [-100, 100] }",
            "{ permute = \"sums\" }",
        ],
        value: |d| format!("{}.{:02}", d.below(99_999), d.below(100)),
    },
    Kind {
        is: "city",
        actions: &["\"keep\"", "\"keep\"", "{ generalize = \"region\" }"],
        value: |d| d.of(TOWNS).to_owned(),
    },
    Kind {
        is: "region",
        actions: &["\"keep\"", "{ generalize = \"region\" }"],
        value: |d| d.of(&["Алматинская область", "ВКО", "KZ-75", "Абай облысы"]).to_owned(),
    },
    Kind {
        is: "country", actions: &["\"keep\""], value: |d| d.of(&["KZ", "Казахстан", "Ресей"]).to_owned()
    },
    Kind { is: "product", actions: &["\"keep\"", "{ permute = \"courses\" }"], value: |d| d.of(COURSES).to_owned() },
    Kind { is: "currency", actions: &["\"keep\""], value: |d| d.of(&["KZT", "₸", "RUB"]).to_owned() },
    Kind {
        is: "payment-status",
        actions: &["\"keep\""],
        value: |d| d.of(&["paid", "failed", "Оплачен", "возврат"]).to_owned(),
    },
    Kind { is: "sex", actions: &["\"keep\""], value: |d| d.of(&["м", "ж", "female"]).to_owned() },
    Kind {
        is: "count",
        actions: &["\"keep\"", "{ bucket = [10, 1_000] }", "{ round = 10 }", "{ noise = [-2, 2] }"],
        value: |d| format!("{}", d.below(30_000)),
    },
    Kind { is: "flag", actions: &["\"keep\""], value: |d| d.of(&["да", "нет", "1"]).to_owned() },
    Kind { is: "code", actions: &["\"keep\""], value: |d| d.of(&["ru", "kk", "PROMO24", "A-1"]).to_owned() },
    Kind {
        is: "postcode",
        actions: &["{ generalize = \"region\" }", "{ generalize = \"district\" }"],
        value: |d| d.of(&["050040", "010000", "A15T0G9"]).to_owned(),
    },
    Kind {
        is: "latitude",
        actions: &["{ generalize = \"tenth\" }", "{ generalize = \"degree\" }"],
        value: |d| format!("4{}.{}", d.below(9), digits(d, 6)),
    },
    Kind {
        is: "coordinates",
        actions: &["{ generalize = \"tenth\" }", "{ generalize = \"degree\" }"],
        value: |d| format!("4{}.{}, 7{}.{}", d.below(9), digits(d, 6), d.below(9), digits(d, 6)),
    },
    Kind {
        is: "url",
        actions: &["{ generalize = \"host\" }", "{ generalize = \"template\" }"],
        value: |d| {
            d.of(&[
                "https://skillbox.kz/course/python?utm=1",
                "https://skillbox.kz/users/48210/orders",
                "http://қаз.kz/a",
                "https://vk.com/id1",
            ])
            .to_owned()
        },
    },
    Kind {
        is: "user-agent",
        actions: &["{ generalize = \"family\" }", "{ generalize = \"family-major\" }"],
        value: |d| {
            d.of(&[
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
            "curl/8.0",
        ]).to_owned()
        },
    },
    Kind {
        is: "mac",
        actions: &["\"replace\"", "\"pseudonymize\"", "{ mask = \"all\" }"],
        value: |d| format!("3c:22:fb:{:02x}:{:02x}:{:02x}", d.below(256), d.below(256), d.below(256)),
    },
];

const FORMATS: [&[&str]; 3] = [&["--to", "parquet"], &["--to", "csv"], &["--to", "csv", "--for-excel"]];

/// Writes a random export with its documents; what to write it as.
fn write(work: &Work, draws: &mut Draws) -> &'static [&'static str] {
    let mut schema = String::from(
        "version = 1\ndataset = \"d\"\nsite = \"x.kz\"\nsubject = \"user\"\n[dialect]\ndelimiter = \"\\t\"\n[columns]\nuser = { is = \"user-id\" }\n",
    );
    let (mut actions, mut own) = (String::new(), String::new());
    let user = draws.of(&[
        "\"pseudonymize\"",
        "\"encrypt\"",
        "{ format-preserve = \"digits\" }",
        "{ pseudonymize = 96 }",
        "\"drop\"",
    ]);
    let _ = writeln!(actions, "user-id = {user}");
    let mut kinds: Vec<usize> = Vec::new();
    for _ in 0..1 + draws.below(7) {
        let kind = draws.below(KINDS.len());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let mut header = String::from("user");
    for (nth, &kind) in kinds.iter().enumerate() {
        let name = format!("{}{nth}", draws.of(&["c", "Столбец ", "=x", "баған_"]));
        let units: Vec<&str> = TIMES.split(' ').collect();
        let action = draws.of(KINDS[kind].actions).replace("TIME", &format!("\"{}\"", draws.of(&units)));
        let _ = writeln!(schema, "\"{name}\" = {{ is = \"{}\", max_unfit = 1.0 }}", KINDS[kind].is);
        let _ = writeln!(actions, "{} = {action}", KINDS[kind].is);
        let _ = write!(header, "\t{name}");
        if matches!(KINDS[kind].is, "product" | "city") && draws.below(4) == 0 && !action.contains("permute") {
            let _ = writeln!(own, "\"d.{name}\" = {{ fill = \"other\" }}");
        }
    }
    let models = match draws.below(4) {
        0 => format!("[models]\nk = {}\nrecoding = \"{}\"\n", 2 + draws.below(4), draws.of(&["local", "full-domain"])),
        _ => String::new(),
    };
    let nulls = if own.is_empty() { String::new() } else { format!("[nulls]\n{own}") };
    work.write("schema.toml", schema);
    work.write(
        "profile.toml",
        format!("version = 1\nprofile = \"p\"\nclause = \"x\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\nkeys = \"required\"\n{models}[actions]\n{actions}{nulls}"),
    );
    let rows = 1 + draws.below(60);
    // Now and then a column has one value only.
    let constant: Vec<Option<String>> =
        kinds.iter().map(|&kind| (draws.below(5) == 0).then(|| (KINDS[kind].value)(draws))).collect();
    let mut text = format!("{header}\n");
    for _ in 0..rows {
        let _ = write!(text, "{}", 100_000 + draws.below(40));
        for (&kind, constant) in kinds.iter().zip(&constant) {
            let value = constant.clone().unwrap_or_else(|| (KINDS[kind].value)(draws));
            let _ = if draws.below(12) == 0 { write!(text, "\t") } else { write!(text, "\t{value}") };
        }
        text.push('\n');
    }
    work.write("d.csv", text);
    draws.of(&FORMATS)
}

fn audited(work: &Work, more: &[&str]) -> (Ran, Value) {
    let ran = work.run(&[&["audit", "out", "--json", "-q", "--attempts", "1000"], more].concat());
    let report = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no report: {}", ran.stderr));
    (ran, report)
}

#[test]
fn what_is_published_passes_the_audit() {
    let (mut published, mut refused) = (0, 0);
    let seeds = std::env::var("IESIZ_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(160_u64);
    for seed in 1..=seeds {
        let mut draws = Draws(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let work = Work::new();
        work.run(&["keys", "new", "keys.json", "-q"]).exits(0);
        let format = write(&work, &mut draws);
        let apply = [
            "apply",
            "d.csv",
            "--schema",
            "schema.toml",
            "--profile",
            "./profile.toml",
            "--keys",
            "keys.json",
            "--out",
            "out",
            "-q",
        ];
        let ran = work.run(&[&apply[..], format].concat());
        if ran.code != 0 {
            assert!(matches!(ran.code, 2 | 7), "seed {seed}: {}", ran.stderr);
            refused += 1;
            continue;
        }
        published += 1;
        // Its source is given now and then: nothing of it is in the release by chance either.
        let against: &[&str] = if seed % 4 == 0
            && !std::fs::read_to_string(work.path("profile.toml"))
                .expect("a profile")
                .contains("transaction-id = \"keep\"")
        {
            &["--against", "d.csv"]
        } else {
            &[]
        };
        let (ran, report) = audited(&work, against);
        let bad: Vec<&Value> = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| finding["severity"] != "note")
            .collect();
        let read = |name: &str| std::fs::read_to_string(work.path(name)).expect("a file");
        let (profile, export) = (read("profile.toml"), read("d.csv"));
        assert!(ran.code == 0 && bad.is_empty(), "seed {seed}, {format:?}: {bad:#?}\n{profile}\n{export}");
    }
    assert!(published >= 80 && refused > 0, "{published} published, {refused} refused");
}
