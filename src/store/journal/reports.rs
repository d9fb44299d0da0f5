//! How the reports of an error file are spelled on disk: what each tells, written out.

use serde::{Deserialize, Serialize};

use super::spelling::SpelledSheet;
use crate::book::{Form, Report, Stated};

/// A report; what it does not tell is left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SpelledReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<SpelledSheet>,
    #[serde(skip_serializing_if = "String::is_empty")]
    elsewhere: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    supplier: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    number: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    date: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    period: String,
    /// The name of a form that is known, and the form as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<(String, String)>,
    #[serde(skip_serializing_if = "String::is_empty")]
    original_number: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    original_date: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    code: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

impl From<&Report> for SpelledReport {
    fn from(report: &Report) -> Self {
        let stated = report.stated.clone();
        SpelledReport {
            sheet: stated.section.map(SpelledSheet),
            elsewhere: stated.elsewhere,
            supplier: stated.supplier,
            number: stated.number,
            date: stated.date,
            period: stated.period,
            form: stated.form.map(|(form, text)| (form.name().to_owned(), text)),
            original_number: stated.original_number,
            original_date: stated.original_date,
            code: report.code.clone(),
            message: report.message.clone(),
        }
    }
}

impl From<SpelledReport> for Report {
    fn from(report: SpelledReport) -> Self {
        let form = |name: &str| {
            let known = [Form::R1, Form::R1a, Form::R5].into_iter().find(|form| form.name() == name);
            known.unwrap_or(Form::Other)
        };
        Report {
            stated: Stated {
                section: report.sheet.map(|sheet| sheet.0),
                elsewhere: report.elsewhere,
                supplier: report.supplier,
                number: report.number,
                date: report.date,
                period: report.period,
                form: report.form.map(|(name, text)| (form(&name), text)),
                original_number: report.original_number,
                original_date: report.original_date,
            },
            code: report.code,
            message: report.message,
        }
    }
}
