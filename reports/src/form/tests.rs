//! Forms, looked into as ZIP and XML.
