//! The `pathstack` command: everything it does is in [`pathstack::cli`].

fn main() -> std::process::ExitCode {
    pathstack::cli::run(std::env::args_os())
}
