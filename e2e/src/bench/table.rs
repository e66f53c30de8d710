//! What was measured, as tables: all of it in `target/bench/match.md`, the
//! gist between two marks in README.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};

use super::engines::ALL;
use super::{Report, Row};
use crate::project::{self, root};

/// Ours as others are measured.
const OURS: &str = "ours, node";
/// How long ours may take at so many entries, in wasm: milliseconds at p99.
const MOST: [(usize, f64); 3] = [(500, 0.2), (10_000, 1.0), (100_000, 4.0)];

/// What a Worker has at most, in bytes: as much may 100,000 entries take, with
/// the texts that they were made from.
const MEMORY: u32 = 128 * 1024 * 1024;

const MARKS: [&str; 2] = ["<!-- bench-match: written by the bench -->\n", "<!-- /bench-match -->"];

/// Gives everything.
pub(super) fn markdown(report: &Report) -> String {
    let mut text = String::from("# Matching\n\n## Quality\n\n");
    text += "nDCG@10 of entries found; AUROC of the confidence for `cpv-ood-sv`. Where a slow \
             engine did not get to all queries, how many it answered.\n\n";
    text += &quality(report);
    text += &own(report);
    text += "\n## Speed\n\nMilliseconds a query, each the median of five rounds after one to \
             warm up; slow engines answer as many as 10 s allow. Ours finds and explains ten \
             entries; the others explain none.\n\n";
    for (entries, most) in MOST {
        let _ = writeln!(text, "### {entries} entries (p99 in wasm at most {most} ms)\n");
        text += &speed(report, entries);
        text.push('\n');
    }
    let [small, fast] = report.weights.map(kilo);
    let _ = writeln!(
        text,
        "The search alone as wasm, by brotli: {small:.1} kB built small, {fast:.1} kB built fast.\n"
    );
    text += "## How each was set up\n\n";
    for engine in ALL {
        let _ = writeln!(text, "- {}: {}", engine.name, engine.how);
    }
    text
}

fn quality(report: &Report) -> String {
    let mut text = String::from("| task | floor | ours |");
    for engine in ALL {
        let _ = write!(text, " {} |", engine.name);
    }
    let _ = writeln!(text, " ours ÷ best |\n|---|{}", "---:|".repeat(ALL.len() + 3));
    for row in report.of(OURS).filter(|row| row.score.is_some()) {
        let _ = write!(text, "| {} | {:.2} | **{:.3}** |", row.task, row.floor, row.quality());
        for engine in ALL {
            let other = report.row(engine.name, &row.task);
            let _ = write!(text, " {} |", other.map_or_else(String::new, Row::told));
        }
        let best = report.best(&row.task).map_or(f64::NAN, |best| row.quality() / best.quality());
        let _ = writeln!(text, " {best:.2} |");
    }
    text
}

/// What other engines were not compared by.
fn own(report: &Report) -> String {
    let mut text = String::from("\n| ours | nDCG@10 | Recall@5 | MRR@10 |\n|---|---:|---:|---:|\n");
    for row in report.of(OURS) {
        if let Some(score) = row.score.filter(|score| score.auroc.is_none()) {
            let (name, [ndcg, recall, mrr]) = (&row.task, [score.ndcg, score.recall, score.mrr]);
            let _ = writeln!(text, "| {name} | {ndcg:.4} | {recall:.4} | {mrr:.4} |");
        }
    }
    text
}

fn speed(report: &Report, entries: usize) -> String {
    let task = format!("speed-{entries}");
    let ours = report.row(OURS, &task).map_or(f64::NAN, Row::p99);
    let mut text =
        String::from("| engine | p50 | p99 | p99 ÷ ours | queries | index, ms | memory, MiB |\n");
    text += "|---|---:|---:|---:|---:|---:|---:|\n";
    for row in report.rows.iter().filter(|row| row.task == task) {
        let (p50, p99) = (row.percentile(50), row.p99());
        let (name, times, asked, build) = (&row.engine, p99 / ours, row.us.len(), row.build);
        let memory = row.bytes.map_or_else(String::new, |bytes| format!("{:.1}", mebi(bytes)));
        let _ = writeln!(
            text,
            "| {name} | {p50:.3} | {p99:.3} | {times:.1} | {asked} | {build:.0} | {memory} |"
        );
    }
    text
}

/// Writes the gist into README.
pub(super) fn summarise(report: &Report) -> Result<()> {
    let path = root().join("README.md");
    let text = String::from_utf8(project::read(&path)?)?;
    let [begin, end] = MARKS;
    let (before, rest) = text.split_once(begin).context("README has no mark for the bench")?;
    let (_, after) = rest.split_once(end).context("README has no second mark for the bench")?;
    project::write(&path, format!("{before}{begin}{}{end}{after}", gist(report)))
}

fn gist(report: &Report) -> String {
    let mut text = String::from("| measure | ours | best other |\n|---|---:|---:|\n");
    for row in report.of(OURS).filter(|row| row.score.is_some()) {
        let what =
            if row.score.is_some_and(|score| score.auroc.is_some()) { "AUROC" } else { "nDCG@10" };
        let best = report
            .best(&row.task)
            .map_or_else(String::new, |best| format!("{} ({})", best.told(), best.engine));
        let _ = writeln!(text, "| {}, {what} | {:.3} | {best} |", row.task, row.quality());
    }
    for (entries, _) in MOST {
        let task = format!("speed-{entries}");
        let times = [OURS, "ours, Chromium"].map(|ours| report.row(ours, &task).map(Row::p99));
        let [node, chromium] = times.map(Option::unwrap_or_default);
        let best = report
            .fastest(&task)
            .map_or_else(String::new, |best| format!("{:.2} ({})", best.p99(), best.engine));
        let _ = writeln!(
            text,
            "| p99 at {entries} entries, ms, node (Chromium) | {node:.2} ({chromium:.2}) | {best} |"
        );
    }
    let largest = report.of(OURS).filter_map(|row| row.bytes).max().unwrap_or_default();
    let _ =
        writeln!(text, "| memory of the wasm with 100000 entries, MiB | {:.1} | |", mebi(largest));
    let [small, fast] = report.weights.map(kilo);
    let _ = writeln!(
        text,
        "| the search as wasm, small (fast), brotli, kB | {small:.1} ({fast:.1}) | |"
    );
    text
}

#[expect(clippy::cast_precision_loss, reason = "a file's size")]
fn kilo(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

fn mebi(bytes: u32) -> f64 {
    f64::from(bytes) / f64::from(1 << 20)
}

/// Refuses a floor that was not reached, another engine ahead of ours, on groups
/// and in time where entries are many, and too much memory.
pub(super) fn keep_to_floors(report: &Report) -> Result<()> {
    for row in report.of(OURS) {
        let (task, ours) = (&row.task, row.quality());
        ensure!(row.floor <= ours, "{task}: {ours:.4} is below {}", row.floor);
        if let Some(best) = report.best(task).filter(|_| task.starts_with("cpv-group")) {
            ensure!(best.quality() < ours, "{task}: {} is ahead of ours", best.engine);
        }
        if let Some(best) = report.fastest(task).filter(|_| 500 < row.entries) {
            ensure!(row.p99() < best.p99(), "{task}: {} is faster than ours", best.engine);
        }
    }
    // In node each task has a memory of its own.
    for row in report.rows.iter().filter(|row| row.engine.starts_with(OURS)) {
        let bytes = row.bytes.context("ours in wasm tells no memory")?;
        ensure!(bytes <= MEMORY, "{}, {}: {bytes} bytes of memory", row.engine, row.task);
    }
    Ok(())
}

impl Report {
    fn of(&self, engine: &str) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.engine == engine)
    }

    fn row(&self, engine: &str, task: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.engine == engine && row.task == task)
    }

    fn others(&self, task: &str) -> Vec<&Row> {
        ALL.iter().filter_map(|engine| self.row(engine.name, task)).collect()
    }

    /// The other engine that finds best.
    fn best(&self, task: &str) -> Option<&Row> {
        let comparable = self.others(task).into_iter().filter(|row| row.score.is_some());
        comparable.max_by(|a, b| a.quality().total_cmp(&b.quality()))
    }

    fn fastest(&self, task: &str) -> Option<&Row> {
        let timed = self.others(task).into_iter().filter(|row| row.score.is_none());
        timed.min_by(|a, b| a.p99().total_cmp(&b.p99()))
    }
}

impl Row {
    fn p99(&self) -> f64 {
        self.percentile(99)
    }

    fn quality(&self) -> f64 {
        self.score.map_or(0.0, |score| score.quality())
    }

    fn told(&self) -> String {
        let Some(score) = self.score else { return String::new() };
        let part = if score.asked < self.queries {
            format!(" (of {})", score.asked)
        } else {
            String::new()
        };
        format!("{:.3}{part}", self.quality())
    }
}
