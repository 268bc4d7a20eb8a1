//! Some threads that work on parts of one thing, whose answers come in the order of the parts.
//!
//! They are started when there is more than one part, so that what is small costs no thread, and they end
//! when the crew is dropped. A part that is still being worked on then is not waited for: nothing that
//! a thread holds belongs to Python.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many parts wait for each thread, so that none is idle while their answers are used.
const AHEAD: usize = 2;

/// Work on a part, the same on any thread.
pub(crate) trait Task: Send + Sync + 'static {
    /// What it is given.
    type Part: Send + 'static;
    /// What it gives.
    type Answer: Send + 'static;

    fn work(&self, part: Self::Part) -> Self::Answer;
}

/// The thread that worked on a part has panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// The threads, and the answers that are not taken yet.
pub(crate) struct Crew<T: Task> {
    task: Arc<T>,
    threads: usize,
    jobs: Option<Sender<Job<T>>>,
    /// Only whoever has the crew takes from them; the mutexes let others see it, too.
    answers: VecDeque<Mutex<Receiver<T::Answer>>>,
}

/// A part, and where its answer goes.
type Job<T> = (<T as Task>::Part, SyncSender<<T as Task>::Answer>);

impl<T: Task> Crew<T> {
    /// A crew of some threads, or of as many as the machine has.
    pub(crate) fn new(task: T, threads: Option<usize>) -> Self {
        let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        Self { task: Arc::new(task), threads, jobs: None, answers: VecDeque::new() }
    }

    /// Whether another part would be worked on at once or soon.
    pub(crate) fn has_room(&self) -> bool {
        self.answers.len() < if self.threads > 1 { self.threads * AHEAD } else { 1 }
    }

    /// Works on a part here and now, and puts its answer behind those that are waiting.
    pub(crate) fn add_here(&mut self, part: T::Part) {
        let (answer, taken) = sync_channel(1);
        self.answers.push_back(Mutex::new(taken));
        give(&*self.task, part, &answer);
    }

    /// Puts a part behind those that are waiting.
    pub(crate) fn add(&mut self, part: T::Part) {
        let (answer, taken) = sync_channel(1);
        self.answers.push_back(Mutex::new(taken));
        let rest = match self.jobs() {
            Some(jobs) => jobs.send((part, answer)).err().map(|unsent| unsent.0),
            None => Some((part, answer)),
        };
        // One thread, or none to be had: then it is this one.
        if let Some((part, answer)) = rest {
            give(&*self.task, part, &answer);
        }
    }

    /// The answer to the part that was added first; none where there is none left. It waits for it.
    pub(crate) fn next(&mut self) -> Option<Result<T::Answer, Panicked>> {
        let answer = self.answers.pop_front()?.into_inner().unwrap_or_else(PoisonError::into_inner);
        Some(answer.recv().map_err(|_| Panicked))
    }

    fn jobs(&mut self) -> Option<&Sender<Job<T>>> {
        if self.jobs.is_none() && self.threads > 1 {
            let (jobs, waiting) = channel();
            let waiting = Arc::new(Mutex::new(waiting));
            let started = (0..self.threads).filter(|_| {
                let (task, waiting) = (self.task.clone(), waiting.clone());
                thread::Builder::new().name("rejoin".into()).spawn(move || serve(&*task, &waiting)).is_ok()
            });
            if started.count() == 0 {
                self.threads = 1;
                return None;
            }
            self.jobs = Some(jobs);
        }
        self.jobs.as_ref()
    }
}

/// Works on one part after the other until no more can come.
fn serve<T: Task>(task: &T, waiting: &Mutex<Receiver<Job<T>>>) {
    loop {
        // Whoever panicked did so while it worked, and not while it took a job.
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((part, answer)) = job else { return };
        give(task, part, &answer);
    }
}

/// Sends the answer, unless nobody waits for it any more. After a panic there is none.
fn give<T: Task>(task: &T, part: T::Part, answer: &SyncSender<T::Answer>) {
    if let Ok(found) = work(task, part) {
        _ = answer.send(found);
    }
}

fn work<T: Task>(task: &T, part: T::Part) -> Result<T::Answer, Panicked> {
    catch_unwind(AssertUnwindSafe(|| task.work(part))).map_err(|_| Panicked)
}
