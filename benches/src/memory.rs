//! How much memory this process holds, where the system tells.

/// The most it held so far, in bytes; 0 if no one knows.
pub fn peak() -> u64 {
    status("VmHWM:")
}

/// What it holds now, in bytes; 0 if no one knows.
pub fn now() -> u64 {
    status("VmRSS:")
}

/// Lets the most be counted from now on. False where the system does not.
#[allow(dead_code)] // not everything that is measured asks for it
pub fn forget_peak() -> bool {
    std::fs::write("/proc/self/clear_refs", "5").is_ok()
}

fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    line.and_then(|kb| kb.parse().ok()).map_or(0, |kb: u64| kb * 1_024)
}
