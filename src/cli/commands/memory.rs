//! Returns memory of the server to the system.

/// Restarts the program with allocator settings that return the memory of closed documents: the
/// allocator of the C library joins free pieces at once, and returns the free end of a heap.
/// Without unsafe code there is no other way to change these settings. Settings of the user are not
/// changed.
pub(super) fn start_with_frugal_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::os::unix::process::CommandExt;
        use std::process::Command;

        const SETTINGS: &str = "GLIBC_TUNABLES";
        const FRUGAL: &str = "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0:glibc.malloc.trim_threshold=4194304:glibc.malloc.mmap_threshold=4194304";
        if std::env::var_os(SETTINGS).is_some() {
            return;
        }
        let mut arguments = std::env::args_os();
        let name = arguments.next();
        if let Ok(program) = std::env::current_exe() {
            let mut command = Command::new(program);
            command.args(arguments).env(SETTINGS, FRUGAL);
            if let Some(name) = name {
                command.arg0(name);
            }
            // `exec` returns only after a failure. Then the server keeps more memory and works as
            // usual.
            _ = command.exec();
        }
    }
}
