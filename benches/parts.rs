//! What a run consists of: one part after the other on one thread, over the same rows. The guard is what `transform and guard` takes longer than
//! `transform`; bytes are those of the file that was read.

use criterion::{Criterion, Throughput};
use iesiz::error::Shown;
use iesiz::io::{Decoded, OutputFormat, open_sink};
use iesiz::keys::Keyset;
use iesiz::pipeline::{PrepareOptions, prepare};
use iesiz::plan::{Released, Rows};
use iesiz::transform::{Origin, Subjects};
use std::hint::black_box;
use std::path::Path;

/// The parts of the first of the jobs that `benches/peers` compares.
pub(crate) fn parts(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = super::big_payments(dir.path());
    let inputs = [path.display().to_string()];
    let schemas = [root.join("schemas")];
    let keys = Keyset::from_root([0x42; 32], 1);
    let profile = root.join("benches/peers/yardstick.toml").display().to_string();
    let prepared = prepare(&PrepareOptions {
        inputs: &inputs,
        schemas: &schemas,
        profile: &profile,
        recipient: None,
        keys: Some(&keys),
        preview: false,
        strict: false,
        storage_country: Some("KZ"),
        dated: false,
        today: None,
        format: None,
        encoding: None,
        geoip: None,
    })
    .expect("a plan");
    let (input, dataset) = (&prepared.sources[0].input, &prepared.plan.datasets[0]);
    let columns: Vec<usize> = dataset.projection(&dataset.parts[0]).into_iter().flatten().collect();
    let read = || -> Vec<Decoded> {
        let units = input.units(1 << 20);
        let batches = units.flat_map(|unit| input.batches(unit.expect("a unit"), &columns).expect("batches"));
        batches.map(|batch| batch.expect("rows")).collect()
    };
    let batches = read();
    let release = |batch: &Decoded| -> Released {
        let rows = Rows { count: batch.rows, subjects: Subjects::NONE, origin: Origin::FIRST };
        dataset.release(&batch.columns, &rows).expect("a batch that may leave").0
    };
    let released: Vec<Released> = batches.iter().map(release).collect();
    let rows: usize = batches.iter().map(|batch| batch.rows).sum();

    let mut group = criterion.benchmark_group("parts of a run");
    group.sample_size(10);
    group.throughput(Throughput::ElementsAndBytes { elements: rows as u64, bytes: input.len() });
    group.bench_function("read", |bencher| bencher.iter(|| read().len()));
    group.bench_function("transform", |bencher| {
        bencher.iter(|| {
            for batch in &batches {
                for (release, array) in dataset.releases().zip(&batch.columns) {
                    black_box(release.transform.apply(&**array, Subjects::NONE).expect("values"));
                }
            }
        });
    });
    group.bench_function("transform and guard", |bencher| {
        bencher.iter(|| batches.iter().for_each(|batch| drop(black_box(release(batch)))));
    });
    for format in [OutputFormat::Parquet, OutputFormat::Csv] {
        let file = tempfile::tempfile().expect("a temporary file");
        let (encoder, _) = open_sink(format, dataset, file, &Shown::name("bench")).expect("a sink");
        group.bench_function(format!("encode to {}", format.extension()), |bencher| {
            bencher.iter(|| {
                let mut unit = encoder.begin().expect("a row group");
                released.iter().for_each(|batch| unit.write(batch).expect("a batch"));
                black_box(unit.finish().expect("an end"))
            });
        });
    }
    group.bench_function("digest of the input", |bencher| bencher.iter(|| input.digest(&|| false).expect("a digest")));
}
