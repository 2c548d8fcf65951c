//! The one TLS provider of the process: ring, for whatever goes out over TLS.

/// Makes ring the provider. Doing so again changes nothing, so that every test may.
pub fn install_provider() {
    // An error means that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
