//! F-8: what serves the public.

use super::*;

#[test]
fn what_serves_the_public_is_free() {
    let public = |price, amount| [("use", "public"), ("price", price), ("amount", amount)];
    one(&public("0", "0"), &[]);
    one(&public("0.00", "0.00"), &[]);
    // X7 of the worked examples.
    one(&public("0.01", "0.03"), &["F-8 #2 0 0.03 -0.03", "F-8 #2 0 0.01 -0.01"]);
    one(&public("0.000001", "0"), &["F-8 #2 0 0.000001 -0.000001"]);
    one(&public("0", "0.01"), &["F-8 #2 0 0.01 -0.01"]);
}
