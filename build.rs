//! Gives the Windows program its icon, its version and its manifest. Elsewhere there is nothing to do.

use std::env;
use std::io;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets/icon/icon.ico");
    println!("cargo:rerun-if-changed=assets/windows/ims-desk.manifest");
    if env::var_os("CARGO_CFG_TARGET_OS").is_none_or(|system| system != "windows") {
        return Ok(());
    }
    winresource::WindowsResource::new()
        .set("ProductName", "IMS Desk")
        // What the task list and the question about unknown publishers show.
        .set("FileDescription", "IMS Desk")
        .set("LegalCopyright", "Licensed under Apache-2.0 or MIT")
        .set_icon("assets/icon/icon.ico")
        .set_manifest_file("assets/windows/ims-desk.manifest")
        .compile()
}
