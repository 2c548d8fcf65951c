//! What systemd is told: that the daemon is ready, alive, stopping (`sd_notify(3)`).

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// The socket of the supervisor, if there is one.
#[derive(Debug)]
pub(crate) struct Supervisor(Option<(UnixDatagram, SocketAddr)>);

impl Supervisor {
    /// The one that `NOTIFY_SOCKET` names: a path, or an abstract name after `@`.
    pub(crate) fn of(environment: &[(String, String)]) -> Self {
        let name = environment.iter().find(|(name, _)| name == "NOTIFY_SOCKET").map(|(_, it)| it);
        let address = name.and_then(|name| match name.strip_prefix('@') {
            Some(name) => SocketAddr::from_abstract_name(name).ok(),
            None => SocketAddr::from_pathname(name).ok(),
        });
        Self(UnixDatagram::unbound().ok().zip(address))
    }

    /// Tells it. Nobody has to listen.
    pub(crate) fn tell(&self, state: &str) {
        if let Some((socket, address)) = &self.0
            && let Err(error) = socket.send_to_addr(state.as_bytes(), address)
        {
            tracing::warn!(%error, "the supervisor could not be told");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_supervisor_hears_what_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let listener = UnixDatagram::bind(&path).unwrap();
        let variable = ("NOTIFY_SOCKET".to_owned(), path.display().to_string());
        Supervisor::of(&[variable]).tell("READY=1");
        let mut heard = [0; 16];
        let size = listener.recv(&mut heard).unwrap();
        assert_eq!(&heard[..size], b"READY=1");
        Supervisor::of(&[]).tell("READY=1");
    }
}
