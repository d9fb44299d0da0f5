//! What draws the window: named on the command line and remembered in the settings.

use serde::{Deserialize, Serialize};

/// A way of drawing the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Renderer {
    /// OpenGL: quickest to start
    #[value(name = "opengl")]
    OpenGl,
    /// DirectX 12, Vulkan or Metal
    Wgpu,
    /// The same without a graphics card
    Software,
}

impl Renderer {
    /// All, in the order in which they are tried.
    pub const ALL: [Renderer; 3] = [Renderer::OpenGl, Renderer::Wgpu, Renderer::Software];

    /// The name in the window.
    pub fn title(self) -> &'static str {
        match self {
            Renderer::OpenGl => "OpenGL",
            Renderer::Wgpu if cfg!(windows) => "DirectX 12 or Vulkan",
            Renderer::Wgpu if cfg!(target_os = "macos") => "Metal",
            Renderer::Wgpu => "Vulkan",
            Renderer::Software => "Processor, without the graphics card",
        }
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Renderer::OpenGl => "opengl",
            Renderer::Wgpu => "wgpu",
            Renderer::Software => "software",
        }
    }
}
