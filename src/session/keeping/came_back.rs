//! What is said once a book is open: how what was done to it came back.

use crate::session::Session;
use crate::session::deciding::travel::steps_in_words;
use crate::session::keeping::journal::Keeping;
use crate::session::result_line::ResultLine;

impl Session {
    /// Says how the work came back: what the user should know of it, else how many steps there are.
    pub fn say_how_it_came_back(&mut self, lines: &[String]) {
        let steps = self.log.in_force();
        if !lines.is_empty() {
            self.say(ResultLine::bad(lines.join(" ")));
        } else if steps > 0 && self.keeping.look_only().is_none() {
            // Where one may only look it is not work that goes on.
            self.say(ResultLine::new(format!("Your work is back: {}.", steps_in_words(steps))));
        }
    }

    /// Says what became of a book that could only be looked at and is opened again, unless something is wrong with it.
    pub fn say_whether_taken_over(&mut self) {
        if self.result.as_ref().is_some_and(|line| line.bad) {
            return;
        }
        self.result = Some(match &self.keeping {
            Keeping::LookOnly(_) => {
                ResultLine::new("Still open in another window. What was decided there until now is shown.")
            }
            Keeping::InMemory(why) | Keeping::Waiting { why, .. } | Keeping::Unread { why, .. } => {
                ResultLine::bad(format!("It is not kept as you go: {why}."))
            }
            Keeping::Journal(_) => ResultLine::new("Taken over: what you decide here is kept from now on."),
        });
    }
}
