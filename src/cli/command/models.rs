//! What privacy models hold of a dataset, in words.

use crate::cli::say::table;
use crate::number::{grouped, percent, plural, share};
use crate::pipeline::{Joined, Met};
use crate::privacy::{AccountCounts, Accounts, NumbersLeft, Trajectories};

/// That accounts are not people in this run, in a line; once, for all datasets have the same people.
pub(super) fn accounts<'m>(mut met: impl Iterator<Item = &'m Met>) -> String {
    let of_people = met.find(|met| met.people_known && met.accounts != AccountCounts::default());
    of_people.map(|met| format!("\n{}", joined(met.accounts))).unwrap_or_default()
}

/// That accounts are not people here.
pub(super) fn joined(counts: AccountCounts) -> String {
    let AccountCounts { accounts, people, shared } = counts;
    let mut text = Vec::new();
    if accounts > 0 {
        let (accounts, people) = (grouped(accounts), plural(people, "person", "people"));
        text.push(format!(
            "k counts people: {accounts} accounts that share an email, a phone or a number of the state are {people}"
        ));
    }
    if shared > 0 {
        let contacts = plural(shared, "email or phone", "emails and phones");
        text.push(format!("{contacts} of more than {} accounts were taken for nobody's own", Accounts::SHARED));
    }
    text.join("; ")
}

/// What holds of a dataset, and what it cost, in a few lines.
pub(super) fn reached(name: &str, met: &Met) -> String {
    if met.classes == 0 {
        return format!("{name}: no row, so no class of fewer than {} people", met.models.k);
    }
    // All rows are alike in nothing: a figure of it would praise what is not there.
    if met.quasi.is_empty() {
        return format!("{name}: no quasi-identifier leaves, so the models have nothing to do");
    }
    let people = if met.people_known { "people" } else { "rows" };
    let mut text = format!(
        "{name}: every row is one of at least {} {people} alike ({} asked), {}, loss {}",
        met.k,
        met.models.k,
        plural(met.classes, "class", "classes"),
        percent(met.cost.loss)
    );
    let worst = met.quasi.iter().max_by(|a, b| a.loss.total_cmp(&b.loss));
    if let Some(worst) = worst.filter(|worst| worst.loss > 0.0) {
        text.push_str(&format!(", most in {} ({})", worst.name, percent(worst.loss)));
    }
    if let Some(most) = met.rows_per_person.filter(|_| met.left_out > 0) {
        let rows = plural(met.left_out, "row", "rows");
        text.push_str(&format!("\n  {rows} of people with more than {most} left out (`rows_per_person`)"));
    }
    if met.nodes_left_out > 0 {
        let nodes = plural(met.nodes_left_out, "choice", "choices");
        text.push_str(&format!(
            "\n  {nodes} of levels with more classes than memory holds not looked at: one may lose less (`--combinations`)"
        ));
    }
    let begins = met.quasi.iter().filter(|column| column.begins > 0);
    let begins: Vec<String> =
        begins.map(|column| format!("{} `{}`", column.name, column.levels[column.begins])).collect();
    if !begins.is_empty() {
        let begins = begins.join(", ");
        text.push_str(&format!(
            "\n  more combinations than memory holds (`--combinations`): finer levels not looked at than {begins}"
        ));
    }
    if let Some(linked) = met.trajectories.filter(|linked| linked.asked > 0) {
        let unique = percent(share(linked.unique, linked.asked));
        text.push_str(&format!(
            "\n  but tokens link rows: who knows three rows of a person knows whose they are for {unique}"
        ));
    }
    text
}

/// What the join of files tells, in a line.
pub(super) fn together(joined: &Joined) -> String {
    let Trajectories { asked, unique, .. } = joined.people;
    if asked == 0 {
        return String::new();
    }
    let names = joined.datasets.join(", ");
    let unique = percent(share(unique, asked));
    format!(
        "\ntokens join {names}: who knows one row of a person in each, whichever it is, knows whose they are for {unique}"
    )
}

/// Every quasi-identifier of a dataset: which share of its rows leaves at which level, and what it loses.
pub(super) fn levels(name: &str, met: &Met) -> String {
    let mut rows = vec![["quasi-identifier", "loss", "leaves as"].map(String::from).to_vec()];
    for column in &met.quasi {
        let all = column.rows.iter().sum();
        let of = column.levels.iter().zip(&column.rows).filter(|(_, rows)| **rows > 0);
        let levels: Vec<String> = of.map(|(level, rows)| format!("{level} {}", percent(share(*rows, all)))).collect();
        rows.push(vec![format!("{name}.{}", column.name), percent(column.loss), levels.join(", ")]);
    }
    table(&rows)
}

/// What is left of use, if it was measured: a table of columns, and the pairs that lost most.
pub(super) fn left_of_use(name: &str, met: &Met) -> String {
    const PAIRS: usize = 5;
    let Some(utility) = &met.utility else { return String::new() };
    let named = |column: usize| format!("{name}.{}", met.quasi[column].name);
    let titles = ["quasi-identifier", "distinct", "become", "NULL", "become NULL or *", "information left", "distance"];
    let mut rows = vec![titles.map(String::from).to_vec()];
    for column in &utility.columns {
        rows.push(vec![
            named(column.column),
            grouped(column.distinct_before),
            grouped(column.distinct_after),
            percent(column.nulls_before),
            percent(column.nulls_after),
            percent(column.information),
            percent(column.distance),
        ]);
    }
    let mut text = format!("\n{}", table(&rows));
    let numbers = utility.columns.iter().filter_map(|column| Some((named(column.column), column.numbers?)));
    let sensitive = met.sensitive.iter().zip(&utility.sensitive);
    let sensitive = sensitive.filter_map(|(column, left)| Some((format!("{name}.{column}"), (*left)?)));
    let numbers: Vec<(String, NumbersLeft)> = numbers.chain(sensitive).collect();
    if !numbers.is_empty() {
        text.push_str(&format!("\n{}", table(&moved(&numbers))));
    }
    let mut pairs: Vec<_> = utility.pairs.iter().collect();
    pairs.sort_by(|a, b| a.kept.total_cmp(&b.kept));
    if !pairs.is_empty() {
        let mut rows = vec![["what two say of each other", "bits", "left"].map(String::from).to_vec()];
        for pair in pairs.into_iter().take(PAIRS) {
            let names = format!("{} and {}", named(pair.columns.0), named(pair.columns.1));
            rows.push(vec![names, format!("{:.2}", pair.before), percent(pair.kept)]);
        }
        text.push_str(&format!("\n{}", table(&rows)));
    }
    text.push_str(&format!("{} of the people have a row left\n", percent(met.join_rate)));
    text
}

/// How far means and quartiles moved.
fn moved(numbers: &[(String, NumbersLeft)]) -> Vec<Vec<String>> {
    let change = |by: Option<f64>| by.map_or_else(|| "-".to_owned(), |by| format!("{:+.1} %", 100.0 * by));
    let titles = ["numbers", "rows left", "mean moves by", "first quartile", "median", "third quartile"];
    let mut rows = vec![titles.map(String::from).to_vec()];
    for (name, left) in numbers {
        let quartiles = left.quartiles.into_iter().map(change);
        rows.push([name.clone(), percent(left.rows), change(left.mean)].into_iter().chain(quartiles).collect());
    }
    rows
}

/// The same for programs, with the names of the columns.
pub(super) fn utility_of(met: &Met) -> Option<serde_json::Value> {
    let utility = met.utility.as_ref()?;
    let names: Vec<&str> = met.quasi.iter().map(|column| column.name.as_str()).collect();
    Some(
        serde_json::json!({ "quasi_identifiers": names, "sensitive": met.sensitive, "left": utility, "join_rate": met.join_rate }),
    )
}
