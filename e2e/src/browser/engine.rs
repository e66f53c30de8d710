//! Which browser it is. What `WebDriver` has no word for, each does in its own
//! way: see `chromium.rs` and `firefox.rs`.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;
use thirtyfour::prelude::*;

use super::{Request, chromium, firefox};
use crate::project::process::Process;

/// A browser's make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// Debian's Chromium, by its devtools.
    Chromium,
    /// Debian's Firefox, by its own window.
    Firefox,
}

/// How a visitor has set the screen up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Light on dark.
    pub dark: bool,
    /// The system's few colours, in place of the page's own.
    pub forced_colors: bool,
    /// Nothing may move by itself.
    pub reduced_motion: bool,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Gives its name, as in a file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    pub(super) fn start(self, port: u16, folder: &Path) -> Result<Process> {
        match self {
            Self::Chromium => chromium::start(port, folder),
            Self::Firefox => firefox::start(port, folder),
        }
    }

    pub(super) async fn connect(self, address: String, folder: &Path) -> Result<WebDriver> {
        match self {
            Self::Chromium => Ok(WebDriver::new(address, chromium::wanted(folder)?).await?),
            Self::Firefox => {
                let driver = WebDriver::new(address, firefox::wanted()?).await?;
                firefox::listen(&driver).await?;
                Ok(driver)
            }
        }
    }

    pub(super) async fn resize(self, driver: &WebDriver, width: u32, height: u32) -> Result<()> {
        match self {
            Self::Chromium => chromium::resize(driver, width, height).await,
            Self::Firefox => firefox::resize(driver, width, height).await,
        }
    }

    pub(super) async fn show_as(self, driver: &WebDriver, screen: Screen) -> Result<()> {
        match self {
            Self::Chromium => chromium::show_as(driver, screen).await,
            Self::Firefox => firefox::show_as(driver, screen).await,
        }
    }

    pub(super) async fn run_scripts(self, driver: &WebDriver, on: bool) -> Result<()> {
        match self {
            Self::Chromium => chromium::run_scripts(driver, on).await,
            Self::Firefox => firefox::run_scripts(driver, on).await,
        }
    }

    pub(super) async fn run_first(self, driver: &WebDriver, script: &str) -> Result<()> {
        match self {
            Self::Chromium => chromium::run_first(driver, script).await,
            Self::Firefox => firefox::run_first(driver, script).await,
        }
    }

    pub(super) async fn picture(self, driver: &WebDriver) -> Result<Vec<u8>> {
        match self {
            Self::Chromium => chromium::picture(driver).await,
            Self::Firefox => firefox::picture(driver).await,
        }
    }

    pub(super) async fn requests(self, driver: &WebDriver) -> Result<Vec<Request>> {
        match self {
            Self::Chromium => chromium::requests(driver).await,
            Self::Firefox => firefox::requests(driver).await,
        }
    }

    /// What the console has had since the last time, as level and words.
    pub(super) async fn console(self, driver: &WebDriver) -> Result<Vec<(String, String)>> {
        match self {
            Self::Chromium => chromium::console(driver).await,
            Self::Firefox => firefox::console(driver).await,
        }
    }

    pub(super) async fn cookies(self, driver: &WebDriver) -> Result<Vec<Value>> {
        match self {
            Self::Chromium => chromium::cookies(driver).await,
            Self::Firefox => firefox::cookies(driver).await,
        }
    }

    pub(super) async fn kept_for(self, driver: &WebDriver, origin: &str) -> Result<f64> {
        match self {
            Self::Chromium => chromium::kept_for(driver, origin).await,
            Self::Firefox => firefox::kept_for(driver, origin).await,
        }
    }

    pub(super) async fn empty_cache(self, driver: &WebDriver) -> Result<()> {
        match self {
            Self::Chromium => chromium::empty_cache(driver).await,
            Self::Firefox => firefox::empty_cache(driver).await,
        }
    }
}
