//! First look and close look, behind a trait each.
