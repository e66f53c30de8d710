//! A recipient that misbehaves as it is told to, down to the connection.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// What it does with whoever calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Script {
    /// Nobody listens.
    Refuse,
    /// Cuts the line when it has heard all.
    Reset,
    /// Answers with a status, after a while, with more headers.
    Answer(u16, Duration, String),
    /// Answers 200 and sends so many bytes.
    Talk(usize),
    /// Answers 200, promises a body, and cuts the line in the middle of it.
    CutOff,
}

/// A running one.
pub struct Scripted {
    address: String,
    script: Arc<Mutex<Script>>,
    heard: Arc<Mutex<Vec<String>>>,
    server: Option<AbortHandle>,
}

impl Scripted {
    /// Starts where another one has gone.
    pub async fn start(address: &str) -> Result<Self> {
        let script = Script::Answer(200, Duration::ZERO, String::new());
        let mut scripted = Self {
            address: address.trim_start_matches("http://").to_owned(),
            script: Arc::new(Mutex::new(script)),
            heard: Arc::default(),
            server: None,
        };
        scripted.listen().await?;
        Ok(scripted)
    }

    /// Follows another script from now on.
    pub async fn play(&mut self, script: Script) -> Result<()> {
        let refuses = script == Script::Refuse;
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = script;
        if refuses {
            self.hush();
        } else if self.server.is_none() {
            self.listen().await?;
        }
        Ok(())
    }

    /// Gives the first line of every request that came.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hush(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }

    async fn listen(&mut self) -> Result<()> {
        let listener = bind(&self.address).await?;
        let (script, heard) = (Arc::clone(&self.script), Arc::clone(&self.heard));
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let script = script.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let heard = Arc::clone(&heard);
                // Whoever calls may hang up at any time.
                tokio::spawn(async move {
                    let _ = act(stream, &script, &heard).await;
                });
            }
        });
        self.server = Some(server.abort_handle());
        Ok(())
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.hush();
    }
}

/// Listens there as soon as whoever was told to go has gone.
async fn bind(address: &str) -> Result<TcpListener> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let taking = async {
        loop {
            match TcpListener::bind(address).await {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                done => return done,
            }
        }
    };
    Ok(tokio::time::timeout(PATIENCE, taking).await??)
}

async fn act(mut stream: TcpStream, script: &Script, heard: &Mutex<Vec<String>>) -> Result<()> {
    let request = listen_to(&mut stream).await?;
    let first = request.lines().next().unwrap_or_default().to_owned();
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(first);
    match script {
        Script::Refuse => {}
        Script::Reset => cut(stream)?,
        Script::Answer(status, pause, headers) => {
            tokio::time::sleep(*pause).await;
            let answer = format!(
                "HTTP/1.1 {status} Told\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n"
            );
            stream.write_all(answer.as_bytes()).await?;
        }
        Script::Talk(bytes) => {
            let promise = format!(
                "HTTP/1.1 200 Told\r\nContent-Length: {bytes}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(promise.as_bytes()).await?;
            for _ in 0..bytes.div_ceil(1024) {
                stream.write_all(&[b'x'; 1024]).await?;
            }
        }
        Script::CutOff => {
            let promise = "HTTP/1.1 200 Told\r\nContent-Length: 5000\r\n\r\nhalf of it";
            stream.write_all(promise.as_bytes()).await?;
            stream.flush().await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
            cut(stream)?;
        }
    }
    Ok(())
}

/// Hangs up without a word: the other side sees a reset.
fn cut(stream: TcpStream) -> Result<()> {
    stream.set_zero_linger()?;
    drop(stream);
    Ok(())
}

/// Reads a whole request: its head, and as much body as it says.
async fn listen_to(stream: &mut TcpStream) -> Result<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            if head.len() + 4 + length.unwrap_or(0_usize) <= bytes.len() {
                return Ok(text);
            }
        }
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            return Ok(text);
        }
        bytes.extend(piece.iter().take(read));
    }
}
