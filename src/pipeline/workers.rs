//! One reader, many workers, one taker in order.
//!
//! The reader cuts units; workers turn them into results in any order; the taker receives them by number. Permits bound how many units
//! exist at once to threads + 2: one for each worker, one being read, one being taken. So memory does not grow with the input.

use crate::error::{Code, Error, Kind, Result, Signal};
use crate::io::{Input, Unit};
use crate::message;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::time::Duration;

/// How often the taker looks whether a signal came while it waits.
const LOOK: Duration = Duration::from_millis(50);

/// Tells a run to stop between two units.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    /// The flag that a signal handler sets to the signal's number.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }

    /// An error if a signal came.
    ///
    /// # Errors
    /// `Kind::Interrupted`.
    pub fn check(&self) -> Result<()> {
        let signal = match self.0.load(Ordering::Relaxed) {
            0 => return Ok(()),
            15 => Signal::Term,
            1 => Signal::Hup,
            _ => Signal::Int,
        };
        let diagnostic = crate::error::Diagnostic::new(Code::E130, message!("interrupted; nothing was published"));
        Err(Error::new(Kind::Interrupted(signal), diagnostic))
    }
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// A stage of so many bytes of input begins.
    fn begin(&self, stage: &'static str, bytes: u64);
    /// A stage of so many steps that are no bytes begins.
    fn begin_steps(&self, stage: &'static str, steps: u64);
    /// So many bytes or steps more are done.
    fn advance(&self, bytes: u64);
    /// The stage is over.
    fn end(&self);
}

impl Progress for () {
    fn begin(&self, _: &'static str, _: u64) {}
    fn begin_steps(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}

/// What runs units.
pub(crate) struct Engine<'a> {
    pub(crate) threads: usize,
    pub(crate) read_buffer: usize,
    pub(crate) interrupt: &'a Interrupt,
    pub(crate) progress: &'a dyn Progress,
}

type Numbered<T> = (u64, u64, Result<T>);

impl Engine<'_> {
    /// Runs `work` on every unit of the inputs and hands the results to `take` in the order of the units.
    ///
    /// The first error in that order ends the run, so which error is reported does not depend on the number of threads.
    pub(super) fn run<T: Send>(
        &self,
        inputs: &[&Input],
        work: impl Fn(usize, Unit) -> Result<T> + Sync,
        take: impl FnMut(usize, T) -> Result<()>,
    ) -> Result<()> {
        self.run_units(inputs, |input| input.units(self.read_buffer), work, take)
    }

    /// As [`Self::run`], with the units that `units` cuts of every input.
    pub(crate) fn run_units<'i, T: Send, U: Iterator<Item = Result<Unit>>>(
        &self,
        inputs: &[&'i Input],
        units: impl Fn(&'i Input) -> U + Send,
        work: impl Fn(usize, Unit) -> Result<T> + Sync,
        mut take: impl FnMut(usize, T) -> Result<()>,
    ) -> Result<()> {
        let jobs = || {
            inputs.iter().enumerate().flat_map(move |(part, input)| {
                units(input).map(move |unit| unit.map(|unit| (unit.bytes(), (part, unit))))
            })
        };
        self.run_jobs(jobs, |(part, unit)| work(part, unit).map(|done| (part, done)), |(part, done)| take(part, done))
    }

    /// Runs `work` on every job and hands the results to `take` in the order of the jobs. A job comes with the bytes of input that it stands
    /// for; jobs are made one by one, when there is room for one more.
    pub(super) fn run_jobs<J: Send, T: Send, I: Iterator<Item = Result<(u64, J)>>>(
        &self,
        jobs: impl FnOnce() -> I + Send,
        work: impl Fn(J) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .thread_name(|nth| format!("worker-{nth}"))
            .build();
        let pool = pool.map_err(|_| {
            let diagnostic =
                crate::error::Diagnostic::new(Code::E1003, message!("{} threads cannot be started", self.threads));
            Error::new(Kind::Resource, diagnostic.hint(message!("lower `--threads`")))
        })?;
        let permits = self.threads + 2;
        let (give, permit) = sync_channel::<()>(permits);
        (0..permits).for_each(|_| give.send(()).expect("the channel holds every permit"));
        let (send, results) = channel::<Numbered<T>>();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let (work, stop) = (&work, &stop);
            let reader = move || {
                pool.in_place_scope_fifo(|tasks| {
                    read_jobs(jobs(), &permit, stop, |number, job| {
                        let send = send.clone();
                        let (bytes, job) = match job {
                            Ok(job) => job,
                            // The taker may be gone already; then nobody needs the result.
                            Err(error) => return drop(send.send((number, 0, Err(error)))),
                        };
                        tasks.spawn_fifo(move |_| {
                            let done =
                                if stop.load(Ordering::Relaxed) { Err(stopped()) } else { guarded(|| work(job)) };
                            drop(send.send((number, bytes, done)));
                        });
                    });
                });
            };
            named("reader").spawn_scoped(scope, reader).map_err(|e| no_thread(&e))?;
            let outcome = self.take_in_order(&results, &give, &mut take);
            // Whatever happened, the reader must not wait for permits that nobody gives.
            stop.store(true, Ordering::Relaxed);
            drop(give);
            drop(results);
            outcome
        })
    }

    fn take_in_order<T>(
        &self,
        results: &Receiver<Numbered<T>>,
        give: &SyncSender<()>,
        take: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        loop {
            self.interrupt.check()?;
            let (number, bytes, done) = match results.recv_timeout(LOOK) {
                Ok(result) => result,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) if waiting.is_empty() => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(Error::internal(message!("a unit is missing"))),
            };
            waiting.insert(number, (bytes, done));
            while let Some((bytes, done)) = waiting.remove(&next) {
                take(done?)?;
                self.progress.advance(bytes);
                next += 1;
                // The reader is gone when it has read everything; then permits are worth nothing.
                let _ = give.try_send(());
            }
        }
    }
}

/// A thread that shows by name where a run's time goes.
pub(super) fn named(name: &str) -> std::thread::Builder {
    std::thread::Builder::new().name(name.to_owned())
}

/// The system has no thread to give.
pub(super) fn no_thread(error: &std::io::Error) -> Error {
    Error::io(Kind::Resource, message!("a thread cannot be started"), error)
}

/// Makes jobs while permits last; ends with the jobs, at an error, or when told to stop.
fn read_jobs<J>(
    mut jobs: impl Iterator<Item = Result<(u64, J)>>,
    permit: &Receiver<()>,
    stop: &AtomicBool,
    mut submit: impl FnMut(u64, Result<(u64, J)>),
) {
    for number in 0.. {
        // The permit comes before the job, so that one more job than permits never exists.
        if permit.recv().is_err() || stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(job) = jobs.next() else { return };
        let failed = job.is_err();
        submit(number, job);
        if failed {
            return;
        }
    }
}

/// A panic of ours becomes an error; the hook has said where.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Error::internal(message!("a worker stopped"))))
}

/// Stands for units after the one whose error ended the run; nobody sees it.
fn stopped() -> Error {
    Error::internal(message!("the run was stopped"))
}
