//! Carrying out what is asked for about the matches with a purchase register.

use crate::app::actions::UserAction;
use crate::app::desk::Desk;
use crate::app::dialogs::{Dialog, ReallyBooks};
use crate::app::requests::MatchRequest;
use crate::book::MatchSettings;
use crate::session::Session;
use crate::session::heavy_steps::Rework;
use crate::session::matched::by_hand::ByHand;
use crate::session::register::columns::VoucherColumn;
use crate::session::register::list::VoucherFilter;
use crate::store::KeptMatching;

impl Desk {
    /// Does something about the matches.
    pub(crate) fn on_matches(&mut self, wanted: MatchRequest) {
        let Some(open) = &mut self.open else { return };
        match wanted {
            MatchRequest::ByHand(what) => open.by_hand(what),
            MatchRequest::FindVoucher(section, row) => {
                // Those of its supplier first; all are one click away.
                open.follow_link_to_vouchers(VoucherFilter::of_supplier(open.book(), section, row));
                open.seek_voucher_for(section, row);
                self.grids.vouchers_mut().to_top();
            }
            MatchRequest::Take(class) if open.asks_for_books(class) || open.declares_with(class) > 0 => {
                self.dialog = Some(Dialog::ReallyBooks(ReallyBooks::new(open, class)));
            }
            MatchRequest::Take(class) => {
                open.take_suggested(class);
                self.apply_large_steps();
            }
            MatchRequest::TakeAnswered(class) => {
                if open.asks_for_books(class) {
                    open.is_really_books();
                }
                open.take_declared(class);
                self.apply_large_steps();
            }
            MatchRequest::Show(classes, which) => open.show_classes(&classes, which),
            MatchRequest::ShowSkipped(class, why) => open.show_skipped(class, why),
            MatchRequest::ShowVouchers(class) => {
                open.follow_link_to_vouchers(VoucherFilter::of(VoucherColumn::Match, class.short()));
                self.grids.vouchers_mut().to_top();
            }
            MatchRequest::Complete(answer) => open.say_register_complete(answer),
            MatchRequest::ShowAll => open.show_all_rows(),
            MatchRequest::Try(settings) => open.try_match_settings(settings),
            MatchRequest::StopTrying => open.forget_preview(),
            MatchRequest::Keep(settings) => self.keep_match_settings(settings),
        }
    }

    /// Carries out on a job what was found to be too much for a moment.
    pub(crate) fn apply_large_steps(&mut self) {
        if self.task.is_some() {
            return;
        }
        if let Some(step) = self.open.as_mut().and_then(|open| open.take_large_step()) {
            self.rework(Rework::Apply(Box::new(step)));
        }
    }

    /// Matches by these settings from now on, and remembers them for the recipient.
    fn keep_match_settings(&mut self, settings: MatchSettings) {
        if let Some(open) = &mut self.open {
            open.change_match_settings(settings);
        }
        self.remember_match_settings();
    }

    /// Carries out what is about matches alone. False: it is about something else.
    pub(crate) fn act_on_matches(&mut self, action: UserAction) -> bool {
        if action != UserAction::NotTheSame {
            return self.undo_match_settings(action);
        }
        let Some(open) = self.open.as_deref_mut() else { return true };
        let record = open.scope().zip(open.targets().rows.iter().next()).map(|(scope, row)| scope.record(row));
        if let Some((section, row)) = record {
            open.by_hand(ByHand::NotTheSame(section, row));
        }
        true
    }

    /// Takes the last change of these settings back, or does it again, if nothing was done since. False: it is not about them.
    fn undo_match_settings(&mut self, action: UserAction) -> bool {
        let back = action == UserAction::Undo;
        let Some(open) = self.open.as_deref_mut().filter(|_| back || action == UserAction::Redo) else { return false };
        if open.other_match_settings(back).is_none() {
            return false;
        }
        open.exchange_match_settings();
        self.remember_match_settings();
        true
    }

    fn remember_match_settings(&mut self) {
        let Some(book) = self.open.as_deref().map(Session::book) else { return };
        let kept = KeptMatching::from(book.match_settings());
        if let Some(gstin) = book.recipient.gstin().map(str::to_owned) {
            self.store.change(|s| drop(s.matchings.insert(gstin, kept)));
        }
    }

    /// Takes the settings that are remembered of the recipient.
    pub(crate) fn recall_match_settings(&mut self) {
        let Some(open) = &mut self.open else { return };
        let settings = self.store.get().matching(open.book().recipient.gstin().unwrap_or_default());
        open.take_match_settings(settings);
    }
}
