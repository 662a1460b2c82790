//! What anonymity costs and how long it takes to find: the data that ARX is known by, and tables of many rows.
//!
//! ```sh
//! cargo bench --bench models                                   # adult: loss and time for several k; 10^6 rows
//! cargo bench --bench models -- --rows 10000000                # as many rows of six quasi-identifiers, in memory
//! cargo bench --bench models -- --plot benches/loss.svg        # the picture of the README
//! ```

#[path = "../tests/util/adult.rs"]
mod adult;

use adult::{QUASI, adult};
use iesiz::privacy::{Cost, Gather, Hierarchy, Ladder, Models, Person, TimeUnit, local, optimum};
use std::fmt::Write as _;
use std::time::Instant;

const KS: [u64; 7] = [2, 3, 5, 10, 20, 50, 100];
/// Runs of which the median is taken.
const RUNS: usize = 5;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The median of some runs, in milliseconds, and the outcome.
fn timed<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::new();
    let mut outcome = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        outcome = Some(work());
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    (times[RUNS / 2], outcome.expect("a run"))
}

/// Loss by k, of one way.
struct Curve {
    name: &'static str,
    colour: &'static str,
    losses: Vec<f64>,
}

#[allow(clippy::print_stdout)]
fn published(plot: Option<&str>) {
    let weights = [1.0; QUASI.len()];
    let (gathering, (table, hierarchies)) = timed(adult);
    println!("adult, 30,162 rows, 8 quasi-identifiers, {} combinations; reading them {gathering:.0} ms\n", table.len());
    println!("{:>4}  {:>28}  {:>28}  {:>20}  {:>20}", "k", "full-domain", "with 4 % suppression", "local", "with 4 %");
    let mut curves = [
        Curve { name: "full-domain", colour: "#b4451f", losses: Vec::new() },
        Curve { name: "full-domain, 4 % suppressed", colour: "#c98a2b", losses: Vec::new() },
        Curve { name: "local", colour: "#1f6fb4", losses: Vec::new() },
        Curve { name: "local, 4 % suppressed", colour: "#2b9a6c", losses: Vec::new() },
    ];
    for k in KS {
        let mut shown = Vec::new();
        for (nth, suppress) in [(0, 0.0), (1, 0.04)] {
            let models = Models { k, suppress, ..Models::default() };
            let (time, best) = timed(|| optimum(&table, &hierarchies, &weights, &models).expect("an optimum"));
            shown.push(format!("{:.4} {time:>5.0} ms {:>4}/{}", best.loss, best.counted, best.nodes));
            curves[nth].losses.push(best.loss);
        }
        for (nth, suppress) in [(2, 0.0), (3, 0.04)] {
            let models = Models { k, suppress, ..Models::default() };
            let (time, recoding) = timed(|| local(&table, &hierarchies, &weights, &models).expect("a recoding"));
            let loss = Cost::of(&recoding, &table, &hierarchies, &weights).loss;
            shown.push(format!("{loss:.4} {time:>5.0} ms"));
            curves[nth].losses.push(loss);
        }
        println!("{k:>4}  {:>28}  {:>28}  {:>20}  {:>20}", shown[0], shown[1], shown[2], shown[3]);
    }
    if let Some(path) = plot {
        std::fs::write(path, picture(&curves)).expect("written");
    }
}

/// Loss against k, on a scale of equal steps.
fn picture(curves: &[Curve]) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 300.0;
    const LEFT: f64 = 46.0;
    const TOP: f64 = 16.0;
    let (right, bottom) = (WIDTH - 196.0, HEIGHT - 40.0);
    #[allow(clippy::cast_precision_loss)]
    let x = |nth: usize| LEFT + (right - LEFT) * nth as f64 / (KS.len() - 1) as f64;
    let y = |loss: f64| bottom - (bottom - TOP) * loss / 0.8;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#777\">\n"
    );
    for loss in [0.0, 0.2, 0.4, 0.6, 0.8] {
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {0:.1}H{right}\" stroke=\"#bbb\" stroke-width=\".6\"/><text x=\"{1}\" y=\"{2:.1}\" text-anchor=\"end\">{loss:.1}</text>",
            y(loss),
            LEFT - 6.0,
            y(loss) + 4.0
        );
    }
    for (nth, k) in KS.iter().enumerate() {
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{k}</text>", x(nth), bottom + 18.0);
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">k</text><text x=\"{LEFT}\" y=\"{}\">loss</text>",
        (LEFT + right) / 2.0,
        bottom + 34.0,
        TOP - 4.0
    );
    // Names stand apart, in the order of their lines' ends.
    let mut ends: Vec<(f64, &Curve)> = curves.iter().map(|curve| (y(curve.losses[KS.len() - 1]), curve)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = TOP;
    for (end, curve) in ends {
        let points: Vec<String> =
            curve.losses.iter().enumerate().map(|(nth, &loss)| format!("{:.1} {:.1}", x(nth), y(loss))).collect();
        let at = free.max(end);
        free = at + 15.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{}\" fill=\"none\" stroke=\"{1}\" stroke-width=\"2\"/><text x=\"{2}\" y=\"{3:.1}\" fill=\"{1}\">{4}</text>",
            points.join("L"),
            curve.colour,
            right + 10.0,
            at + 4.0,
            curve.name
        );
    }
    svg + "</svg>\n"
}

/// Rows of people in towns, with their age, sex, course, day and browser, some of which are rare.
#[allow(clippy::print_stdout)]
fn many(rows: u64) {
    let mut dice = 9_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    // The lesser of two throws is small more often.
    let start = Instant::now();
    let mut gather = Gather::new(6, 0);
    let mut cells: [String; 6] = Default::default();
    for row in 0..rows {
        let day = roll(730);
        let values =
            [roll(60).min(roll(60)), 18 + roll(50), roll(2), roll(40).min(roll(40)), day, roll(12).min(roll(12))];
        for (nth, (cell, value)) in cells.iter_mut().zip(values).enumerate() {
            cell.clear();
            let _ = match nth {
                4 => write!(cell, "{}-{:02}-{:02}", 2024 + value / 365, 1 + value % 365 / 31, 1 + value % 31 % 28),
                _ => write!(cell, "{value}"),
            };
        }
        let person = Person::Known((row / 2).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        gather.row(cells.iter().map(|cell| Some(cell.as_str())), std::iter::empty(), person);
    }
    let table = gather.finish();
    let gathered = start.elapsed().as_secs_f64();
    let ladders =
        [Ladder::Rare, Ladder::Number, Ladder::Rare, Ladder::Rare, Ladder::Time(TimeUnit::Day.above()), Ladder::Rare];
    let hierarchies: Vec<Hierarchy> = ladders
        .iter()
        .enumerate()
        .map(|(column, ladder)| ladder.build(&table, column, 10).expect("a hierarchy"))
        .collect();
    println!("\n{rows} rows, 6 quasi-identifiers, {} combinations: gathered in {gathered:.1} s", table.len());
    let models = Models { k: 10, ..Models::default() };
    let start = Instant::now();
    let recoding = local(&table, &hierarchies, &[1.0; 6], &models).expect("a recoding");
    let loss = Cost::of(&recoding, &table, &hierarchies, &[1.0; 6]).loss;
    println!("local, k = 10: loss {loss:.4}, {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let best = optimum(&table, &hierarchies, &[1.0; 6], &models).expect("an optimum");
    println!(
        "full-domain, k = 10: loss {:.4}, {:.1} s, {} of {} nodes",
        best.loss,
        start.elapsed().as_secs_f64(),
        best.counted,
        best.nodes
    );
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut rows, mut plot) = (1_000_000, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rows" => rows = arguments.next().and_then(|rows| rows.parse().ok()).expect("a number"),
            "--plot" => plot = arguments.next(),
            _ => {}
        }
    }
    published(plot.as_deref());
    many(rows);
}
