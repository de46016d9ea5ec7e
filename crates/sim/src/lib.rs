//! The seeded world: simulated disk, network, clock, processes; workloads and checkers.
