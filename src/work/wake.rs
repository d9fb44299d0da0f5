//! How work on a thread of its own calls the window, which this code does not know.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Makes the window draw again, from any thread.
#[derive(Clone)]
pub struct Wake(Arc<dyn Fn(Duration) + Send + Sync>);

impl Wake {
    /// One that calls this with the time after which the window is to draw again.
    pub fn new(call: impl Fn(Duration) + Send + Sync + 'static) -> Wake {
        Wake(Arc::new(call))
    }

    /// At once.
    pub fn now(&self) {
        self.after(Duration::ZERO);
    }

    /// After a while.
    pub fn after(&self, time: Duration) {
        (self.0)(time);
    }
}

impl Default for Wake {
    /// Where there is no window to wake.
    fn default() -> Wake {
        Wake::new(|_| ())
    }
}

impl fmt::Debug for Wake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wake")
    }
}
