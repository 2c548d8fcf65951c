//! Named failure points, for crash tests: in test builds, `MINGJING_FAIL_AT=NAME` stops there.

use crate::StoreError;

/// Every failure point, in the order in which a submission meets them.
pub const POINTS: &[&str] = &[
    "receive.before-commit",
    "receive.after-commit",
    "post.before-commit",
    "post.after-commit",
    "evaluate.before-commit",
    "evaluate.after-commit",
    "render.before-commit",
    "render.after-commit",
    "deliver.before-write",
    "deliver.after-write",
    "deliver.after-commit",
];

/// Stops here if a test build was told to. Release builds never stop.
///
/// # Errors
///
/// [`StoreError::Stopped`] at the point that `MINGJING_FAIL_AT` names.
pub fn point(name: &'static str) -> Result<(), StoreError> {
    debug_assert!(POINTS.contains(&name), "{name} is not listed");
    if cfg!(debug_assertions) && std::env::var_os("MINGJING_FAIL_AT").is_some_and(|it| it == name) {
        return Err(StoreError::Stopped(name));
    }
    Ok(())
}
