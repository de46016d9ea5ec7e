//! One file per group of APIs: authorise, delegate, render. Parsing is done before, in [`crate::dispatch`].

pub(crate) mod api_versions;
