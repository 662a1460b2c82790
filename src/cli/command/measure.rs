//! `iesiz measure`: how many people share their quasi-identifiers, and what can be learnt of them.

use super::models::joined;
use super::threads;
use crate::cli::args::MeasureArgs;
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, table};
use crate::error::{Result, Shown};
use crate::measure::{Dataset, MeasureOptions, Meets, People, Report, Skipped, measure};
use crate::number::{grouped, percent, plural, share};
use crate::pipeline::Interrupt;
use crate::privacy::{Bar as Sizes, ModelMeasured, Models, QuasiMeasured, Risk, Risks, SensitiveMeasured, Subsets};

pub(in crate::cli) fn run(args: &MeasureArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let options = MeasureOptions {
        inputs: &args.inputs,
        schemas: &args.schema,
        quasi: &args.quasi,
        sensitive: &args.sensitive,
        subject: args.subject.as_deref(),
        models: Models { k: args.k.unwrap_or(0), l: args.l, t: args.t, ..Models::default() },
        format: args.format.map(Into::into),
        encoding: args.encoding,
        threads: threads(args.threads),
        read_buffer: usize::try_from(args.read_buffer).unwrap_or(1 << 20),
    };
    let report = measure(&options, interrupt, &Bar::new(say.shows_progress()))?;
    report.datasets.iter().flat_map(|dataset| &dataset.warnings).for_each(|warning| say.warning(warning));
    if say.json {
        say.json(&report)?;
    } else {
        say.report(&shown(&report))?;
    }
    match report.meets() {
        Meets::Yes => Ok(Exit::Complete),
        Meets::No => {
            say.note("a model that was asked for is not met");
            Ok(Exit::Policy)
        }
        Meets::Unknown => {
            say.note("k of people cannot be counted here: neither met nor failed");
            Ok(Exit::Unfinished)
        }
    }
}

fn shown(report: &Report) -> String {
    let mut blocks: Vec<String> = report.datasets.iter().map(block).collect();
    blocks.extend(report.skipped.iter().map(skipped));
    blocks.join("\n\n")
}

fn skipped(dataset: &Skipped) -> String {
    let files: Vec<String> = dataset.files.iter().map(|file| Shown::name(file).to_string()).collect();
    format!("{}: not measured, it has no quasi-identifier\n", files.join(", "))
}

/// One dataset: who is in it, how large the classes are, what each column does, the risks, the models, advice.
fn block(dataset: &Dataset) -> String {
    let measured = &dataset.measured;
    let mut text = head(dataset);
    let mut put = |part: String| {
        if !part.is_empty() {
            text.push_str(&format!("\n{part}"));
        }
    };
    put(models(&measured.models));
    put(sizes(&measured.histogram, measured.rows));
    put(quasi(&measured.quasi_identifiers, measured.rows));
    put(subsets(&measured.subsets));
    put(sensitive(&measured.sensitive));
    put(risks(&measured.risks));
    if !dataset.advice.is_empty() {
        text.push_str("\nadvice\n");
        dataset.advice.iter().for_each(|sentence| text.push_str(&format!("- {sentence}\n")));
    }
    text
}

fn head(dataset: &Dataset) -> String {
    let measured = &dataset.measured;
    let mut text = String::new();
    for file in &dataset.files {
        text.push_str(&format!("{}: {}\n", file.name, plural(file.rows, "row", "rows")));
    }
    if dataset.broken_rows > 0 {
        let cannot = plural(dataset.broken_rows, "row cannot be read and is", "rows cannot be read and are");
        text.push_str(&format!("{cannot} not measured\n"));
    }
    for (what, names) in [
        ("not in these files", &dataset.absent),
        ("tokens, which nobody knows of a person and are not counted", &dataset.keyed),
    ] {
        let names: Vec<String> = names.iter().map(|name| format!("`{}`", Shown::name(name))).collect();
        if !names.is_empty() {
            text.push_str(&format!("{what}: {}\n", names.join(", ")));
        }
    }
    text.push_str(&match (dataset.people_are, &dataset.subject) {
        (People::Subjects, Some(subject)) => {
            let people = plural(measured.people, "person", "people");
            let nobody = plural(measured.rows_of_nobody, "row", "rows");
            format!("{people} by `{}`, {nobody} of nobody\n", Shown::name(subject))
        }
        _ => "every row counts as a person\n".to_owned(),
    });
    if let Some(counts) = dataset.accounts {
        text.push_str(&format!("{}\n", joined(counts)));
    }
    let k = measured.k.map_or_else(|| "-".to_owned(), grouped);
    let unique = plural(measured.unique_rows, "row is unique", "rows are unique");
    text.push_str(&format!(
        "k = {k}: {} of {} people on average; {unique} ({})\n",
        plural(measured.classes, "class", "classes"),
        number(measured.average_class),
        cell(measured.unique_rows, measured.rows),
    ));
    text
}

/// A number of people or a measure: three digits behind the point at most.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share in a table.
fn cell(part: u64, whole: u64) -> String {
    if part == 0 { "-".to_owned() } else { percent(share(part, whole)) }
}

fn head_of<const N: usize>(names: [&str; N]) -> Vec<Vec<String>> {
    vec![names.map(String::from).to_vec()]
}

fn models(models: &[ModelMeasured]) -> String {
    if models.is_empty() {
        return String::new();
    }
    let mut rows = head_of(["model", "asked for", "met", "classes that fail", "their rows"]);
    for model in models {
        let met = if model.met { "yes" } else { "no" };
        let failing = [model.failing.classes, model.failing.rows]
            .map(|count| if count == 0 { "-".to_owned() } else { grouped(count) });
        rows.push([&[model.model.to_owned(), model.asked.clone(), met.to_owned()][..], &failing].concat());
    }
    table(&rows)
}

fn sizes(bars: &[Sizes], all: u64) -> String {
    let mut rows = head_of(["people in a class", "classes", "rows", "share of rows"]);
    for bar in bars.iter().filter(|bar| bar.classes > 0) {
        let size = match bar.to {
            Some(to) if to == bar.from => to.to_string(),
            Some(to) => format!("{}-{to}", bar.from),
            None => format!("{}+", bar.from),
        };
        rows.push(vec![size, grouped(bar.classes), grouped(bar.rows), cell(bar.rows, all)]);
    }
    table(&rows)
}

fn quasi(columns: &[QuasiMeasured], all: u64) -> String {
    let mut rows =
        head_of(["quasi-identifier", "distinct", "NULL", "unique by it alone", "unique without it", "k without it"]);
    for column in columns {
        rows.push(vec![
            Shown::name(&column.name).to_string(),
            grouped(column.distinct),
            cell(column.null_rows, all),
            cell(column.unique_rows, all),
            cell(column.unique_rows_without, all),
            column.k_without.map_or_else(|| "-".to_owned(), grouped),
        ]);
    }
    table(&rows)
}

fn subsets(subsets: &Subsets) -> String {
    if subsets.most.is_empty() {
        return String::new();
    }
    let mut rows = head_of(["known of a person", "rows that are unique", "share"]);
    for subset in &subsets.most {
        let names: Vec<String> = subset.columns.iter().map(|name| Shown::name(name).to_string()).collect();
        rows.push(vec![names.join(" + "), grouped(subset.unique_rows), percent(subset.share)]);
    }
    let mut text = table(&rows);
    if subsets.looked_at < subsets.of {
        text.push_str(&format!(
            "only {} of {} subsets were looked at\n",
            grouped(subsets.looked_at as u64),
            grouped(subsets.of as u64)
        ));
    }
    text
}

fn sensitive(columns: &[SensitiveMeasured]) -> String {
    if columns.is_empty() {
        return String::new();
    }
    let mut rows = head_of([
        "sensitive",
        "distinct",
        "l",
        "entropy l",
        "c for l = 2",
        "t",
        "t ordered",
        "classes of one value",
        "guessed in classes",
        "without them",
    ]);
    let dash = || "-".to_owned();
    for column in columns {
        rows.push(vec![
            Shown::name(&column.name).to_string(),
            grouped(column.distinct),
            column.distinct_l.map_or_else(dash, grouped),
            column.entropy_l.map_or_else(dash, number),
            column.recursive_c.map_or_else(|| "none".to_owned(), number),
            number(column.t_equal),
            number(column.t_ordered),
            grouped(column.homogeneous.classes),
            percent(column.inference.within_classes),
            percent(column.inference.without_classes),
        ]);
    }
    table(&rows)
}

fn risks(risks: &Risks) -> String {
    let mut rows =
        head_of(["who attacks", "highest risk", "average", &format!("rows above {}", percent(risks.threshold))]);
    let risk = |name: &str, risk: &Risk| {
        let at_risk = format!("{} ({})", grouped(risk.rows_at_risk), percent(risk.share_at_risk));
        vec![name.to_owned(), percent(risk.highest), percent(risk.average), at_risk]
    };
    rows.push(risk("prosecutor, who knows that a person is here", &risks.prosecutor));
    rows.push(risk("journalist, who does not: no table of the population, so the same", &risks.journalist));
    rows.push(vec![
        "marketer, who links everybody".to_owned(),
        "-".to_owned(),
        percent(risks.marketer),
        "-".to_owned(),
    ]);
    table(&rows)
}
