//! Who is it and may they: one evaluator, explained. Pure.
