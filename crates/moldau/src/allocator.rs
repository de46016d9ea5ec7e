//! The allocator: jemalloc, which gives memory back after a burst and does not fragment over months.
//!
//! Dirty pages return to the system after a second, by a thread of jemalloc's own, so that what the process
//! holds is what it uses.
#![expect(unsafe_code, reason = "jemalloc reads its options from a symbol")]

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const OPTIONS: &[u8] = b"background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0,narenas:4\0";

/// Read by jemalloc when the process starts.
// SAFETY: the symbol is jemalloc's own hook (`const char *malloc_conf`, with the prefix this build uses); it
// points to a constant that ends with a zero byte, and nothing else defines it.
#[unsafe(export_name = "_rjem_malloc_conf")]
pub(crate) static MALLOC_CONF: Option<&'static u8> = OPTIONS.first();
