//! The running node: listeners, dispatch, handlers, tasks.
