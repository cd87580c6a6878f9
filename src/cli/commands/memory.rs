//! How the server's memory is given back.

/// Where the C library's allocator would keep what a closed document had, starts the program anew
/// with settings under which it gives it back to the system: free pieces are joined at once, and
/// what is free at the end of a heap is returned. They cannot be set in another way without unsafe
/// code. Settings that the user has made are left alone.
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
            // It comes back only where the system refuses: then memory is kept, and all else is the
            // same.
            _ = command.exec();
        }
    }
}
