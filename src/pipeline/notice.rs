//! The notice that travels with a release: what it is, what it is for, whose it is, what is forbidden. English, Russian, Kazakh.

use super::apply::ApplyOptions;
use super::manifest::expires_on;
use super::prepare::Prepared;
use crate::error::Shown;
use crate::plan::Requirement;
use crate::vocabulary::Status;
use std::fmt::Write as _;

/// The facts of a notice, in one language each.
struct Language {
    title: &'static str,
    status: fn(Status) -> &'static str,
    purpose: &'static str,
    policy: &'static str,
    recipient: &'static str,
    nobody: &'static str,
    expires: &'static str,
    no_date: &'static str,
    /// That k-anonymity holds, before its number.
    anonymity: &'static str,
    rules: &'static [&'static str],
    /// Columns whose headers name people, and which leave as they are because somebody says that they do not.
    by_word: &'static str,
    not_enforced: &'static str,
    requirement: fn(&Requirement) -> String,
}

const ENGLISH: Language = Language {
    title: "Notice",
    status: |status| match status {
        Status::Personal => "personal data",
        Status::Pseudonymised => {
            "depersonalised: pseudonymised. Still personal data: whoever holds the key can link it to people"
        }
        Status::Anonymised => "depersonalised: anonymised",
    },
    purpose: "Purpose: clause",
    policy: "Privacy policy",
    recipient: "Recipient",
    nobody: "inside the operator only",
    expires: "Delete by",
    no_date: "the end of the purpose",
    anonymity: "k-anonymity holds in every file, k =",
    rules: &[
        "Use it for this purpose only.",
        "Do not pass it on to anybody.",
        "Do not try to find out who the people are, and do not join it with other data for that.",
        "Keep it confidential and protect it from access by others.",
    ],
    by_word: "Columns that leave as they are because somebody answered for it, although their headers may name people",
    not_enforced: "Not enforced in this release",
    requirement: Requirement::to_string,
};

const RUSSIAN: Language = Language {
    title: "Уведомление",
    status: |status| match status {
        Status::Personal => "персональные данные",
        Status::Pseudonymised => {
            "обезличено: псевдонимизировано. Это всё ещё персональные данные: владелец ключа может связать их с людьми"
        }
        Status::Anonymised => "обезличено: анонимизировано",
    },
    purpose: "Цель: пункт",
    policy: "Политика конфиденциальности",
    recipient: "Получатель",
    nobody: "только внутри оператора",
    expires: "Удалить до",
    no_date: "достижения цели",
    anonymity: "В каждом файле соблюдена k-анонимность, k =",
    rules: &[
        "Используйте данные только для этой цели.",
        "Не передавайте их никому.",
        "Не пытайтесь установить, кто эти люди, и не соединяйте для этого данные с другими.",
        "Храните их в тайне и защищайте от доступа посторонних.",
    ],
    by_word: "Столбцы, которые вышли без изменений под чьё-то слово, хотя их заголовки могут называть людей",
    not_enforced: "Не обеспечено в этом выпуске",
    requirement: |requirement| match requirement {
        Requirement::Technique { action, column } => format!("{action} для {column} (столбец удалён)"),
        Requirement::RowOrder => "собственный порядок строк для каждого получателя".into(),
        Requirement::Expiry => "срок удаления выпуска".into(),
        Requirement::Retention(clause) => cited("срок хранения три года", "политика, ", clause.as_deref()),
        Requirement::Consent(clause) => cited("согласие на эту цель", "политика, ", clause.as_deref()),
    },
};

const KAZAKH: Language = Language {
    title: "Хабарлама",
    status: |status| match status {
        Status::Personal => "дербес деректер",
        Status::Pseudonymised => {
            "иесіздендірілген: псевдонимделген. Бұл әлі де дербес деректер: кілт иесі оларды адамдармен байланыстыра алады"
        }
        Status::Anonymised => "иесіздендірілген: анонимделген",
    },
    purpose: "Мақсаты: тармақ",
    policy: "Құпиялылық саясаты",
    recipient: "Алушы",
    nobody: "тек оператордың ішінде",
    expires: "Жою мерзімі",
    no_date: "мақсатқа жеткенге дейін",
    anonymity: "Әр файлда k-анонимділік сақталған, k =",
    rules: &[
        "Деректерді тек осы мақсатта пайдаланыңыз.",
        "Оларды ешкімге бермеңіз.",
        "Бұл адамдардың кім екенін анықтауға тырыспаңыз және ол үшін деректерді басқалармен қоспаңыз.",
        "Оларды құпия сақтаңыз және бөгде адамдардан қорғаңыз.",
    ],
    by_word: "Тақырыбы адамды атауы мүмкін болса да, біреудің сөзімен өзгеріссіз шығарылған бағандар",
    not_enforced: "Бұл шығарылымда қамтамасыз етілмеген",
    requirement: |requirement| match requirement {
        Requirement::Technique { action, column } => format!("{column} үшін {action} (баған жойылды)"),
        Requirement::RowOrder => "әр алушы үшін жолдардың өз реті".into(),
        Requirement::Expiry => "шығарылымды жою мерзімі".into(),
        Requirement::Retention(clause) => cited("үш жылдық сақтау мерзімі", "саясат, ", clause.as_deref()),
        Requirement::Consent(clause) => cited("осы мақсатқа келісім", "саясат, ", clause.as_deref()),
    },
};

/// A requirement with its clause; a policy without a name of its own is called one in the language of the notice.
fn cited(what: &str, policy: &str, clause: Option<&str>) -> String {
    match clause {
        Some(clause) => format!("{what} ({})", Shown::name(&clause.replacen("policy ", policy, 1))),
        None => what.to_owned(),
    }
}

/// The text of `_NOTICE.md`.
pub(super) fn notice(prepared: &Prepared, options: &ApplyOptions<'_>) -> String {
    let mut text = String::new();
    for (nth, language) in [ENGLISH, RUSSIAN, KAZAKH].iter().enumerate() {
        if nth > 0 {
            text.push('\n');
        }
        // Writing to a String cannot fail.
        let _ = write_language(language, prepared, options, &mut text);
    }
    text
}

fn write_language(
    language: &Language,
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    out: &mut String,
) -> std::fmt::Result {
    let Prepared { profile, plan, .. } = prepared;
    let recipient = if plan.recipient.is_empty() { language.nobody } else { &plan.recipient };
    let expires =
        expires_on(profile, options.as_of).map_or_else(|| language.no_date.to_owned(), |date| date.to_string());
    writeln!(out, "# {}\n", language.title)?;
    writeln!(out, "- {}", (language.status)(plan.status))?;
    writeln!(out, "- {} {} (`{}`)", language.purpose, profile.clause, profile.name)?;
    writeln!(out, "- {}: {}", language.policy, Shown::name(&profile.policy.title()))?;
    writeln!(out, "- {}: {recipient}", language.recipient)?;
    writeln!(out, "- {}: {expires}", language.expires)?;
    if let Some(k) = profile.models.k {
        writeln!(out, "- {} {k}", language.anonymity)?;
    }
    for rule in language.rules {
        writeln!(out, "- {rule}")?;
    }
    let columns = plan.datasets.iter().flat_map(|dataset| dataset.columns.iter().map(move |column| (dataset, column)));
    let by_word = columns.filter_map(|(dataset, column)| Some((dataset, column, column.leaves_by_word()?)));
    let by_word: Vec<String> = by_word
        .map(|(dataset, column, why)| format!("- `{}.{}`: {}", dataset.name, column.key, Shown::name(why)))
        .collect();
    if !by_word.is_empty() {
        writeln!(out, "\n{}:\n\n{}", language.by_word, by_word.join("\n"))?;
    }
    if !plan.not_enforced.is_empty() {
        writeln!(out, "\n{}:\n", language.not_enforced)?;
        for item in &plan.not_enforced {
            writeln!(out, "- {}", (language.requirement)(&item.what))?;
        }
    }
    Ok(())
}
