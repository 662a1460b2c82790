//! What is unsafe in a release whatever a profile asks for, each with its reason and its number.

use super::compile::{ColumnPlan, DatasetPlan, Release};
use crate::error::{Code, Diagnostic, Shown};
use crate::message;
use crate::recognize::headers::fold_header;
use crate::schema::Profile;
use crate::transform::{Refusal, Technique, Trace, technique};
use crate::vocabulary::{Audience, Role, SemanticType};
use arrow::datatypes::DataType;

/// Why a technique must not be used on a type at all; `None` where only the technique itself may object.
///
/// Cards (policy 5.4): beside the first six and last four digits, 100,000 numbers are left (Luhn), so every form of a card is the card. Dates and
/// sexes out of an IIN (decisions on domain 3.1): 25,203 days and two sexes make small groups of every town.
pub(super) fn never_in_this_form(semantic: SemanticType, technique: &dyn Technique) -> Option<Refusal> {
    use SemanticType as T;
    let drop = message!("write `{} = \"drop\"`", semantic);
    match (semantic, technique.name()) {
        (_, "drop") => None,
        (T::Card, _) => Some(Refusal {
            message: message!(
                "cards leave in no form: first six and last four digits leave 100,000 numbers to try, and a token beside them none"
            ),
            hint: drop,
        }),
        (T::Iin, "generalize" | "bucket" | "aggregate" | "shift" | "round") => Some(Refusal {
            message: message!(
                "a birth date or a sex is never read out of an IIN: 25,203 days and two sexes single people out of any town"
            ),
            hint: message!("`pseudonymize` or `drop` it"),
        }),
        (T::SessionToken | T::Mrz | T::Cookies, _) => Some(Refusal {
            message: message!(
                "`{}` leaves in no form: whoever holds it holds the person's account, papers or browser",
                semantic
            ),
            hint: drop,
        }),
        _ => None,
    }
}

/// Columns that are harmless alone and tell a person together.
pub(super) fn unsafe_beside_each_other(profile: &Profile, datasets: &[DatasetPlan]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if profile.clause.starts_with("7.1(б)") {
        problems.extend(datasets.iter().filter_map(ip_beside_identity));
    }
    if profile.audience != Audience::Internal {
        problems.extend(datasets.iter().filter_map(time_beside_sum));
    }
    problems.extend(linked_cookies(datasets));
    problems.extend(datasets.iter().flat_map(undone));
    if profile.audience != Audience::Internal {
        problems.extend(datasets.iter().filter_map(told_by_another_time));
    }
    problems
}

/// A time that leaves as it is, or to the week, beside one that moves person by person: for whoever signed up and never came back the two are one
/// instant, and its shift moves everything else of the person back. Cookies of Google and Yandex carry the second of the first visit, and numbers of
/// payments are given out in their order, many with the day in them: kept, they tell the time too.
pub(super) fn told_by_another_time(dataset: &DatasetPlan) -> Option<Diagnostic> {
    const FINE: [&str; 3] = ["hour", "day", "week"];
    let tells = |column: &ColumnPlan| {
        matches!(column.semantic, SemanticType::CookieId | SemanticType::TransactionId) || column.semantic.is_time()
    };
    let times = || dataset.columns.iter().filter(|column| tells(column));
    let shifted = times().find(|column| column.release().is_some_and(|release| release.technique == "shift"))?;
    let stays = |column: &&ColumnPlan| {
        let Some(release) = column.release().filter(|release| release.technique != "shift") else { return false };
        let fine = || FINE.iter().any(|unit| release.action.contains(&format!("\"{unit}\"")));
        release.transform.block().is_none() && (release.transform.trace() == Trace::Clear || fine())
    };
    // Nobody does anything on the day of birth.
    let stays = times()
        .filter(|column| column.semantic != SemanticType::BirthDate && column.source != shifted.source)
        .find(stays)?;
    let message = message!(
        "`{}` would leave unmoved beside the shifted `{}`: where both are one instant, the person's shift can be read off",
        Shown::name(&stays.key),
        Shown::name(&shifted.key)
    );
    let hint = message!("shift all times of the dataset, or generalize the others to `month` or coarser");
    Some(Diagnostic::new(Code::E727, message).hint(hint))
}

/// Outputs of one column of which one gives the other away: a token beside its value is a dictionary of tokens, and a day beside the shifted
/// day is the shift of everything that the person did.
fn undone(dataset: &DatasetPlan) -> Vec<Diagnostic> {
    let columns = || dataset.columns.iter().filter_map(|column| Some((column, column.release()?)));
    let mut problems = Vec::new();
    for (hidden, release) in columns().filter(|(_, release)| release.transform.trace() == Trace::Keyed) {
        let why = technique(release.technique).and_then(Technique::undone_beside);
        let tells = |other: &Release| match other.transform.trace() {
            Trace::Clear => true,
            Trace::Coarse => why.is_some(),
            Trace::Keyed => false,
        };
        let told = columns().find(|(other, release)| other.source == hidden.source && tells(release));
        let Some((other, _)) = told else { continue };
        let message = message!(
            "`{}` would give `{}` away: {}",
            Shown::name(&other.key),
            Shown::name(&hidden.key),
            why.unwrap_or("every value stands beside its token")
        );
        problems.push(Diagnostic::new(Code::E726, message).hint(message!("choose one of the two outputs")));
    }
    problems
}

/// Policy 10.2: addresses are not used to establish identity, so a whole one never stands beside somebody's name or contact.
fn ip_beside_identity(dataset: &DatasetPlan) -> Option<Diagnostic> {
    let ip = clear(dataset, |column| column.semantic == SemanticType::Ip)?;
    let person = clear(dataset, |column| column.role == Role::DirectIdentifier)?;
    let message =
        message!("`{}` would leave whole beside `{}` in clear", Shown::name(&ip.key), Shown::name(&person.key));
    Some(Diagnostic::new(Code::E723, message).hint(message!("generalize the address to `/24`, or drop one of the two")))
}

/// A time to the second and a sum to the tiyn are one line of a bank statement: 86,400 seconds a day, and few payments in any of them.
fn time_beside_sum(dataset: &DatasetPlan) -> Option<Diagnostic> {
    // A time that is shifted by days keeps its second, which a date has not; one that went to another row says nothing about this sum.
    let exact = |column: &ColumnPlan| {
        column.release().is_some_and(|release| match release.transform.trace() {
            Trace::Clear => true,
            Trace::Keyed => release.transform.block().is_none() && release.transform.output_type() != DataType::Date32,
            Trace::Coarse => false,
        })
    };
    let is_moment = |semantic: SemanticType| semantic.is_time() && semantic != SemanticType::BirthDate;
    let time = dataset.columns.iter().find(|column| is_moment(column.semantic) && exact(column))?;
    let sum = clear(dataset, |column| column.semantic == SemanticType::Amount)?;
    let message = message!(
        "`{}` would leave exact beside `{}`: of 86,400 seconds a day few hold two payments, so a bank statement names the payer",
        Shown::name(&time.key),
        Shown::name(&sum.key)
    );
    Some(
        Diagnostic::new(Code::E724, message)
            .hint(message!("generalize the time to `day` or `hour`, or put the sum into a `bucket`")),
    )
}

/// Ids of one browser are born in the same second and carry it: where one is a token, another in clear, or the exact time of the first visit,
/// links the token to it. A second leaves at most 10^9 ids to try.
fn linked_cookies(datasets: &[DatasetPlan]) -> Option<Diagnostic> {
    let all = || datasets.iter().flat_map(|dataset| &dataset.columns);
    let traced =
        |column: &ColumnPlan, trace| column.release().is_some_and(|release| release.transform.trace() == trace);
    let token = all().find(|column| column.semantic == SemanticType::CookieId && traced(column, Trace::Keyed))?;
    let clear = all().find(|column| {
        traced(column, Trace::Clear) && (column.semantic == SemanticType::CookieId || is_first_visit(column))
    })?;
    let message = message!(
        "`{}` would leave in clear beside the token `{}`: both carry the second of the first visit, which leaves 10^9 ids to try",
        Shown::name(&clear.key),
        Shown::name(&token.key)
    );
    Some(Diagnostic::new(Code::E725, message).hint(message!("tokenise, generalize or drop both")))
}

/// A time that its name calls the first visit's.
fn is_first_visit(column: &ColumnPlan) -> bool {
    let name = fold_header(&column.key).replace(' ', "");
    column.semantic.is_time()
        && ["firsttouch", "firstvisit", "firstsession", "первыйвизит", "первоепосещение", "алғашқыкіру"]
            .iter()
            .any(|word| name.contains(word))
}

fn clear(dataset: &DatasetPlan, wanted: impl Fn(&ColumnPlan) -> bool) -> Option<&ColumnPlan> {
    dataset.columns.iter().find(|column| column.release().is_some_and(Release::is_clear) && wanted(column))
}
