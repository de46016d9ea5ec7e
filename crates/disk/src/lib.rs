//! Files as the log needs them: the disk trait (real and simulated), the journal and its commit rounds.
