//! A program that runs beside us, and goes when we go.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::project;

/// A running program and all that it started.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a program in a group of its own. What it says goes to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        use std::os::unix::process::CommandExt as _;

        project::write(log, "")?;
        let out = File::options().append(true).open(log)?;
        command.process_group(0).stdin(Stdio::null());
        command.stdout(out.try_clone()?).stderr(out);
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| format!("starting {program}"))?;
        Ok(Self { child, log: log.to_path_buf() })
    }

    /// Refuses, with its last words, if the program has ended.
    pub fn must_be_alive(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended: {status}\n{}", self.last_words());
        }
        Ok(())
    }

    /// Gives what the program said last.
    pub fn last_words(&self) -> String {
        project::last_lines(&fs::read_to_string(&self.log).unwrap_or_default())
    }

    /// Gives the time on the processor of all programs of this name that it started.
    pub fn cpu(&self, program: &str) -> Result<Duration> {
        let mut ticks = 0;
        for entry in fs::read_dir("/proc")? {
            // One that has gone meanwhile counts no more.
            let stat = fs::read_to_string(entry?.path().join("stat")).unwrap_or_default();
            ticks += ticks_of(&stat, program, self.child.id()).unwrap_or_default();
        }
        Ok(Duration::from_millis(ticks * 10))
    }

    /// Kills the program and all that it started, at once and unprepared.
    /// Killing the first process alone would leave workerd serving.
    pub fn kill(&mut self) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // It may have gone already.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// Reads `/proc/PID/stat` (proc(5)): user and system time in hundredths of a
/// second, if it is this program in this group.
fn ticks_of(stat: &str, program: &str, group: u32) -> Option<u64> {
    let (head, rest) = stat.rsplit_once(')')?;
    let (_, name) = head.split_once('(')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let is_it = name == program && number(2)? == u64::from(group);
    is_it.then_some(number(11)? + number(12)?)
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Gives a port on which nobody listens now.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}
