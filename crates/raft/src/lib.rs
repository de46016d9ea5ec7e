//! The metadata log over openraft; its generics stop here.
