//! What the user said of a client as a whole, in a small file in its folder: that it is hidden, and that GSTR-2B was recomputed.
//! Nothing is moved or deleted by it.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::disk::twice;
use crate::store::Home;
use crate::values::Period;

/// The name of the file in a client's folder.
const NAME: &str = "client";

/// What the user said of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientMark {
    /// It is not in the list until it is brought back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// For the GSTR-2B of which period *Recompute GSTR-2B* was pressed, as the portal writes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recomputed: String,
}

impl ClientMark {
    /// That of the client whose book is kept in this folder; nothing where it cannot be read.
    pub fn load(home: &Home, folder: &str) -> ClientMark {
        ClientMark::read(home, folder).unwrap_or_default()
    }

    /// The same. The error: it is not known what was said.
    pub fn read(home: &Home, folder: &str) -> io::Result<ClientMark> {
        let kept = twice::load(&*home.disk, &file(home, folder))?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept.content).ok()).unwrap_or_default())
    }

    /// Keeps it in the client's folder.
    pub fn keep(&self, home: &Home, folder: &str) -> io::Result<()> {
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        twice::store(&*home.disk, &file(home, folder), &text)
    }

    /// Whether GSTR-2B of a period was recomputed, by what the user says.
    pub fn is_recomputed(&self, period: Period) -> bool {
        Period::parse(&self.recomputed).is_some_and(|recomputed| recomputed >= period)
    }
}

/// The folder of a client, in which those of its downloads are: `27AAAAA0000A1Z2`. A book whose recipient is not known is in its own.
pub fn client_folder(folder: &str) -> &str {
    folder.split('/').next().unwrap_or(folder)
}

fn file(home: &Home, folder: &str) -> PathBuf {
    home.folder.join(client_folder(folder)).join(NAME)
}
