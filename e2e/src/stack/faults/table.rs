//! The twelve faults: what breaks, which alert tells of it, and what mends it.

use super::{Fault, Step};
use Step::{
    Down, Flood, Lead, Mended, Refusing, Replay, Resume, Sql, Standing, Ticking, Tried, Up,
};

/// Of a network twenty come in, and no more.
const LIMITS: &[(&str, &str)] = &[(
    "LIMITS",
    r#"{"least_seconds": 0, "network_pass": 10, "network_hold": 10, "partner": 100, "all": 500}"#,
)];

/// Time is moved by making what is kept older, while the Worker is off.
const QUARTER: &str =
    "UPDATE delivery SET created_at = created_at - 960000, lease = NULL, leased_until = 0";
const TWO_HOURS: &str =
    "UPDATE delivery SET created_at = created_at - 7260000, lease = NULL, leased_until = 0";
const TWO_MINUTES: &str = "UPDATE delivery SET created_at = created_at - 120000, lease = NULL,
                           leased_until = 0, next_attempt_at = 0";
const FIVE_DAYS: &str = "UPDATE recipient SET failing_since = failing_since - 432000000,
                         failed_at = unixepoch() * 1000";
const NINE_ATTEMPTS: &str =
    "UPDATE delivery SET attempts = 9, next_attempt_at = 0, lease = NULL, leased_until = 0;
     UPDATE recipient SET failing_since = NULL, next_at = 0";
const NOTHING_IS_WRITTEN: &str =
    "CREATE TRIGGER fault BEFORE INSERT ON lead BEGIN SELECT RAISE(ABORT, 'full'); END";
const NOTHING_IS_DELETED: &str = "UPDATE idempotency SET created_at = 0;
     UPDATE heartbeat SET at = at - 93600000 WHERE name = 'retention';
     CREATE TRIGGER fault BEFORE DELETE ON idempotency BEGIN SELECT RAISE(ABORT, 'stuck'); END";
const AN_HOUR: &str = "DROP TRIGGER IF EXISTS fault; UPDATE tally SET minute = minute - 61;
     UPDATE delivery SET created_at = created_at - 3660000, ended_at = ended_at - 3660000";
const SILENT: &str = "UPDATE heartbeat SET at = at - 360000 WHERE name = 'clock'";

const FAULT: Fault = Fault {
    name: "",
    alert: "",
    also: &[],
    vars: &[],
    is_ready: true,
    passes: false,
    breaks: &[],
    mends: &[],
};

/// All of them.
pub(super) const FAULTS: [Fault; 12] = [
    Fault {
        name: "the recipient answers 410: it takes no more",
        alert: "stopped now",
        also: &["parked"],
        breaks: &[Refusing(410), Lead],
        mends: &[Mended, Resume],
        ..FAULT
    },
    Fault {
        name: "a flood from one address",
        alert: "surge soon",
        vars: LIMITS,
        breaks: &[Flood(90)],
        mends: &[Sql(AN_HOUR)],
        ..FAULT
    },
    Fault {
        name: "the clock stands still",
        alert: "clock-silent now",
        is_ready: false,
        breaks: &[Standing, Sql(SILENT), Lead],
        mends: &[Ticking],
        ..FAULT
    },
    Fault {
        name: "the recipient cannot be reached for a quarter of an hour",
        alert: "undelivered soon",
        also: &["slow"],
        is_ready: false,
        breaks: &[Down, Lead, Sql(QUARTER)],
        mends: &[Up],
        ..FAULT
    },
    Fault {
        name: "the recipient answers 503 for two hours",
        alert: "undelivered now",
        also: &["slow"],
        is_ready: false,
        breaks: &[Refusing(503), Lead, Sql(TWO_HOURS)],
        mends: &[Mended],
        ..FAULT
    },
    Fault {
        name: "the recipient fails for five days",
        alert: "stopped now",
        also: &["parked"],
        breaks: &[Refusing(503), Lead, Tried, Sql(FIVE_DAYS)],
        mends: &[Mended, Resume],
        ..FAULT
    },
    Fault {
        name: "ten attempts, and none is taken",
        alert: "parked soon",
        breaks: &[Refusing(503), Lead, Tried, Sql(NINE_ATTEMPTS)],
        mends: &[Mended, Replay],
        ..FAULT
    },
    Fault {
        name: "the database takes no lead",
        alert: "failing now",
        breaks: &[Sql(NOTHING_IS_WRITTEN), Step::Failing(5)],
        mends: &[Sql(AN_HOUR)],
        ..FAULT
    },
    Fault {
        name: "leads arrive two minutes late",
        alert: "slow soon",
        breaks: &[Down, Lead, Sql(TWO_MINUTES), Up],
        mends: &[Sql(AN_HOUR)],
        ..FAULT
    },
    Fault {
        name: "the Worker is off for six minutes",
        alert: "clock-silent now",
        passes: true,
        breaks: &[Sql(SILENT)],
        ..FAULT
    },
    Fault {
        name: "what is too old cannot be erased for 26 hours",
        alert: "retention-late soon",
        breaks: &[Lead, Sql(NOTHING_IS_DELETED)],
        mends: &[Sql(AN_HOUR)],
        ..FAULT
    },
    Fault {
        name: "the recipient's clock is months off",
        alert: "skew soon",
        breaks: &[Step::Skewed, Lead],
        mends: &[Mended, Sql(AN_HOUR)],
        ..FAULT
    },
];
