//! What is wrong with what a person wrote, in words.

use crate::error::Fault;
use shared::lead::{Lead, Person, Wrong};

/// What is wrong with the personal part, in words.
pub(crate) fn faults(lead: &Lead) -> Vec<Fault> {
    let told = |fault: shared::lead::Fault| {
        let (code, sv, en) = advice(fault.what);
        Fault::new(format!("person.{}", fault.field), code, &sv, &en)
    };
    // What is sealed was checked in the browser, and cannot be checked here.
    lead.person.iter().flat_map(Person::faults).map(told).collect()
}

fn advice(wrong: Wrong) -> (&'static str, String, String) {
    let (code, sv, en) = match wrong {
        Wrong::Empty => ("empty", "Skriv något här.", "Write something here."),
        Wrong::TooLong(most) => {
            let sv = format!("Skriv högst {most} tecken.");
            return ("too-long", sv, format!("Write at most {most} characters."));
        }
        Wrong::Email => (
            "email",
            "Skriv en e-postadress, till exempel namn@foretag.se.",
            "Write an e-mail address, for example name@company.com.",
        ),
        Wrong::PersonalNumber => (
            "personal-number",
            "Det ser ut som ett personnummer. Ta bort det; vi tar inte emot personnummer.",
            "This looks like a personal identity number. Remove it; we do not accept them.",
        ),
        Wrong::OrgNumber => (
            "org-number",
            "Kontrollera organisationsnumret. Det har tio siffror, till exempel 556016-0680.",
            "Check the registration number. It has ten digits, for example 556016-0680.",
        ),
    };
    (code, sv.to_owned(), en.to_owned())
}
